"""Challenge per team finds the planted share of zone work (METHODS 5.2, V3)."""

from datetime import UTC, date, datetime, timedelta

import narwhals as nw
import numpy as np
import polars as pl

from store.tables import TABLES, Kind

TEAMS, PER_TEAM, QUARTERS, FAMILIES, TASKS = 20, 8, 4, 24, 12
STARTS = (date(2024, 1, 1), date(2024, 4, 1), date(2024, 7, 1), date(2024, 10, 1))
NOVICES = 3
AI_HELP = 0.8  # planted
RMSE = 0.06  # pass mark of METHODS 5.2; its own simulation has .050 in these firms
FIRMS = range(7120, 7124)  # the seeds of that simulation (R2, twelve tasks)


def logistic(x):
    return 1 / (1 + np.exp(-x))


def planted(seed):
    """The firm of simulation R2, draw by draw: work, and the true share in the zone by team."""
    rng = np.random.default_rng(seed)
    tilt = rng.uniform(-1.5, 1.5, TEAMS)
    people = TEAMS * PER_TEAM
    team = np.repeat(np.arange(TEAMS), PER_TEAM)
    novice = np.tile(np.arange(PER_TEAM) < NOVICES, TEAMS)
    skill = np.where(novice, rng.normal(-0.8, 0.6, people), rng.normal(0.6, 0.6, people))
    difficulty = rng.normal(0, 0.9, FAMILIES)
    rows = []
    for quarter in range(QUARTERS):
        for person in np.repeat(np.arange(people), TASKS):
            mix = np.exp(tilt[team[person]] * difficulty)
            family = rng.choice(FAMILIES, 1, p=mix / mix.sum())[0]
            margin = skill[person] - difficulty[family] - rng.normal(0, 0.5, 1)[0]
            with_ai = team[person] < TEAMS / 2 and quarter >= QUARTERS / 2
            a = rng.random() < (0.6 if with_ai else 0.1)
            y = rng.random() < logistic(margin + AI_HELP * a)
            rows.append((person, quarter, family, a, y, 0.65 <= logistic(margin) <= 0.9))
        growth = rng.normal(0.15, 0.15, people), rng.normal(0.03, 0.1, people)
        skill = skill + np.where(novice, *growth)
    names = ["person", "quarter", "family", "a", "y", "zone"]
    work = pl.DataFrame(rows, schema=names, orient="row").with_row_index("task")
    in_team = pl.format("t{}", pl.col("person") // PER_TEAM).alias("team_id")
    last = work.filter(pl.col("quarter") == QUARTERS - 1).with_columns(in_team)
    return work, last.group_by("team_id").agg(planted=pl.col("zone").mean())


def facts(work):
    tables = {name: [] for name in TABLES}
    for row in work.iter_rows(named=True):
        day = STARTS[row["quarter"]] + timedelta(days=row["task"] % 85)
        closed = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        task = f"T{row['task']}"
        tables["task"].append(
            {
                "task_id": task,
                "opened_at": closed,
                "closed_at": closed,
                "type": f"f{row['family']:02}",
                "reopened": 0 if row["y"] else 1,
            }
        )
        who = {"task_id": task, "person_id": f"p{row['person']:03}"}
        tables["participation"].append(who | {"role": "assignee"})
        if row["a"]:
            tables["ai_usage"].append(who | {"day": day, "tool": "t", "accepted": 1})
    # The extract comes long after, so that all tasks are old enough to be scored.
    late = datetime(2025, 3, 31, tzinfo=UTC)
    tables["task"].append({"task_id": "late", "opened_at": late})
    tables["membership"] = [
        {
            "person_id": f"p{p:03}",
            "team_id": f"t{p // PER_TEAM}",
            "valid_from": date(2020, 1, 1),
            "job_family": "craft",
        }
        for p in range(TEAMS * PER_TEAM)
    ]
    return {name: nw.from_native(stored(name, rows).lazy()) for name, rows in tables.items()}


def stored(name, rows):
    schema = TABLES[name].schema
    frame = pl.DataFrame([dict.fromkeys(schema) | row for row in rows], schema=schema)
    times = []
    for column in TABLES[name].columns:
        if column.stem:
            day = pl.col(column.name).dt.date().to_physical().cast(pl.Int64)
            times.append(day.alias(f"{column.stem}_day"))
        if column.kind is Kind.MOMENT:
            times.append(pl.col(column.name).dt.epoch("s").alias(f"{column.stem}_second"))
    return frame.with_columns(times)


def test_v3_the_share_of_zone_work_is_found_from_earlier_skill_alone(tables):
    errors = []
    for seed in FIRMS:
        work, truth = planted(seed)
        found = tables(facts(work), "challenge_all").filter(period=STARTS[-1])
        both = found.join(truth, on="team_id")
        assert both.height == TEAMS
        errors.append(np.sqrt(np.mean((both["value"] - both["planted"]).to_numpy() ** 2)))
    assert np.mean(errors) <= RMSE, errors
