"""Frappe HR, training events: who was present at which training."""

from itertools import islice
from typing import Final

import polars as pl

from loaders.cells import Cells
from loaders.contract import Parcel, loader, shaped
from loaders.export import Export
from loaders.frappe_export import at_labels, carried, documents, own_key, unquoted
from loaders.nested import flat_cells
from loaders.values import moments

MARKS: Final = ("Event Status", "End Time", "Employee")  # labels, and field names alike
FIELDS: Final = frozenset({"event_status", "end_time", "employees"})
OF_EVENT: Final = ("status", "course", "topic", "provider", "completed_on", "hours")
LOOKED_AT: Final = 50  # documents that tell what a file holds
COMPLETED: Final = "completed"
DONE: Final = ("completed", "feedback submitted")  # Frappe sets them for whoever was present
PRESENT, ABSENT = "present", "absent"


def _recognises(export: Export) -> bool:
    if export.shape in {"json", "ndjson"}:
        is_answer = "data" in export.keys  # before parsing: one record a line may be a million
        answers = islice(documents(export), LOOKED_AT) if is_answer else ()
        return export.keys >= FIELDS or any(each.keys() >= FIELDS for each in answers)
    view = at_labels(export, *MARKS)
    return view is not None and view.first("Event Name", "ID") is not None


@loader(
    label="Frappe HR training events",
    fills=("training",),
    keys=("login",),
    grain="one row per training event and employee",
    verified="vendor's source code, of the document and of both export tools",
    recognises=_recognises,
    meanings={
        "training.hours": "End Time - Start Time [h] of an event that ends on the day it begins, "
        "breaks included"
    },
    blind="Only events that HR plans in Frappe are here; what people learn elsewhere is not.",
)
def frappe_training(export: Export) -> Parcel:
    """One row per person, training event and day on which it ended.

    export   CSV or XLSX of Training Event with its table Employees (either export tool), or JSON
             of the documents
    returns  training: hours [h] from start to end, none for an event of several days; topic is
             the training program, provider the supplier

    Counts: people who were present at a completed event: marked Present, or with the status that
    Frappe gives to them. Rows below an event that name only an employee belong to it.
    Leaves out: Is Mandatory (it is on for everybody unless HR takes it off, so it does not tell
    compliance training), introductions, trainers, costs (they are in the supplier's invoice), and
    the document Training Result, which has no day.
    """
    cells = _cells(export)
    rows = _rows(cells).filter(cells.refusals.kept)
    attended = rows.filter(pl.col("person_id").is_not_null())
    present = _present(attended, cells.refusals.notes)
    once = present.unique(["person_id", "course", "completed_on"], keep="last", maintain_order=True)
    return cells.parcel({"training": shaped("training", once.sort("row"))})


def _cells(export: Export) -> Cells:
    """Cells of events and their employees, whichever way they were exported."""
    if export.shape == "table":
        return Cells(at_labels(export, *MARKS) or export)
    records, lines = [], []
    for place, event in enumerate(documents(export), start=1):
        people = event.get("employees")
        told = {key: value for key, value in event.items() if key != "employees"}
        for person in people if isinstance(people, list) else []:
            if isinstance(person, dict):
                records.append(
                    {**told, **{k: person.get(k) for k in ("employee", "status", "attendance")}}
                )
                lines.append(place)
    return flat_cells(export, records, lines)


def _rows(cells: Cells) -> pl.DataFrame:
    """Rows in our words, the event's cells on each of them."""
    event = pl.select(pl.coalesce(cells.text("Event Name"), unquoted(cells, "ID", "name")))
    rows = pl.DataFrame(
        {
            "row": cells.rows["row"],
            "event": event.to_series(),
            "status": cells.text("Event Status").str.to_lowercase(),
            "course": cells.text("Course"),
            "topic": cells.text("Training Program"),
            "provider": cells.text("Supplier"),
            "completed_on": cells.day("End Time"),
            "hours": _hours(cells),
            "person_id": own_key(cells, "Employee"),
            "part": cells.text("Status").str.to_lowercase(),
            "attendance": cells.text("Attendance").str.to_lowercase(),
        }
    )
    rows = carried(rows, "event", *OF_EVENT)
    cells.needed(rows["event"], "Event Name", "ID")
    cells.needed(rows["completed_on"], "End Time")
    return rows.with_columns(course=pl.coalesce("course", "event"))


def _hours(cells: Cells) -> pl.Series:
    """Hours from start to end, of an event that ends on the day it begins."""
    first, told = cells.export.day_first, cells.export.numerals
    # Both stand in the firm's own time: what lies between them needs no offset.
    start, end = (
        moments(cells.raw(name), name, day_first=first, numerals=told).values
        for name in ("Start Time", "End Time")
    )
    hours = (end - start).dt.total_seconds() / 3600
    is_of_a_day = (start.dt.date() == end.dt.date()) & (hours > 0)
    return pl.select(pl.when(is_of_a_day).then(hours)).to_series()


def _present(rows: pl.DataFrame, notes: list[str]) -> pl.DataFrame:
    """Rows of people who were present at an event that is over."""
    over = rows.filter(pl.col("status") == COMPLETED)
    was_there = (pl.col("attendance") == PRESENT) | (
        pl.col("part").is_in(DONE) & pl.col("attendance").ne_missing(ABSENT)
    )
    present = over.filter(was_there.fill_null(value=False))
    sentences = {
        f"{rows.height - over.height} rows are of events that are not completed.": over.height
        < rows.height,
        f"{over.height - present.height} people were not marked as present; they do not "
        "count.": present.height < over.height,
    }
    notes.extend(words for words, is_told in sentences.items() if is_told)
    return present
