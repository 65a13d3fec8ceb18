"""What the report and the job history of BambooHR have in common: people, teams, intervals."""

from collections.abc import Mapping
from typing import Final

import polars as pl

from loaders.cells import Cells
from loaders.roster_managers import managers

# BambooHR numbers its records itself; the prefix keeps these numbers apart from the firm's own.
OWN_ID: Final = "login:bamboohr-"
# A person has one job at a time here. Said outright, so that a history and a report that disagree
# on a day never make two posts of it: shares above 1 are cut to 1 where hours are counted.
ONE_JOB: Final = 1.0
# Divisions are named apart, because a department may bear the name of its division.
DIVISION: Final = "division:"
NAMES: Final = (
    ("displayName", "Display name"),
    ("fullName1",),
    ("fullName2",),
    ("Employee Name",),
)
NAME_PARTS: Final = (
    (("firstName", "First name"), ("lastName", "Last name")),
    (("preferredName", "Preferred name"), ("lastName", "Last name")),
)


def own_key(cells: Cells, *names: str) -> pl.Series:
    """Keys of people by BambooHR's own number."""
    number = cells.text(*names)
    return pl.select(pl.lit(OWN_ID) + number).to_series()


def managers_told(cells: Cells, keys: Mapping[str, pl.Series]) -> pl.Series:
    """Keys of managers, told by number, address or name; see `roster_managers`.

    keys  person_id, and person_key, employee_id, email where an employee has others than that
    """
    by_number = pl.lit("employee_id:") + cells.text("supervisorEId")
    told = pl.select(pl.coalesce(own_key(cells, "supervisorId"), by_number)).to_series()
    nothing = pl.repeat(None, cells.rows.height, dtype=pl.String, eager=True)
    rows = pl.DataFrame(
        {
            "person_key": keys["person_id"],
            **dict.fromkeys(("employee_id", "email", "login", "name"), nothing),
            **keys,
            "other_names": _spellings(cells),
            "manager_key": told,
            "manager_email": cells.text("supervisorEmail"),
            "manager_name": cells.text("Reporting to", "reportsTo"),
        }
    )
    return managers(rows, cells.refusals.notes)


def _spellings(cells: Cells) -> pl.Series:
    """All names of a person in the file."""
    parts = [
        pl.concat_str(cells.text(*first), cells.text(*last), separator=" ")
        for first, last in NAME_PARTS
    ]
    whole = [cells.text(*names) for names in NAMES]
    return pl.select(pl.concat_list(*whole, *parts)).to_series()


def ended(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of a history with the day on which the next one of the person begins, as valid_to.

    rows  person_id, valid_from, order (of two rows on one day the higher one counts)
    """
    last = rows.sort("person_id", "valid_from", "order").unique(
        ["person_id", "valid_from"], keep="last", maintain_order=True
    )
    return last.with_columns(valid_to=pl.col("valid_from").shift(-1).over("person_id"))


def teams(cells: Cells, rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of team: a department is a team below its division.

    rows  department, division, valid_to; rows that still hold say where a department belongs now

    Counts: a department of several divisions is below none of them.
    """
    told = rows.filter(pl.col("division").is_not_null(), pl.col("department").is_not_null())
    parents = (
        told.with_columns(holds=pl.col("valid_to").is_null())
        .filter(pl.col("holds") | ~pl.col("holds").any().over("department"))
        .group_by("department")
        .agg(pl.col("division").unique())
    )
    split = parents.filter(pl.col("division").list.len() > 1).get_column("department").sort()
    if len(split):
        cells.refusals.notes.append(
            f"Departments of several divisions stand below none: {', '.join(split)}."
        )
    single = parents.filter(pl.col("division").list.len() == 1)
    parent = pl.lit(DIVISION) + pl.col("division").list.first()
    departments = (
        rows.select("department")
        .drop_nulls()
        .unique()
        .join(single.select("department", parent_id=parent), on="department", how="left")
        .select(team_id="department", name="department", parent_id="parent_id")
    )
    divisions = rows.select("division").drop_nulls().unique()
    upper = divisions.select(team_id=pl.lit(DIVISION) + pl.col("division"), name="division")
    return pl.concat([departments, upper], how="diagonal").sort("team_id")


def team_of() -> pl.Expr:
    """Team of a row: the department; people without one belong to the division itself."""
    return pl.coalesce("department", pl.lit(DIVISION) + pl.col("division"))
