"""Cohort-period effects: by hand on a few rows, and as R's `did` printed them."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import polars as pl
import pytest
from diff_diff import CallawaySantAnna

from evidence.aggregate import effects, pre_test
from evidence.doubly_robust import two_by_two
from evidence.errors import NotAnswerable
from evidence.group_time import effect_on, group_time
from evidence.table import read_panel
from tests.evidence.made_panels import made_panel

POINT, ERROR = 1e-8, 1e-6  # R's printed digits; the issue asks 1e-6 and 1e-4
NEVER = "never"


def panel_of(rows, **columns):
    named = {"unit": "unit", "time": "time", "first": "first", "outcome": "y"}
    return read_panel(rows, **{**named, **columns})[0]


def four_units():
    """Two units get it in period 2; all rise by 1 a period, the treated by 3 more (5 and 1)."""
    rows = [(1, 1, 2, 10.0), (1, 2, 2, 16.0), (2, 1, 2, 20.0), (2, 2, 2, 22.0)]
    rows += [(3, 1, 0, 5.0), (3, 2, 0, 6.5), (4, 1, 0, 7.0), (4, 2, 0, 7.5)]
    return pl.DataFrame(rows, schema=["unit", "time", "first", "y"], orient="row")


def test_two_periods_and_one_cohort_are_a_difference_of_differences():
    found = effects(group_time(panel_of(four_units())))
    assert found.simple.estimate == pytest.approx(3.0)  # (6 + 2) / 2 - (1.5 + .5) / 2
    # Variance: (2^2 + 2^2) / 2^2 of the treated, (.5^2 + .5^2) / 2^2 of the others.
    assert found.simple.se == pytest.approx((2.0 + 0.125) ** 0.5)
    for mean in (found.group, found.calendar, found.dynamic, found.by_event[0]):
        assert mean.estimate == pytest.approx(3.0)
    assert [(cell.group, cell.time, cell.n_units) for cell in found.cells] == [(2, 2, 2)]


def test_a_unit_that_is_not_seen_at_both_dates_is_left_out_of_the_cell():
    rows = four_units().filter(~((pl.col("unit") == 1) & (pl.col("time") == 1)))
    found = effects(group_time(panel_of(rows)))
    assert found.simple.estimate == pytest.approx(1.0)  # unit 2 alone: 2 - 1
    assert found.cells[0].n_units == 1


def staggered():
    """Three periods; cohorts 2 and 3 and one that never gets it; effects 2 and 5 at once."""
    plain = {1: (2, 1.0, 2.0), 2: (3, 2.0, 5.0), 3: (0, 3.0, 0.0)}
    rows = []
    for kind, (first, level, gain) in plain.items():
        for twin in (0, 1):
            for time, season in ((1, 0.0), (2, 10.0), (3, 40.0)):
                treated = first and time >= first
                rows.append((kind * 10 + twin, time, first, level + season + gain * bool(treated)))
    return pl.DataFrame(rows, schema=["unit", "time", "first", "y"], orient="row")


@pytest.mark.parametrize("control", ["not-yet", "never"])
def test_staggered_effects_are_found_apart(control):
    found = effects(group_time(panel_of(staggered()), control))
    told = {(cell.group, cell.time): cell.effect.estimate for cell in found.cells}
    assert told == pytest.approx({(2, 2): 2.0, (2, 3): 2.0, (3, 2): 0.0, (3, 3): 5.0})
    assert found.simple.estimate == pytest.approx(3.0)  # (2 + 2 + 5) / 3
    assert found.group.estimate == pytest.approx(3.5)
    assert found.calendar.estimate == pytest.approx((2.0 + 3.5) / 2)
    assert {e: x.estimate for e, x in found.by_event.items()} == pytest.approx(
        {-1: 0.0, 0: 3.5, 1: 2.0}
    )


def test_the_universal_base_tells_periods_before_against_the_last_one_before():
    rows = staggered().with_columns(
        y=pl.col("y") + 7.0 * ((pl.col("first") == 3) & (pl.col("time") == 1))
    )
    cells = group_time(panel_of(rows), base="universal")
    told = dict(zip(zip(cells.group, cells.time, strict=True), cells.effect, strict=True))
    assert told[2, 0] == pytest.approx(7.0)
    assert told[2, 1] == 0.0


def test_a_cohort_that_nobody_saw_just_before_its_rollout_is_left_out_whole():
    rows = staggered().filter(~((pl.col("first") == 3) & (pl.col("time") == 2)))
    cells = group_time(panel_of(rows), base="universal")
    assert set(cells.group) == {1}
    assert np.isfinite(cells.influence).all()


def test_nobody_who_never_had_it_is_refused_as_the_only_comparison():
    rows = staggered().filter(pl.col("first") > 0)
    with pytest.raises(NotAnswerable, match="every unit gets it") as refused:
        group_time(panel_of(rows), "never")
    assert refused.value.code == "NO_NEVER_TREATED"
    assert effects(group_time(panel_of(rows))).simple.estimate == pytest.approx(2.0)


def with_covariate(values):
    """`staggered`, twelve units of each kind, with a covariate per unit."""
    kinds = [
        staggered().with_columns(
            unit=pl.col("unit") * 100 + twin,
            x=pl.lit(values[twin], pl.Float64),
            y=pl.col("y") + noise,
        )
        for twin, noise in enumerate(np.random.default_rng(5).normal(0, 0.1, 12))
    ]
    return pl.concat(kinds)


def test_a_unit_without_a_covariate_is_left_out_of_the_cells_that_use_it():
    values = [None, *np.arange(11.0)]
    rows = with_covariate(values)
    found = effects(group_time(panel_of(rows, covariates=("x",))))
    without = effects(group_time(panel_of(rows.drop_nulls("x"), covariates=("x",))))
    assert found.simple.estimate == pytest.approx(without.simple.estimate, abs=1e-12)
    assert {cell.n_units for cell in found.cells} == {22}


@pytest.mark.parametrize("adjust", ["reg", "dr", "ipw"])
def test_covariates_that_repeat_each_other_are_refused(adjust):
    rows = with_covariate(np.arange(12.0) % 5).with_columns(twice=2 * pl.col("x"))
    with pytest.raises(NotAnswerable) as refused:
        group_time(panel_of(rows, covariates=("x", "twice")), adjust=adjust)
    assert refused.value.code == "COVARIATES_COLLINEAR"


def test_a_comparison_that_nobody_saw_later_says_so_without_covariates_too():
    panel = made_panel()
    unseen = (panel.first == panel.never)[:, None] & (np.arange(panel.never) >= 4)
    with pytest.raises(NotAnswerable) as refused:
        group_time(replace(panel, outcome=np.where(unseen, np.nan, panel.outcome)), "never")
    assert refused.value.code == "NO_POST_CELL"


def test_groups_that_a_covariate_tells_apart_fall_back_to_regression_and_are_counted():
    apart = [0.0, 0.1, 0.3, 0.2, 0.5, 0.4, 0.6, 0.9, 0.8, 0.7, 1.0, 1.1]
    rows = with_covariate(apart).with_columns(x=pl.col("x") + 5.0 * (pl.col("first") > 0))
    found = effects(group_time(panel_of(rows, covariates=("x",)), "never", "dr"))
    plain = effects(group_time(panel_of(rows, covariates=("x",)), "never", "reg"))
    assert [note.code for note in found.notes] == ["OVERLAP"]
    assert "4 of 4" in found.notes[0].sentence
    assert found.simple == plain.simple


def test_gaps_in_time_count_by_their_length_in_anticipation_and_event_time():
    """Periods 1, 4, 5, 6; rollout in 6, felt one period before: 4 is the last one free of it."""
    rows = [
        (unit, time, 6 * (unit < 3), level + unit + (5.0 if unit < 3 and time >= 5 else 0.0))
        for unit in range(1, 6)
        for time, level in ((1, 0.0), (4, 2.0), (5, 3.0), (6, 9.0))
    ]
    table = pl.DataFrame(rows, schema=["unit", "time", "first", "y"], orient="row")
    found = effects(group_time(panel_of(table), anticipation=1))
    told = {event: each.estimate for event, each in found.by_event.items()}
    assert told == pytest.approx({-2: 0.0, -1: 5.0, 0: 5.0})
    later = pl.DataFrame(rows, schema=["unit", "time", "first", "y"], orient="row").with_columns(
        time=pl.col("time").replace(4, 3)
    )
    found = effects(group_time(panel_of(later), anticipation=2))
    told = {event: each.estimate for event, each in found.by_event.items()}
    assert told == pytest.approx({-3: 0.0, -1: 5.0, 0: 5.0})


def made_frame(panel):
    i, t = np.divmod(np.arange(panel.outcome.size), panel.never)
    first = np.where(panel.first >= panel.never, 0, panel.first)
    columns = {"unit": i, "time": t, "y": panel.outcome.ravel(), "first": first[i]}
    return pd.DataFrame(columns).dropna()


@pytest.mark.parametrize(("control", "theirs"), [("never", "never_treated"), ("not-yet", None)])
@pytest.mark.parametrize("base", ["varying", "universal"])
def test_another_library_finds_the_same_on_generated_panels(control, theirs, base):
    panel = made_panel(seed=11, units=45)
    other = CallawaySantAnna(control_group=theirs or "not_yet_treated", base_period=base).fit(
        made_frame(panel), outcome="y", unit="unit", time="time", first_treat="first"
    )
    cells = group_time(panel, control, base=base)
    for group, time, effect in zip(cells.group, cells.time, cells.effect, strict=True):
        if (group, time) in other.group_time_effects:
            assert effect == pytest.approx(
                other.group_time_effects[group, time]["effect"], abs=POINT
            )
    found = effects(cells)
    assert found.simple.estimate == pytest.approx(other.overall_att, abs=POINT)
    assert found.simple.se == pytest.approx(other.overall_se, rel=0.02)


def test_missing_outcomes_give_each_cell_the_units_of_both_its_dates():
    """By plain means, cell by cell, on a panel of which a tenth is missing."""
    panel = made_panel(seed=12, missing=0.1)
    cells = group_time(panel)
    for group, time, effect in zip(cells.group, cells.time, cells.effect, strict=True):
        before = group - 1 if time >= group else time - 1
        change = panel.outcome[:, time] - panel.outcome[:, before]
        without = (panel.first > max(time, before)) & (panel.first != group)
        by_hand = np.nanmean(change[panel.first == group]) - np.nanmean(change[without])
        assert effect == pytest.approx(by_hand, abs=1e-12)


@pytest.mark.parametrize("control", ["never", "not-yet"])
@pytest.mark.parametrize("base", ["varying", "universal"])
def test_effects_of_sums_by_cohort_are_those_of_the_units(control, base):
    panel = made_panel(seed=16)
    weights = np.random.default_rng(16).uniform(0.5, 2.0, (40, 1)) * np.ones((1, 8))
    panel = replace(panel, weights=weights)
    cells = group_time(panel, control, base=base)
    doubled = np.stack([panel.outcome, 2 * panel.outcome])
    assert effect_on(cells, doubled) == pytest.approx(np.stack([cells.effect, 2 * cells.effect]))
    changing = replace(panel, weights=weights ** np.arange(8))
    cells = group_time(changing, control, base=base)
    assert effect_on(cells, doubled)[0] == pytest.approx(cells.effect)


def test_constant_covariates_beside_and_none_agree():
    """The quick way without covariates is the regression on a constant."""
    panel = made_panel(seed=13, missing=0.1)
    quick = group_time(panel)
    for j, (group, time) in enumerate(zip(quick.group, quick.time, strict=True)):
        before = group - 1 if time >= group else time - 1
        change = panel.outcome[:, time] - panel.outcome[:, before]
        who = (panel.first == group) | (panel.first > time)
        rows = np.flatnonzero(who & np.isfinite(change))
        one = np.ones((len(rows), 1))
        effect, influence = two_by_two(
            change[rows], panel.first[rows] == group, one, np.ones(len(rows)), "reg"
        )
        assert effect == pytest.approx(quick.effect[j], abs=1e-12)
        scaled = influence * len(panel.units) / len(rows)
        assert scaled == pytest.approx(quick.influence[rows, j], abs=1e-10)


@pytest.fixture(scope="module")
def causal(real_data):
    return real_data / "causal"


@pytest.fixture(scope="module")
def mpdta(causal):
    return pl.read_csv(causal / "mpdta.csv")


COUNTY = {"unit": "countyreal", "time": "year", "first": "first.treat", "outcome": "lemp"}


def told_by(found, kind):
    """(key, estimate, se) rows of a table of R's `aggte`; the overall row has no key."""
    overall = getattr(found, kind)
    tables = {"group": found.by_group, "calendar": found.by_calendar, "dynamic": found.by_event}
    rows = [(key, each.estimate, each.se) for key, each in tables.get(kind, {}).items()]
    return overall, rows


