"""What must not change an answer: signs, orders, labels, levels; what must be refused."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.errors import NotAnswerable
from evidence.judge import judge
from evidence.table import read_panel
from tests.evidence.cases import EARNED

# Few teams are the hardest case: they leave one out and shuffle, and still must not move.
LOWER, HIGHER = replace(EARNED, better="lower"), EARNED
COLUMNS = ("team", "month", "first", "y")
PAYS = 0.3
cases = settings(max_examples=8, deadline=None)


def rows(seed, teams, effect, waves, months=18):
    """One row a team and month; teams in turn start in each wave or never."""
    rng = np.random.default_rng(seed)
    starts = [*waves, None]
    told = []
    common = rng.normal(size=months)
    for team in range(teams):
        first, level = starts[team % len(starts)], rng.normal()
        noise = rng.normal(0, 0.5, months)
        for month in range(1, months + 1):
            on = first is not None and month >= first
            value = level + common[month - 1] + noise[month - 1] + effect * on
            told.append((team, month, first, float(value)))
    return pl.DataFrame(told, schema=COLUMNS, orient="row")


panels = st.builds(
    rows,
    seed=st.integers(0, 10_000),
    teams=st.integers(12, 60),
    effect=st.sampled_from([0.0, 0.5, -1.0, 2.0]),
    waves=st.sampled_from([(10,), (10, 13), (9, 12, 14)]),
)


def of(table, outcome=HIGHER, pays=PAYS):
    panel, warnings = read_panel(table, *COLUMNS)
    return judge(panel, outcome, pays, warnings=warnings)


def told(finding):
    """What a reader is told: the verdict, the codes, the estimate and its interval."""
    total = finding.total
    return finding.verdict.code, [each.code for each in finding.codes], (
        total.estimate, total.low, total.high, finding.second.estimate, finding.mde,
        finding.pretest.p, finding.sensitivity.breakdown,
    )  # fmt: skip


def alike(one, other, tolerance=1e-6):
    (verdict, codes, numbers), (same, also, figures) = told(one), told(other)
    assert (verdict, codes) == (same, also)
    assert figures == pytest.approx(numbers, rel=tolerance, abs=tolerance)


@cases
@given(panels)
def test_a_turned_sign_with_a_turned_good_side_is_the_same_answer(table):
    one = of(table)
    turned = of(table.with_columns(-pl.col("y")), LOWER)
    assert turned.verdict.code == one.verdict.code
    assert [each.code for each in turned.codes] == [each.code for each in one.codes]
    assert turned.total.estimate == pytest.approx(-one.total.estimate)
    assert turned.total.low == pytest.approx(-one.total.high)
    assert turned.shuffle_p == one.shuffle_p
    assert turned.sensitivity.breakdown == pytest.approx(one.sensitivity.breakdown, abs=2e-3)


@cases
@given(panels, st.integers(0, 1000))
def test_the_order_of_rows_changes_nothing(table, seed):
    alike(of(table), of(table.sample(fraction=1.0, shuffle=True, seed=seed)))


@cases
@given(panels, st.integers(-500, 30_000))
def test_labels_of_months_change_nothing(table, shift):
    moved = table.with_columns(pl.col("month") + shift, pl.col("first") + shift)
    if (moved["first"] == 0).any():  # 0 means never
        return
    alike(of(table), of(moved))


@cases
@given(panels)
def test_names_of_teams_change_nothing(table):
    names = pl.format("team {}", pl.col("team").cast(pl.String).str.zfill(4))
    alike(of(table), of(table.with_columns(team=names)))


@cases
@given(panels, st.integers(0, 1000))
def test_rows_that_stand_twice_are_refused(table, seed):
    twice = pl.concat([table, table.sample(3, seed=seed)])
    with pytest.raises(NotAnswerable) as stop:
        of(twice)
    assert stop.value.code == "DUPLICATE_TEAM_MONTH"


@cases
@given(panels, st.integers(0, 1000))
def test_a_level_of_each_team_and_of_each_month_changes_nothing(table, seed):
    rng = np.random.default_rng(seed)
    teams, months = table["team"].n_unique(), table["month"].n_unique()
    levels = rng.normal(0, 5, teams)[table["team"].to_numpy()]
    season = rng.normal(0, 5, months)[table["month"].to_numpy() - 1]
    alike(of(table), of(table.with_columns(pl.col("y") + levels + season)))


@settings(max_examples=12, deadline=None, derandomize=True)  # it holds in nearly all draws
@given(st.integers(0, 10_000), st.sampled_from([0.0, 1.5]))
def test_more_teams_without_it_move_an_estimate_by_no_more_than_its_error(seed, effect):
    """They bring noise to the comparison and no effect."""
    whole = rows(seed, 160, effect, (10, 13))
    one = of(whole.filter(pl.col("first").is_not_null() | (pl.col("team") < 80)))
    more = of(whole)
    assert abs(more.total.estimate - one.total.estimate) < 3 * one.total.se
    assert more.total.se < 1.2 * one.total.se
    if effect == 0:
        assert more.verdict.code not in {"WORKED", "HARMED"}
    assert {one.verdict.code, more.verdict.code} != {"WORKED", "HARMED"}
