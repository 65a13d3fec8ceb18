"""Cells of text turned into values, one column at a time; a cell that cannot be turned says why."""

from datetime import date
from typing import Final

import polars as pl

from loaders.dates import Numerals, days, moments
from loaders.parsed import Parsed, Refusals, fine, judged, texts

__all__ = [
    "Numerals",
    "Parsed",
    "Refusals",
    "choices",
    "counts",
    "days",
    "flags",
    "hours",
    "ids",
    "lists",
    "moments",
    "numbers",
    "texts",
]

YES: Final = ("true", "t", "yes", "y", "1", "1.0", "x", "ja", "oui", "si", "sí", "sim")
NO: Final = ("false", "f", "no", "n", "0", "0.0", "nein", "non", "não")
HOURS: Final = {"seconds": 1 / 3600, "minutes": 1 / 60, "hours": 1.0, "days": 8.0}
# assumption: a day of effort is eight hours, as trackers have it by default.
# A length as a clock shows it, in ISO 8601, in words (1h 05m 10s), and as a spreadsheet that keeps
# it as a day of its calendar hands it over: 1899-12-31 is its day 0.
CLOCK: Final = r"^(\d+):(\d{2})(?::(\d{2}(?:\.\d+)?))?$"
ISO_LENGTH: Final = r"^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:([\d.]+)H)?(?:([\d.]+)M)?(?:([\d.]+)S)?)?$"
IN_WORDS: Final = r"^(?:(\d+)\s?h)?\s*(?:(\d+)\s?m(?:in)?)?\s*(?:(\d+(?:\.\d+)?)\s?s)?$"
CELL_LENGTH: Final = r"^((?:1899|1900)-\d{2}-\d{2})(?: (\d{2}):(\d{2}):(\d{2}(?:\.\d+)?))?$"
LENGTHS: Final = f"{CLOCK}|{ISO_LENGTH}|{IN_WORDS}|{CELL_LENGTH}"
CELL_ZERO: Final = date(1899, 12, 31)
LEAP_THAT_WAS_NONE: Final = date(1900, 3, 1)  # spreadsheets count a 29 February 1900
SURE_OF_FRACTION = r"^[^,]*,(\d{1,2}|\d{4,})$"
FRACTION_DOT = r"^[^.]*\.(\d{1,2}|\d{4,})$"


def ids(cells: pl.Series) -> Parsed:
    """Ids as text. A spreadsheet that took a long id for a number has lost its last digits."""
    trimmed = texts(cells).values
    is_damaged = trimmed.str.contains(r"^\d([.,]\d+)?[Ee]\+\d+$")
    whole = pl.select(pl.when(~is_damaged).then(trimmed)).to_series()
    return judged(whole, trimmed, "a spreadsheet has rounded this id; format the column as text")


def numbers(cells: pl.Series) -> Parsed:
    """Numbers of any unit, (rows,) of float.

    Counts: the decimal mark is decided once for the column: a comma when some cell has other than
    three digits after its only comma, or a comma after dots. Currency codes, signs of currencies,
    blanks and apostrophes between digits are left out. (12) and 12- are negative.
    """
    trimmed = texts(cells).values
    plain = trimmed.cast(pl.Float64, strict=False)
    values: pl.Series = plain
    notes: tuple[str, ...] = ()
    doubtful = trimmed.is_not_null() & plain.is_null()
    if doubtful.any():
        cleaned, notes = _plain_numbers(trimmed)
        values = cleaned.cast(pl.Float64, strict=False)
    values = pl.select(pl.when(values.is_finite()).then(values)).to_series()
    return judged(values, trimmed, "a number was expected", notes)


def counts(cells: pl.Series) -> Parsed:
    """Whole numbers, (rows,) of integer."""
    parsed = numbers(cells)
    whole = parsed.values == parsed.values.floor()
    values = pl.select(pl.when(whole).then(parsed.values)).to_series().cast(pl.Int64, strict=False)
    return judged(values, texts(cells).values, "a whole number was expected", parsed.notes)


def hours(cells: pl.Series, unit: str = "hours") -> Parsed:
    """Hours out of numbers of a unit (a key of HOURS), or of any of the LENGTHS."""
    trimmed = texts(cells).values
    is_clock = trimmed.str.contains(LENGTHS)
    bare = pl.select(pl.when(~is_clock).then(trimmed)).to_series()
    parsed = numbers(bare)
    clock = _clock_hours(pl.select(pl.when(is_clock).then(trimmed)).to_series())
    values = (parsed.values * HOURS[unit]).zip_with(~is_clock.fill_null(value=False), clock)
    return judged(values, trimmed, f"a duration was expected, in {unit} or h:mm", parsed.notes)


