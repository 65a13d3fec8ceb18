"""HiBob, the people of the interface: how everybody stands today."""

from itertools import islice
from typing import Final

import polars as pl

from loaders.cells import Cells
from loaders.contract import Parcel, loader
from loaders.export import Export
from loaders.hibob_rows import OWN_ID, own_key, share_of_post
from loaders.nested import flat_cells
from loaders.roster import roster, worker_kind
from loaders.roster_cells import day, filled, keyed, number, spoken_name

# Of a person, and of the record `work` in it; no other system has both.
MARKS: Final = frozenset({"id", "work"})
OF_WORK: Final = frozenset(
    {"reportsTo", "reportsToIdInCompany", "employeeIdInCompany", "isManager", "siteId"}
)
LOOKED_AT: Final = 50  # people who tell what a file holds
INACTIVE: Final = ("inactive", "terminated")


def _recognises(export: Export) -> bool:
    if export.shape not in {"json", "ndjson"} or not export.keys >= MARKS:
        return False
    works = (record.get("work") for record in islice(export.records(), LOOKED_AT))
    return any(isinstance(work, dict) and not OF_WORK.isdisjoint(work) for work in works)


@loader(
    label="HiBob people",
    fills=("person", "membership", "team"),
    keys=("login", "email", "employee_id"),
    grain="one record per person as they stand",
    verified="two connectors that read the interface",
    recognises=_recognises,
    snapshot=True,
)
def hibob(export: Export) -> Parcel:
    """One person and one present membership per person of the company.

    export   JSON of the people (search or list), with readable values instead of list ids
    returns  person, membership (team is the department; fte [share of a full post]), team

    Counts: a membership begins with the present row of the table Work when the record tells its
    day, else with the start date. Whoever is inactive or terminated without a last day is in no
    team. An FTE above 1 is a percentage. The manager is told by HiBob's number or by address.
    Without readable values a department is the number of a list item: it is kept, and told.
    Leaves out: pay (its shape differs from firm to firm), private, home and identity fields, and
    the firm's own fields, among them levels and job families.
    """
    people = export.records()
    cells = flat_cells(export, people, export.record_lines)
    rows = _rows(cells).filter(cells.refusals.kept)
    notes = cells.refusals.notes
    told = rows["department"].drop_nulls()
    if told.len() and told.str.contains(r"^\d+$").all():
        notes.append(
            "Departments are numbers of list items; search again for readable values to have names."
        )
    return cells.parcel(roster(rows, notes))


def _rows(cells: Cells) -> pl.DataFrame:
    """The people in the words of a roster."""
    own = own_key(cells, "id")
    email, number_told = cells.text("email"), cells.text("work.employeeIdInCompany")
    key = pl.select(pl.coalesce(own, pl.lit("email:") + email)).to_series()
    hired = pl.coalesce(day(cells, "work.startDate"), day(cells, "work.originalStartDate"))
    return pl.DataFrame(
        {
            "row": cells.rows["row"],
            "person_id": cells.needed(key, "id", "email"),
            "employee_id": number_told,
            "email": email,
            "login": own.str.strip_prefix("login:"),
            "name": _name(cells),
            "hire_date": pl.select(hired).to_series(),
            "termination_date": day(cells, "internal.terminationDate"),
            "is_inactive": _is_inactive(cells),
            "worker_type": _worker_type(cells),
            "location": cells.text("work.site"),
            "department": cells.text("work.department"),
            "job_title": cells.text("work.title"),
            "fte": share_of_post(number(cells, "payroll.employment.fte")),
            "valid_from": day(cells, "work.activeEffectiveDate"),
            "manager_key": _manager(cells),
            "manager_email": cells.text("work.reportsTo.email"),
        }
    )


def _name(cells: Cells) -> pl.Series:
    told = pl.coalesce(cells.text("displayName"), spoken_name(cells, "firstName", "surname"))
    return pl.select(told).to_series()


def _is_inactive(cells: Cells) -> pl.Series:
    status = cells.text("internal.status").str.to_lowercase()
    phase = cells.text("internal.lifecycleStatus").str.to_lowercase()
    away = status.is_in(INACTIVE).fill_null(value=False)
    return away | phase.is_in(INACTIVE).fill_null(value=False)


def _worker_type(cells: Cells) -> pl.Series:
    """Contractor or employee, out of the type and the contract of the employment."""
    both = pl.concat_str(
        cells.text("payroll.employment.type"),
        cells.text("payroll.employment.contract"),
        separator=" ",
        ignore_nulls=True,
    )
    told = pl.select(pl.when(both != "").then(both)).to_series()
    return worker_kind(told)


def _manager(cells: Cells) -> pl.Series:
    """Key of the manager: by HiBob's number, else by the firm's."""
    own = keyed(OWN_ID, filled(cells, "work.reportsTo.id", "work.manager"))
    firm = keyed("employee_id:", cells.text("work.reportsToIdInCompany"))
    return pl.select(pl.coalesce(own, firm)).to_series()
