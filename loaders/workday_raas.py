"""Workday, a report on workers as the report service hands it out: JSON or CSV."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from loaders.contract import Parcel, loader
from loaders.export import Export, normalise
from loaders.roster import roster
from loaders.roster_cells import cells_of
from loaders.sheet import RecordGrid
from loaders.workday_words import HIRED, LEARNING, MANAGER, PERSON, TEAM, worker_rows

ROOT: Final = "Report_Entry"
# Names as the service writes them, blanks as `_`: with one of each group a CSV is of Workday.
NUMBERS: Final = ("Employee_ID", "Worker_ID")
DAYS: Final = tuple(name for name in HIRED if "_" in name)
MARKS: Final = (
    "Business_Title",
    "Cost_Center_-_ID",
    "Job_Profile",
    "Job_Family_Group",
    "Legal_Name_First_Name",
    "Management_Level",
    "Preferred_Full_Name",
    "Primary_Work_Location",
    "Supervisory_Organization",
    "Team_ID",
    "Worker_Type",
    "Worker_Sub_Type",
)
PLACES: Final = (*HIRED, *TEAM, *MANAGER, "Supervisory_Organization", "Department", "Cost_Center")


def _recognises(export: Export) -> bool:
    """By the root and a place for JSON, by names as the service writes them for CSV."""
    written = set(export.header) | export.keys
    alike = {normalise(name) for name in written}
    if any(normalise(name) in alike for name in LEARNING):
        return False
    if export.shape == "json":
        needed = (PERSON, PLACES)
        is_worker = all(any(normalise(name) in alike for name in group) for group in needed)
        return ROOT in written and is_worker
    is_worker = all(any(name in written for name in group) for group in (NUMBERS, DAYS, MARKS))
    return export.shape == "table" and is_worker


@loader(
    label="Workday worker report (report service)",
    fills=("person", "membership", "team"),
    keys=("employee_id", "email"),
    grain="one row per worker as they stand, or per worker and position",
    verified="four published connectors; a tenant names its columns itself",
    recognises=_recognises,
    snapshot=True,
)
def workday_raas(export: Export) -> Parcel:
    """One person per worker, and one present membership per worker and team.

    export   JSON with the root Report_Entry, or CSV with names like Employee_ID and Business_Title
    returns  person, membership, team (Team_ID with its parent, else the finest named unit)

    Counts: a membership begins with the hire date, as if nobody had ever moved; without one the
    worker is in no team. Of several hire dates Hire_Date counts, then the most recent. Several
    rows of a worker are several teams at once. FTE is per cent where the name or the numbers of
    its column say so. A list of records inside a worker is read by its first record. A name behind
    a supervisory organisation, which is its head's, is no part of the team.
    Leaves out: pay, whose span a report does not name, cost centres beside other units, all
    columns under other names (they need a mapping), birth dates, gender, addresses.
    """
    cells = cells_of(_flat(export))
    rows = worker_rows(cells).filter(cells.refusals.kept)
    return cells.parcel(roster(rows, cells.refusals.notes))


def _flat(export: Export) -> Export:
    """JSON as a table in which the first record of each list has its keys beside the others."""
    if export.shape != "json":
        return export
    records = export.records()
    more = sum(len(value) > 1 for record in records for value in _groups(record))
    if more:
        export.note(f"{more} lists inside workers hold several records; the first counts.")
    rows = [_merged(record) for record in records]
    columns = tuple(dict.fromkeys(key for row in rows for key in row))
    return replace(export, grid=RecordGrid(rows, export.record_lines, columns), header_row=1)


def _groups(record: dict[str, Any]) -> Iterable[list[dict[str, Any]]]:
    for value in record.values():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            yield value


def _merged(record: dict[str, Any]) -> dict[str, Any]:
    """A worker with the keys of inner records that the worker itself lacks."""
    inner = {key: value for group in _groups(record) for key, value in group[0].items()}
    return inner | record
