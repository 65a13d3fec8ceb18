"""The rows that `atelier effect` reads: CSV files as R, Excel and databases write them."""

from pathlib import Path
from typing import Final

import polars as pl

from evidence.effect_methods import Question
from evidence.months import months_of
from store.errors import RequestError, SourceError

SEPARATORS: Final = (",", ";", "\t")
NOT_TOLD: Final = ("", "NA", "NaN", "nan", "NULL")  # as R, Python and databases write it


def effect_rows(file: Path, question: Question) -> tuple[pl.DataFrame, bool]:
    """The table, calendar months as whole numbers; whether there were any.

    Errors: SourceError where the file cannot be read; RequestError for a column that was named and
    is not there.
    """
    rows, separator = _read(file)
    missing = [name for name in question.columns() if name not in rows.columns]
    if missing:
        raise RequestError(
            f"The table has no column {', '.join(missing)}",
            f"some of {', '.join(rows.columns)}",
            "Name the columns as the table does",
        )
    numbers = {*question.columns()} - {question.unit, question.cluster}
    return _with_months(
        rows.with_columns(_number(rows[name], separator) for name in numbers), question
    )


def _read(file: Path) -> tuple[pl.DataFrame, str]:
    """The file without its blank lines, and what stands between its cells."""
    try:
        with file.open(encoding="utf-8-sig") as lines:
            header = lines.readline()
        separator = max(SEPARATORS, key=header.count)
        rows = pl.read_csv(file, infer_schema_length=None, separator=separator)
    except (OSError, UnicodeDecodeError, pl.exceptions.PolarsError) as error:
        raise SourceError(
            f"{file.name} cannot be read as a table ({type(error).__name__})",
            "a CSV file in UTF-8 with a header row",
            "Check the path, or export the table again",
        ) from None
    return rows.filter(~pl.all_horizontal(pl.all().is_null())), separator


def _number(cells: pl.Series, separator: str) -> pl.Series:
    """The column without words for 'not told', as numbers where the rest are such.

    Counts: where semicolons stand between cells, a comma within one is a decimal comma.
    """
    if cells.dtype != pl.String:
        return cells
    text = cells.str.strip_chars()
    told = text.set(text.is_in(NOT_TOLD), None)
    points = told.str.replace(",", ".", literal=True) if separator == ";" else told
    numbers = points.cast(pl.Float64, strict=False)
    return numbers if numbers.null_count() == told.null_count() else told


def _with_months(rows: pl.DataFrame, question: Question) -> tuple[pl.DataFrame, bool]:
    times, first = months_of(rows[question.time]), rows[question.first]
    starts = months_of(first)
    if times is None or (starts is None and _counts_waves(first)):
        return rows, False
    if starts is None:  # nobody has a date, or it is no month: `read_panel` says which
        starts = first
    return rows.with_columns(times.alias(question.time), starts.alias(question.first)), True


def _counts_waves(first: pl.Series) -> bool:
    """Whether starts are whole numbers of another kind than months, such as 1, 2, 3."""
    if not first.dtype.is_numeric():
        return False
    return bool((first.cast(pl.Float64).fill_nan(0).fill_null(0) != 0).any())
