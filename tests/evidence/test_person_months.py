"""Leaving in person-months: no immortal time, a planted ratio found, statsmodels the witness."""

import numpy as np
import pytest
import statsmodels.api as sm

from evidence.person_months import exit_hazard
from evidence.survival import cox, spans
from store.errors import NotEnoughData
from tests.evidence.leavers import leavers


def ratio_of(made):
    return exit_hazard(made.month, made.tenure, made.on, made.left, made.team)


def naive(made):
    """A person 'ever had it' if the team got it before the person's last month was over."""
    ever = (made.comes < made.duration).astype(float)
    return cox(made.duration, made.has_left, ever[:, None]).effects[0].estimate


def by_status(made):
    """Cox with the switch inside the person's time, but without calendar months."""
    split = spans(made.duration, made.has_left, made.comes)
    found = cox(
        split.end, split.left, split.on.astype(float)[:, None], start=split.start,
        clusters=made.team_of[split.person],
    )  # fmt: skip
    return found.effects[0].estimate


def test_without_an_effect_ever_had_it_seems_to_keep_people_and_person_months_do_not():
    made = [leavers(people=2500, teams=120, seed=seed) for seed in range(3)]
    assert np.exp(np.mean([naive(one) for one in made])) < 0.4
    found = [ratio_of(one) for one in made]
    assert np.exp(np.mean([one.estimate for one in found])) == pytest.approx(1.0, abs=0.12)


@pytest.mark.slow
@pytest.mark.parametrize(("true", "seeming", "found"), [(1.0, 0.28, 1.00), (0.75, 0.21, 0.74)])
def test_the_whole_demonstration_of_immortal_time(true, seeming, found):
    """EVIDENCE A8, twelve draws of 6,000 people: naive .28 and .21 for true 1 and .75."""
    made = [leavers(ratio=true, seed=seed) for seed in range(12)]
    assert np.exp(np.mean([naive(one) for one in made])) == pytest.approx(seeming, abs=0.02)
    logs = [ratio_of(one).estimate for one in made]
    assert np.exp(np.mean(logs)) == pytest.approx(found, abs=0.04)
    split = np.exp(np.mean([by_status(one) for one in made]))
    assert seeming + 0.3 < split < true


def test_it_equals_the_generalised_linear_model_of_statsmodels():
    made = leavers(people=400, teams=30, seed=5)
    month, tenure = np.minimum(np.maximum(made.month, 8), 30), np.minimum(made.tenure, 12)
    design = np.column_stack([
        month[:, None] == np.arange(8, 31), tenure[:, None] == np.arange(1, 13), made.on,
    ]).astype(float)  # fmt: skip
    link = sm.families.links.CLogLog()
    fit = sm.GLM(made.left, design, family=sm.families.Binomial(link)).fit(
        cov_type="cluster", cov_kwds={"groups": made.team, "use_correction": False}, tol=1e-12
    )
    found = exit_hazard(month, made.tenure, made.on, made.left, made.team)
    assert found.estimate == pytest.approx(fit.params[-1], abs=1e-6)
    # statsmodels takes the observed information, we the expected: equal but for the sample
    assert found.se == pytest.approx(fit.bse[-1], rel=0.02)


def test_two_months_without_tenure_have_a_ratio_by_hand():
    """One month, all of one tenure: 20 of 100 leave with it, 40 of 100 without it."""
    on = np.repeat([True, False], 100)
    left = np.concatenate([np.arange(100) < 20, np.arange(100) < 40])
    clusters = np.arange(200)
    found = exit_hazard(np.ones(200, int), np.zeros(200, int), on, left, clusters)
    assert found.estimate == pytest.approx(np.log(np.log(0.8) / np.log(0.6)))
    # Delta method: the variance of log(-log(1 - p)) is p / (n (1 - p) log(1 - p)^2)
    variance = 0.2 / (80 * np.log(0.8) ** 2) + 0.4 / (60 * np.log(0.6) ** 2)
    assert found.se == pytest.approx(variance**0.5)


def test_months_and_tenures_in_which_nobody_leaves_change_nothing():
    made = leavers(people=300, teams=30, seed=3)
    quiet = np.full(50, 99)
    found = exit_hazard(
        np.concatenate([made.month, quiet]),
        np.concatenate([made.tenure, np.zeros(50, int)]),
        np.concatenate([made.on, np.ones(50, bool)]),
        np.concatenate([made.left, np.zeros(50, bool)]),
        np.concatenate([made.team, np.full(50, 0)]),
    )
    assert found.estimate == pytest.approx(ratio_of(made).estimate)


def test_the_order_of_rows_and_names_of_teams_change_nothing():
    made = leavers(people=300, teams=30, seed=3)
    order = np.random.default_rng(1).permutation(len(made.month))
    found = exit_hazard(
        made.month[order] + 100, made.tenure[order], made.on[order], made.left[order],
        (made.team * 7 + 3)[order],
    )  # fmt: skip
    own = ratio_of(made)
    assert (found.estimate, found.se) == pytest.approx((own.estimate, own.se))


def test_where_nobody_leaves_with_it_there_is_no_ratio():
    made = leavers(people=200, teams=20, seed=1)
    with pytest.raises(NotEnoughData, match="0 people who left with it"):
        exit_hazard(made.month, made.tenure, made.on, made.left & ~made.on, made.team)


def test_who_all_joined_at_once_have_the_ratio_of_the_months_alone():
    made = leavers(people=600, teams=30, seed=3)
    none = np.zeros(len(made.month), int)
    months = np.minimum(np.maximum(made.month, 6), 12)  # tenure says what the month says
    one, both = (
        exit_hazard(months, tenure, made.on, made.left, made.team) for tenure in (none, months - 6)
    )
    assert (both.estimate, both.se) == pytest.approx((one.estimate, one.se), rel=1e-6)


def test_what_comes_to_all_in_one_month_is_not_told_apart_from_the_calendar():
    made = leavers(people=600, teams=30, seed=3)
    with pytest.raises(NotEnoughData, match="in no month"):
        exit_hazard(made.month, made.tenure, made.month > 20, made.left, made.team)
