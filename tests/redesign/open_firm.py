"""Open work made up for tests: a few rows by hand, or a whole firm from a seed."""

from datetime import date

import numpy as np
import polars as pl

from redesign.candidates import Work
from redesign.open_work import EPOCH, OpenWork

DAY = date(2026, 9, 30)
TODAY = (DAY - EPOCH).days

TASK = {
    "task_id": pl.String(),
    "title": pl.String(),
    "type": pl.String(),
    "component": pl.String(),
    "skills": pl.List(pl.String()),
    "certificates": pl.List(pl.String()),
    "priority": pl.Int64(),
    "value": pl.Float64(),
    "due_day": pl.Int64(),
    "begun_day": pl.Int64(),
    "is_started": pl.Boolean(),
    "estimate_hours": pl.Float64(),
    "logged_hours": pl.Float64(),
    "is_waiting": pl.Boolean(),
    "owner": pl.String(),
    "reviewers": pl.List(pl.String()),
    "known_team": pl.String(),
    "team_id": pl.String(),
    "b": pl.Float64(),
    "effort_hours": pl.Float64(),
}
PERSON = {
    "person_id": pl.String(),
    "team_id": pl.String(),
    "job_family": pl.String(),
    "status": pl.String(),
    "opt_out": pl.Boolean(),
    "certificates": pl.List(pl.String()),
    "goals": pl.List(pl.String()),
    "rate": pl.Float64(),
    "capacity_hours": pl.Float64(),
    "hours_left": pl.Float64(),
    "support_hours_left": pl.Float64(),
    "slots_left": pl.Int64(),
    "theta": pl.Float64(),
    "se": pl.Float64(),
    "stock": pl.Float64(),
}


def task(task_id, *, b=0.0, effort=8.0, team="t", **more):
    """One open task; what is not told does not matter."""
    return {
        "task_id": task_id,
        "title": f"title of {task_id}",
        "type": "story",
        "component": "core",
        "logged_hours": 0.0,
        "is_waiting": False,
        "is_started": False,
        "reviewers": [],
        "team_id": team,
        "b": b,
        "effort_hours": effort,
        **more,
    }


def person(person_id, *, status="novice", theta=0.0, team="t", slots=4, support=0.0, **more):
    """One free person; what is not told does not matter."""
    return {
        "person_id": person_id,
        "team_id": team,
        "job_family": "engineer",
        "status": status,
        "opt_out": False,
        "certificates": [],
        "capacity_hours": 75.0,
        "hours_left": slots * 3.75,
        "support_hours_left": support,
        "slots_left": slots,
        "theta": theta,
        "se": 0.2,
        "stock": 0.0,
        **more,
    }


def open_firm(people, tasks, *, started=(), effects=(0.0, 0.5), **tables):
    """Open work from rows of `person` and `task`; effects: of AI, of support."""
    people = pl.DataFrame(people, schema=PERSON)
    tasks = pl.DataFrame(tasks, schema=TASK)
    families = people.select("job_family").unique()
    columns = [name for name in TASK if name not in ("b", "effort_hours")]
    nothing = {
        "crafts": {"team_id": str, "type": str, "job_family": str},
        "reach": {"job_family": str, "type": str, "ai_reach": float},
        "fluency": {"person_id": str, "type": str, "fluency": float},
        "unedited": {"person_id": str, "unedited": float},
    }
    work = Work(
        tasks=tasks.select(columns),
        members=people.select("person_id", "team_id", "job_family", is_main=pl.lit(True)),
        people=people.drop("team_id", "job_family", "theta", "se", "stock").unique("person_id"),
        sizes=tasks.select("task_id", "b", "effort_hours")
        .join(families, how="cross")
        .with_columns(ai_effect=effects[0], support_effect=effects[1]),
        skill=people.select(
            "person_id", "job_family", "theta", variance=pl.col("se") ** 2 + 0.09, n_tasks=20
        ),
        stock=people.select("person_id", "stock"),
        **{name: tables.get(name, pl.DataFrame(schema=schema)) for name, schema in nothing.items()},
    )
    return OpenWork(DAY, pl.DataFrame(list(started), schema=TASK).select(columns), work)


def whole_firm(seed=7, *, teams=40, people=10, tasks=50):
    """A firm of equal teams: a third novices, a fifth experts, tasks of all difficulties."""
    rng = np.random.default_rng(seed)
    staff, work = [], []
    for team in range(teams):
        for n in range(people):
            status = ["novice", "intermediate", "expert"][np.searchsorted([0.3, 0.8], n / people)]
            level = {"novice": -0.8, "intermediate": 0.4, "expert": 1.2}[status]
            slots = int(rng.integers(0, 21))
            staff.append(
                person(
                    f"p{team:03}-{n:02}",
                    status=status,
                    theta=level + rng.normal(0, 0.6),
                    se=float(rng.uniform(0.3, 0.8)),
                    team=f"t{team:03}",
                    slots=slots,
                    support=11.25 if status == "expert" else 0.0,
                    stock=float(rng.exponential(6)),
                    rate=float(rng.uniform(40, 100)),
                    goals=list(rng.choice(["go", "sql", "ops"], rng.integers(0, 3), False)),
                )
            )
        for n in range(tasks):
            work.append(
                task(
                    f"w{team:03}-{n:03}",
                    b=float(rng.normal(-1.0, 1.1)),
                    effort=float(rng.lognormal(2, 0.6)),
                    team=f"t{team:03}",
                    skills=list(rng.choice(["go", "sql", "ops"], rng.integers(0, 3), False)),
                    priority=int(rng.integers(1, 6)),
                    due_day=TODAY + int(rng.integers(-5, 90)),
                )
            )
    return open_firm(staff, work)
