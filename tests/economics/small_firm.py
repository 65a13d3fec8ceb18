"""A firm of a few teams, told by hand, in a workspace of its own."""

from datetime import date
from itertools import count

import polars as pl

from store.tables import STORED
from store.workspace import SourceFile, Workspace

NO_REFUSALS = pl.DataFrame(schema={"row": pl.Int64, "column": pl.String, "reason": pl.String})
NUMBERS = count(1)
LONG_AGO = date(2020, 1, 1)
MAY = date(2026, 5, 1)


def rows_of(table, rows):
    schema = STORED[table].schema
    frame = pl.DataFrame([dict.fromkeys(schema) | row for row in rows], schema=schema)
    if "person_id" in schema:
        frame = frame.with_columns(pl.format("id:{}", "person_id").alias("person_id"))
    return frame


def small_firm(folder, **tables):
    """A workspace with these rows: `small_firm(tmp_path, ledger=[{...}])`."""
    workspace = Workspace.open(folder / f"firm {next(NUMBERS)}")
    tell(workspace, **tables)
    return workspace


def tell(workspace, **tables):
    workspace.load(
        {name: rows_of(name, rows) for name, rows in tables.items()},
        refused=NO_REFUSALS,
        rows_read=1,
        notes=[],
        source=SourceFile("rows.csv", f"bytes {next(NUMBERS)}", 1),
        loader="canonical",
        loader_version=1,
        by="tester",
    )


def people(team, size, cost=30.0, currency="EUR"):
    """Memberships of a team: Ledger-1, Ledger-2 ..."""
    return [
        {"person_id": f"{team}-{n}", "team_id": team, "valid_from": LONG_AGO}
        | {"hourly_cost": cost, "currency": currency}
        for n in range(1, size + 1)
    ]


def line(team=None, amount=100.0, day=MAY, account="Staff training", reference="V-1", **more):
    """A line of the ledger."""
    told = {"posted_on": day, "amount": amount, "currency": "EUR", "account": account}
    return told | {"team_id": team, "reference": reference} | more


def course(person, hours=None, cost=None, day=MAY, name="SQL"):
    told = {"person_id": person, "course": name, "completed_on": day, "hours": hours}
    return told | {"cost": cost, "currency": None if cost is None else "EUR"}


def use(person, day=MAY, tool="helper", **more):
    return {"person_id": person, "day": day, "tool": tool, **more}


TEAMS = [
    {"team_id": "Firm"},
    {"team_id": "North", "parent_id": "Firm"},
    {"team_id": "South", "parent_id": "Firm"},
    {"team_id": "N1", "name": "Northern Desk", "parent_id": "North"},
    {"team_id": "N2", "parent_id": "North"},
    {"team_id": "S1", "parent_id": "South"},
]
