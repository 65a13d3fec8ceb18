"""What the page Evidence says of a finding, by hand-made findings of every kind."""

import math
from dataclasses import replace

import pytest

from evidence.change_words import in_units
from evidence.codes import code
from evidence.results import Doses, Estimate, PreTest, Sensitivity
from evidence.words import lines
from exports.evidence.sentences import (
    blocks_words,
    could_find,
    doses,
    drift_before,
    false_alarms,
    hidden_drift,
    money,
    outcomes_tested,
    practice,
    second_method,
    shuffles,
    stands_on,
    usual,
)
from exports.evidence.told import StudyTold
from exports.evidence.wording import (
    VERDICTS,
    change,
    learned_by_doing,
    loss_of,
    plainly,
    spread,
    verdicts_line,
    waves,
)
from tests.evidence.gallery import (
    CANNOT_TELL,
    CLIMATE,
    CYCLE_TIME,
    FIRST,
    GALLERY,
    HARMED,
    LAST,
    MAY_NOT_PAY,
    NO_MEANINGFUL_EFFECT,
    NOT_ANSWERABLE,
    NOT_WORTH_IT,
    ONE_TEAM,
    PARTICIPATION,
    RETENTION,
    THROUGHPUT,
    WORKED,
)
from ui.evidence.choose import labels
from ui.evidence.doubts import method_rows
from ui.evidence.register import in_short, register_row, verdicts_words

SENTENCES = (
    stands_on, drift_before, practice, second_method, hidden_drift, false_alarms, shuffles,
    outcomes_tested, usual, money, could_find,
)  # fmt: skip


def test_a_log_is_told_in_percent_and_a_share_in_points():
    assert change(CYCLE_TIME, math.log(0.949)) == "−5.1%"
    assert change(THROUGHPUT, math.log(1.034)) == "3.4%"
    assert change(RETENTION, -0.012) == "−1.2 points"
    assert change(CLIMATE, 0.061) == "0.06 standard deviations"
    assert change(PARTICIPATION, -0.05) == "−0.050 ratio, 1 is even"


def test_nothing_is_told_with_a_minus_before_zero():
    assert change(CYCLE_TIME, -0.0001) == "0.0%"


def test_an_interval_that_nobody_could_make_is_said_in_words():
    assert spread(CYCLE_TIME, Estimate(0.1, math.nan, math.nan, math.nan)) == "no interval"
    assert spread(RETENTION, Estimate(0, 0, -0.012, 0.003)) == "−1.2 to 0.3"


def test_learning_by_doing_is_the_difference_of_the_two_figures_as_they_are_read():
    assert learned_by_doing(WORKED) == pytest.approx(-5.1 - -4.1, abs=1e-9)  # not -1.0016
    assert "the rest, −1.0 percentage points, is learning by doing" in practice(WORKED)
    less = replace(WORKED, equal_practice=replace(WORKED.total, estimate=-0.07))
    assert practice(less).endswith(
        "the gap, 1.7 percentage points, goes with how much of the work people did."
    )
    assert learned_by_doing(CANNOT_TELL) is None
    alike = replace(WORKED, equal_practice=WORKED.total)
    assert practice(alike) == "In all −5.1%, and as much at equal practice: the change itself."
    untold = replace(CANNOT_TELL, equal_practice=CANNOT_TELL.total)
    assert "its parts cannot be told either" in practice(untold)
    assert "cannot be told apart" in practice(CANNOT_TELL)


def test_a_gain_of_a_shorter_time_is_a_negative_change():
    assert loss_of(CYCLE_TIME, 0.034) == -0.034
    assert loss_of(THROUGHPUT, 0.034) == 0.034


def test_money_is_told_by_where_the_whole_interval_lies():
    # −0.0525 ± 0.017 against a gain of 0.034: from 0.0355 to 0.0695
    assert "The whole interval lies beyond that" in money(WORKED)
    both = replace(WORKED, total=Estimate(-0.05, 0.01, -0.07, -0.03))
    assert "reaches to both sides" in money(both)
    assert "falls short" in money(NOT_WORTH_IT)
    assert "reaches to both sides" in money(MAY_NOT_PAY)
    assert money(HARMED) == ""  # nobody asked what pays
    assert money(NOT_ANSWERABLE) == ""


