"""Exports that were cut, until later ones have told the same part of their system whole."""

from collections.abc import Iterable, Sequence
from typing import Final

import polars as pl

from store.spans import TASKS, Days, continued, covered, days_of
from store.state import Import

CUTS: Final = pl.Schema(
    {"loader": pl.String(), "first_day": pl.Date(), "last_day": pl.Date(), "cut": pl.String()}
)


def cuts(entries: Sequence[Import]) -> pl.DataFrame:
    """Exports that were cut and are not made whole yet: loader, first_day, last_day, cut.

    entries  imports, oldest first

    Counts: later exports of the same source that are not cut make it whole, when together they span
    the days of each of its projects, repositories or queues. An export of another project, or of
    the month after, makes nothing whole. Where ids of tasks tell no project, the days alone decide.
    So do the pieces of one that was taken in several files: numbers of tasks go on, in the order of
    the file, where the former piece was cut off, and the last piece is not cut.
    First and last day are those of the tasks in the file.
    """
    rows = [
        (entry.loader, entry.first_day, entry.last_day, entry.cut)
        for place, entry in enumerate(entries)
        if entry.cut and entry.first_day and not _is_whole(entry, entries[place + 1 :])
    ]
    return pl.DataFrame(rows, schema=CUTS, orient="row")


def _is_whole(cut: Import, later: Iterable[Import]) -> bool:
    same = [each for each in later if each.loader == cut.loader]
    whole = [each for each in same if not each.cut]
    projects = [name for name in cut.spans if name.startswith(TASKS)] or [""]
    return all(
        covered(days, filter(None, (_days(each, name) for each in whole)))
        or _goes_on(cut, name, same)
        for name in projects
        if (days := _days(cut, name))
    )


def _goes_on(piece: Import, name: str, later: Sequence[Import]) -> bool:
    """Truth that later pieces go on where this one was cut off, to one that is not cut."""
    return any(
        continued(piece.spans.get(name, ()), each.spans.get(name, ()))
        and (not each.cut or _goes_on(each, name, later))
        for each in later
    )


def _days(entry: Import, name: str) -> Days | None:
    """Days of a project in an import; of all its tasks where the project or its own is not told."""
    if name and any(told.startswith(TASKS) for told in entry.spans):
        return days_of(entry.spans, name)
    both = entry.first_day and entry.last_day
    return (entry.first_day, entry.last_day) if both else None  # type: ignore[return-value]
