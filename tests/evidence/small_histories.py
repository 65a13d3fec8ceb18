"""Hand-made histories: two teams of five, tasks as they are told, and measured tables if needed."""

from datetime import date

import polars as pl

from evidence.history import History
from evidence.rollouts import STARTS, Rollout
from store.tables import TABLES
from tests.metrics.conftest import stored

PEOPLE = {"a": [f"a{i}" for i in range(5)], "b": [f"b{i}" for i in range(5)]}


def members(team, people, start="2024-01-01", end=None):
    return [
        {"person_id": one, "team_id": team, "valid_from": start, "valid_to": end} for one in people
    ]


def everybody():
    return [row for team, people in PEOPLE.items() for row in members(team, people)]


def watched(first="2024-01-01", last="2024-04-30"):
    """Tasks of nobody: they open and close the time in which the firm was watched."""
    days = [first, *(f"2024-{month:02}-15" for month in range(2, int(last[5:7]))), last]
    return [
        {"task_id": f"watched {day}", "opened_at": day, "closed_at": day}
        for day in dict.fromkeys(days)
    ]


def history(task=(), membership=None, span=None, measured=None, **facts):
    """A history from short rows; a task's `by` is its assignee."""
    span = watched() if span is None else span
    parts = [
        {"task_id": one["task_id"], "person_id": one["by"], "role": "assignee"} for one in task
    ]
    tasks = [{name: told for name, told in one.items() if name != "by"} for one in task]
    rows = {
        "membership": everybody() if membership is None else membership,
        "participation": parts,
        **facts,
        "task": [*span, *tasks],
    }
    tables = {name: stored(table, rows.get(name, ())).lazy() for name, table in TABLES.items()}
    return History(tables, lambda name: (measured or {})[name])


def rollout(**first_months):
    """`rollout(a="2024-03-01")`."""
    rows = [(team, date.fromisoformat(day), 1.0, False) for team, day in first_months.items()]
    return Rollout("r", "Rollout", "training", pl.DataFrame(rows, schema=STARTS, orient="row"))


def people_of(**teams):
    rows = [(person, team) for team, people in teams.items() for person in people]
    return pl.DataFrame(rows, schema=["person_id", "team_id"], orient="row")


TWO = people_of(**PEOPLE)