def test_a_higher_outcome_pays_at_its_upper_side():
    short = replace(MAY_NOT_PAY, total=Estimate(0.02, 0.003, 0.01, 0.03))
    assert "falls short" in money(short)
    beyond = replace(MAY_NOT_PAY, total=Estimate(0.06, 0.003, 0.05, 0.07))
    assert "lies beyond" in money(beyond)


def test_drift_before_is_told_as_a_chance_and_proves_nothing():
    assert "no drift is seen: the chance of so much difference by accident is 61%" in drift_before(
        WORKED
    )
    assert "drifted apart" in drift_before(CANNOT_TELL)
    assert "0.7%" in drift_before(CANNOT_TELL)
    unknown = replace(WORKED, pretest=PreTest(math.nan, 0, math.nan))
    assert "Too few months" in drift_before(unknown)


@pytest.mark.parametrize(
    ("breakdown", "words"),
    [
        (1.2, "robust"),
        (0.68, "at most 0.6 times the worst that was seen before it: it bears some"),  # as above it
        (0.3, "too little"),
        (0.0, "nothing to erase"),
    ],
)
def test_hidden_drift_is_told_by_its_breakdown(breakdown, words):
    assert words in hidden_drift(replace(WORKED, sensitivity=Sensitivity(breakdown, ())))


def test_the_second_method_says_which_way_it_points():
    assert "points the same way" in second_method(WORKED)
    other = replace(WORKED, second=Estimate(0.01, 0.01, -0.01, 0.03))
    assert "points the other way" in second_method(other)


def test_the_smallest_change_is_held_against_what_pays():
    assert could_find(WORKED) == (
        "A change of 3.1% would be found four times out of five: fine enough for what pays."
    )
    assert "not fine enough" in could_find(replace(WORKED, mde=0.05))
    assert could_find(CANNOT_TELL).endswith("four times out of five.")


def test_outcomes_are_corrected_for_each_other_in_words():
    assert "5 outcomes" in outcomes_tested(WORKED)
    assert "0.4%" in outcomes_tested(WORKED)
    assert "nothing has to be corrected" in outcomes_tested(replace(WORKED, tested=1))


def test_few_teams_tell_what_shuffled_dates_say():
    assert "38%" in shuffles(CANNOT_TELL)
    assert shuffles(WORKED) == ""
    assert "exact" in shuffles(replace(CANNOT_TELL, by_lot=True))


@pytest.mark.parametrize("name", GALLERY)
def test_no_sentence_uses_a_word_that_we_do_not_use(name):
    told = " ".join(say(GALLERY[name]) for say in SENTENCES).casefold()
    for word in ("significan", "nan", "r2", "p-value", "*", "none", "reject"):
        assert word not in told, word


def test_of_a_finding_without_numbers_no_sentence_tells_one():
    told = " ".join(say(NOT_ANSWERABLE) for say in SENTENCES if say is not outcomes_tested)
    assert not any(letter.isdigit() for letter in told)


def test_every_verdict_has_a_word_a_shape_and_a_colour_and_no_two_are_alike():
    looks = [(mark.word, mark.shape) for mark in VERDICTS.values()]
    assert len(set(looks)) == len(looks) == 7
    assert len({mark.shape for mark in VERDICTS.values()}) == 7


def test_the_register_puts_outcomes_of_one_verdict_together():
    again = replace(CANNOT_TELL, outcome=PARTICIPATION)
    study = StudyTold(
        "k", "Pairs", "redesign", 12, FIRST, LAST, findings=(CANNOT_TELL, WORKED, again)
    )
    told = verdicts_words(study)
    assert told.index("worked") < told.index("cannot tell")
    assert "cannot tell] novice participation, survey climate" in told
    line = verdicts_line(study.findings)
    assert line == "worked: cycle time; cannot tell: survey climate, novice participation"
    assert register_row(study)["Teams, since"] == "12  \n:gray[Jan 2026 to Jul 2026]"
    assert register_row(study)["Programme or move"] == "Pairs  \n:gray[Redesign]"


