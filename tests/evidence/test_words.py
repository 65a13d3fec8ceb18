import math
import re
from dataclasses import replace

import pytest

from evidence.change_words import either_way, moved, size, told
from evidence.codes import code
from evidence.results import Block, Code, Estimate, FalseAlarms, PreTest, Sensitivity, Verdict
from evidence.sentences import not_answerable, verdict, what_would_do
from evidence.words import lines
from tests.evidence.cases import (
    CLIMATE,
    COUNTS,
    CYCLE_TIME,
    EARNED,
    FELL,
    SHARE,
    THROUGHPUT,
    estimate,
    finding,
)

NEVER = re.compile(r"signific|\bR2\b|R²|\*|p\s*[<=]", re.IGNORECASE)
CODES = (
    "WORKED",
    "WORKED-MAY-NOT-PAY",
    "WORKED-NOT-WORTH-IT",
    "NO-MEANINGFUL-EFFECT",
    "HARMED",
    "CANNOT-TELL",
)


def test_a_logarithm_is_told_as_percent():
    # exp(-.0523) - 1 = -.05096, exp(-.0725) - 1 = -.06993, exp(-.0336) - 1 = -.03304
    assert told(CYCLE_TIME, FELL) == "5.1 % (3.3 to 7.0)"
    assert moved(CYCLE_TIME, FELL) == "fell 5.1 % (3.3 to 7.0)"


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (THROUGHPUT, "rose 10.5 % (5.1 to 16.2)"),
        (SHARE, "rose 10.0 percentage points (5.0 to 15.0)"),
        (CLIMATE, "rose 0.10 standard deviations (0.05 to 0.15)"),
        (EARNED, "rose 0.100 EUR (0.050 to 0.150)"),
    ],
)
def test_each_form_is_told_in_its_own_unit(outcome, words):
    assert moved(outcome, estimate(0.1, 0.05, 0.15)) == words


def test_a_bound_on_the_other_side_of_zero_has_a_minus():
    assert moved(SHARE, estimate(-0.01, -0.03, 0.01)) == (
        "fell 1.0 percentage points (−1.0 to 3.0)"
    )
    assert told(SHARE, estimate(-0.01, -0.03, 0.0001)) == "1.0 percentage points (0.0 to 3.0)"


def test_large_numbers_are_told_with_three_figures():
    assert told(EARNED, estimate(12345.6, 9876.5, 14814.7)) == "12,346 EUR (9,876 to 14,815)"


def test_a_rise_beyond_a_thousandfold_is_told_as_more_than_that():
    assert size(THROUGHPUT, 1000.0) == "more than 99,900 %"
    assert told(CYCLE_TIME, estimate(0.0, -1000.0, 1000.0)) == "0.0 % (−100.0 to more than 99,900)"


def test_an_estimate_without_an_interval_says_so():
    assert told(SHARE, Estimate(0.02, *3 * [math.nan])) == "2.0 percentage points (no interval)"


def test_a_gain_is_told_by_its_size_in_its_direction():
    assert size(CYCLE_TIME, 0.0202) == "2.0 %"
    assert size(CYCLE_TIME, 0.7) == "50.3 %"  # exp(-.7) - 1
    assert size(THROUGHPUT, 0.7) == "101.4 %"  # exp(.7) - 1


def test_an_interval_around_nothing_is_told_both_ways():
    assert either_way(SHARE, estimate(0.0, -0.021, 0.009)) == (
        "between a fall of 2.1 percentage points and a rise of 0.9 percentage points"
    )


def test_worked_tells_the_effect_what_it_must_save_and_what_drift_it_bears():
    assert verdict("WORKED", finding()).sentence == (
        "Cycle time fell 5.1 % (3.3 to 7.0). That is more than the 2.0 % it must save. "
        "A hidden drift 0.9 times the worst one seen before would not erase it."
    )


def test_an_effect_that_bears_as_much_drift_as_before_is_robust():
    robust = finding(sensitivity=Sensitivity(1.0, ()))
    assert "This is robust: a hidden drift 1.0 times" in verdict("WORKED", robust).sentence
    almost = finding(sensitivity=Sensitivity(0.99, ()))
    assert "robust" not in verdict("WORKED", almost).sentence
    assert "0.9 times" in verdict("WORKED", almost).sentence


