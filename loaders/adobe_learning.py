"""Adobe Learning Manager, learner transcript: who completed which course when."""

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
    once,
    parcel,
    people,
    prefixed,
    training,
)
from loaders.values import hours

OUTER: Final = "LP/Certification/Course"
DATE: Final = "Completion Date"  # its time zone stands behind it in brackets
SPENT: Final = "Time Spent(minutes)"
LONG: Final = "Training or Module Duration (mins)"
COMPLETED, FAILED = "completed", "fail"
COURSE: Final = "course"
ALTERNATE: Final = "alternate"


def _at_header(export: Export) -> Export | None:
    """The export with its header row found."""
    return export.at_header(OUTER, "Enrollment Date", DATE, "email") if export.grid else None


@loader(
    label="Adobe Learning Manager transcript",
    fills=("training", "person"),
    keys=("email", "id"),
    grain="one row per user, training and module attempt",
    verified="vendor documentation of every column",
    recognises=lambda export: export.shape == "table" and _at_header(export) is not None,
    meanings={
        "training.hours": "Time Spent(minutes) / 60 [h]: the time the person spent in the course,"
        " its modules added up by the vendor; where that is empty Training or Module Duration"
        " (mins) / 60: the nominal length",
    },
    blind=f"{BLIND} Its connectors export changes only, and may miss completions that were entered"
    " late.",
)
def adobe_learning(export: Export) -> Parcel:
    """One row per person and completed course.

    export   Learner Transcript as CSV or XLSX, with or without modules
    returns  training: hours [h] spent in the course, else its length; completed_on is the day in
             the time zone that stands in the header
             person: e-mail, unique id (an account name of the firm's sign-on) and name tied

    Counts: a learning programme or certification counts where the file does not tell its courses;
    elsewhere its hours are those of the courses. What was completed without a pass grade is not
    completed.
    Leaves out: modules (their time is in the course), other states (a note counts them),
    completions that were granted for an alternate training, which took no time; scores, comments,
    managers, active fields.
    """
    cells = Cells(_at_header(export) or export)
    cells.refusals.notes.extend(note for note in export.notes if note not in cells.refusals.notes)
    kinds = _kinds(cells)
    status, grade = cells.text("Status").str.to_lowercase(), cells.text("Grade").str.to_lowercase()
    is_training = kinds["is_training"]
    is_finished = is_training & (status == COMPLETED) & (grade != FAILED).fill_null(value=True)
    is_finished = is_finished.fill_null(value=False)
    needed = {"person_id": "email", "course": OUTER, "completed_on": DATE}
    rows = finished(cells, _rows(cells, is_finished), is_finished, needed, is_training)
    best = once(cells, rows)
    return parcel(cells, {"training": training(best), "person": people(best)})


def _kinds(cells: Cells) -> pl.DataFrame:
    """What each row is about: a module, an alternate completion, a whole of courses, a training."""
    method = cells.text("Completion Method").str.to_lowercase()
    rows = pl.DataFrame(
        {
            "person": first_filled(cells.text("email"), cells.text("User Unique ID")),
            "outer": cells.text(OUTER),
            "course": cells.text("Course"),
            "is_module": cells.text("Module").is_not_null(),
            "is_alternate": method.str.starts_with(ALTERNATE).fill_null(value=False),
            "is_course": (cells.text("Type").str.to_lowercase() == COURSE).fill_null(value=False),
        }
    )
    tells_course = pl.col("course").is_not_null() & ~pl.col("is_module")
    is_whole = pl.col("course").is_null() & ~pl.col("is_course") & ~pl.col("is_module")
    has_courses = tells_course.any().over("person", "outer")
    rows = rows.with_columns(is_container=is_whole & has_courses)
    sentences = {
        "is_module": "rows tell modules; their time is in the rows of the courses.",
        "is_alternate": "completions were granted for another training; they are left out.",
        "is_container": "programmes and certifications are left out; their courses count.",
    }
    for name, words in sentences.items():
        count = int(rows[name].sum())
        if count:
            cells.refusals.notes.append(f"{count} {words}")
    parts = pl.any_horizontal("is_module", "is_alternate", "is_container")
    return rows.with_columns(is_training=~parts)


def _rows(cells: Cells, is_finished: pl.Series) -> dict[str, pl.Series]:
    """Columns of the transcript in our words."""
    email, own = cells.text("email"), cells.id("User Unique ID")
    spent = lenient(cells, SPENT, hours(cells.raw(SPENT), "minutes"))
    long = lenient(cells, LONG, hours(cells.raw(LONG), "minutes"))
    return {
        "person_id": first_filled(prefixed("email:", email), prefixed("id:", own)),
        "email": email,
        "name": cells.text("Name"),
        "own": own,
        "course": first_filled(cells.text("Course"), cells.text(OUTER)),
        "completed_on": finished_on(cells, is_finished, DATE),
        "hours": first_filled(spent, long),
    }
