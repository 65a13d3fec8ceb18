"""What a loader collects record by record: rows, refusals and sentences, turned into a parcel."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

import polars as pl

from loaders.contract import REFUSED_SCHEMA, Parcel
from loaders.dates import within_time
from store.tables import STORED

LARGEST_COUNT: Final = 2**53  # beyond it JSON itself no longer tells neighbours apart


class Gathered:
    """Rows of fact tables, gathered one by one from an export that is no table.

    Use: `add` rows, `refuse` cells, `note` decisions, then hand over `parcel`. A second row with
    the natural key of a first one takes its place.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self._rows: dict[str, dict[tuple[object, ...], Mapping[str, object]]] = defaultdict(dict)
        self._refused: list[tuple[int, str, str]] = []
        self._notes: dict[str, None] = {}

    def add(self, table: str, **cells: object) -> None:
        """One row of a fact table; columns that are not named are null."""
        self._rows[table][tuple(cells.get(name) for name in STORED[table].key)] = cells

    def refuse(self, row: int, column: str, reason: str) -> None:
        """A cell or record that cannot be taken."""
        self._refused.append((row, column, reason))

    def note(self, sentence: str) -> None:
        """A sentence for the reader, once."""
        self._notes[sentence] = None

    def instant(self, row: int, column: str, value: object) -> datetime | None:
        """A moment in UTC out of ISO 8601; what is none is refused, an empty value is null.

        Counts: stand-ins for "no date" (9999-12-31 ...) are null.
        """
        if value is None or value == "":
            return None
        try:
            moment = datetime.fromisoformat(str(value).strip())
        except ValueError:
            self.refuse(row, column, "a moment was expected, like 2024-05-31T16:30:00Z")
            return None
        if moment.tzinfo is None:
            self.note(f"{column}: moments without offset were read as UTC.")
        return within_time(moment)

    def count(self, row: int, column: str, value: object) -> int | None:
        """A whole number; what is none is refused, an empty value is null."""
        if type(value) is int and 0 <= value <= LARGEST_COUNT:
            return value  # nearly always, and these are millions
        if value is None or value == "":
            return None
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            number = None
        else:
            number = _whole(value)
        if number is None:
            self.refuse(row, column, "a whole number of 0 or more was expected")
        return number

    def parcel(self, tables: Iterable[str], rows_read: int, notes: Iterable[str] = ()) -> Parcel:
        """The parcel of what was gathered; a table without rows is an empty frame."""
        facts = {
            name: pl.DataFrame(list(self._rows[name].values()), schema=STORED[name].schema)
            for name in tables
        }
        refused = pl.DataFrame(self._refused, schema=REFUSED_SCHEMA, orient="row")
        told = tuple(dict.fromkeys([*notes, *self._notes]))
        return Parcel(facts, rows_read, refused.sort("row", maintain_order=True), told)


def _whole(value: float | str) -> int | None:
    try:
        number = float(value)
    except ValueError:
        return None
    return int(number) if 0 <= number <= LARGEST_COUNT and number.is_integer() else None


def records_in(value: object) -> Iterator[dict[str, Any]]:
    """The records of a nested list; nothing when the value is something else."""
    if isinstance(value, list):
        yield from (item for item in value if isinstance(item, dict))


def text_in(record: object, *path: str) -> str | None:
    """A text at a path of keys, trimmed; null when a key is missing or holds something else."""
    for key in path:
        record = record.get(key) if isinstance(record, dict) else None
    if isinstance(record, bool) or not isinstance(record, str | int):
        return None
    return str(record).strip() or None


def part_in(record: object, *path: str) -> Mapping[str, Any]:
    """The record at a path of keys; an empty one when a key is missing or holds something else."""
    for key in path:
        record = record.get(key) if isinstance(record, dict) else None
    return record if isinstance(record, dict) else {}
