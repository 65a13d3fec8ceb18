"""Frappe HR and ERPNext, employees: how everybody stands today, and earlier places if told."""

from typing import Any, Final

import polars as pl

from loaders.cells import Cells
from loaders.contract import Parcel, loader
from loaders.export import Export
from loaders.frappe_export import OWN_ID, at_labels, carried, documents, unquoted
from loaders.lenient import lenient
from loaders.nested import flat_cells
from loaders.roster import roster, worker_kind
from loaders.roster_cells import cells_of, day, keyed, label
from loaders.values import days, texts

JOINED: Final = "Date of Joining"  # labels and field names are alike but for case and blanks
IDS: Final = ("ID", "Employee", "name")
MARKS: Final = (
    "Reports to",
    "Designation",
    "Company Email",
    "Relieving Date",
    "Holiday List",
    "Prefered Contact Email",
    "Series",
)
ENOUGH: Final = 2
FIELDS: Final = frozenset({"name", "date_of_joining", "designation", "reports_to"})
PAST: Final = "Internal Work History"  # a table of an employee; its label stands in brackets
PAST_FIELDS: Final = {
    "Department": "department",
    "Designation": "designation",
    "Branch": "branch",
    "From Date": "from_date",
    "To Date": "to_date",
}
GONE: Final = ("left", "inactive")


def _view(export: Export) -> Export | None:
    """The table with its header at the labels."""
    view = at_labels(export, JOINED)
    is_told = view is not None and view.first(*IDS) and sum(map(view.has, MARKS)) >= ENOUGH
    return view if is_told else None


def _recognises(export: Export) -> bool:
    if export.shape == "ndjson":
        return export.keys >= FIELDS
    if export.shape == "json":
        return any(each.keys() >= FIELDS for each in documents(export))
    return _view(export) is not None


@loader(
    label="Frappe HR and ERPNext employees",
    fills=("person", "membership", "team"),
    keys=("login", "employee_id", "email"),
    grain="one row per employee as they stand; a row more for each line of a table inside",
    verified="vendor's source code, of the document and of both export tools",
    recognises=_recognises,
    snapshot=True,
)
def frappe_employee(export: Export) -> Parcel:
    """One person per employee, and one membership per place that the export tells.

    export   CSV or XLSX of Employee (either export tool, or the report view) in English, or JSON
             of the documents
    returns  person (employee_id is Employee Number, else the ID), membership (team is Department,
             level is Grade), team (departments below companies)

    Counts: a membership begins with the date of joining, as if nobody had ever moved. With the
    columns of the table Internal Work History its lines are the places of those who have any, a
    line that is over without grade and manager, which the export tells of today only; where all
    lines are over, today's place begins on the day after. Whoever is inactive or has left without
    a relieving date is in no team today. The address is the company's, else the user's login.
    Reports to is an ID.
    Leaves out: CTC (the file does not tell the span that it is for), private and preferred mail,
    birth dates, genders, health, family, bank, passport, addresses, biographies, feedback.
    """
    cells = _cells(export)
    rows = _places(_rows(cells), cells)
    has_past = bool(rows["begun"].is_not_null().any())
    return cells.parcel(roster(rows, cells.refusals.notes, history=has_past))


def _cells(export: Export) -> Cells:
    """Cells of employees and of the lines of their work history."""
    if export.shape == "table":
        return cells_of(_view(export) or export)
    records: list[dict[str, Any]] = []
    lines: list[int] = []
    for place, employee in enumerate(documents(export), start=1):
        past = employee.get("internal_work_history")
        for line in past if isinstance(past, list) and past else [{}]:
            told = {f"{name} ({PAST})": line.get(field) for name, field in PAST_FIELDS.items()}
            records.append({**employee, **told})
            lines.append(place)
    return flat_cells(export, records, lines)