SCENARIOS = {
    "mpdta_nev_dr": ("never", "dr", ()),
    "mpdta_nyt_dr": ("not-yet", "dr", ()),
    "mpdta_nev_reg_cov": ("never", "reg", ("lpop",)),
    "mpdta_nev_ipw": ("never", "ipw", ()),
}


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_r_did_prints_the_same_on_county_employment(causal, mpdta, scenario):
    control, adjust, covariates = SCENARIOS[scenario]
    cells = group_time(panel_of(mpdta, **COUNTY, covariates=covariates), control, adjust)
    found = effects(cells)
    folder = causal / "mpdta_r_reference"
    printed = pl.read_csv(folder / "ref_attgt.csv").filter(scenario=scenario)
    ours = [(c.group, c.time, c.effect.estimate, c.effect.se) for c in found.cells]
    theirs = printed.select("group", "t", "att", "se").rows()
    assert [row[:2] for row in ours] == [row[:2] for row in theirs]
    assert np.array(ours)[:, 2] == pytest.approx(np.array(theirs)[:, 2], abs=POINT)
    assert np.array(ours)[:, 3] == pytest.approx(np.array(theirs)[:, 3], abs=ERROR)
    means = pl.read_csv(folder / "ref_aggte.csv", null_values="NA").filter(scenario=scenario)
    for kind in ("simple", "group", "calendar", "dynamic"):
        overall, rows = told_by(found, kind)
        table = means.filter(pl.col("type") == kind)
        assert overall.estimate == pytest.approx(table["overall_att"][0], abs=POINT)
        assert overall.se == pytest.approx(table["overall_se"][0], abs=ERROR)
        theirs = table.drop_nulls("egt").select("egt", "att_egt", "se_egt").rows()
        assert np.array(rows).reshape(-1, 3) == pytest.approx(
            np.array(theirs, float).reshape(-1, 3), abs=ERROR
        )
    pre = pl.read_csv(folder / "ref_pretest.csv").filter(scenario=scenario)
    assert pre_test(cells).stat == pytest.approx(pre["W"][0], abs=1e-6)
    assert pre_test(cells).p == pytest.approx(pre["Wpval"][0], abs=1e-4)


