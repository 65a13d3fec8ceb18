"""Records that stand twice: pages that overlap, files that were joined twice; they count once."""

from collections.abc import Iterable, Iterator
from typing import Final, TypeVar

import orjson
import polars as pl

from loaders.export import Export

Record = TypeVar("Record")
NOTE: Final = "records are copies of others, the same in every value; each counts once."


def without_copies(
    export: Export, numbered: Iterable[tuple[int, Record]]
) -> Iterator[tuple[int, Record]]:
    """The records that are no copy of an earlier one, each with its number in the file.

    Counts: only for reports that are added up, where the vendor tells every group once, so that two
    records that are the same in every value cannot be two uses. A note counts the copies.
    """
    seen: set[bytes] = set()
    copies = 0
    for number, record in numbered:
        trace = _trace(record)
        if trace in seen:
            copies += 1
            continue
        if trace:
            seen.add(trace)
        yield number, record
    if copies:
        export.note(f"{copies} {NOTE}")


def rows_without_copies(export: Export, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows of a table that are no copy of an earlier one; "row" is their number."""
    cells = [name for name in rows.columns if name != "row"]
    kept = rows.unique(cells, keep="first", maintain_order=True) if cells else rows
    if kept.height < rows.height:
        export.note(f"{rows.height - kept.height} {NOTE}")
    return kept


def _trace(record: object) -> bytes:
    """What tells a record from others; nothing for one that standard JSON cannot write."""
    try:
        return orjson.dumps(record, option=orjson.OPT_SORT_KEYS)
    except orjson.JSONEncodeError:
        return b""