def test_cannot_tell_says_what_it_could_show_and_what_would_do():
    # .02737 and .0202: (1.355)^2 = 1.8359 times as much, of 219 teams or 36 months
    nothing = finding(total=estimate(-0.01, -0.03, 0.01))
    assert verdict("CANNOT-TELL", nothing).sentence == (
        "This table cannot tell. The effect lies between a fall of 3.0 % and a rise of 1.0 %. "
        "The smallest effect it could show is 2.7 %; it must save 2.0 %. "
        "184 more teams, or 31 more months, would do."
    )


def test_cannot_tell_names_what_stands_in_the_way():
    drifted = finding(codes=(code("PRE_TREND", chance=0.01),))
    assert "drifting apart before the rollout" in verdict("CANNOT-TELL", drifted).sentence


def test_a_table_that_is_fine_enough_needs_nothing_more():
    assert what_would_do(finding(mde=0.02)) == ""
    assert what_would_do(finding(mde=0.0202 * 2**0.5)).startswith("219 more teams, or 36 more")
    assert what_would_do(finding(mde=0.5)) == "No study of a size that can be had would do."


@pytest.mark.parametrize("name", [each for each in CODES if each != "NO-MEANINGFUL-EFFECT"])
def test_where_nobody_asked_what_pays_nothing_is_said_of_it(name):
    asked = finding(pays=0.0)
    text = verdict(name, asked).sentence + " ".join(text for _, text in lines(asked))
    assert not re.search(r"\bpays?\b|must|worth|costs|save", text)


def test_what_should_rise_brings_and_what_should_fall_saves():
    brought = finding(outcome=THROUGHPUT, total=estimate(0.05, 0.03, 0.07))
    assert "it must bring" in verdict("WORKED", brought).sentence


@pytest.mark.parametrize("name", CODES)
def test_practice_that_is_not_separated_stands_in_the_headline(name):
    mixed = finding(codes=(code("PRACTICE_NOT_SEPARATED"),))
    assert "may be learning on the job" in verdict(name, mixed).sentence
    assert "learning on the job" not in verdict(name, finding()).sentence


@pytest.mark.parametrize("name", CODES)
def test_no_sentence_says_what_we_never_say(name):
    told_all = finding(
        verdict=verdict(name, finding()), shuffle_p=0.02, holm_p=0.03, tested=3,
        false_alarms=FalseAlarms(0.06, 200),
    )  # fmt: skip
    for label, text in lines(told_all):
        assert not NEVER.search(label + text), text


def test_harmed_and_helped_are_said_in_plain_words():
    worse = finding(total=estimate(0.05, 0.03, 0.07))
    assert verdict("HARMED", worse).sentence.startswith(
        "Cycle time rose 5.1 % (3.0 to 7.3). It made things worse."
    )
    helped = verdict("WORKED-MAY-NOT-PAY", finding()).sentence
    assert "It helped. Whether it pays is not settled" in helped
    assert "It helped, by less than it costs" in verdict("WORKED-NOT-WORTH-IT", finding()).sentence
    assert "too small to matter" in verdict("NO-MEANINGFUL-EFFECT", finding()).sentence


ORDER = [
    "Verdict",
    "Effect",
    "What it must save",
    "Smallest effect it could show",
    "Total and equal practice",
    "Second method",
    "Hidden drift",
    "Before the rollout",
    "Stands on",
    "Share used",
    "Shuffled dates",
    "False alarms of this firm",
    "Warnings",
    "What the usual regression would have said",
    "Outcomes tested",
]


def test_what_is_always_printed_stands_in_the_order_of_the_method():
    everything = finding(shuffle_p=0.02, false_alarms=FalseAlarms(0.06, 200))
    assert [label for label, _ in lines(everything)] == ORDER


