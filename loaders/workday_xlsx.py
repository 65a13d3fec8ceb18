"""Workday, a report on workers saved from the screen: title rows above the header."""

from typing import Final

from loaders.contract import Parcel, loader
from loaders.export import Export
from loaders.roster import roster
from loaders.roster_cells import cells_of
from loaders.workday_words import LEARNING, worker_rows

WORKERS: Final = ("Associate", "Worker")
NUMBERS: Final = ("Associate ID", "Employee ID", "Worker ID")
MARKS: Final = (
    "Business Title",
    "Current Job Profile",
    "Job Profile",
    "Management Level",
    "Supervisory Organization",
    "Worker Type",
)


def _at_header(export: Export) -> Export | None:
    """The export at the row that names the worker and the worker's number."""
    for worker in WORKERS:
        for number in NUMBERS:
            found = export.at_header(worker, number)
            if found is not None:
                return found
    return None


def _recognises(export: Export) -> bool:
    found = _at_header(export) if export.shape == "table" else None
    if found is None or any(found.has(name) for name in LEARNING):
        return False
    # The report service writes the same names with `_` for blanks.
    is_from_screen = any(name in found.header for name in NUMBERS)
    return is_from_screen and any(found.has(name) for name in MARKS)


@loader(
    label="Workday worker report (saved from the screen)",
    fills=("person", "membership", "team"),
    keys=("employee_id", "email"),
    grain="one row per worker as they stand, or per worker and position",
    verified="published programs that read the file; a tenant names its columns itself",
    recognises=_recognises,
    snapshot=True,
)
def workday_xlsx(export: Export) -> Parcel:
    """One person per worker, and one present membership per worker and team.

    export   workbook or CSV: title and prompts, then a header with Worker or Associate and an ID
    returns  person, membership, team (Supervisory Organization below Department, Division, Company)

    Counts: as the report service's export. What stands in brackets behind a worker or manager,
    such as `(On Leave)`, is no part of the name; a manager is told by a name that one worker bears,
    unless the report has Manager ID or Manager Email.
    Leaves out: base pay, in whatever currency the viewer had, all columns under other names (they
    need a mapping), birth dates, gender, addresses.
    """
    cells = cells_of(_at_header(export) or export)
    rows = worker_rows(cells).filter(cells.refusals.kept)
    return cells.parcel(roster(rows, cells.refusals.notes))