def _rows(cells: Cells) -> pl.DataFrame:
    """Rows in the words of a roster, the employee's cells on each of them."""
    number = unquoted(cells, *IDS)
    login = cells.text("User ID")
    is_address = login.str.contains("@", literal=True)
    address = pl.when(is_address).then(login)
    rows = pl.DataFrame(
        {
            "row": cells.rows["row"],
            "number": number,
            "employee_id": cells.text("Employee Number"),
            "email": pl.select(pl.coalesce(cells.text("Company Email"), address)).to_series(),
            "name": cells.text("Full Name", "employee_name"),
            "hire_date": day(cells, JOINED),
            "termination_date": day(cells, "Relieving Date"),
            "status": cells.text("Status").str.to_lowercase(),
            "worker_type": worker_kind(cells.text("Employment Type")),
            "location": cells.text("Branch"),
            "department": cells.text("Department"),
            "company": cells.text("Company"),
            "job_title": cells.text("Designation"),
            "level": cells.text("Grade"),
            "manager_key": keyed(OWN_ID, unquoted(cells, "Reports to")),
        }
    )
    # A further line of an employee has no date of joining; a row that has one is an employee.
    stray = number.is_null() & cells.text(JOINED).is_not_null()
    rows = carried(rows, "number", *(c for c in rows.columns if c not in {"row", "number"}))
    bare = stray | rows["number"].is_null()
    cells.refusals.add(label(cells, *IDS), "a value is needed and the cell is empty", bare)
    return rows.with_columns(
        person_id=pl.lit(OWN_ID) + pl.col("number"),
        login=pl.lit(OWN_ID.removeprefix("login:")) + pl.col("number"),
        employee_id=pl.coalesce("employee_id", "number"),
        is_inactive=pl.col("status").is_in(GONE) & pl.col("termination_date").is_null(),
    )


def _places(rows: pl.DataFrame, cells: Cells) -> pl.DataFrame:
    """Places of the work history, and today's place of whoever has no line that is still open."""
    begun, ended = (_days(cells, name) for name in ("From Date", "To Date"))
    told = rows.with_columns(
        begun=begun,
        valid_to=ended.dt.offset_by("1d"),
        was_in=texts(_past(cells, "Department")).values,
        was=texts(_past(cells, "Designation")).values,
    )
    is_past = pl.col("begun").is_not_null()
    told = told.with_columns(
        is_first=pl.int_range(pl.len()).over("number") == 0,
        is_open=(is_past & pl.col("valid_to").is_null()).any().over("number"),
        since=pl.col("valid_to").filter(is_past).max().over("number"),
    ).filter(cells.refusals.kept)
    today = told.filter("is_first", ~pl.col("is_open")).with_columns(
        valid_from=pl.coalesce("since", "hire_date"), valid_to=pl.lit(None, pl.Date)
    )
    gone = pl.col("since") > pl.col("termination_date")
    today = today.filter(~gone.fill_null(value=False))
    return pl.concat([_lines(told.filter(is_past)), today], how="diagonal")


def _lines(past: pl.DataFrame) -> pl.DataFrame:
    """Lines of the work history as places.

    Counts: the grade, the manager and the state of an employee are today's: a place that is over
    does not have them.
    """
    is_over = pl.col("valid_to").is_not_null()
    todays = ("level", "manager_key")
    return past.with_columns(
        valid_from="begun",
        department="was_in",
        job_title="was",
        is_inactive=pl.col("is_inactive") & ~is_over,
        **{name: pl.when(~is_over).then(name) for name in todays},
    )


def _past(cells: Cells, column: str) -> pl.Series:
    """Cells of the work history, which alone has its own name in brackets."""
    name = f"{column} ({PAST})"
    written = [cell.casefold() for cell in cells.export.header]
    if name.casefold() not in written:
        return pl.repeat(None, cells.rows.height, dtype=pl.String, eager=True)
    return cells.rows.get_column(str(written.index(name.casefold())))


def _days(cells: Cells, column: str) -> pl.Series:
    """Days of the work history."""
    name, export = f"{column} ({PAST})", cells.export
    read = days(_past(cells, column), name, day_first=export.day_first, numerals=export.numerals)
    return lenient(cells, name, read)
