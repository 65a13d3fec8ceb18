"""Moodle, course completion report as CSV: who finished the course of the file when."""

from typing import Final

import polars as pl

from loaders.cells import Cells
from loaders.contract import Parcel, loader
from loaders.export import Export, normalise
from loaders.moodle_cells import OWN_ID, course_of, keys
from loaders.trainings import (
    BLIND,
    finished,
    finished_on,
    once,
    parcel,
    people,
    prefixed,
    training,
)

FIRST: Final = ("id", "name")
DONE: Final = "Course complete"
PREFIX: Final = "completion-"


def _recognises(export: Export) -> bool:
    names = [normalise(cell) for cell in export.header]
    while names and not names[-1]:
        names.pop()
    return (
        export.shape == "table"
        and tuple(names[:2]) == FIRST
        and names[-1] == normalise(DONE)
        and names.count(normalise(DONE)) == 1
    )


@loader(
    label="Moodle course completion",
    fills=("training", "person"),
    keys=("email", "id", "login"),
    grain="one row per enrolled user of the course that the file is about",
    verified="source code of Moodle that writes the file",
    recognises=_recognises,
    blind=BLIND,
)
def moodle_completion(export: Export) -> Parcel:
    """One row per person who completed the course, on the day of its completion.

    export   completion-SHORTNAME.csv in English, commas or UTF-16 with tabs (for Excel)
    returns  training: course is the short name in the name of the file
             person: e-mail and Moodle's own number tied

    Counts: the last column decides, by the criteria that the course was given; single activities
    do not. Hours are not told: Moodle keeps none.
    Leaves out: people who have not completed the course (a note counts them), activities and their
    dates, departments and other columns of identity.
    """
    course = course_of(export, PREFIX)
    cells = Cells(export)
    own = prefixed(OWN_ID, cells.id("ID"))
    is_finished = cells.text(DONE).is_not_null()
    told = {
        **keys(cells, own, cells.text("Name")),
        "course": pl.repeat(course, cells.rows.height, dtype=pl.String, eager=True),
        "completed_on": finished_on(cells, is_finished, DONE),
    }
    needed = {"person_id": "ID", "completed_on": DONE}
    rows = once(cells, finished(cells, told, is_finished, needed))
    return parcel(cells, {"training": training(rows), "person": people(rows)})
