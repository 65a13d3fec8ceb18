import json

import polars as pl
import pytest

from sample_data import write_truth


@pytest.fixture(scope="module")
def folder(firm, tmp_path_factory):
    place = tmp_path_factory.mktemp("truth")
    write_truth(firm, place)
    return place


def test_the_truth_names_teams_and_waves_as_the_exports_do(folder, firm):
    truth = json.loads((folder / "truth.json").read_text())
    assert truth["export_day"] == "2026-08-03"
    assert truth["quarters"][0] == "2024-07-01"
    team = next(row for row in truth["teams"] if row["redesign"])
    assert team["redesign"] == "2025-10-01"
    assert team["ai_wave"] in {"2025-01-01", "2025-04-01"}
    assert len(truth["families"]) == 24
    assert truth["plan"]["alpha"] == firm.plan.alpha


def test_there_is_a_row_for_every_team_and_quarter(folder, firm):
    rows = pl.read_parquet(folder / "truth" / "team_quarter.parquet")
    assert rows.select("team_id", "period").is_unique().all()
    assert rows.height == len(firm.teams) * firm.days.quarters
    assert {"npr", "challenge", "exposed", "connection", "solo_gap", "k", "phase"} <= set(
        rows.columns
    )


def test_shares_of_a_zone_add_up_to_one(folder):
    rows = pl.read_parquet(folder / "truth" / "team_quarter.parquet")
    sums = rows.select(pl.col("challenge") + pl.col("exposed") + pl.col("routine")).to_series()
    assert sums.drop_nulls().is_between(1 - 1e-8, 1 + 1e-8).all()


def test_a_hiring_freeze_lowers_the_share_of_novices_and_leaves_their_part_fair(folder, firm):
    frozen = [team.name for team in firm.teams if team.frozen]
    rows = pl.read_parquet(folder / "truth" / "team_quarter.parquet").filter(
        pl.col("team_id").is_in(frozen)
    )
    start, end = (rows.filter(period=day) for day in firm.plan.quarter_starts[:8:7])
    assert end["k"].mean() < 0.8 * start["k"].mean()
    assert rows["npr"].mean() == pytest.approx(1.0, abs=0.05)


def test_tasks_bear_the_keys_of_the_exports(folder, firm):
    task = pl.read_parquet(folder / "truth" / "task.parquet")
    closed = firm.item.filter(kind="own", is_open=False)
    assert set(task["task_id"]) == set(closed["task_id"])
    assert task["task_id"].is_unique().all()


def test_skill_has_one_row_for_a_person_and_quarter(folder):
    skill = pl.read_parquet(folder / "truth" / "skill.parquet")
    assert skill.select("employee_id", "period").is_unique().all()
    assert set(skill["status"]) == {"novice", "intermediate", "expert"}


def test_contact_falls_where_novices_are_left_out_and_comes_back(folder):
    rows = pl.read_parquet(folder / "truth" / "team_quarter.parquet").filter(pl.col("people") > 6)
    mean = dict(rows.group_by("phase").agg(pl.col("connection").mean()).iter_rows())
    assert mean["left out"] < mean["as ever"] - 0.15
    assert mean["redesigned"] > mean["left out"] + 0.15


def test_challenge_falls_where_novices_are_left_out_and_comes_back(folder):
    rows = pl.read_parquet(folder / "truth" / "team_quarter.parquet").filter(pl.col("people") > 6)
    mean = dict(rows.group_by("phase").agg(pl.col("challenge").mean()).iter_rows())
    assert mean["left out"] < mean["as ever"] - 0.2
    assert mean["redesigned"] > mean["left out"] + 0.2
