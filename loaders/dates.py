"""Days and moments out of text: the layout of a column is decided once, over the whole column."""

import re
import unicodedata
from datetime import UTC, date, datetime
from typing import Final, Literal

import polars as pl

from loaders.parsed import Parsed, texts
from store.errors import SourceError

Numerals = Literal["none", "serial", "seconds", "milliseconds", "microseconds", "nanoseconds"]

# A day on or after this stands for "never" (2099-12-31, 4712-12-31, 9999-12-31 are in use).
END_OF_TIME = date(2099, 12, 31)
BEGINNING_OF_TIME = date(1900, 1, 2)  # spreadsheets and databases write 1900-01-01 for "no date"
NO_DATE: Final = r"^(0000.00.00|00.00.0000|0001-01-01|1753-01-01|1900-01-0[01]|0?1/0?1/1900)"
SERIAL_ZERO = date(1899, 12, 30)  # day 0 of spreadsheets, right from 1900-03-01 on
EPOCH = date(1970, 1, 1)
LAST_SERIAL = 110_000  # a day in 2201: larger numbers are no day
SECONDS_A_DAY = 86_400
OLDEST_YEAR = 1000  # a year of fewer digits was written short and is read by its layout
NEXT_CENTURY = 69  # two-digit years below it are 20xx, as POSIX reads them
FIRST_FULL_YEAR = 100  # a year below it was written with two digits
MONTHS_IN_YEAR = NOON = 12
PER_SECOND: Final = {"seconds": 1, "milliseconds": 1e3, "microseconds": 1e6, "nanoseconds": 1e9}

_DAY = (
    r"(?:(?P<y1>\d{4})[-/.](?P<m1>\d{1,2})[-/.](?P<d1>\d{1,2})"
    r"|(?P<y2>(?:19|20)\d{2})(?P<m2>\d{2})(?P<d2>\d{2})"
    r"|(?P<p>\d{1,2})[-/.](?P<q>\d{1,2})[-/.](?P<y3>\d{4}|\d{2})"
    r"|(?P<d4>\d{1,2})[-/. ]\s?(?P<w4>\p{L}{3,10})\.?[-/., ]\s?(?P<y4>\d{4}|\d{2})"
    r"|(?P<w5>\p{L}{3,10})(?:\.? |/)(?P<d5>\d{1,2})(?:,? |/)(?P<y5>\d{4}|\d{2}))"
)
_TIME = (
    r"(?:[T ,]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<part>\d{1,9}))?)?"
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?)?"
)
_ZONE = r"\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?"
ANY_LAYOUT: Final = f"^{_DAY}{_TIME}{_ZONE}$"
AFTER_SECONDS: Final = (
    r"^(?:[.,](?P<part>\d{1,9}))?\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?$"
)

# Trackers write months in the language of whoever exported: English, German, French, Spanish ...
MONTHS: Final = (
    ("jan", "ene", "gen"),
    ("feb", "fev"),
    ("mar", "mrz"),
    ("apr", "avr", "abr"),
    ("may", "mai", "mag"),
    ("jun", "juin", "giu"),
    ("jul", "juil", "lug"),
    ("aug", "aou", "ago"),
    ("sep", "set"),
    ("oct", "okt", "out", "ott"),
    ("nov",),
    ("dec", "dez", "dic"),
)


def within_time(moment: datetime) -> datetime | None:
    """A moment in UTC; nothing for a stand-in for "no date", which lies outside working life."""
    if not BEGINNING_OF_TIME <= moment.date() < END_OF_TIME:
        return None
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)


def day_of(told: str) -> date | None:
    """A day out of ISO 8601; nothing for other text and for stand-ins for "no date"."""
    try:
        day = date.fromisoformat(told)
    except ValueError:
        return None
    return day if BEGINNING_OF_TIME <= day < END_OF_TIME else None


def days(
    cells: pl.Series,
    column: str,
    *,
    day_first: bool | None = None,
    numerals: Numerals = "none",
) -> Parsed:
    """Days as written: a time of day and an offset beside the day are left out.

    cells      (rows,) of text
    column     name of the column, for notes and errors
    day_first  what the reader said about 05/06/2024
    numerals   what a bare number means: nothing, or a count since a known beginning

    Counts: stand-ins for "no date" (0000-00-00, 9999-12-31 ...) are null.
    """
    trimmed = texts(cells).values
    plain = trimmed.str.to_date("%Y-%m-%d", strict=False)
    sure = pl.select(pl.when(plain.dt.year() >= OLDEST_YEAR).then(plain)).to_series()
    left = _left(trimmed, sure)
    notes: tuple[str, ...] = ()
    if len(left):
        read, notes = _any_layout(trimmed.gather(left), column, day_first, numerals)
        sure = sure.scatter(left, read.get_column("local").dt.date())
    return _limited(trimmed, sure, notes, "a day was expected, like 2024-05-31")