@pytest.mark.parametrize("adjust", ["dr", "reg"])
@pytest.mark.parametrize("control", ["never", "not-yet"])
@pytest.mark.parametrize("dataset", ["tp2_const", "tp8_dyn", "tp10_const"])
def test_r_did_prints_the_same_on_simulated_panels(causal, dataset, control, adjust):
    folder = causal / "sim_r_reference"
    rows = pl.read_csv(folder / f"{dataset}.csv.gz")
    names = {"unit": "id", "time": "period", "first": "G", "outcome": "Y"}
    found = effects(group_time(panel_of(rows, **names, covariates=("X",)), control, adjust))
    who = "nevertreated" if control == "never" else "notyettreated"
    printed = pl.read_csv(folder / "ref_sim.csv").filter(dataset=dataset, control=who, est=adjust)
    ours = {(c.group, c.time): c.effect for c in found.cells}
    assert printed.height == len(ours)
    for group, time, estimate, se in printed.select("group", "t", "att", "se").iter_rows():
        assert ours[group, time].estimate == pytest.approx(estimate, abs=POINT)
        assert ours[group, time].se == pytest.approx(se, abs=ERROR)


@pytest.mark.parametrize(
    ("scenario", "columns", "how"),
    [
        ("weighted", {"weight": "wt"}, {}),
        ("clustered", {"cluster": "clust"}, {}),
        ("universal", {}, {"base": "universal"}),
        ("anticipation1", {}, {"anticipation": 1}),
    ],
)
def test_r_did_prints_the_same_with_every_option(causal, scenario, columns, how):
    folder = causal / "sim_r_reference"
    rows = pl.read_csv(folder / "mpdta_extra.csv.gz")
    found = effects(group_time(panel_of(rows, **COUNTY, **columns), "never", **how))
    printed = pl.read_csv(folder / "ref_gaps.csv", null_values="NA").filter(scenario=scenario)
    ours = {(c.group, c.time): c.effect for c in found.cells}
    for group, time, estimate, se in printed.select("group", "t", "att", "se").iter_rows():
        assert ours[group, time].estimate == pytest.approx(estimate, abs=POINT)
        if se is not None:
            assert ours[group, time].se == pytest.approx(se, abs=ERROR)


