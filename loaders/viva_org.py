"""Viva Insights, organisational data: who was where from which day on."""

from typing import Final

import polars as pl

from loaders.cells import Cells
from loaders.contract import Parcel, loader
from loaders.export import Export
from loaders.roster import roster, worker_kind
from loaders.roster_cells import cells_of, day, keyed, number

COLUMNS: Final = ("PersonId", "EffectiveDate", "ManagerId", "Organization")
OF_A_QUERY: Final = ("MetricDate",)


def _recognises(export: Export) -> bool:
    return export.shape == "table" and export.has(*COLUMNS) and not export.has(*OF_A_QUERY)


@loader(
    label="Viva Insights organisational data",
    fills=("person", "membership", "team"),
    keys=("employee_id", "email"),
    grain="one row per person and day from which it holds",
    history=True,
    verified="vendor's documentation and published sample workbook",
    recognises=_recognises,
    meanings={
        "membership.hourly_cost": "HourlyRate [money per hour]: the firm's own figure, in a"
        " currency that the file does not name (vendor's documentation)",
    },
    blind="Who has left: people who are missing from the last snapshot stay where they were.",
)
def viva_org(export: Export) -> Parcel:
    """One person, and one membership per person and span in which nothing about them changed.

    export   CSV (or workbook) as it is uploaded: PersonId, EffectiveDate, ManagerId, Organization,
             and LevelDesignation, FunctionType, HireDate, HourlyRate, Location where it has them
    returns  person, membership, team (one per Organization)

    Counts: a row holds until the next one of the person begins, as the product reads stacked
    snapshots; rows that change nothing are one span. Of two rows of one day the lower one counts.
    PersonId is a work address. EmplID and EmployeeType, of the vendor's sample, are taken when
    there. Dates are month first, as documented, unless a column or the reader says otherwise.
    Leaves out: layers, time zones, generations, ratings and all attributes of the firm's own.
    """
    cells = cells_of(export, month_first=("EffectiveDate", "HireDate"))
    rows = _rows(cells).filter(cells.refusals.kept)
    notes = cells.refusals.notes
    _tell_of_the_missing(rows, notes)
    if rows["hourly_cost"].is_not_null().any():
        notes.append("The file does not name the currency of HourlyRate.")
    return cells.parcel(roster(rows, notes, history=True))


def _rows(cells: Cells) -> pl.DataFrame:
    email = cells.needed(cells.text("PersonId"), "PersonId").str.to_lowercase()
    return pl.DataFrame(
        {
            "row": cells.rows["row"],
            "person_id": keyed("email:", email),
            "employee_id": cells.text("EmplID"),
            "email": email,
            "valid_from": cells.needed(cells.day("EffectiveDate"), "EffectiveDate"),
            "hire_date": day(cells, "HireDate"),
            "worker_type": worker_kind(cells.text("EmployeeType")),
            "location": cells.text("Location"),
            "department": cells.text("Organization"),
            "level": cells.text("LevelDesignation"),
            "job_family": cells.text("FunctionType"),
            "hourly_cost": number(cells, "HourlyRate"),
            "manager_email": cells.text("ManagerId").str.to_lowercase(),
        }
    )


def _tell_of_the_missing(rows: pl.DataFrame, notes: list[str]) -> None:
    """A sentence on those who have no row on the last of several days."""
    is_last = pl.col("valid_from") == pl.col("valid_from").max()
    there = rows.filter(is_last)["person_id"].unique().implode()
    missing = rows.filter(~pl.col("person_id").is_in(there))["person_id"].n_unique()
    if missing:
        last = rows.select(pl.col("valid_from").max().dt.to_string()).item()
        notes.append(
            f"{missing} people have no row on the last day, {last}; they stay where they were."
        )