def test_the_lines_tell_the_numbers_of_the_finding():
    text = dict(lines(finding(shuffle_p=0.02, by_lot=True, holm_p=0.004, tested=5)))
    assert text["Effect"].startswith("Cycle time fell 5.1 % (3.3 to 7.0)")
    assert "2.6 times that" in text["What it must save"]  # .0523 / .0202
    assert "2.7 %" in text["Smallest effect it could show"]
    assert "it fell 3.9 % (2.0 to 5.8)" in text["Total and equal practice"]
    assert "fell 5.4 % (3.0 to 7.7)" in text["Second method"]
    assert "0.9 times" in text["Hidden drift"]
    assert "40 %" in text["Before the rollout"]
    assert "Teams: 219, with it 160, to compare with 120" in text["Stands on"]
    assert "Starts: 4, dates drawn by lot. Months: 36" in text["Stands on"]
    assert text["Share used"].startswith("97 %")
    assert text["Shuffled dates"].startswith("As the dates were drawn by lot")
    assert text["Warnings"] == "None."
    assert "fell 8.6 % (6.8 to 10.4)" in text["What the usual regression would have said"]
    assert "0.4 %" in text["Outcomes tested"]


def test_what_is_not_known_is_said_to_be_not_known():
    bare = finding(
        equal_practice=None, second=None, usual=None, sensitivity=None, mde=None,
        pretest=PreTest(math.nan, 0, math.nan),
    )  # fmt: skip
    text = dict(lines(bare))
    assert text["Total and equal practice"] == "Practice is not separated."
    assert "no answer" in text["Second method"]
    assert text["Hidden drift"] == "Cannot be told: too few quarters before the rollout."
    assert "Cannot be tested" in text["Before the rollout"]
    assert "nan" not in " ".join(text.values())


def test_hidden_drift_that_too_few_teams_cannot_tell_says_so():
    quarter = Block(0, (0, 2), estimate(0.1, 0.0, 0.2))
    text = dict(lines(finding(sensitivity=None, blocks=(quarter,))))
    assert text["Hidden drift"] == "Cannot be told: too few teams."


def test_no_number_stands_beside_not_answerable():
    stop = Code("NO_COMPARISON", "All teams started at once", "stop")
    none = finding(verdict=not_answerable(stop.sentence), codes=(stop,))
    assert none.verdict == Verdict(
        "NOT-ANSWERABLE", "This table cannot answer. All teams started at once."
    )
    assert [label for label, _ in lines(none)] == ["Verdict", "Warnings"]
    assert not re.search(r"\d", " ".join(text for _, text in lines(none)))
    assert none.counts is COUNTS  # even where a number was left in


def everything_told(periods, grain="month"):
    """All sentences of findings that know much and little, of a table of so many periods."""
    counts = replace(COUNTS, periods=periods, grain=grain)
    nothing = estimate(-0.01, -0.03, 0.01)
    unheld = PreTest(math.nan, 0, math.nan)
    for found in (
        finding(counts=counts, false_alarms=FalseAlarms(0.06, 200), total=nothing),
        finding(counts=counts, sensitivity=Sensitivity(0.0, ()), total=nothing),
        finding(counts=counts, sensitivity=None, pretest=unheld, total=nothing),
    ):
        told_all = replace(found, verdict=verdict("CANNOT-TELL", found))
        yield from (text for _, text in lines(told_all))


@pytest.mark.parametrize("grain", ["month", "quarter", "survey", "period"])
def test_a_table_of_few_periods_is_told_in_what_they_are(grain):
    text = " ".join(everything_told(11, grain))
    others = "|".join({"month", "quarter", "survey", "block", "period"} - {grain})
    assert not re.search(others, text, re.IGNORECASE)
    for words in (
        f"or 10 more {grain}s", f"fewer than two {grain}s before", f"too few {grain}s before",
        f"The {grain}s after the rollout hold no effect", f"{grain.capitalize()}s: 11",
        f"team-{grain}s", f"rollouts in the {grain}s before",
    ):  # fmt: skip
        assert words in text


def test_three_years_of_quarters_are_told_in_quarters_and_blocks_of_them():
    text = " ".join(everything_told(12, "quarter"))
    assert not re.search("month|period", text, re.IGNORECASE)
    for words in ("or 11 more quarters", "fewer than two blocks before", "Quarters: 12"):
        assert words in text


def test_a_table_of_a_year_of_months_is_told_in_months_and_quarters():
    text = " ".join(everything_told(periods=12))
    assert "period" not in text.lower()
    for words in ("or 11 more months", "fewer than two quarters before", "Months: 12"):
        assert words in text
