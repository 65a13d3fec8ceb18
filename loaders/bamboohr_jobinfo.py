"""BambooHR, table jobInfo: who had which job when."""

from typing import Final

import polars as pl

from loaders.bamboohr_org import ONE_JOB, ended, managers_told, own_key, team_of, teams
from loaders.cells import Cells
from loaders.contract import Parcel, loader, shaped
from loaders.export import Export, normalise

COLUMNS: Final = ("employeeId", "date", "department", "jobTitle", "reportsTo")


def _recognises(export: Export) -> bool:
    there = {normalise(name) for name in (*export.header, *export.keys)}
    is_history = {normalise(name) for name in COLUMNS} <= there
    return export.shape in {"table", "json", "ndjson"} and is_history


@loader(
    label="BambooHR job information (history)",
    fills=("membership", "team"),
    keys=("login",),
    grain="one row per employee and change of job",
    history=True,
    verified="package that reads the vendor's tables",
    recognises=_recognises,
)
def bamboohr_jobinfo(export: Export) -> Parcel:
    """One membership per employee and interval between two changes of job.

    export   JSON or table: id, employeeId, date, department, division, jobTitle, reportsTo ...
    returns  membership, team (departments below divisions)

    Counts: a row holds until the next row of the employee begins; of two rows of one day the one
    with the higher id counts. `reportsTo` is a name: it becomes a manager only where the file
    itself tells whose name it is, and one person bears it.

    With the report: both name a person by BambooHR's own number and a membership by its first day,
    so a report with the column `Job Information: Date` tells the present row of this history again.
    The last row has no end here; where hours are counted, the report's termination date ends it.
    Leaves out: locations.
    """
    cells = Cells(export.as_table())
    for line, reason in export.refused_lines:
        cells.refusals.notes.append(f"Line {line} was left out: {reason}.")
    person = cells.needed(own_key(cells, "employeeId"), "employeeId")
    rows = pl.DataFrame(
        {
            "row": cells.rows["row"],
            "person_id": person,
            "valid_from": cells.needed(cells.day("date"), "date"),
            "order": cells.text("id").cast(pl.Int64, strict=False),
            "department": cells.text("department"),
            "division": cells.text("division"),
            "job_title": cells.text("jobTitle"),
            "manager_id": managers_told(cells, {"person_id": person}),
        }
    )
    nowhere = rows["department"].is_null() & rows["division"].is_null() & cells.refusals.kept
    cells.refusals.add("department", "a department or a division is needed", nowhere)
    kept = ended(rows.with_columns(pl.col("order").fill_null(-1)).filter(cells.refusals.kept))
    doubles = int(cells.refusals.kept.sum()) - kept.height
    if doubles:
        cells.refusals.notes.append(f"{doubles} changes of one employee and day were replaced.")
    members = kept.with_columns(team_id=team_of(), share=pl.lit(ONE_JOB))
    facts = {"membership": shaped("membership", members.sort("row"))}
    return cells.parcel({**facts, "team": shaped("team", teams(cells, kept))})