def flags(cells: pl.Series) -> Parsed:
    """Truth, out of yes/no, true/false, 1/0, y/n and their like."""
    trimmed = texts(cells).values
    words = trimmed.str.to_lowercase()
    choice = pl.when(words.is_in(YES)).then(True).when(words.is_in(NO)).then(False)
    return judged(pl.select(choice).to_series().cast(pl.Boolean), trimmed, "yes or no was expected")


def lists(cells: pl.Series, separator: str = ";") -> Parsed:
    """Lists of trimmed texts; an empty list is null."""
    frame = pl.DataFrame({"cell": texts(cells).values})
    parts = pl.col("cell").str.split(separator).list.eval(pl.element().str.strip_chars())
    filled = parts.list.eval(pl.element().filter(pl.element() != ""))
    values = frame.select(pl.when(filled.list.len() > 0).then(filled)).to_series()
    return fine(values.cast(pl.List(pl.String)))


def choices(cells: pl.Series, allowed: tuple[str, ...]) -> Parsed:
    """Words out of a closed set, whatever their case."""
    words = texts(cells).values.str.to_lowercase()
    chosen = pl.select(pl.when(words.is_in(allowed)).then(words)).to_series()
    return judged(chosen, words, f"one of {', '.join(allowed)} was expected")


def _plain_numbers(trimmed: pl.Series) -> tuple[pl.Series, tuple[str, ...]]:
    """Numbers as a machine writes them, once it is known what dots and commas mean."""
    bare = (
        trimmed.str.replace(r"^\s*[A-Z]{3}\s*|\s*[A-Z]{3}\s*$", "")
        .str.replace_all(r"[\s\u{a0}\u{202f}'’$€£¥%]", "")
        .str.replace(r"^\((.*)\)$", "-$1")
        .str.replace(r"^(.*)-$", "-$1")
    )
    if _is_comma_decimal(bare):
        note = ("A comma is read as the decimal mark.",)
        return bare.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True), note
    # Commas that part thousands stand before three digits; anything else is no number.
    is_parted = bare.str.contains(r"^-?\d{1,3}(,\d{3})+(\.\d*)?$").fill_null(value=False)
    return bare.zip_with(~is_parted, bare.str.replace_all(",", "", literal=True)), ()


def _is_comma_decimal(bare: pl.Series) -> bool:
    dot_then_comma = bare.str.contains(r"\..*,")
    comma_then_dot = bare.str.contains(r",.*\.").any()
    several_dots = bare.str.contains(r"\..*\.")
    sure = bare.str.contains(SURE_OF_FRACTION) | dot_then_comma | several_dots
    has_fraction_dot = bare.str.contains(FRACTION_DOT).any()
    return bool(sure.any()) and not comma_then_dot and not has_fraction_dot


def _clock_hours(cells: pl.Series) -> pl.Series:
    """Hours of lengths that tell their own units."""
    weights = (
        (CLOCK, (1, 1 / 60, 1 / 3600)),
        (ISO_LENGTH, (168, 24, 1, 1 / 60, 1 / 3600)),
        (IN_WORDS, (1, 1 / 60, 1 / 3600)),
        (CELL_LENGTH, (24, 1, 1 / 60, 1 / 3600)),
    )
    total = pl.repeat(None, len(cells), dtype=pl.Float64, eager=True)
    for pattern, units in weights:
        parts = cells.str.extract_groups(pattern).struct.unnest()
        if pattern == CELL_LENGTH:
            parts = parts.with_columns(_days_of_cell(parts.to_series(0)))
        sums = pl.select(
            pl.sum_horizontal(
                parts.to_series(i).cast(pl.Float64, strict=False) * unit
                for i, unit in enumerate(units)
            )
        ).to_series()
        filled = parts.select(pl.any_horizontal(pl.all().is_not_null())).to_series()
        total = sums.zip_with(filled, total)
    return total


def _days_of_cell(cells: pl.Series) -> pl.Series:
    """Whole days of a length that a spreadsheet keeps as a day of its calendar."""
    day = cells.str.to_date("%Y-%m-%d", strict=False)
    counted = (day - CELL_ZERO).dt.total_days() + (day >= LEAP_THAT_WAS_NONE).cast(pl.Int64)
    return counted.cast(pl.String)
