"""From a panel to a finding: planted truth is found, thin tables claim nothing."""

import math
from dataclasses import replace

import numpy as np
import pytest

from evidence.codes import code
from evidence.errors import NotAnswerable
from evidence.headline import headline, is_few, second_opinion
from evidence.imputation import impute
from evidence.judge import judge, refused
from evidence.panel import Panel
from evidence.practice import at_equal_practice, at_own_pace
from evidence.relative_rates import as_log, relative_rates
from evidence.results import Code, Estimate
from tests.evidence.cases import CYCLE_TIME, EARNED, THROUGHPUT
from tests.evidence.made_panels import learning_panel, made_panel


def codes(finding):
    return [each.code for each in finding.codes]


def kept(panel, which):
    """Some of the units of a panel."""
    return replace(
        panel,
        outcome=panel.outcome[which], first=panel.first[which], units=panel.units[which],
        weights=panel.weights[which], covariates=panel.covariates[which],
        clusters=np.unique(panel.clusters[which], return_inverse=True)[1],
        practice=None if panel.practice is None else panel.practice[which],
    )  # fmt: skip


def test_a_planted_effect_is_found_and_weighed():
    found = judge(learning_panel(units=400), CYCLE_TIME, pays=0.02)
    assert found.verdict.code == "WORKED"
    assert found.total.low < -0.06 < found.total.high
    assert found.verdict.sentence.startswith("Cycle time fell 5.6 % (4.4 to 6.7).")
    assert (found.interval, found.shuffle_p, found.codes) == ("clustered", None, ())


def test_no_effect_with_novices_first_claims_nothing():
    found = judge(learning_panel(units=400, effect=0.0), CYCLE_TIME, pays=0.02)
    assert found.verdict.code == "NO-MEANINGFUL-EFFECT"
    assert found.usual.high < 0  # the usual regression is fooled by it


def test_a_worse_outcome_is_harm():
    found = judge(learning_panel(units=400, effect=0.06), CYCLE_TIME, pays=0.02)
    assert found.verdict.code == "HARMED"


def test_learning_by_doing_is_the_gap_between_total_and_equal_practice():
    panel = learning_panel(units=400, effect=0.0, more_practice=0.8)
    found = judge(panel, CYCLE_TIME)
    assert found.equal_practice.low < 0 < found.equal_practice.high
    assert found.total.high < 0
    assert found.total == impute(panel, at_own_pace(panel)).effect
    assert found.equal_practice == impute(panel, at_equal_practice(panel)).effect


def test_without_practice_the_headline_says_so():
    found = judge(replace(learning_panel(units=400), practice=None), CYCLE_TIME, pays=0.02)
    assert "PRACTICE_NOT_SEPARATED" in codes(found)
    assert "learning on the job" in found.verdict.sentence
    assert found.equal_practice is None


def test_drift_before_the_rollout_is_no_effect_of_it():
    panel = learning_panel(units=400, effect=0.0)
    started = (panel.first < panel.never)[:, None]
    drift = -0.005 * np.arange(panel.never)[None, :] * started
    found = judge(replace(panel, outcome=panel.outcome + drift), CYCLE_TIME, pays=0.02)
    assert found.total.high < 0
    assert found.verdict.code == "CANNOT-TELL"
    assert {"PRE_TREND", "FRAGILE"} & set(codes(found))


def test_few_teams_leave_one_out_and_shuffle():
    found = judge(learning_panel(units=24), CYCLE_TIME, pays=0.02, by_lot=True)
    assert found.interval == "leave one team out"
    assert found.shuffle_p is not None
    assert found.by_lot
    assert "FEW_TEAMS" in codes(found)
    clustered = impute_total(learning_panel(units=24))
    assert found.total.high - found.total.low > clustered.high - clustered.low


@pytest.mark.parametrize(("units", "known"), [(5, False), (6, True)])
def test_hidden_drift_is_asked_of_more_teams_than_blocks(units, known):
    """Five blocks: four periods before the rollout without the reference, and two after it."""
    found = judge(made_panel(units=units, periods=8), EARNED)
    assert len(found.blocks) == 5
    assert (found.sensitivity is not None) is known


