"""SAP SuccessFactors Learning, learning history: who completed which item when."""

from collections.abc import Mapping
from typing import Any, Final

from loaders.cells import Cells
from loaders.contract import Parcel, loader
from loaders.export import Export
from loaders.flat import flat
from loaders.gather import part_in
from loaders.lenient import lenient
from loaders.trainings import (
    BLIND,
    finished,
    finished_on,
    first_filled,
    once,
    parcel,
    prefixed,
    training,
)
from loaders.values import hours
from store.errors import SourceError

ITEM: Final = ("componentID", "completionDate", "completionStatusID", "provideCredit")
USER: Final = ("userID", "targetUserID")
# The service is asked for one user, under criteria/targetUserID; an answer may repeat it.
CRITERIA, NEXT, COUNT = "criteria", "@odata.nextLink", "@odata.count"


def _recognises(export: Export) -> bool:
    is_answer = export.shape in {"json", "ndjson"} and set(ITEM) <= export.keys
    return is_answer or (export.shape == "table" and export.has(*ITEM))


@loader(
    label="SAP SuccessFactors learning history",
    fills=("training",),
    keys=("id",),
    grain="one record per user, item and completion",
    verified="schema of a connector that reads the service",
    recognises=_recognises,
    meanings={
        "training.hours": "totalHours [h] of the item as its catalogue has them; where that is"
        " empty creditHours [h]. Nominal: time that was really spent is not in it",
    },
    blind=BLIND,
)
def successfactors_learning(export: Export) -> Parcel:
    """One row per person, item and completion.

    export   answers of learninghistorys as JSON, back to back or a record a line, or as a table
             with the same names; every record needs userID
    returns  training: hours [h] of the item; completed_on is the day in UTC

    Counts: an item is completed where its status gives credit (provideCredit). An item that was
    completed again on another day counts again. An item without title goes by its number.
    Leaves out: records without credit, which are incomplete or failed (a note counts them), grades,
    instructors, comments, signatures, prices of scheduled offerings (another file).
    """
    view = _table(export)
    _check(view)
    cells = Cells(view)
    is_finished = cells.flag("provideCredit").fill_null(value=False)
    total = lenient(cells, "totalHours", hours(cells.raw("totalHours")))
    credit = lenient(cells, "creditHours", hours(cells.raw("creditHours")))
    told = {
        "person_id": prefixed("id:", cells.id(*USER)),
        "course": first_filled(cells.text("title"), cells.text("componentID")),
        "completed_on": finished_on(cells, is_finished, ITEM[1], numerals="milliseconds"),
        "hours": first_filled(total, credit),
    }
    needed = {"person_id": USER[0], "course": "title", "completed_on": ITEM[1]}
    rows = once(cells, finished(cells, told, is_finished, needed))
    return parcel(cells, {"training": training(rows)}, _cut(export))


def _table(export: Export) -> Export:
    """The records as a table, the user taken out of the criteria where they hold it."""
    if export.shape == "table":
        return export
    records = [{**part_in(record, CRITERIA), **record} for record in export.records()]
    columns = dict.fromkeys(name for record in records for name in record)
    return flat(export, list(columns), list(zip(export.record_lines, records, strict=True)))


def _check(view: Export) -> None:
    """Stop where nothing tells whose history it is."""
    if view.first(*USER) is None:
        raise SourceError(
            f"{view.name} does not tell whose learning history it is",
            "a field userID in every record",
            "Save the answers with the user that was asked for (targetUserID) put into each record"
            " as userID",
        )


def _cut(export: Export) -> str:
    """A sentence when the last answer says that it is not the whole."""
    last: Mapping[str, Any] = part_in(export.documents[-1]) if export.documents else {}
    records, count = len(export.records()), last.get(COUNT)
    if last.get(NEXT):
        return "The last answer says that another page follows; save and load that one too."
    if len(export.documents) == 1 and isinstance(count, int) and count > records:
        return f"The answer holds {records} of {count} records; save and load the others too."
    return ""
