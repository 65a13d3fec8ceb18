"""ADP Workforce Now, a census or report on employees: who holds which positions today."""

from typing import Final

import polars as pl

from loaders.cells import Cells
from loaders.contract import Parcel, loader
from loaders.export import Export
from loaders.roster import roster, worker_kind
from loaders.roster_cells import cells_of, day, filled, keyed, spoken_name

PERSON: Final = "Associate ID"
POSITIONS: Final = ("Position ID", "Position Status")
# Columns that ADP alone has beside its ids of associates and positions.
MARKS: Final = (
    "Position Status",
    "Payroll Company Code",
    "File Number",
    "Home Department Code",
    "Home Department Description",
    "Reports To Associate ID",
    "Reports To Position ID",
)
NAME_PARTS: Final = (
    ("Legal First Name", "Legal Last Name"),
    ("First Name", "Last Name"),
    ("First Name", "Employee Last Name"),
)
CHOSEN: Final = ("Preferred Name", "Preferred Or Chosen First Name")
# Units, each with a description and a code.
UNITS: Final = {
    "department": ("Home Department Description", "Home Department Code"),
    "business_unit": ("Business Unit Description", "Business Unit Code"),
}
HIRED: Final = ("Hire/Rehire Date", "Rehire Date", "Hire Date")
DAYS: Final = (*HIRED, "Position Start Date", "Termination Date")
GONE: Final = ("terminated", "inactive")


def _at_header(export: Export) -> Export | None:
    """The export at the row that names associates or positions."""
    for names in ((PERSON,), POSITIONS):
        found = export.at_header(*names)
        if found is not None:
            return found
    return None


def _recognises(export: Export) -> bool:
    found = _at_header(export) if export.shape == "table" else None
    if found is None:
        return False
    return found.has(*POSITIONS) or (found.has(PERSON) and any(found.has(mark) for mark in MARKS))


@loader(
    label="ADP Workforce Now census",
    fills=("person", "membership", "team"),
    keys=("employee_id", "email", "login"),
    grain="one row per position of an associate",
    verified="six published programs that read the report",
    recognises=_recognises,
    snapshot=True,
)
def adp_workforce(export: Export) -> Parcel:
    """One person per associate, and one present membership per associate and department.

    export   CSV or XLSX of a report or census; headers with their section in brackets are read too
    returns  person, membership, team (home department below business unit; the code is its key)

    Counts: a membership begins with Position Start Date, else with the hire date, as if nobody had
    ever moved; of several hire dates the rehire counts. Several positions of an associate are
    several teams at once, and whoever has left one of them has not left the firm. Leave is
    employment. A report without Associate ID tells people by Position ID. Managers are told by
    associate, position or name. Dates are month first unless a column or the reader says
    otherwise.
    Leaves out: pay, which has no currency here, full or part time, which is no number, job codes,
    reasons of termination, social security numbers, birth dates, gender, addresses.
    """
    cells = cells_of(_at_header(export) or export, month_first=DAYS)
    rows = _rows(cells).filter(cells.refusals.kept)
    return cells.parcel(roster(rows, cells.refusals.notes))


def _rows(cells: Cells) -> pl.DataFrame:
    associate, post = cells.id(PERSON), cells.id("Position ID")
    by_number, by_post = keyed("employee_id:", associate), keyed("login:adp-", post)
    person = cells.needed(pl.select(pl.coalesce(by_number, by_post)).to_series(), PERSON)
    hired = pl.select(pl.coalesce([day(cells, name) for name in HIRED])).to_series()
    return pl.DataFrame(
        {
            "row": cells.rows["row"],
            "person_id": person,
            "employee_id": associate,
            "email": cells.text("Work Contact: Work Email").str.to_lowercase(),
            "login": "adp-" + post,
            "post": post,
            **_names(cells),
            "hire_date": hired,
            "valid_from": day(cells, "Position Start Date"),
            "termination_date": day(cells, "Termination Date"),
            "is_inactive": cells.text("Position Status").str.to_lowercase().is_in(GONE),
            "worker_type": worker_kind(cells.text("Worker Category Description")),
            "location": filled(cells, "Location Description", "Location City", "Location Code"),
            "job_title": cells.text("Job Title Description"),
            "job_family": cells.text("Job Function Description"),
            **{unit: cells.text(name) for unit, (name, _) in UNITS.items()},
            **{f"{unit}_id": cells.text(code) for unit, (_, code) in UNITS.items()},
            **_managers(cells),
        }
    )


def _names(cells: Cells) -> dict[str, pl.Series]:
    """The name, and how else a manager may be called."""
    spelled = [spoken_name(cells, *parts) for parts in NAME_PARTS]
    name = pl.select(pl.coalesce(spelled)).to_series()
    last = filled(cells, "Legal Last Name", "Last Name", "Employee Last Name")
    others = [pl.concat_str(cells.text(first), last, separator=" ") for first in CHOSEN]
    whole = [cells.text(first) for first in CHOSEN]
    return {"name": name, "other_names": pl.select(pl.concat_list(*others, *whole)).to_series()}


def _managers(cells: Cells) -> dict[str, pl.Series]:
    by_number = keyed("employee_id:", cells.id("Reports To Associate ID"))
    by_post = keyed("login:adp-", cells.id("Reports To Position ID"))
    return {
        "manager_key": pl.select(pl.coalesce(by_number, by_post)).to_series(),
        "manager_name": cells.text("Reports To Name"),
    }