def with_one_left_to_compare():
    """Twelve teams that start together and three that never do; two of these fall silent then."""
    panel = made_panel(units=15, periods=8, effect=0.0)
    panel = replace(panel, first=np.where(np.arange(15) < 12, 4, panel.never))
    outcome = panel.outcome + 3.0 * panel.treated
    outcome[13:, 4:] = np.nan
    return replace(panel, outcome=outcome)


def test_an_effect_that_hangs_on_one_team_is_not_claimed():
    found = judge(with_one_left_to_compare(), EARNED)
    assert (found.interval, found.mde) == ("clustered", None)
    assert found.total.low > 0  # the clustered interval alone would claim it
    assert [c.code for c in found.codes if c.level == "blocks"] == ["HANGS_ON_ONE_TEAM"]
    assert found.verdict.code == "CANNOT-TELL"
    assert "Without one of the teams nothing can be told" in found.verdict.sentence


def impute_total(panel):
    return impute(panel, at_own_pace(panel)).effect


def test_an_arm_of_few_teams_counts_as_few():
    panel = learning_panel(units=400)
    treated = np.flatnonzero(panel.first < panel.never)
    thin = kept(panel, np.r_[treated[:19], np.flatnonzero(panel.first == panel.never)])
    assert judge(thin, CYCLE_TIME).shuffle_p is not None