def test_weights_that_change_are_those_of_the_period_that_is_compared_with(causal):
    folder = causal / "mpdta_r_reference"
    rows = pl.read_csv(folder / "mpdta_tvw.csv.gz")
    found = effects(group_time(panel_of(rows, **COUNTY, weight="wt"), "never"))
    printed = pl.read_csv(folder / "ref_fixweights.csv").filter(fix_weights="none")
    ours = {(c.group, c.time): c.effect for c in found.cells}
    for group, time, estimate, se in printed.select("group", "t", "att", "se").iter_rows():
        assert ours[group, time].estimate == pytest.approx(estimate, abs=POINT)
        assert ours[group, time].se == pytest.approx(se, abs=ERROR)


@pytest.mark.parametrize("fixed_at", ["first_period", "base_period"])
def test_weights_held_at_a_date_are_those_of_r(causal, fixed_at):
    """R's `fix_weights`: of the first period, or of the last one before the rollout.

    R's `varying` compares levels of periods, as repeated cross sections do: not a panel's estimate.
    """
    folder = causal / "mpdta_r_reference"
    panel = panel_of(pl.read_csv(folder / "mpdta_tvw.csv.gz"), **COUNTY, weight="wt")
    printed = pl.read_csv(folder / "ref_fixweights.csv").filter(fix_weights=fixed_at)
    for group, time, estimate, se in printed.select("group", "t", "att", "se").iter_rows():
        at = 0 if fixed_at == "first_period" else group - 1 - 2003
        held = replace(panel, weights=np.repeat(panel.weights[:, [at]], panel.never, axis=1))
        found = {(c.group, c.time): c.effect for c in effects(group_time(held, "never")).cells}
        assert found[group, time].estimate == pytest.approx(estimate, abs=POINT)
        assert found[group, time].se == pytest.approx(se, abs=ERROR)


