"""HiBob, the training table of employees: who finished which training, and at what price."""

from dataclasses import replace
from typing import Final

import polars as pl

from loaders.contract import Parcel, loader, shaped
from loaders.export import Export
from loaders.hibob_rows import cut, entries, first_entries, own_key
from loaders.lenient import lenient
from loaders.nested import flat_cells
from loaders.values import numbers

MARKS: Final = frozenset({"employeeId", "name", "effectiveDate"})
# Nothing but a training has one of these beside its name.
OTHERS: Final = frozenset({"endDate", "startDate", "frequency", "documentId", "cost"})
COMPLETED: Final = "completed"


def _recognises(export: Export) -> bool:
    return any(
        entry.keys() >= MARKS and not OTHERS.isdisjoint(entry) for entry in first_entries(export)
    )


@loader(
    label="HiBob training table",
    fills=("training",),
    keys=("login",),
    grain="one entry per employee and training",
    verified="package that reads the vendor's tables",
    recognises=_recognises,
    meanings={"training.cost": "cost.value [whole currency units]: what HR entered for the entry"},
    blind="Only what HR enters in HiBob is here; hours are not kept there at all.",
)
def hibob_training(export: Export) -> Parcel:
    """One row per person, training and day of completion.

    export   JSON of the training tables. HiBob answers for one employee at a time without saying
             for whom: write the number beside the answer, `{"employeeId": "...", "values": [...]}`
    returns  training: completed_on is endDate, the vendor's day of completion; cost in whole units
             of its currency

    Counts: an entry with a day of completion. Each firm has its own words for the status; where
    some entries are called Completed, only these count.
    Leaves out: descriptions, documents, frequencies; hours, because HiBob has none.
    """
    records = list(entries(export))
    cells = flat_cells(export, records, range(1, len(records) + 1))
    rows = pl.DataFrame(
        {
            "row": cells.rows["row"],
            "person_id": cells.needed(own_key(cells, "employeeId"), "employeeId"),
            "course": cells.needed(cells.text("name"), "name"),
            "completed_on": cells.day("endDate"),
            "cost": lenient(cells, "cost.value", numbers(cells.raw("cost.value"))),
            "currency": cells.text("cost.currency"),
            "status": cells.text("status").str.to_lowercase(),
        }
    ).filter(cells.refusals.kept)
    finished = _finished(rows, cells.refusals.notes)
    both = pl.all_horizontal(pl.col("cost", "currency").is_not_null())
    finished = finished.with_columns(pl.when(both).then(pl.col("cost", "currency")))
    once = finished.unique(
        ["person_id", "course", "completed_on"], keep="last", maintain_order=True
    )
    parcel = cells.parcel({"training": shaped("training", once.sort("row"))})
    return replace(parcel, cut=cut(export))


def _finished(rows: pl.DataFrame, notes: list[str]) -> pl.DataFrame:
    """Entries that are completed, as far as their day and their status tell."""
    ended = rows.filter(pl.col("completed_on").is_not_null())
    if (rows["status"] == COMPLETED).any():
        ended = ended.filter(pl.col("status") == COMPLETED)
    elif ended["status"].is_not_null().any():
        notes.append("No status reads Completed; an entry with a day of completion counts.")
    if ended.height < rows.height:
        notes.append(
            f"{rows.height - ended.height} trainings are not completed; they do not count."
        )
    return ended
