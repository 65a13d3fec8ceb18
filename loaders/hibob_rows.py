"""HiBob's tables of an employee: the entries of all people in a file, whoever's they are."""

from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

import polars as pl

from loaders.cells import Cells
from loaders.export import Export

# HiBob numbers its people itself; the prefix keeps these numbers apart from the firm's own.
OWN_ID: Final = "login:hibob-"
LOOKED_AT: Final = 50  # entries that tell which table a file holds
PERCENT: Final = 100.0
MORE: Final = "The last answer in the file says that HiBob has more; the rest was not collected."


def entries(export: Export) -> Iterator[dict[str, Any]]:
    """Entries of the tables, each with the employee's number beside it as `employeeId`.

    Counts: an answer for everybody (`results`), an answer for one employee with `employeeId` and
    its `values`, and entries that have the number themselves. Entries of nobody have none.
    """
    for document in export.documents:
        yield from _entries(document)


def _entries(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for item in value:
            yield from _entries(item)
    elif isinstance(value, dict) and isinstance(value.get("results"), list):
        yield from _entries(value["results"])
    elif isinstance(value, dict):
        inner = value.get("values")
        for entry in _inner(inner) if isinstance(inner, list) else (value,):
            yield {**entry, "employeeId": value.get("employeeId")}


def _inner(values: list[Any]) -> Iterator[dict[str, Any]]:
    """Entries of one employee; some answers wrap them once more."""
    for item in values:
        if isinstance(item, dict):
            wrapped = item.get("values")
            yield from _inner(wrapped) if isinstance(wrapped, list) else (item,)


def first_entries(export: Export) -> list[dict[str, Any]]:
    """The first entries that say whose they are; none when the keys tell of another source."""
    if export.shape not in {"json", "ndjson"}:
        return []
    if export.keys.isdisjoint({"employeeId", "results"}):
        return []  # before parsing: one record a line may be a million lines
    first = islice(entries(export), LOOKED_AT)
    return [entry for entry in first if entry["employeeId"] is not None]


def cut(export: Export) -> str:
    """Why the export is not the whole: the last answer names a next page."""
    last = export.documents[-1] if export.documents else None
    pages = last if isinstance(last, list) else [last]
    page = pages[-1] if pages else None
    told = page.get("response_metadata") if isinstance(page, dict) else None
    return MORE if isinstance(told, dict) and told.get("next_cursor") else ""


def own_key(cells: Cells, *names: str) -> pl.Series:
    """Keys of people by HiBob's own number."""
    return pl.select(pl.lit(OWN_ID) + cells.text(*names)).to_series()


def share_of_post(told: pl.Series) -> pl.Series:
    """Share of a full post, (0, 1]; numbers above 1 make the column one of percentages."""
    is_percent = bool((told > 1).any())
    share = (told / PERCENT if is_percent else told).clip(upper_bound=1.0)
    return pl.select(pl.when(share > 0).then(share)).to_series()