def test_doubly_robust_cells_are_those_of_the_documentation_of_r(causal, mpdta):
    """Four decimals are printed there."""
    told = json.loads((causal / "reference.json").read_text())["mpdta_callaway_santanna"]
    for key, control in (("never", "never"), ("not_yet", "not-yet")):
        printed = told[f"{key}_treated_dr_lpop"]
        cells = group_time(panel_of(mpdta, **COUNTY, covariates=("lpop",)), control, "dr")
        assert cells.effect == pytest.approx(np.array(printed["att_gt"]), abs=6e-5)
        assert pre_test(cells).p == pytest.approx(printed["pretest_p"], abs=1e-3)


def test_what_r_printed_without_its_data_is_known(causal):
    """No data came with these; `rc` is repeated cross sections, which is no panel."""
    sims = pl.read_csv(causal / "sim_r_reference" / "ref_sim.csv")["dataset"].unique()
    have = {path.name.split(".")[0] for path in (causal / "sim_r_reference").glob("tp*.csv.gz")}
    assert set(sims) - have == {"tp4_const", "tp4_dyn", "tp5_dyn"}


def test_the_reference_file_says_what_these_tests_hold(causal):
    tolerance = json.loads((causal / "reference.json").read_text())["mpdta_callaway_santanna"]
    assert tolerance["tolerance"] == {"estimate": POINT, "se": ERROR}
