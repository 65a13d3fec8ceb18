from dataclasses import replace
from datetime import datetime, timedelta
from math import log

import numpy as np
import polars as pl
import pytest

from evidence.at_once import started_at_once
from evidence.outcomes import OUTCOMES
from evidence.rollouts import Rollout
from evidence.study import panel_of, study
from evidence.team_months import team_months
from tests.evidence.small_histories import history, members, rollout

TEAMS = [f"t{i:02}" for i in range(24)]
WITH_IT = TEAMS[:12]
MONTHS = [datetime(2023 + m // 12, m % 12 + 1, 1) for m in range(24)]  # noqa: DTZ001
START = datetime(2024, 4, 1)  # noqa: DTZ001
COURSE = rollout(**{team: "2024-04-01" for team in WITH_IT})


def firm(factor=1.0, course_hits=WITH_IT):
    """Teams of five with seven tasks a month, four days each; `factor` times from April 2024 on."""
    draw = np.random.default_rng(5)
    tasks = []
    for month in MONTHS:
        for team in TEAMS:
            usual = 4.0 * np.exp(draw.normal(0, 0.05))
            days = usual * (factor if team in course_hits and month >= START else 1.0)
            tasks += [
                {
                    "task_id": f"{team} {month:%Y-%m} {n}",
                    "by": f"{team}p{n % 5}",
                    "opened_at": month,
                    "started_at": month,
                    "closed_at": month + timedelta(days=float(days) * (0.7 + 0.1 * n)),
                }
                for n in range(7)
            ]
    span = [{"task_id": "end", "opened_at": "2024-12-31", "closed_at": "2024-12-31"}]
    people = [
        row
        for team in TEAMS
        for row in members(team, [f"{team}p{n}" for n in range(5)], "2022-01-01")
    ]
    return history(tasks, span=span, membership=people)


@pytest.fixture(scope="module")
def still():
    return firm()


def test_a_planted_effect_is_found_with_its_size():
    quick = firm(0.8)
    found = study(quick, COURSE, OUTCOMES["cycle_time"])
    assert found.verdict.code == "WORKED"
    assert found.total.estimate == pytest.approx(log(0.8), abs=0.03)
    # One wave and a whole table: the difference of the differences of means is the effect.
    months = panel_of(team_months(quick, COURSE, OUTCOMES["cycle_time"]))[0].outcome
    change = months[:, 15:].mean(axis=1) - months[:, :15].mean(axis=1)
    assert found.total.estimate == pytest.approx(change[:12].mean() - change[12:].mean())
    assert (found.counts.treated, found.counts.comparison) == (12, 12)


def test_the_sign_of_lower_is_better_is_kept():
    found = study(firm(1.25), COURSE, OUTCOMES["cycle_time"])
    assert found.verdict.code == "HARMED"
    assert found.total.estimate == pytest.approx(log(1.25), abs=0.03)


def test_what_began_in_the_same_teams_at_the_same_time_is_told_in_the_headline(still):
    also = Rollout("other", "Stand-ups", "redesign", COURSE.starts)
    told = "Stand-ups began within three months of it"
    known = started_at_once(COURSE, [COURSE, also], pl.Series("team_id", TEAMS))
    found = study(firm(0.8), COURSE, OUTCOMES["cycle_time"], 0.0, known)
    assert told in found.verdict.sentence
    found = study(still, COURSE, OUTCOMES["cycle_time"], 0.0, known)
    assert told not in found.verdict.sentence  # nothing is claimed that could be its own
    assert "STARTED_AT_ONCE" in [one.code for one in found.codes]


def test_where_nothing_was_planted_nothing_worked(still):
    found = study(still, COURSE, OUTCOMES["cycle_time"])
    assert found.verdict.code in {"CANNOT-TELL", "NO-MEANINGFUL-EFFECT"}


@pytest.mark.parametrize(
    ("outcome", "course", "code"),
    [
        ("cycle_time", rollout(), "NOBODY_TREATED"),
        ("climate", COURSE, "NO_OUTCOME"),
        ("retention", COURSE, "NO_OUTCOME"),
        ("cycle_time", rollout(t00="2024-04-01"), "ONE_TREATED_TEAM"),
        ("rework_rate", COURSE, "NO_OUTCOME"),
    ],
)
def test_what_cannot_be_answered_has_its_reason_and_no_number(still, outcome, course, code):
    found = study(still, course, OUTCOMES[outcome])
    assert found.verdict.code == "NOT-ANSWERABLE"
    assert found.codes[0].code == code
    assert found.total is None
    assert found.counts is None


def test_nothing_but_small_teams_cannot_be_answered():
    few = history(membership=[*members("a", ["p"]), *members("b", ["q"])])
    found = study(few, rollout(a="2024-03-01"), OUTCOMES["throughput"])
    assert found.codes[0].code == "SMALL_CELLS"
    assert found.total is None


def test_of_throughput_practice_is_said_to_be_the_outcome_and_only_that(still):
    codes = [one.code for one in study(still, COURSE, OUTCOMES["throughput"]).codes]
    assert "PRACTICE_IS_THE_OUTCOME" in codes
    assert "PRACTICE_NOT_SEPARATED" not in codes


def test_dates_by_lot_reach_the_finding(still):
    drawn = COURSE.starts.with_columns(by_lot=pl.lit(value=True))
    lot = Rollout("r", "Plan", "planned", drawn)
    assert study(still, lot, OUTCOMES["cycle_time"]).by_lot


def test_the_panel_has_the_practice_and_exposure_of_the_table(still):
    table = team_months(still, COURSE, OUTCOMES["cycle_time"])
    panel, _ = panel_of(table)
    assert panel.outcome.shape == (24, 24)
    assert panel.practice[0].tolist() == [8.0 + 7 * month for month in range(24)]
    assert (panel.first[:12] == 15).all()
    bare = replace(table, rows=table.rows.with_columns(practice=pl.lit(None, pl.Float64)))
    assert panel_of(bare)[0].practice is None
