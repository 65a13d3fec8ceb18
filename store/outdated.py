"""Reports of AI use that are older than what is known: what they restate is not taken back."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import polars as pl

from store.spans import AI_USAGE, Days, days_of
from store.state import Import
from store.tables import TABLES

ENDS: Final = pl.coalesce("last_day", "day")


def newer_reports(
    entries: Iterable[Import], loader: str, told: Mapping[str, Sequence[str]]
) -> list[Days]:
    """Days of the reports of a loader that reach further than a file: first and last of each.

    told  spans of the file (`store.spans.spans`)
    """
    own = days_of(told, AI_USAGE)
    if own is None:
        return []
    others = (days_of(each.spans, AI_USAGE) for each in entries if each.loader == loader)
    return [days for days in others if days and days[1] > own[1]]


def newest_stay(
    told: pl.DataFrame, head: pl.LazyFrame, newer: Iterable[Days]
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Rows of `ai_usage` without the numbers that a newer report has told already, and a note.

    told   rows of one report, under accounts
    head   the table as stored
    newer  days of reports of the same source that were loaded before and reach further

    Counts: vendors restate days, and a report that reaches further was made later. Within its days
    an older one adds rows and fills what is empty, and replaces nothing.
    """
    spans = list(newer)
    if not spans:
        return told, ()
    key = list(TABLES[AI_USAGE].key)
    values = [name for name in TABLES[AI_USAGE].names if name not in key]
    within = pl.any_horizontal(
        (pl.col("day") >= first) & (last >= ENDS) for first, last in spans
    ).alias("\0within")
    known = head.select(*key, *values).join(
        told.lazy().select(key), on=key, how="semi", nulls_equal=True
    )
    both = told.with_columns(within).join(
        known.collect(),
        on=key,
        how="left",
        nulls_equal=True,
        suffix="\0old",
        maintain_order="left",
    )
    stays = {name: pl.col("\0within") & pl.col(f"{name}\0old").is_not_null() for name in values}
    differs = pl.any_horizontal(
        stays[name] & (pl.col(name) != pl.col(f"{name}\0old")) for name in values
    )
    count = both.select(differs.fill_null(value=False).sum()).item()
    rows = both.with_columns(pl.when(~stays[name]).then(name).alias(name) for name in values)
    if not count:
        return rows.select(told.columns), ()
    note = (
        f"{count} rows tell other numbers than a report of this source that reaches further, to"
        f" {max(last for _, last in spans):%-d %B %Y}: the numbers of that report stay."
    )
    return rows.select(told.columns), (note,)