def test_dates_of_a_cluster_that_differ_cannot_be_shuffled():
    panel = learning_panel(units=24)
    by_two = replace(panel, clusters=np.arange(24) // 2)
    found = judge(by_two, CYCLE_TIME)
    assert found.shuffle_p is None
    assert "SHUFFLE_NOT_POSSIBLE" in codes(found)
    assert found.counts.clusters == 12


def test_one_treated_team_is_not_answerable_and_is_sent_on():
    panel = learning_panel(units=60)
    treated = np.flatnonzero(panel.first < panel.never)
    never = np.flatnonzero(panel.first == panel.never)
    found = judge(kept(panel, np.r_[treated[:1], never]), EARNED)
    assert found.verdict.code == "NOT-ANSWERABLE"
    assert codes(found) == ["ONE_TREATED_TEAM"]
    assert "synthetic control" in found.verdict.sentence
    assert (found.total, found.counts, found.mde, found.effects) == (None, None, None, None)


def test_nobody_with_it_is_not_answerable():
    panel = made_panel()
    found = judge(replace(panel, first=np.full(40, panel.never)), EARNED)
    assert codes(found) == ["NOBODY_TREATED"]


def test_a_rollout_without_a_comparison_after_it_is_not_answerable():
    panel = made_panel(periods=8)
    first = np.where(np.arange(40) % 2, 4, 4)
    found = judge(replace(panel, first=first), EARNED)
    assert found.verdict.code == "NOT-ANSWERABLE"
    assert found.total is None


def test_what_stops_a_table_is_told_first_and_warnings_stay():
    warned = Code("MISSING", "5 % are missing", "warns")
    stop = NotAnswerable("NO_BEFORE", "every unit had it", "months before", "Load them")
    found = refused(stop, EARNED, 0.0, (warned,))
    assert found.verdict.sentence == "This table cannot answer. Every unit had it."
    assert codes(found) == ["NO_BEFORE", "MISSING"]


def test_warnings_of_the_table_stand_in_the_finding():
    warned = code("SHORT_SEASON")
    assert warned in judge(made_panel(), EARNED, warnings=[warned]).codes


def test_counts_of_the_finding_are_those_of_the_panel():
    told = judge(made_panel(units=40, periods=8), EARNED).counts
    # units 0, 3, .. start in 4 (14), 1, 4, .. in 6 (13), the others never (13)
    assert (told.units, told.treated, told.comparison, told.waves) == (40, 27, 26, 2)
    assert (told.periods, told.rows, told.clusters, told.share_used) == (8, 320, 40, 1.0)


def test_treated_months_without_a_comparison_are_counted():
    panel = made_panel(units=40, periods=8)
    everybody = kept(panel, panel.first < panel.never)
    found = judge(everybody, EARNED)
    # all are treated from 6 on: of 14 x 4 + 13 x 2 = 82 only 14 x 2 have a comparison
    assert found.counts.share_used == pytest.approx(28 / 82)
    assert "NO_COMPARISON_LATE" in codes(found)


def test_covariates_without_practice_are_left_to_the_second_method():
    panel = made_panel(units=60)
    rng = np.random.default_rng(3)
    told = rng.normal(size=(60, 1, 1)) + np.zeros((60, 8, 1))
    found = judge(replace(panel, covariates=told), EARNED)
    assert found.total.estimate == found.second.estimate


def counts_panel(ratio, units=120, periods=24, seed=4):
    """Counts of Poisson with days behind them; a rollout multiplies the rate."""
    rng = np.random.default_rng(seed)
    first = np.array([12, 15, periods])[np.arange(units) % 3]
    month = np.arange(periods)[None, :]
    days = rng.uniform(80, 160, (units, periods))
    level = np.array([0.1, 0.3, 0.05])[np.arange(units) % 3][:, None]
    season = 1 + 0.3 * np.sin(2 * np.pi * month / 12)
    mean = days * level * season * np.where(month >= first[:, None], ratio, 1.0)
    return Panel(
        outcome=rng.poisson(mean).astype(float), first=first, times=np.arange(1, periods + 1),
        units=np.arange(units).astype(object), weights=np.ones((units, periods)),
        clusters=np.arange(units), covariates=np.zeros((units, periods, 0)), exposure=days,
    )  # fmt: skip


def test_counts_are_told_in_percent_of_what_they_would_have_been():
    found = judge(counts_panel(1.2), THROUGHPUT, pays=math.log(1.05))
    assert found.total.low < math.log(1.2) < found.total.high
    assert found.second.low < math.log(1.2) < found.second.high
    assert found.verdict.code == "WORKED"
    assert "Throughput rose 1" in found.verdict.sentence


def test_counts_whose_levels_differ_move_together_in_percent():
    found = judge(counts_panel(1.0), THROUGHPUT, pays=math.log(1.1))
    assert found.verdict.code == "NO-MEANINGFUL-EFFECT"
    assert found.pretest.p > 0.05


def test_a_rate_is_a_part_of_the_cohorts_own_before():
    panel = counts_panel(1.0)
    rates = relative_rates(panel)
    for cohort in np.unique(panel.first):
        own = panel.first == cohort
        mean = np.average(rates.outcome[own, :12], weights=rates.weights[own, :12])
        assert mean == pytest.approx(1.0)
    assert rates.weights.mean() == pytest.approx(1.0)


def test_zeros_are_counts_and_nobody_before_is_no_answer():
    panel = counts_panel(1.0)
    quiet = panel.outcome.copy()
    quiet[:, :12] = 0.0
    found = judge(replace(panel, outcome=quiet), THROUGHPUT)
    assert codes(found) == ["OUTCOME_CONSTANT"]
    some = panel.outcome.copy()
    some[0] = 0.0
    assert judge(replace(panel, outcome=some), THROUGHPUT).total is not None


@pytest.mark.parametrize("outcome", [CYCLE_TIME, EARNED])
def test_a_finding_is_the_same_each_time(outcome):
    panel = learning_panel(units=24)
    # NaN is not itself
    assert repr(judge(panel, outcome)) == repr(judge(panel, outcome))


def test_a_team_of_the_first_wave_is_no_comparison():
    panel = made_panel(units=60)
    first, never = (np.flatnonzero(panel.first == start) for start in (4, panel.never))
    thin = judge(kept(panel, np.r_[first, never[:2]]), EARNED)
    assert "TOO_FEW_TEAMS" in codes(thin)
    enough = judge(kept(panel, np.r_[first, never[:3]]), EARNED)
    assert "TOO_FEW_TEAMS" not in codes(enough)


@pytest.mark.parametrize(
    ("treated", "comparison", "clusters", "few"),
    [(20, 20, 40, False), (20, 20, 39, True), (19, 40, 59, True), (40, 19, 59, True)],
)
def test_few_teams_are_few_in_all_or_in_an_arm(treated, comparison, clusters, few):
    assert is_few(treated, comparison, clusters) is few


def test_what_is_beside_a_count_is_a_log_as_well():
    panel = counts_panel(1.2)
    found = judge(panel, THROUGHPUT)
    part = headline(relative_rates(panel)).cells
    assert found.second.estimate == pytest.approx(math.log1p(second_opinion(part).estimate))
    assert as_log(Estimate(0.25, 0.05, -1.2, 0.5)) == Estimate(
        pytest.approx(math.log(1.25)), pytest.approx(0.04), -math.inf, pytest.approx(math.log(1.5))
    )
