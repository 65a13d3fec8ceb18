"""BambooHR, training records: who completed which training, for how long and at what price."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import polars as pl

from loaders.bamboohr_org import own_key
from loaders.cells import Cells
from loaders.contract import Parcel, loader, shaped
from loaders.export import Export
from loaders.lenient import lenient
from loaders.nested import flat_cells
from loaders.values import flags, hours, numbers

MARKS: Final = frozenset({"employeeId", "completed", "type"})
MEASURES: Final = frozenset({"hours", "credits", "cost", "instructor"})
TYPE_MARKS: Final = frozenset({"name", "renewable"})  # of a record of the list of training types
UNNAMED: Final = "BambooHR training "


def _entries(value: object) -> Iterator[dict[str, Any]]:
    """The records of an answer: in a list, or under their own numbers."""
    if isinstance(value, list):
        for item in value:
            yield from _entries(item)
    elif isinstance(value, dict):
        if value and all(key.isdigit() and isinstance(value[key], dict) for key in value):
            yield from value.values()
        else:
            yield value


def _is_record(entry: Mapping[str, Any]) -> bool:
    return entry.keys() >= MARKS and not MEASURES.isdisjoint(entry)


def _recognises(export: Export) -> bool:
    if export.shape not in {"json", "ndjson"}:
        return False
    if export.shape == "ndjson" and not any(k in MARKS or k.isdigit() for k in export.keys):
        return False  # before parsing: one record a line may be a million lines
    return any(_is_record(entry) for each in export.records() for entry in _entries(each))


@loader(
    label="BambooHR training records",
    fills=("training",),
    keys=("login",),
    grain="one record per employee, training type and completion",
    verified="vendor's published client, two programs that read the interface",
    recognises=_recognises,
    meanings={
        "training.hours": "hours [h]: what HR entered for the record, not time measured",
        "training.cost": "cost [whole currency units]: what HR entered for this employee's record",
    },
    blind="Only what HR enters in BambooHR is here; what a learning system keeps is not.",
)
def bamboohr_training(export: Export) -> Parcel:
    """One row per person, training and day of completion.

    export   JSON of the training records: answers of the interface as they are (records under
             their numbers, an empty list for an employee without any), one or several of them
    returns  training: hours [h], cost in whole units of its currency, mandatory (the type is
             required), topic (category of the type)

    Counts: a record names its type by number only. Put the answer that lists the training types
    into the same file (one answer a line), and the course has its name; otherwise it is called by
    the number. A cost without currency is left out. People are BambooHR's own numbers: load an
    employee report too, which ties them to addresses and to the firm's numbers.
    Leaves out: credits (they are no hours), instructors, notes.
    """
    records, lines, types = _sorted(export)
    cells = flat_cells(export, [_typed(record, types) for record in records], lines)
    rows = pl.DataFrame(
        {
            "row": cells.rows["row"],
            "person_id": cells.needed(own_key(cells, "employeeId"), "employeeId"),
            "course": _course(cells),
            "completed_on": cells.needed(cells.day("completed"), "completed"),
            "topic": cells.text("type.category.name"),
            "hours": lenient(cells, "hours", hours(cells.raw("hours"))),
            "mandatory": lenient(cells, "type.required", flags(cells.raw("type.required"))),
            **_cost(cells).to_dict(),
        }
    )
    kept = rows.filter(cells.refusals.kept)
    once = kept.unique(["person_id", "course", "completed_on"], keep="last", maintain_order=True)
    if once.height < kept.height:
        again = kept.height - once.height
        cells.refusals.notes.append(f"{again} records tell a training of one day again.")
    return cells.parcel({"training": shaped("training", once.sort("row"))})


def _sorted(
    export: Export,
) -> tuple[list[dict[str, Any]], list[int], dict[str, dict[str, Any]]]:
    """Training records, the number of each, and the training types by their number."""
    records: list[dict[str, Any]] = []
    lines: list[int] = []
    types: dict[str, dict[str, Any]] = {}
    for each, line in zip(export.records(), export.record_lines, strict=True):
        for entry in _entries(each):
            if entry.keys() >= TYPE_MARKS and "employeeId" not in entry:
                types[str(entry.get("id"))] = entry
            else:
                records.append(entry)
                lines.append(line if export.shape == "ndjson" else len(lines) + 1)
    return records, lines, types


def _typed(record: dict[str, Any], types: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """A record with its type in it, as the list of types tells it."""
    told = record.get("type")
    number = told.get("id") if isinstance(told, dict) else told
    within = told if isinstance(told, dict) else {"id": told}
    return {**record, "type": {**types.get(str(number), {}), **within}}


def _course(cells: Cells) -> pl.Series:
    """Name of the training type, else its number."""
    name, number = cells.text("type.name"), cells.text("type.id")
    course = pl.select(pl.coalesce(name, pl.lit(UNNAMED) + number)).to_series()
    unnamed = int((name.is_null() & number.is_not_null()).sum())
    if unnamed:
        cells.refusals.notes.append(
            f"{unnamed} records name their training by a number only; add the list of training "
            "types to the file to have the names."
        )
    return cells.needed(course, "type", "type.id")


def _cost(cells: Cells) -> pl.DataFrame:
    """Columns cost and currency, out of `50.00 USD` or an amount beside its currency."""
    raw = pl.select(pl.coalesce(cells.raw("cost"), cells.raw("cost.amount"))).to_series()
    amount = lenient(cells, "cost", numbers(raw))
    told = pl.coalesce(cells.text("cost.currency"), raw.str.extract(r"\b([A-Z]{3})\b"))
    frame = pl.select(cost=amount, currency=told)
    bare = frame.filter(pl.col("cost").is_not_null() & pl.col("currency").is_null()).height
    if bare:
        cells.refusals.notes.append(f"{bare} costs have no currency; they were left out.")
    both = pl.all_horizontal(pl.col("cost", "currency").is_not_null())
    return frame.select(pl.when(both).then(pl.col("cost", "currency")))
