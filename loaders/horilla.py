"""Horilla, the sheet of employees: how everybody stands today."""

from typing import Final

import polars as pl

from loaders.cells import Cells
from loaders.contract import Parcel, loader
from loaders.export import Export
from loaders.lenient import lenient
from loaders.roster import roster, worker_kind
from loaders.roster_cells import cells_of, day, filled, keyed, number, spoken_name
from loaders.values import flags

MARKS: Final = ("Badge ID", "Reporting Manager", "Date Joining")
AS_NUMBER: Final = r"\.0$"  # a spreadsheet makes 5480.0 of the badge 5480; Horilla repairs it too
BADGE: Final = r"\s*\([^()]*\)$"  # some names have the badge behind them


def _recognises(export: Export) -> bool:
    return export.shape == "table" and export.at_header(*MARKS) is not None


@loader(
    label="Horilla employees",
    fills=("person", "membership", "team"),
    keys=("employee_id", "email"),
    grain="one row per employee as they stand",
    verified="vendor's source code, of the sheet that it writes and reads",
    recognises=_recognises,
    meanings={
        "membership.hourly_cost": "Salary Hour [money per hour]: the pay alone, in a currency that "
        "the file does not name; 0 is none entered",
    },
    snapshot=True,
)
def horilla(export: Export) -> Parcel:
    """One person and one present membership per employee.

    export   XLSX or CSV of the employees, with the headers of an installation in English
    returns  person (employee_id is the badge), membership (team is Department; job_title Job
             Position; job_family Job Role), team (departments below companies)

    Counts: a membership begins with the day of joining, as if nobody had ever moved. Whoever is
    not active is in no team, because the file has no last day. The manager is a name: it counts
    only when one employee of the file bears it.
    Leaves out: Basic Salary (the file does not tell the span that it is for), shifts, ends of
    contracts, phones, birth dates, genders, addresses, bank.
    """
    cells = cells_of(export.at_header(*MARKS) or export)
    rows = _rows(cells).filter(cells.refusals.kept)
    if rows["hourly_cost"].is_not_null().any():
        cells.refusals.notes.append("The file does not name the currency of Salary Hour.")
    return cells.parcel(roster(rows, cells.refusals.notes))


def _rows(cells: Cells) -> pl.DataFrame:
    """The employees in the words of a roster."""
    badge = cells.id("Badge ID").str.replace(AS_NUMBER, "")
    email = filled(cells, "Work Email", "Email")
    key = pl.coalesce(keyed("employee_id:", badge), keyed("email:", email))
    pay = number(cells, "Salary Hour")
    is_active = _is_active(cells)
    return pl.DataFrame(
        {
            "row": cells.rows["row"],
            "person_id": cells.needed(pl.select(key).to_series(), "Badge ID"),
            "employee_id": badge,
            "email": email,
            "name": _name(cells),
            "hire_date": day(cells, "Date Joining"),
            "is_inactive": ~is_active,
            "worker_type": worker_kind(cells.text("Employee Type")),
            "location": cells.text("Location"),
            "department": cells.text("Department"),
            "company": cells.text("Company"),
            "job_title": cells.text("Job Position"),
            "job_family": cells.text("Job Role"),
            "hourly_cost": pl.select(pl.when(pay > 0).then(pay)).to_series(),
            "manager_name": cells.text("Reporting Manager").str.replace(BADGE, ""),
        }
    )


def _name(cells: Cells) -> pl.Series:
    """First and last name; the first alone where there is no last one."""
    told = pl.coalesce(spoken_name(cells, "First Name", "Last Name"), cells.text("First Name"))
    return pl.select(told).to_series()


def _is_active(cells: Cells) -> pl.Series:
    """Truth that somebody is active; unknown counts as active."""
    told = lenient(cells, "Is active", flags(cells.raw("Is active")))
    return told.fill_null(value=True)
