"""A small firm with figures in every state, in a real workspace: what pages are tested on."""

from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from metrics.measure import indicators
from store.tables import TABLES
from store.workspace import SourceFile, Workspace

ROOT = Path(__file__).parents[2]
TEAMS = {
    "FIRM": ("Northwind", None),
    "ENG": ("Engineering", "FIRM"),
    "OPS": ("Operations", "FIRM"),
    "PAY": ("Payments", "ENG"),
    "SEA": ("Search", "ENG"),
    "MOB": ("Mobile", "ENG"),
    "SUP": ("Support", "OPS"),
    "FIN": ("Finance", "OPS"),
    "TINY": ("Tiny team", "OPS"),
}
QUARTERS = [date(2025 + q // 4, 1 + 3 * (q % 4), 1) for q in range(8)]
MONTHS = [date(2025 + m // 12, 1 + m % 12, 1) for m in range(24)]
LATEST = QUARTERS[-1]
# Figures of Payments in the first and in the last quarter; the rest of the firm stays where it is.
MOVED = {
    "challenge": (0.44, 0.21),
    "novice_participation": (0.95, 0.48),
    "connection": (0.42, 0.58),
}
STILL = {
    "challenge": 0.36,
    "complexity": 0.61,
    "connection": 0.47,
    "novice_participation": 0.86,
    "productivity_index": 1.03,
    "productivity": 0.62,
    "ai_active_share": 0.42,
}
SCHEMA = {
    "team_id": pl.String(),
    "period": pl.Date(),
    "grain": pl.String(),
    "indicator": pl.String(),
    **dict.fromkeys(
        ("value", "low", "high", "score", "score_low", "score_high", "shrunk"), pl.Float64()
    ),
    **dict.fromkeys(("n_people", "n_novices", "n_units"), pl.Int64()),
    "coverage": pl.Float64(),
    **dict.fromkeys(("state", "reason", "pooled_from"), pl.String()),
    "rule_version": pl.String(),
    "anchors_version": pl.String(),
    "facts_version": pl.Int64(),
}


def figure(team, period, grain, key, rng):
    place = (period.year - 2025) * 4 + (period.month - 1) // 3
    middle = STILL.get(key, 0.3)
    if team == "PAY" and key in MOVED:
        first, last = MOVED[key]
        middle = first + (last - first) * place / 7
    if key == "ai_active_share":
        middle = 0.15 + 0.06 * place
    wide = 0.05 if grain == "quarter" else 0.09
    value = middle + rng.normal(0, wide / 5)
    row = dict(
        team_id=team, period=period, grain=grain, indicator=key, value=value,
        low=max(0.0, value - wide), high=value + wide, shrunk=value, score=min(100.0, 100 * value),
        score_low=max(0.0, 100 * (value - wide)), score_high=min(100.0, 100 * (value + wide)),
        n_people=9 if team not in ("FIRM", "ENG", "OPS") else 40, n_novices=4, n_units=64,
        coverage=0.93, state="shown", reason=None, pooled_from=None,
        rule_version="1", anchors_version="1-test", facts_version=1,
    )  # fmt: skip
    if (team, key) == ("MOB", "challenge"):
        row.update(state="low_precision", low=0.02, high=0.8)
    if (team, key) == ("SUP", "challenge"):
        row.update(state="partial", coverage=0.45)
    if (team, key) == ("FIN", "connection") and place < 2:
        row.update(hidden("warming_up", "fewer than 90 days of history"))
    if (team, key) == ("FIN", "novice_participation"):
        row.update(state="pooled", pooled_from="OPS")
    if team == "TINY":
        row.update(hidden("suppressed", None), n_people=None, n_novices=None)
    if key == "ai_solo_gap":
        row.update(hidden("not_computed", "no AI usage is linked to tasks"))
    return row


def hidden(state, reason):
    empty = dict.fromkeys(("value", "low", "high", "score", "score_low", "score_high", "shrunk"))
    return {**empty, "state": state, "reason": reason}


def sample_cube():
    rng = np.random.default_rng(7)
    rows = [
        figure(team, period, grain, key, rng)
        for grain, periods in (("quarter", QUARTERS), ("month", MONTHS))
        for period in periods
        for team in TEAMS
        for key in indicators()
    ]
    return pl.DataFrame(rows, schema=SCHEMA)


def with_columns_of(table, rows):
    schema = TABLES[table].schema
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema)


def facts():
    team = [dict(team_id=t, name=name, parent_id=parent) for t, (name, parent) in TEAMS.items()]
    person = [dict(person_id=f"id:P{n}", name=f"Person {n}") for n in range(6)]
    membership = [
        dict(person_id=f"id:P{n}", team_id="PAY", valid_from=date(2024, 1, 1), job_family="dev",
             entry_level=n < 3, senior_level=n > 3)
        for n in range(6)
    ]  # fmt: skip
    task = [
        dict(task_id=f"T{n}", title=f"Task {n}", opened_at=datetime(2026, 12, 1, tzinfo=UTC))
        for n in range(3)
    ]
    rows = {"team": team, "person": person, "membership": membership, "task": task}
    return {name: with_columns_of(name, each) for name, each in rows.items()}


def sample_workspace(folder):
    workspace = Workspace.open(folder)
    workspace.load(
        facts(),
        refused=pl.DataFrame(
            {"row": [7], "column": ["fte"], "reason": ["not a share between 0 and 1"]}
        ),
        rows_read=20,
        notes=["a note of the loader"],
        source=SourceFile("people.csv", "0" * 64, 1234),
        loader="canonical",
        loader_version=1,
        by="test",
    )
    workspace.publish(
        {
            "cube": sample_cube(),
            "reference": pl.DataFrame({"quarter": QUARTERS[:2]}),
            "periods": pl.DataFrame({"period": QUARTERS, "is_complete": [True] * 8}),
        },
        rule_version="1",
        anchors_version="1-test",
    )
    return workspace.folder


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory):
    """The folder of the small firm. Read it only."""
    return sample_workspace(tmp_path_factory.mktemp("sample"))