def moments(
    cells: pl.Series,
    column: str,
    *,
    day_first: bool | None = None,
    numerals: Numerals = "none",
    times: pl.Series | None = None,
    bare: int = 0,
) -> Parsed:
    """Moments in UTC. A moment without offset is taken as UTC, and a note says so.

    Arguments as in `days`.
    times  how often each cell stands in the file, where each is handed over once
    bare   moments without offset that were read before
    """
    trimmed = texts(cells).values
    read = _iso_moments(trimmed)
    left = _left(trimmed, read.get_column("local"))
    notes: tuple[str, ...] = ()
    if len(left):
        rest, notes = _any_layout(trimmed.gather(left), column, day_first, numerals)
        read = pl.DataFrame(
            [read.get_column(name).scatter(left, rest.get_column(name)) for name in read.columns]
        )
    is_bare = read.select(pl.col("local").is_not_null() & pl.col("offset").is_null()).to_series()
    bare += int(is_bare.sum() if times is None else times.filter(is_bare).sum())
    if bare:
        notes = (*notes, f"{column}: {bare} moments have no offset; they were read as UTC.")
    shift = pl.duration(minutes=pl.col("offset").fill_null(0))
    instants = read.select((pl.col("local") - shift).dt.replace_time_zone("UTC")).to_series()
    return _limited(trimmed, instants, notes, "a moment was expected, like 2024-05-31T16:30:00Z")


def _left(trimmed: pl.Series, values: pl.Series) -> pl.Series:
    """Places of filled cells that are not read yet."""
    return (trimmed.is_not_null() & values.is_null()).arg_true()


def _iso_moments(trimmed: pl.Series) -> pl.DataFrame:
    """Local time and offset in minutes of ISO moments to the second; null for all other cells."""
    first = trimmed.drop_nulls().head(1)
    between = " " if len(first) and first[0][10:11] == " " else "T"
    layout = f"%Y-%m-%d{between}%H:%M:%S"
    naive = trimmed.str.slice(0, 19).str.to_datetime(layout, strict=False, time_unit="us")
    after = trimmed.str.slice(19)
    ends = pl.DataFrame({"after": after.unique().drop_nulls()}).with_columns(
        pl.col("after").str.extract_groups(AFTER_SECONDS).struct.unnest(),
        is_end=pl.col("after").str.contains(AFTER_SECONDS),
    )
    ends = ends.filter("is_end").select("after", _micros("part"), _minutes("zone"))
    known = pl.DataFrame({"naive": naive, "after": after}).join(
        ends, on="after", how="left", maintain_order="left"
    )
    is_read = pl.col("part").is_not_null() & (pl.col("naive").dt.year() >= OLDEST_YEAR)
    local = pl.col("naive") + pl.duration(microseconds=pl.col("part"), time_unit="us")
    return known.select(
        pl.when(is_read).then(local).alias("local"), pl.when(is_read).then("zone").alias("offset")
    )


def _micros(part: str) -> pl.Expr:
    """A fraction of a second as microseconds; none is 0."""
    return pl.col(part).fill_null("").str.pad_end(6, "0").str.slice(0, 6).cast(pl.Int64)


def _minutes(zone: str) -> pl.Expr:
    """An offset as minutes; none stays null."""
    digits = pl.col(zone).str.replace(":", "", literal=True)
    hours = digits.str.slice(1, 2).cast(pl.Int64, strict=False)
    minutes = digits.str.slice(3, 2).cast(pl.Int64, strict=False).fill_null(0)
    total = hours * 60 + minutes
    signed = pl.when(digits.str.starts_with("-")).then(-total).otherwise(total)
    is_utc = digits.is_in(["Z", "UTC", "GMT"])
    return pl.when(is_utc).then(pl.lit(0, dtype=pl.Int64)).otherwise(signed).alias(zone)


