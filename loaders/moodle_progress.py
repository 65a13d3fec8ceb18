"""Moodle, activity completion report as CSV: who finished all activities of a course."""

from typing import Final

import polars as pl

from loaders.cells import Cells
from loaders.contract import Parcel, loader
from loaders.export import Export
from loaders.moodle_cells import EMAIL, course_of, keys
from loaders.trainings import BLIND, finished, once, parcel, people, training
from loaders.values import days
from store.errors import SourceError

PREFIX: Final = "progress."
DONE: Final = r"(?i)^Completed(?: \((?:achieved pass grade|set by .*)\))?$"
FAILED: Final = r"(?i)^Completed \(did not achieve pass grade\)$"
OPEN: Final = r"(?i)^Not completed(?: \(set by .*\))?$"
A_MOMENT: Final = r"^(?:\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2})?$"
LOOKED_AT: Final = 20  # rows that must look like states and moments


def _pairs(export: Export) -> list[int]:
    """Positions of the activities' states; a moment, or nothing, stands in the column after each.

    Counts: the columns of identity in front have no such column behind them, so the pairs are
    counted from the end.
    """
    width = len(export.header)
    found = []
    for state in range(width - 2, 0, -2):
        is_pair = bool(export.header[state]) and _is_moment(export.header[state + 1])
        if not is_pair or not _looks_so(export, state):
            break
        found.append(state)
    return sorted(found)


def _is_moment(cell: str) -> bool:
    return bool(pl.Series([cell]).str.contains(A_MOMENT)[0])


def _looks_so(export: Export, state: int) -> bool:
    """Truth that the first rows hold a state here and a moment, or nothing, behind it."""
    rows = [row for row in export.head[export.header_row :][:LOOKED_AT] if len(row) > state + 1]
    return all(row[state] and _is_moment(row[state + 1] or "") for row in rows)


def _recognises(export: Export) -> bool:
    return export.shape == "table" and export.header[:1] == ("",) and bool(_pairs(export))


@loader(
    label="Moodle activity completion",
    fills=("training", "person"),
    keys=("email", "id", "name"),
    grain="one row per enrolled user of the course that the file is about",
    verified="source code of Moodle that writes the file",
    recognises=_recognises,
    blind=BLIND,
)
def moodle_progress(export: Export) -> Parcel:
    """One row per person who completed all activities of the course, on the day of the last one.

    export   progress.SHORTNAME.csv in English, commas or UTF-16 with tabs (for Excel)
    returns  training: course is the short name in the name of the file
             person: name and e-mail

    Counts: this report does not tell who completed the course, so all its activities must be
    completed, and none without its pass grade. Load the course completion report instead where
    there is one; of both, a course that was completed on another day counts twice. Hours are not
    told: Moodle keeps none.
    Leaves out: people with an open or failed activity (a note counts them), single activities, who
    overrode a state, departments and other columns of identity.
    """
    course, pairs = course_of(export, PREFIX), _pairs(export)
    cells = Cells(export)
    name = cells.rows.get_column("0").str.strip_chars()
    states = [cells.rows.get_column(str(at)).str.strip_chars() for at in pairs]
    _check(cells, states)
    is_finished = pl.select(
        pl.all_horizontal(state.str.contains(DONE).fill_null(value=False) for state in states)
    ).to_series()
    told = {
        **keys(cells, None, name),
        "course": pl.repeat(course, cells.rows.height, dtype=pl.String, eager=True),
        "completed_on": _last_day(cells, pairs, is_finished),
    }
    needed = {"person_id": EMAIL, "completed_on": "date of the last activity"}
    rows = once(cells, finished(cells, told, is_finished, needed))
    return parcel(cells, {"training": training(rows), "person": people(rows)})


def _check(cells: Cells, states: list[pl.Series]) -> None:
    """Stop at states in another language: nobody would have completed anything."""
    filled = pl.concat(states).drop_nulls()
    strange = int((~filled.str.contains(f"{DONE}|{FAILED}|{OPEN}")).sum())
    if strange == len(filled) > 0:
        raise SourceError(
            f"{cells.export.name} has states that are not in English",
            "Completed, Not completed and their like",
            "Set your language in Moodle to English and export the report again",
        )
    if strange:
        cells.refusals.notes.append(f"{strange} states are not known; they count as open.")


def _last_day(cells: Cells, pairs: list[int], is_finished: pl.Series) -> pl.Series:
    """Day on which the last activity was completed; null when one of them has none."""
    read = []
    for at in pairs:
        column = cells.export.header[at]
        parsed = days(cells.rows.get_column(str(at + 1)), column)
        failed = parsed.reasons.is_not_null() & is_finished
        cells.refusals.add(column, "a day was expected, like 2024-05-31", failed)
        read.append(parsed.values)
    told = pl.DataFrame({str(at): day for at, day in zip(pairs, read, strict=True)})
    is_whole = pl.all_horizontal(pl.all().is_not_null())
    return told.select(pl.when(is_whole).then(pl.max_horizontal(pl.all()))).to_series()
