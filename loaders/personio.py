"""Personio, the employees of the interface or of the list: how everybody stands today."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, Final

import polars as pl

from loaders.bamboohr_pay import full_time_equivalent
from loaders.cells import Cells
from loaders.contract import Parcel, loader
from loaders.export import Export
from loaders.nested import flat_cells
from loaders.roster import roster, worker_kind
from loaders.roster_cells import cells_of, day, filled, keyed, number, spoken_name

# Personio numbers its people itself; the prefix keeps these numbers apart from the firm's own.
OWN_ID: Final = "login:personio-"
ATTRIBUTES: Final = "attributes"
MARKS: Final = frozenset({"type", ATTRIBUTES})
CELL: Final = frozenset({"label", "value"})
EMPLOYEE: Final = "Employee"
CUSTOM: Final = "dynamic_"  # a field of the firm's own; its label is its name
LOOKED_AT: Final = 50  # employees who tell what a file holds
# Labels of an account in English: these everybody has, and two of those only Personio has.
LABELS: Final = ("First name", "Last name", "Hire date")
OWN_LABELS: Final = (
    "Subcompany",
    "Contract ends",
    "Last day of work",
    "Salary interval",
    "Fix salary",
)
ENOUGH: Final = 2
INACTIVE: Final = "inactive"
# Our word -> key of the interface, and label of the list.
NAMES: Final = {
    "id": ("id", "ID"),
    "email": ("email", "Email"),
    "hired": ("hire_date", "Hire date"),
    "ended": ("termination_date", "Termination date"),
    "last": ("last_working_day", "Last day of work"),
    "status": ("status", "Status"),
    "kind": ("employment_type", "Employment type"),
    "hours": ("weekly_working_hours", "Weekly hours"),
    "position": ("position", "Position"),
}


def _recognises(export: Export) -> bool:
    if export.shape in {"json", "ndjson"}:
        if not (export.keys >= MARKS or "data" in export.keys):
            return False  # before parsing: one record a line may be a million lines
        return any(map(_is_employee, islice(_employees(export), LOOKED_AT)))
    view = export.at_header(*LABELS) if export.shape == "table" else None
    return view is not None and sum(view.has(label) for label in OWN_LABELS) >= ENOUGH


@loader(
    label="Personio employees",
    fills=("person", "membership", "team"),
    keys=("login", "email"),
    grain="one record per employee as they stand",
    verified="two connectors that read the interface, one of them with its recorded answer",
    recognises=_recognises,
    snapshot=True,
)
def personio(export: Export) -> Parcel:
    """One person and one present membership per employee.

    export   JSON of the employees (`attributes` with `label` and `value`), or the employee list
             as CSV or XLSX of an account in English
    returns  person, membership (team is the team, else the department; fte [share of a full post]
             is hours of a week / 40), team (teams below departments below subcompanies)

    Counts: a membership begins with the hire date, as if nobody had ever moved. The last day is
    the termination date, without one the last day of work. A day is the one that is written,
    whatever the offset beside it. In the list the supervisor is a name: it counts only when one
    employee of the file bears it. Custom fields are taken by the plain labels Level and Job
    family. Lists in other languages are loaded through a mapping.
    Leaves out: pay (the interface names no currency), cost centres, absences, birthdays, genders
    and all other fields of the firm's own.
    """
    cells = _cells(export)
    rows = _rows(cells).filter(cells.refusals.kept)
    return cells.parcel(roster(rows, cells.refusals.notes))


def _employees(export: Export) -> Iterator[dict[str, Any]]:
    """Employees of a JSON file: a list of them, or an answer that holds one as `data`."""
    for record in export.records():
        inner = record.get("data")
        yield inner if isinstance(inner, dict) else record


def _is_employee(record: Mapping[str, Any]) -> bool:
    told = record.get(ATTRIBUTES)
    cells = told.values() if isinstance(told, dict) else ()
    is_labelled = any(isinstance(cell, dict) and cell.keys() >= CELL for cell in cells)
    return record.get("type") == EMPLOYEE and is_labelled


def _cells(export: Export) -> Cells:
    """Cells under keys of the interface or labels of the list."""
    if export.shape == "table":
        return cells_of(export.at_header(*LABELS) or export)
    found = [record.get(ATTRIBUTES) for record in _employees(export)]
    records = [dict(_values(told)) if isinstance(told, dict) else {} for told in found]
    return flat_cells(export, records, export.record_lines)


def _values(attributes: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Key and value of attributes; a record inside has its own attributes as its values."""
    for key, cell in attributes.items():
        is_wrapped = isinstance(cell, dict) and "value" in cell
        value = cell["value"] if is_wrapped else cell
        name = cell.get("label") if is_wrapped and key.startswith(CUSTOM) else key
        if isinstance(value, dict) and isinstance(value.get(ATTRIBUTES), dict):
            value = dict(_values(value[ATTRIBUTES]))
        yield str(name), value


def _rows(cells: Cells) -> pl.DataFrame:
    """The employees in the words of a roster."""
    own, email = keyed(OWN_ID, cells.text(*NAMES["id"])), cells.text(*NAMES["email"])
    key = pl.select(pl.coalesce(own, pl.lit("email:") + email)).to_series()
    ended = pl.coalesce(day(cells, *NAMES["ended"]), day(cells, *NAMES["last"]))
    named = cells.text("supervisor")
    address = pl.when(named.str.contains("@", literal=True)).then(named)
    told = cells.text("supervisor.email")
    return pl.DataFrame(
        {
            "row": cells.rows["row"],
            "person_id": cells.needed(key, *NAMES["email"]),
            "email": email,
            "login": own.str.strip_prefix("login:"),
            "name": _name(cells),
            "hire_date": day(cells, *NAMES["hired"]),
            "termination_date": pl.select(ended).to_series(),
            "is_inactive": cells.text(*NAMES["status"]).str.to_lowercase() == INACTIVE,
            "worker_type": worker_kind(cells.text(*NAMES["kind"])),
            "location": filled(cells, "office.name", "office"),
            "team": filled(cells, "team.name", "team"),
            "department": filled(cells, "department.name", "department"),
            "company": filled(cells, "subcompany.name", "subcompany"),
            "job_title": cells.text(*NAMES["position"]),
            "job_family": cells.text("Job family"),
            "level": cells.text("Level"),
            "fte": full_time_equivalent(number(cells, *NAMES["hours"])),
            "manager_key": keyed(OWN_ID, cells.text("supervisor.id")),
            "manager_email": pl.select(pl.coalesce(address, told)).to_series(),
            "manager_name": named,
        }
    )


def _name(cells: Cells) -> pl.Series:
    told = pl.coalesce(
        spoken_name(cells, "first_name", "last_name"), spoken_name(cells, "First name", "Last name")
    )
    return pl.select(told).to_series()