def _any_layout(
    cells: pl.Series, column: str, day_first: bool | None, numerals: Numerals
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Local time and offset of cells in any known layout, and what was decided for the column."""
    parts = cells.str.extract_groups(ANY_LAYOUT).struct.unnest()
    order, notes = _order(parts, column, day_first)
    year = pl.coalesce("y1", "y2", "y3", "y4", "y5").cast(pl.Int64)
    century = pl.when(year < NEXT_CENTURY).then(2000).otherwise(1900)
    full_year = pl.when(year < FIRST_FULL_YEAR).then(year + century).otherwise(year)
    first, second = ("q", "p") if order else ("p", "q")
    word = pl.coalesce("w4", "w5")
    named = _months(parts.select(word).to_series())
    frame = parts.with_columns(named.alias("named")).with_columns(
        year=full_year,
        month=pl.coalesce(pl.col("m1", "m2", first).cast(pl.Int64), "named"),
        day=pl.coalesce("d1", "d2", second, "d4", "d5").cast(pl.Int64),
        clock=_clock_hour(),
    )
    two = [pl.col(name).cast(pl.String).str.zfill(2) for name in ("month", "day", "clock")]
    text = pl.format(
        "{}-{}-{}T{}:{}:{}",
        pl.col("year").cast(pl.String).str.zfill(4),
        *two,
        pl.col("minute").fill_null("00"),
        pl.col("second").fill_null("00"),
    )
    local = text.str.to_datetime("%Y-%m-%dT%H:%M:%S", strict=False, time_unit="us")
    fraction = pl.duration(microseconds=_micros("part"), time_unit="us")
    read = frame.select((local + fraction).alias("local"), _minutes("zone").alias("offset"))
    if numerals != "none":
        read = _with_numerals(cells, read, numerals)
    return read, notes


def _order(
    parts: pl.DataFrame, column: str, day_first: bool | None
) -> tuple[bool, tuple[str, ...]]:
    """Truth that the day stands first in all-numeric dates; asks when the column cannot tell."""
    numeric = parts.select(pl.col("p", "q").cast(pl.Int64)).filter(pl.col("p") != pl.col("q"))
    if numeric.is_empty():
        return False, ()
    first_is_day = bool((numeric["p"] > MONTHS_IN_YEAR).any())
    second_is_day = bool((numeric["q"] > MONTHS_IN_YEAR).any())
    if first_is_day != second_is_day:
        order = "day first" if first_is_day else "month first"
        return first_is_day, (f"{column}: dates are read {order}; some leave no other reading.",)
    if day_first is not None:
        order = "day first" if day_first else "month first"
        return day_first, (f"{column}: dates are read {order}, as told.",)
    if first_is_day:
        found = f"column {column} has dates in two orders, some day first and some month first"
    else:
        found = f"column {column} has dates that can be read day first or month first"
    raise SourceError(
        found,
        "one order that the column itself shows, or to be told",
        "Load again with --day-first or --month-first, or set day_first in a mapping",
    )


def _months(words: pl.Series) -> pl.Series:
    """Number of a month's name, in any of the known languages."""
    numbers = {word: _month(word) for word in words.unique().drop_nulls()}
    return words.replace_strict(numbers, default=None, return_dtype=pl.Int64)


def _month(word: str) -> int | None:
    plain = unicodedata.normalize("NFKD", word.casefold())
    bare = re.sub(r"[^a-z]", "", plain)
    fits = [n for n, names in enumerate(MONTHS, start=1) if bare.startswith(names)]
    return fits[0] if fits else None


def _clock_hour() -> pl.Expr:
    """Hour of the day from 0 to 23 out of `hour` and `half` (AM or PM)."""
    hour = pl.col("hour").cast(pl.Int64).fill_null(0)
    half = pl.col("half").str.to_lowercase().str.slice(0, 1)
    noon = pl.when(hour == NOON).then(0).otherwise(hour)
    return pl.when(half == "p").then(noon + NOON).when(half == "a").then(noon).otherwise(hour)


def _with_numerals(cells: pl.Series, read: pl.DataFrame, numerals: Numerals) -> pl.DataFrame:
    """Bare numbers as moments since the beginning that the source counts from."""
    numbers = pl.DataFrame({"n": cells.cast(pl.Float64, strict=False)})
    if numerals == "serial":
        is_serial = pl.col("n").is_between(1, LAST_SERIAL)
        seconds = (pl.col("n") * SECONDS_A_DAY).round()
        micros: pl.Expr = pl.when(is_serial).then(seconds * 1e6)
        beginning = pl.lit(SERIAL_ZERO).cast(pl.Datetime("us"))
        offset = pl.lit(None, dtype=pl.Int64)
    else:
        micros = pl.col("n") * (1e6 / PER_SECOND[numerals])
        beginning = pl.lit(EPOCH).cast(pl.Datetime("us"))
        offset = pl.lit(0, dtype=pl.Int64)
    instant = beginning + pl.duration(
        microseconds=micros.cast(pl.Int64, strict=False), time_unit="us"
    )
    counted = numbers.select(
        pl.when(micros.is_not_null()).then(instant).alias("local"),
        pl.when(micros.is_not_null()).then(offset).alias("offset"),
    )
    is_counted = counted.get_column("local").is_not_null()
    return pl.DataFrame(
        [counted.get_column(c).zip_with(is_counted, read.get_column(c)) for c in read.columns]
    )


def _limited(trimmed: pl.Series, values: pl.Series, notes: tuple[str, ...], reason: str) -> Parsed:
    """Values within the years of working life; stand-ins for "no date" are null, not refused."""
    failed = values.is_null() & trimmed.is_not_null()
    is_never = values.dt.date() >= END_OF_TIME
    is_old = values.dt.date() < BEGINNING_OF_TIME
    if not (failed.any() or is_never.any() or is_old.any()):
        return Parsed(values, pl.repeat(None, len(values), dtype=pl.String, eager=True), notes)
    is_stand_in = trimmed.str.contains(NO_DATE) | is_never
    outside = is_old.fill_null(value=False) | is_never.fill_null(value=False)
    kept = pl.select(pl.when(~outside).then(values)).to_series()
    failed = kept.is_null() & trimmed.is_not_null() & ~is_stand_in.fill_null(value=False)
    return Parsed(kept, pl.select(pl.when(failed).then(pl.lit(reason))).to_series(), notes)
