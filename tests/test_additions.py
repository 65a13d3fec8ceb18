"""Adding touches one place: a new file in its room is found without another edit."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

LOADER = '''
"""A throw-away source."""

import polars as pl

from loaders.contract import Parcel, loader, shaped
from loaders.export import Export


@loader(
    label="Throw-away",
    fills=("team",),
    keys=(),
    grain="one row per team",
    verified="made up",
    recognises=lambda export: export.has("throw_away_team"),
)
def throw_away(export: Export) -> Parcel:
    """One row per team.

    Leaves out: everything.
    """
    rows = export.rows()
    return Parcel({"team": shaped("team", rows.select(pl.col("0").alias("team_id")))}, rows.height)
'''

INDICATOR = '''
"""A throw-away indicator."""

import polars as pl

from metrics.contract import READING_SCHEMA, indicator


@indicator(
    label="Throw-away",
    symbol="THR",
    unit="hours",
    better="neither",
    method="0",
    family="throw_away",
)
def throw_away(capacity: pl.DataFrame) -> pl.DataFrame:
    """Hours of a team and period.

    Counts: hours. Does not tell: anything.
    """
    hours = capacity.group_by("team_id", "period").agg(pl.col("hours").sum().alias("value"))
    missing = [pl.lit(None).cast(t).alias(n) for n, t in READING_SCHEMA.items() if n not in hours]
    return hours.with_columns(missing).select(*READING_SCHEMA).sort("team_id", "period")
'''

MOVE = '''
"""A throw-away move."""

from redesign.contract import Proposal, Reading, move


@move(
    section="M0",
    title="Throw-away",
    aims_at="throw_away",
    mechanism="none",
    grade="D",
    prior=(0.0, 0.1, 0.2),
    weeks_to_effect=(1, 2),
    guardrail="none",
    stop_rule="at once",
    words=(),
)
def throw_away(reading: Reading) -> Proposal | None:
    """Never proposed.

    Holds if: never. Stop if: at once.
    """
    return None
'''

COMMANDS = '''
"""Throw-away commands."""

import typer

commands = typer.Typer(name="throw_away")


@commands.command()
def nothing() -> None:
    """Do nothing."""
'''

ASK = {
    "commands": "from commands import groups; names = [g.info.name or 'none' for g in groups()]",
    "loaders": "from loaders import loaders; names = [one.name for one in loaders()]",
    "metrics": "from metrics.measure import indicators; names = list(indicators())",
    "redesign/moves": "from redesign import moves; names = [one.key for one in moves()]",
}


@pytest.mark.parametrize(
    ("folder", "text"),
    [
        ("loaders", LOADER),
        ("metrics", INDICATOR),
        ("redesign/moves", MOVE),
        ("commands", COMMANDS),
    ],
    ids=["a loader", "an indicator", "a move", "a group of commands"],
)
def test_a_new_file_is_found_without_another_edit(folder, text, tmp_path):
    for room in ("store", "loaders", "metrics", "redesign", "commands"):
        shutil.copytree(ROOT / room, tmp_path / room)
    before = names(folder, tmp_path)
    (tmp_path / folder / "throw_away.py").write_text(text)
    after = names(folder, tmp_path)
    assert "throw_away" not in before
    assert set(after) == {*before, "throw_away"}


def names(folder, house):
    script = f"import json; {ASK[folder]}; print(json.dumps(names))"
    done = subprocess.run(
        [sys.executable, "-P", "-c", f"import sys; sys.path.insert(0, '.'); {script}"],
        cwd=house,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
