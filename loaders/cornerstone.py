"""Cornerstone OnDemand, transcript report: who finished which training when."""

from typing import Final

import polars as pl

from loaders.cells import Cells
from loaders.contract import Parcel, loader, shaped
from loaders.export import Export
from loaders.lenient import lenient
from loaders.values import days, hours

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
    rows = _rows(cells)
    finished = rows.filter(pl.col("status").is_in(FINISHED) & cells.refusals.kept)
    leaves = finished.filter(pl.col("type").ne_missing(CURRICULUM))
    has_session = (pl.col("type") == SESSION).any().over("person_id", "course")
    leaves = leaves.filter(~(pl.col("type").eq_missing(EVENT) & has_session.fill_null(value=False)))
    best = leaves.sort("completed_on", "row").unique(
        ["person_id", "course"], keep="last", maintain_order=True
    )
    _note(cells, rows, finished, best)
    return cells.parcel({"training": shaped("training", best.sort("row"))})


def _rows(cells: Cells) -> pl.DataFrame:
    """Rows of the report in our words; a finished one without person, course or day is refused."""
    told, number = cells.text(*USER), cells.text(*EMPLOYEE)
    email = cells.text(*EMAIL)
    person = pl.select(
        pl.coalesce(pl.lit("employee_id:") + number, pl.lit("id:") + told, pl.lit("email:") + email)
    ).to_series()
    status = cells.text(*STATUS).str.to_lowercase()
    is_finished = status.is_in(FINISHED).fill_null(value=False)
    rows = pl.DataFrame(
        {
            "row": cells.rows["row"],
            "person_id": person,
            "course": cells.text(*TITLE),
            "type": cells.text(*TYPE).str.to_lowercase(),
            "provider": cells.text(*PROVIDER),
            "status": status,
            "completed_on": _days(cells, is_finished),
            "hours": _hours(cells),
        }
    )
    for names, column in ((USER, "person_id"), (TITLE, "course"), (COMPLETED, "completed_on")):
        where = is_finished & rows[column].is_null() & cells.refusals.kept
        reason = "a finished training needs a value here"
        cells.refusals.add(_header(cells, names), reason, where)
    return rows


def _days(cells: Cells, is_finished: pl.Series) -> pl.Series:
    """Days of completion; an unfinished row may have none, or one that cannot be read.

    Counts: a bare number is a spreadsheet's day, also in a CSV that a spreadsheet saved.
    """
    first = cells.export.day_first
    column = _header(cells, COMPLETED)
    parsed = days(cells.raw(*COMPLETED), column, day_first=first, numerals="serial")
    cells.refusals.notes.extend(parsed.notes)
    failed = parsed.reasons.is_not_null() & is_finished
    cells.refusals.add(column, "a day was expected, like 2024-05-31", failed)
    return parsed.values


def _header(cells: Cells, names: tuple[str, ...]) -> str:
    """The name that the file itself uses."""
    return next((name for name in names if cells.export.has(name)), names[0])


def _hours(cells: Cells) -> pl.Series:
    """Hours of the training; where the report has none, the minutes spent in it."""
    planned = lenient(cells, HOURS[0], hours(cells.raw(*HOURS)))
    spent = lenient(cells, MINUTES[0], hours(cells.raw(*MINUTES), "minutes"))
    return pl.select(pl.coalesce(planned, spent)).to_series()


def _note(cells: Cells, rows: pl.DataFrame, finished: pl.DataFrame, best: pl.DataFrame) -> None:
    """What was not taken and why."""
    curricula = finished.filter(pl.col("type") == CURRICULUM).height
    again = finished.height - curricula - best.height
    unfinished = rows.height - rows["status"].is_in(FINISHED).sum()
    sentences = {
        f"{unfinished} registrations are not completed; they are left out.": unfinished,
        f"{curricula} curricula are left out; the trainings in them count.": curricula,
        f"{again} rows tell a training of one person again; the latest counts.": again,
    }
    cells.refusals.notes.extend(words for words, count in sentences.items() if count)
