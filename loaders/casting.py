"""Text of a fact column turned into its values: fast where it is clean, with reasons where not."""

import re
from typing import Final

import polars as pl

from loaders import values
from loaders.dates import BEGINNING_OF_TIME, END_OF_TIME
from loaders.export import Export
from loaders.origin import SCALES, Origin
from loaders.parsed import Parsed
from store.tables import TYPES, Column, Kind

TRUTH: Final = {
    word: True for one in ("true", "yes", "1") for word in (one, one.title(), one.upper())
}
LIES: Final = {
    word: False for one in ("false", "no", "0") for word in (one, one.title(), one.upper())
}
ISO: Final = re.compile(r"^\d{4}-\d\d-\d\d([T ])\d\d:\d\d:\d\d((?:\.0+)?\s?(?:Z|UTC|[+-]00:?00)?)$")
SECONDS_END: Final = 19  # length of 2024-05-31T16:30:00
DURATIONS: Final = ("estimate_hours", "effort_hours", "hours")


def quick(column: Column, origin: Origin, sample: str | None) -> pl.Expr:
    """The values of clean text in the column of its own name; null for everything else.

    column  column of a fact table
    origin  how the file writes it
    sample  a filled cell, which shows how moments are written
    """
    return _quick(column, origin, sample).cast(TYPES[column.kind]).alias(column.name)


def _quick(column: Column, origin: Origin, sample: str | None) -> pl.Expr:
    text = made = pl.col(column.name)
    match column.kind:
        case Kind.NUMBER | Kind.SHARE:
            number = text.cast(pl.Float64, strict=False)
            scaled = number * SCALES[origin.unit] if origin.unit else number
            made = pl.when(number.is_finite()).then(scaled)
        case Kind.COUNT:
            made = text.cast(pl.Int64, strict=False)
        case Kind.FLAG:
            made = text.replace_strict(TRUTH | LIES, default=None, return_dtype=pl.Boolean)
        case Kind.LIST:
            made = _clean_list(text, origin.separator or ";")
        case Kind.DAY:
            made = _within_time(text.str.to_date("%Y-%m-%d", strict=False))
        case Kind.MOMENT:
            made = _clean_moments(text, sample)
        case Kind.PERSON:
            # 1.2E+15 is an id that a spreadsheet took for a number; the careful way refuses it.
            whole = ~text.str.contains("E+", literal=True)
            made = pl.when(whole).then(pl.lit(f"{origin.key}:") + text)
        case Kind.TEXT:
            made = pl.when(text.is_in(column.choices)).then(text) if column.choices else text
    return made


def careful(column: Column, origin: Origin, export: Export, cells: pl.Series) -> Parsed:
    """The values of any text, with the reason where a cell has none."""
    match column.kind:
        case Kind.DAY | Kind.MOMENT:
            return _time(column, origin, export, cells)
        case Kind.NUMBER if column.name in DURATIONS:
            parsed = values.hours(cells, origin.unit or "hours")
        case Kind.NUMBER | Kind.SHARE:
            parsed = values.numbers(cells)
            parsed = parsed._replace(values=parsed.values * SCALES.get(origin.unit or "", 1.0))
        case Kind.COUNT:
            parsed = values.counts(cells)
        case Kind.FLAG:
            parsed = values.flags(cells)
        case Kind.LIST:
            parsed = values.lists(cells, origin.separator or ";")
        case Kind.PERSON:
            parsed = values.ids(cells)
            keys = pl.select(pl.lit(f"{origin.key}:") + parsed.values).to_series()
            parsed = parsed._replace(values=keys)
        case Kind.TEXT:
            is_closed = bool(column.choices)
            parsed = values.choices(cells, column.choices) if is_closed else values.texts(cells)
    return parsed


def _time(column: Column, origin: Origin, export: Export, cells: pl.Series) -> Parsed:
    """Days and moments, told how the file writes them."""
    day_first = export.day_first if origin.day_first is None else origin.day_first
    numerals, name = origin.numerals or export.numerals, origin.name or column.name
    read = values.days if column.kind is Kind.DAY else values.moments
    return read(cells, name, day_first=day_first, numerals=numerals)


def _clean_list(text: pl.Expr, separator: str) -> pl.Expr:
    """Lists of cells without blanks or empty items around the separators."""
    untidy = [f"{separator} ", f" {separator}", separator * 2]
    at_ends = text.str.starts_with(separator) | text.str.ends_with(separator)
    is_tidy = ~(at_ends | text.str.contains_any(untidy))
    return pl.when(is_tidy).then(text.str.split(separator))


def _clean_moments(text: pl.Expr, sample: str | None) -> pl.Expr:
    """Moments written in UTC, or without offset, to the second, all like the sample."""
    like = ISO.match(sample or "")
    if like is None:
        return pl.lit(None, dtype=TYPES[Kind.MOMENT])
    layout = f"%Y-%m-%d{like[1]}%H:%M:%S"
    is_alike = text.str.len_bytes().eq(SECONDS_END + len(like[2])) & text.str.ends_with(like[2])
    naive = text.str.slice(0, SECONDS_END).str.to_datetime(layout, strict=False, time_unit="us")
    return pl.when(is_alike).then(_within_time(naive.dt.replace_time_zone("UTC")))


def lacks_offset(sample: str | None) -> bool:
    """Truth that moments are written without offset."""
    like = ISO.match(sample or "")
    return like is not None and not like[2]


def _within_time(moment: pl.Expr) -> pl.Expr:
    day = moment.dt.date()
    return pl.when((day >= BEGINNING_OF_TIME) & (day < END_OF_TIME)).then(moment)
