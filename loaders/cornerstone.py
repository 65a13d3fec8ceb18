"""Cornerstone OnDemand, transcript report: who finished which training when."""

from typing import Final

import polars as pl

from loaders.cells import Cells
from loaders.contract import Parcel, loader
from loaders.export import Export
from loaders.lenient import lenient
from loaders.trainings import (
    BLIND,
    finished,
    finished_on,
    first_filled,
    header,
    parcel,
    prefixed,
    training,
)
from loaders.values import hours

# Our name -> headers: plain, with the section before it, and as two Spanish tenants have them.
USER: Final = ("User ID", "User - User ID", "Identificación de usuario", "id_usuario")
EMPLOYEE: Final = ("Employee ID", "User - Employee ID")
EMAIL: Final = ("User - Email", "Work Email Address", "User Email")
TITLE: Final = ("Training Title", "Training - Training Title", "Título de la capacitación")
TYPE: Final = ("Training Type", "Training - Training Type", "Tipo de capacitación")
PROVIDER: Final = (
    "Training Provider",
    "Training - Training Provider",
    "Proveedor",
    "Proveedor de capacitación",
)
STATUS: Final = ("Transcript Status", "Transcript - Transcript Status", "Estado del expediente")
COMPLETED: Final = (
    "Transcript Completed Date",
    "Transcript - Transcript Completed Date",
    "Fecha de finalización de expediente",
)
HOURS: Final = ("Training Hours", "Training - Training Hours", "Horas de capacitación")
MINUTES: Final = (
    "Transcript - Transcript Time in training (min)",
    "Transcript Time in training (min)",
)
FINISHED: Final = ("completed", "terminado")
CURRICULUM: Final = "curriculum"
EVENT, SESSION = "event", "session"


def _at_header(export: Export) -> Export | None:
    """The export with its header row found, banners above it left out."""
    if export.shape != "table":
        return None
    pairs = ((status, title) for status in STATUS for title in TITLE)
    views = (export.at_header(*pair) for pair in pairs)
    return next((view for view in views if view is not None), None)


@loader(
    label="Cornerstone transcript report",
    fills=("training",),
    keys=("id", "employee_id", "email"),
    grain="one row per user, training and registration",
    verified="six programs that read such reports",
    recognises=lambda export: _at_header(export) is not None,
    meanings={
        "training.hours": "Training Hours [h]: nominal length of the training, from its catalogue;"
        " where that is empty Transcript Time in training (min) / 60: the time the person spent",
    },
    blind=BLIND,
    version=2,
)
def cornerstone(export: Export) -> Parcel:
    """One row per person and finished training.

    export   CSV or XLSX in English or Spanish; rows above the header do not matter
    returns  training: hours [h] of the training, else the time spent

    Counts: only what is completed, on the day of completion. A training that somebody was assigned
    again counts once, with its latest completion. Curricula are left out, because their hours are
    those of the trainings in them; an event is, where the person has a session of the same title.
    Leaves out: unfinished, withdrawn and failed registrations, credits (no hours), prices (their
    column is not known from a real file), names.
    """
    view = _at_header(export) or export
    cells = Cells(view)
    cells.refusals.notes.extend(note for note in export.notes if note not in cells.refusals.notes)
    told, is_finished = _rows(cells)
    needed = {"person_id": USER, "course": TITLE, "completed_on": COMPLETED}
    names = {ours: header(cells, theirs) for ours, theirs in needed.items()}
    done = finished(cells, told, is_finished, names)
    leaves = done.filter(pl.col("type").ne_missing(CURRICULUM))
    has_session = (pl.col("type") == SESSION).any().over("person_id", "course")
    leaves = leaves.filter(~(pl.col("type").eq_missing(EVENT) & has_session.fill_null(value=False)))
    best = leaves.sort("completed_on", "row").unique(
        ["person_id", "course"], keep="last", maintain_order=True
    )
    _note(cells, done, best)
    return parcel(cells, {"training": training(best)})


def _rows(cells: Cells) -> tuple[dict[str, pl.Series], pl.Series]:
    """Columns of the report in our words, and which rows are finished."""
    told, number = cells.id(*USER), cells.id(*EMPLOYEE)
    email = cells.text(*EMAIL)
    status = cells.text(*STATUS).str.to_lowercase()
    is_finished = status.is_in(FINISHED).fill_null(value=False)
    columns = {
        "person_id": first_filled(
            prefixed("employee_id:", number), prefixed("id:", told), prefixed("email:", email)
        ),
        "course": cells.text(*TITLE),
        "type": cells.text(*TYPE).str.to_lowercase(),
        "provider": cells.text(*PROVIDER),
        # A bare number is a spreadsheet's day, also in a CSV that a spreadsheet saved.
        "completed_on": finished_on(cells, is_finished, *COMPLETED, numerals="serial"),
        "hours": _hours(cells),
    }
    return columns, is_finished


def _hours(cells: Cells) -> pl.Series:
    """Hours of the training; where the report has none, the minutes spent in it."""
    planned = lenient(cells, HOURS[0], hours(cells.raw(*HOURS)))
    spent = lenient(cells, MINUTES[0], hours(cells.raw(*MINUTES), "minutes"))
    return first_filled(planned, spent)


def _note(cells: Cells, done: pl.DataFrame, best: pl.DataFrame) -> None:
    """What was not taken and why."""
    curricula = done.filter(pl.col("type") == CURRICULUM).height
    again = done.height - curricula - best.height
    sentences = {
        f"{curricula} curricula are left out; the trainings in them count.": curricula,
        f"{again} rows tell a training of one person again; the latest counts.": again,
    }
    cells.refusals.notes.extend(words for words, count in sentences.items() if count)
