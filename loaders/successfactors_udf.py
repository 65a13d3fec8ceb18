"""SAP SuccessFactors, the user data file: how everybody stands today."""

from typing import Final

import polars as pl

from loaders.cells import Cells
from loaders.contract import Parcel, loader
from loaders.export import Export
from loaders.roster import roster
from loaders.roster_cells import cells_of, day, filled, spoken_name
from loaders.successfactors_words import OWN_ID, manager_key, own_key, unit
from loaders.values import Refusals

MARKS: Final = ("STATUS", "USERID", "USERNAME")


def _recognises(export: Export) -> bool:
    is_file = export.shape == "table" and set(MARKS) <= set(export.header)
    return is_file and _has_labels(export)


def _has_labels(export: Export) -> bool:
    """Truth that the row below the keys holds labels: those of status and id cannot be renamed."""
    if len(export.head) <= export.header_row:
        return False
    row, at = export.head[export.header_row], export.header.index("STATUS")
    return at < len(row) and (row[at] or "").strip().casefold() == "status"


@loader(
    label="SAP SuccessFactors user data file",
    fills=("person", "membership", "team"),
    keys=("employee_id", "email", "login"),
    grain="one row per user as they stand",
    verified="vendor's notes, a partner's documentation and a published program",
    recognises=_recognises,
    snapshot=True,
)
def successfactors_udf(export: Export) -> Parcel:
    """One person and one present membership per user.

    export   CSV of Employee Export: keys in capitals, a row of labels below them, then users
    returns  person, membership, team (DEPARTMENT below DIVISION; a code in brackets is its key)

    Counts: a membership begins with HIREDATE, as if nobody had ever moved. Inactive is away or
    gone, the file does not tell which: such users are in no team. MANAGER is a user id. The number
    of a person is PERSON_ID_EXTERNAL, else EMPID, else USERID.
    With the job history (EmpJob): both name a user alike, and of two teams the one that began later
    counts. On a first job that began with HIREDATE the file's present team takes half of the time
    of whoever has moved since: leave HIREDATE out of a file that is loaded beside the history.
    Leaves out: CUSTOM01 to CUSTOM15, whose meaning each firm sets (map them), job codes, gender,
    addresses, phones, review dates, matrix and second managers, proxies. Last days, part time and
    pay are not in this file.
    """
    cells = cells_of(export)
    below_labels = pl.col("row") > export.header_row + 1
    cells.rows = cells.rows.filter(below_labels)
    cells.refusals = Refusals(cells.rows["row"])
    rows = _rows(cells).filter(cells.refusals.kept)
    return cells.parcel(roster(rows, cells.refusals.notes))


def _rows(cells: Cells) -> pl.DataFrame:
    user = cells.needed(cells.id("USERID"), "USERID")
    return pl.DataFrame(
        {
            "row": cells.rows["row"],
            "person_id": own_key(user),
            "employee_id": filled(cells, "PERSON_ID_EXTERNAL", "EMPID", "USERID"),
            "email": cells.text("EMAIL").str.to_lowercase(),
            "login": OWN_ID + user,
            "name": spoken_name(cells, "FIRSTNAME", "LASTNAME"),
            "hire_date": day(cells, "HIREDATE"),
            "is_inactive": cells.text("STATUS").str.to_lowercase().str.starts_with("inactive"),
            "location": cells.text("LOCATION"),
            "job_title": cells.text("TITLE"),
            "manager_key": manager_key(cells.text("MANAGER")),
            **unit("department", cells.text("DEPARTMENT")),
            **unit("division", cells.text("DIVISION")),
        }
    )
