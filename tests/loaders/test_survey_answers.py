"""Columns of answers: scales and known words become scores, everything else stays at the door."""

import polars as pl
import pytest

from loaders.survey_answers import Question, item_key, read_answers


def read(*columns, names=()):
    """Answers of columns of cells; the question of each is `Question 1`, `Question 2` ..."""
    rows = pl.DataFrame(
        {"row": range(2, 2 + len(columns[0]))}
        | {str(place): pl.Series(cells, dtype=pl.String) for place, cells in enumerate(columns)}
    ).with_columns(pl.col("row").cast(pl.Int64))
    asked = [
        Question(str(place), "", names[place] if names else f"Question {place + 1}")
        for place in range(len(columns))
    ]
    return read_answers(rows, asked)


def scores(answers, item="question_1"):
    return answers.rows.filter(item=item)["score"].to_list()


def test_small_whole_numbers_are_answers_on_a_scale_whose_ends_nobody_told():
    answers = read(["4", "5.0", None, "1"])
    assert answers.rows.select("row", "item", "score", "scale_min", "scale_max").rows() == [
        (2, "question_1", 4.0, None, None),
        (3, "question_1", 5.0, None, None),
        (5, "question_1", 1.0, None, None),
    ]


@pytest.mark.parametrize(
    "cells",
    [["34", "29", "51"], ["1.5", "2", "3"], ["2019", "2021", "2020"], ["-7", "1", "2"]],
    ids=["ages", "fractions", "years", "below every scale"],
)
def test_numbers_of_another_kind_are_no_answers(cells):
    answers = read(cells)
    assert answers.rows.is_empty()
    assert answers.notes == (
        "Column 1 was left out: numbers that are no scale of up to eleven points.",
    )


def test_words_of_agreement_are_five_steps_unless_the_file_tells_of_seven():
    five = read(["Agree", "Strongly disagree", "Neutral"])
    assert scores(five) == [4.0, 1.0, 3.0]
    assert five.rows["scale_max"].unique().to_list() == [5.0]
    # The second column tells that the form has seven steps, so `Agree` of the first is the sixth.
    seven = read(["Agree", "Strongly disagree"], ["Somewhat agree", "Agree"])
    assert scores(seven) == [6.0, 1.0]
    assert scores(seven, "question_2") == [5.0, 6.0]


def test_the_five_steps_of_another_tool_are_told_by_its_words():
    answers = read(["Somewhat agree", "Strongly agree", "Neither agree nor disagree"])
    assert scores(answers) == [4.0, 5.0, 3.0]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["Stimme zu", "Stimme überhaupt nicht zu"], [4.0, 1.0]),
        (["De acuerdo", "Totalmente de acuerdo"], [4.0, 5.0]),
        (["Very satisfied", "Dissatisfied"], [5.0, 2.0]),
        (["Never", "Always"], [1.0, 5.0]),
        (["  strongly\u00a0 AGREE; ", "Disagree"], [5.0, 2.0]),
    ],
    ids=["German", "Spanish", "satisfaction", "frequency", "untidy"],
)
def test_known_words_are_numbers_in_their_order(cells, expected):
    assert scores(read(cells)) == expected


def test_the_note_tells_how_words_became_numbers_and_only_for_words_that_occur():
    assert read(["Neutral", "Agree"]).notes == (
        "Words of agreement were read as `strongly disagree` 1 to `strongly agree` 5.",
    )


def test_text_of_people_is_left_out_whole_and_named_by_its_place_only():
    secret = "my lead never answers"
    answers = read(["3", "4", "5"], [secret, "nothing", "4"], ["a", "b", "c"])
    assert answers.rows["item"].unique().to_list() == ["question_1"]
    assert answers.notes == ("Columns 2, 3 were left out: free text.",)
    assert secret not in repr((answers.refused.rows(), answers.notes))


def test_a_stray_word_among_answers_is_refused_without_being_quoted():
    answers = read(["3", "4", "see my mail", "5"])
    assert scores(answers) == [3.0, 4.0, 5.0]
    assert answers.refused.rows() == [
        (4, "column 1", "this is no answer of the scale that the others have used")
    ]


def test_words_for_no_answer_are_missing_and_neither_zero_nor_refused():
    answers = read(["3", "Not applicable", "-", "Prefer not to say", "", None])
    assert scores(answers) == [3.0]
    assert answers.refused.is_empty()


@pytest.mark.parametrize(
    "question",
    [
        "How old are you?",
        "What is your gender?",
        "Ethnicity",
        "Do you have a disability?",
        "Your highest level of education",
    ],
)
def test_personal_details_are_no_scores_even_when_they_are_coded(question):
    answers = read(["1", "2", "1"], names=[question])
    assert answers.rows.is_empty()
    assert answers.notes == ("Column 1 was left out: personal details.",)


def test_a_question_is_known_by_its_words_or_by_the_name_that_its_maker_gave():
    assert item_key("", "My work stretches me!") == "my_work_stretches_me"
    assert item_key("Q12_3", "My work stretches me") == "my_work_stretches_me"
    assert item_key("challenge_1", "My work stretches me") == "challenge_1"
    assert item_key("QID7", "Größe der Aufgabe – heute") == "grosse_der_aufgabe_heute"


def test_long_questions_that_begin_alike_have_keys_of_their_own():
    begin = (
        "How much do you agree with each of the following statements about the work of last week"
    )
    one, other = item_key("", f"{begin}: it was hard"), item_key("", f"{begin}: it was new")
    assert one != other
    assert max(len(one), len(other)) <= 80


def test_a_question_that_is_asked_twice_is_two_items():
    answers = read(["1"], ["2"], names=["Again?", "Again?"])
    assert answers.rows.select("item", "score").rows() == [("again", 1.0), ("again_2", 2.0)]