def test_the_page_begins_with_the_answers_and_how_many_questions_have_none():
    study = StudyTold("k", "Pairs", "redesign", 12, FIRST, LAST, findings=(CANNOT_TELL, WORKED))
    told = in_short([study])
    assert told.startswith("**1 of 2 questions has an answer**")
    assert "- **Pairs**: :green-badge[▲ worked] cycle time" in told
    assert in_short([replace(study, findings=(CANNOT_TELL,))]).startswith("**None of 1 question")
    assert "Nothing has been studied yet" in in_short([replace(study, findings=())])


def test_an_answer_that_something_else_may_have_made_says_so_in_the_list():
    apart = code("STARTED_AT_ONCE", other="the use of AI", share=1.0)
    also, open_ = (replace(each, codes=(*each.codes, apart)) for each in (WORKED, CANNOT_TELL))
    study = StudyTold("k", "Pairs", "redesign", 12, FIRST, LAST, findings=(also, open_))
    for told in (in_short([study]), verdicts_words(study), verdicts_line(study.findings)):
        assert "cycle time (or what came with it)" in told
        assert told.count("what came with it") == 1


def test_many_outcomes_without_an_answer_are_counted():
    study = StudyTold("k", "Pairs", "redesign", 12, FIRST, LAST, findings=(CANNOT_TELL,) * 4)
    assert "cannot tell] 4 outcomes" in verdicts_words(study)


def test_the_register_says_why_there_is_no_study():
    study = StudyTold("k", "Safety", "training", 40, FIRST, FIRST, reason="everybody began at once")
    assert verdicts_words(study) == ":gray[everybody began at once]"
    assert verdicts_words(replace(study, reason="")) == ":gray[not studied yet]"


def test_two_programmes_of_one_name_are_told_apart_by_their_keys():
    one = StudyTold("a", "Basics", "training", 9, None, None)
    assert list(labels([one, replace(one, key="b")])) == ["Basics (a)", "Basics (b)"]
    assert list(labels([one])) == ["Basics"]


def test_the_usual_regression_does_not_stand_beside_the_others():
    assert [name for name, _, _ in method_rows(WORKED)] == [
        "In all", "At equal practice", "Second method"
    ]  # fmt: skip
    assert method_rows(ONE_TEAM) == []


def test_sentences_of_the_room_are_written_as_screens_write_them():
    assert plainly("by 5.1 % (-3.3 to 7.0), year-end") == "by 5.1% (−3.3 to 7.0), year-end"


def test_in_units_is_what_a_reader_reads():
    assert in_units(CYCLE_TIME, math.log(2)) == pytest.approx(100)
    assert NO_MEANINGFUL_EFFECT.outcome.form == "number"
    assert in_units(PARTICIPATION, 0.3) == 0.3


def test_an_outcome_that_is_told_by_the_quarter_is_not_told_in_months():
    assert waves((-6, -4), "quarter") == "4 to 6 quarters before"
    counts = replace(WORKED.counts, grain="quarter", periods=12)
    learning = replace(WORKED, counts=counts)
    assert "12 quarters." in stands_on(learning)
    assert "quarter by quarter" in second_method(learning)
    assert "of the treated team-quarters have a comparison" in dict(lines(learning))["Share used"]
    assert "against the block just before" in blocks_words(learning.blocks, learning)
    assert "months" in stands_on(WORKED)
    assert "quarter just" in blocks_words(WORKED.blocks, WORKED)


def test_two_doses_are_told_beside_each_other_and_as_no_cause():
    told = Doses(Estimate(-0.02, 0.01, -0.04, 0.0), Estimate(0.03, 0.01, 0.01, 0.05), 400)
    words = doses(replace(WORKED, outcome=CYCLE_TIME, doses=told))
    assert "Ten hours more of **training** a head go with −2.0%" in words
    assert "**challenging work** with 3.0% (1.0 to 5.1)" in words
    assert "not what caused what" in words
    assert "cannot be told apart" in doses(replace(WORKED, doses=None))
