"""SAP SuccessFactors Employee Central, job information (EmpJob): who had which job when."""

from dataclasses import replace
from typing import Any, Final

import polars as pl

from loaders.cells import Cells
from loaders.contract import Parcel, loader
from loaders.export import Export, normalise
from loaders.gather import records_in
from loaders.lenient import lenient
from loaders.parsed import texts
from loaders.roster import roster
from loaders.roster_cells import cells_of, label
from loaders.sheet import RecordGrid
from loaders.successfactors_words import OWN_ID, manager_key, own_key, unit
from loaders.values import days

KEY: Final = ("userId", "seqNumber", "startDate")
MARKS: Final = ("emplStatus", "managerId", "jobCode", "department", "position")
ENOUGH: Final = 2
# Statuses as Employee Central is delivered: furlough, discarded, retired, terminated. Leave and
# suspension are employment (SAP note 2505526).
GONE: Final = ("f", "o", "r", "t", "furlough", "discarded", "retired", "terminated")
EMPLOYED: Final = (
    *("a", "d", "p", "s", "u"),
    *("active", "dormant", "paid leave", "suspended", "unpaid leave"),
)
MILLISECONDS: Final = r"^/Date\((-?\d+)(?:[+-]\d+)?\)/$"  # as OData 2 writes a day in JSON


def _recognises(export: Export) -> bool:
    if export.shape not in {"table", "json", "ndjson"}:
        return False
    entries = _entries(export)
    first = entries[0] if entries else {}
    there = {normalise(name) for name in (*export.header, *export.keys, *first)}
    marks = sum(normalise(name) in there for name in MARKS)
    return {normalise(name) for name in KEY} <= there and marks >= ENOUGH


@loader(
    label="SAP SuccessFactors job information (history)",
    fills=("person", "membership", "team"),
    keys=("employee_id", "login"),
    grain="one row per employment, start date and sequence number",
    history=True,
    verified="a production connector's reading, vendor's notes on statuses",
    recognises=_recognises,
    blind="People's names and addresses: load the user data file beside it.",
)
def successfactors_empjob(export: Export) -> Parcel:
    """One membership per employment and span in which nothing about the job changed.

    export   JSON of the OData entity EmpJob, or a table with the same fields
    returns  person (keys only), membership, team (department, division, business unit, company)

    Counts: a row holds until its endDate or until the next one begins; of several on one day the
    highest seqNumber counts. Rows with the delivered statuses furlough, discarded, retired and
    terminated end the job before; other codes, which a firm sets itself, count as employed. A
    rehire or second job has a user id of its own; personIdExternal ties them when it is there.
    Leaves out: names (another entity has them), standard hours, for the file does not tell those of
    a full post, cost centres, positions, countries.
    """
    table, cut = _table(export)
    cells = cells_of(table)
    rows = _rows(cells).filter(cells.refusals.kept)
    facts = roster(rows, cells.refusals.notes, history=True)
    return replace(cells.parcel(facts), cut=cut)


def _rows(cells: Cells) -> pl.DataFrame:
    user = cells.needed(cells.id("userId"), "userId")
    begun = cells.needed(_day(cells, "startDate"), "startDate")
    is_gone = _is_gone(cells)
    title = pl.coalesce(cells.text("jobTitle"), cells.text("jobCode"))
    last = pl.when(is_gone).then(begun.dt.offset_by("-1d"))
    return pl.DataFrame(
        {
            "row": cells.rows["row"],
            "order": cells.count("seqNumber"),
            "person_id": own_key(user),
            "employee_id": cells.text("personIdExternal"),
            "login": OWN_ID + user,
            "valid_from": begun,
            "valid_to": _day(cells, "endDate").dt.offset_by("1d"),
            "termination_date": pl.select(last).to_series(),
            "is_inactive": is_gone,
            "location": cells.text("location"),
            "job_title": pl.select(title).to_series(),
            "manager_key": manager_key(cells.text("managerId")),
            **unit("department", cells.text("department")),
            **unit("division", cells.text("division")),
            **unit("business_unit", cells.text("businessUnit")),
            **unit("company", cells.text("company")),
        }
    )


def _is_gone(cells: Cells) -> pl.Series:
    """Truth that a row's status is of somebody who is not employed."""
    status = cells.text("emplStatus").str.to_lowercase()
    unknown = int((~status.is_in((*GONE, *EMPLOYED))).sum())
    if unknown:
        cells.refusals.notes.append(
            f"{unknown} rows have a status code of the firm's own; they count as employed."
        )
    return status.is_in(GONE).fill_null(value=False)


def _day(cells: Cells, name: str) -> pl.Series:
    """Days; JSON of the interface has them as milliseconds since 1970, in brackets."""
    written = texts(cells.raw(name)).values
    ticks = written.str.extract(MILLISECONDS).cast(pl.Int64).cast(pl.Datetime("ms"))
    plain = pl.coalesce(ticks.dt.strftime("%Y-%m-%d"), written)
    export = cells.export
    read = days(
        pl.select(plain).to_series(),
        label(cells, name),
        day_first=export.day_first,
        numerals=export.numerals,
    )
    return lenient(cells, label(cells, name), read)


def _table(export: Export) -> tuple[Export, str]:
    """The export as a table, and why it is not the whole."""
    answers = _answers(export)
    if not answers:
        return export, ""
    entries = _entries(export)
    columns = tuple(dict.fromkeys(key for entry in entries for key in entry))
    lines = list(range(1, len(entries) + 1))
    is_cut = "__next" in answers[-1]
    cut = "The answer names a next page, which is not in the file." if is_cut else ""
    grid = RecordGrid(entries, lines, columns)
    return replace(export, grid=grid, header_row=1), cut


def _answers(export: Export) -> list[dict[str, Any]]:
    """What the interface's answers hold, page by page."""
    inner = (document.get("d") for document in export.documents if isinstance(document, dict))
    return [answer for answer in inner if isinstance(answer, dict)]


def _entries(export: Export) -> list[dict[str, Any]]:
    return [entry for answer in _answers(export) for entry in records_in(answer.get("results"))]
