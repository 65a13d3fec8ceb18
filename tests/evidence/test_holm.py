import math
from dataclasses import replace

import pytest
from scipy.stats import t

from evidence.holm import chance, holm
from evidence.results import Estimate, Verdict
from tests.evidence.cases import COUNTS, finding

CLUSTERS = replace(COUNTS, clusters=101)


def of(p, code="WORKED", **changed):
    """A finding whose interval has this p, on 100 degrees of freedom."""
    middle = 0.1
    half = t.ppf(0.975, 100) * middle / t.isf(p / 2, 100)
    return finding(
        total=Estimate(middle, math.nan, middle - half, middle + half),
        counts=CLUSTERS, verdict=Verdict(code, "-"), **changed,
    )  # fmt: skip


def test_the_p_of_an_interval_is_the_one_it_was_made_with():
    assert chance(of(0.013).total, 101) == pytest.approx(0.013)


def test_the_smallest_is_taken_times_all_and_none_falls_below_the_one_before():
    # by hand: .01 x 3 = .03; .02 x 2 = .04; .03 x 1 = .03, not below .04
    told = holm([of(0.03), of(0.01), of(0.02)])
    assert [each.holm_p for each in told] == pytest.approx([0.04, 0.03, 0.04])
    assert [each.tested for each in told] == [3, 3, 3]


def test_a_corrected_p_is_at_most_one():
    assert [each.holm_p for each in holm([of(0.7), of(0.9)])] == [1.0, 1.0]


@pytest.mark.parametrize("name", ["WORKED", "HARMED", "WORKED-MAY-NOT-PAY", "WORKED-NOT-WORTH-IT"])
def test_a_claim_that_does_not_bear_the_correction_becomes_cannot_tell(name):
    claim, other = holm([of(0.04, name), of(0.9, "CANNOT-TELL")])
    assert claim.verdict.code == "CANNOT-TELL"
    assert claim.codes[-1].code == "MANY_OUTCOMES"
    assert "together with 1 other outcomes" in claim.codes[-1].sentence
    assert "8 %" in claim.verdict.sentence
    assert other.codes == ()


def test_a_claim_that_bears_it_stays():
    claim, _ = holm([of(0.02), of(0.9, "CANNOT-TELL")])
    assert (claim.verdict.code, claim.holm_p) == ("WORKED", pytest.approx(0.04))


def test_what_claims_nothing_keeps_its_verdict():
    told = holm([of(0.6, "NO-MEANINGFUL-EFFECT"), of(0.9, "CANNOT-TELL")])
    assert [each.verdict.code for each in told] == ["NO-MEANINGFUL-EFFECT", "CANNOT-TELL"]
    assert [each.codes for each in told] == [(), ()]


def test_what_has_no_answer_is_not_counted():
    none = finding(verdict=Verdict("NOT-ANSWERABLE", "-"), total=None, counts=None)
    claim, not_counted = holm([of(0.04), none])
    assert (claim.holm_p, claim.tested, claim.verdict.code) == (None, 1, "WORKED")
    assert not_counted.holm_p is None


def test_shuffled_dates_count_where_they_are_worse():
    told = holm([of(0.001, shuffle_p=0.03), of(0.9, "CANNOT-TELL")])
    assert told[0].holm_p == pytest.approx(0.06)
    assert told[0].verdict.code == "CANNOT-TELL"


def test_no_outcome_at_all_is_nothing_to_correct():
    assert holm([]) == ()
