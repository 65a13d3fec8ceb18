"""TalentLMS, answer of its interface for users: who completed which course when."""

from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any, Final

import polars as pl

from loaders.cells import Cells
from loaders.contract import Parcel, loader
from loaders.export import Export
from loaders.flat import first_records, flat
from loaders.gather import records_in, text_in
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

# TalentLMS numbers its users itself; the prefix keeps these numbers apart from the firm's own.
OWN_ID: Final = "login:talentlms-"
COMPLETED, LEARNER = "completed", "learner"
DAY, SECONDS, SPENT = "completed_on_timestamp", "total_time_seconds", "total_time"
COLUMNS: Final = ("user", "email", "who", "name", "role", "completion_status", DAY, SECONDS, SPENT)


def _recognises(export: Export) -> bool:
    if export.shape not in {"json", "ndjson"} or not {"courses", "login"} <= export.keys:
        return False
    courses = (each for user in first_records(export) for each in records_in(user.get("courses")))
    first = next(courses, None)
    return first is not None and {"completion_status", DAY} <= first.keys()


@loader(
    label="TalentLMS users with their courses",
    fills=("training", "person"),
    keys=("email", "login"),
    grain="one record per user, with one entry per course in it",
    verified="four programs that read the interface",
    recognises=_recognises,
    meanings={
        "training.hours": "total_time_seconds / 3600 [h]: the time the person spent in the course;"
        " where it is missing total_time, the same in words (1h 30m 0s)",
    },
    blind=BLIND,
)
def talentlms(export: Export) -> Parcel:
    """One row per person and completed course.

    export   answers for users with their `courses`, as a list, back to back or a line each
    returns  training: hours [h] spent; completed_on is the day in UTC, out of the time stamp: the
             date in words follows the settings of the domain and is not read
             person: e-mail and TalentLMS' own number tied

    Leaves out: courses that are incomplete, failed or not attempted (a note counts them), courses
    that the person teaches, user names (they may be those of somebody else elsewhere), scores,
    units.
    """
    cells = Cells(flat(export, COLUMNS, list(_courses(export))))
    is_taken = cells.text("role").str.to_lowercase().fill_null(LEARNER) == LEARNER
    taught = int((~is_taken).sum())
    if taught:
        cells.refusals.notes.append(f"{taught} courses are taught, not taken; they are left out.")
    rows = _finished(cells, is_taken)
    return parcel(cells, {"training": training(rows), "person": people(rows)})


def _courses(export: Export) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Each course of each user with the user's keys beside it, and the number of the user."""
    for row, user in zip(export.record_lines, export.records(), strict=True):
        names = [text_in(user, "first_name"), text_in(user, "last_name")]
        who = " ".join(name for name in names if name)
        for course in records_in(user.get("courses")):
            keys = {"user": text_in(user, "id"), "email": text_in(user, "email"), "who": who}
            # Names come as they stand in a page: R&amp;D
            yield row, {**course, **keys, "name": unescape(text_in(course, "name") or "")}


def _finished(cells: Cells, is_taken: pl.Series) -> pl.DataFrame:
    """Rows of the courses that learners completed."""
    status = cells.text("completion_status").str.to_lowercase()
    is_finished = ((status == COMPLETED) & is_taken).fill_null(value=False)
    email, own = cells.text("email"), prefixed(OWN_ID, cells.id("user"))
    seconds = lenient(cells, SECONDS, hours(cells.raw(SECONDS), "seconds"))
    words = lenient(cells, SPENT, hours(cells.raw(SPENT)))
    told = {
        "person_id": first_filled(prefixed("email:", email), own),
        "email": email,
        "own": own.str.strip_prefix("login:"),
        "name": cells.text("who"),
        "course": cells.text("name"),
        "completed_on": finished_on(cells, is_finished, DAY, numerals="seconds"),
        "hours": first_filled(seconds, words),
    }
    needed = {"person_id": "email", "course": "name", "completed_on": DAY}
    return once(cells, finished(cells, told, is_finished, needed, among=is_taken))
