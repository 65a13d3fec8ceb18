"""What the cells of a column look like: dates, numbers, yes and no, ids that repeat, lists."""

from dataclasses import dataclass
from typing import Final

import polars as pl

from loaders import values
from loaders.export import Export
from loaders.free_text import LONG, is_free_text
from store.tables import Column, Kind

LOOKED_AT: Final = 2_000  # rows; more do not change what a column looks like
NEARLY_ALL: Final = 0.9
SOME: Final = 0.02  # share of cells that hold a list already tells that lists occur
LIST_MARKS: Final = (";", "|", ",")


@dataclass(frozen=True)
class Profile:
    """One column of a file.

    name           as in the header
    filled         share of rows with a cell
    is_time        nearly all cells are days or moments
    is_number      nearly all cells are numbers
    is_flag        nearly all cells say yes or no
    is_key         every cell occurs once
    is_email       nearly all cells are e-mail addresses
    is_spoken      nearly all cells have several words
    is_ambiguous   dates can be read day first or month first
    is_free_text   text that people wrote
    list_mark      what parts the items of lists; none when there are no lists
    """

    name: str
    filled: float
    is_time: bool
    is_number: bool
    is_flag: bool
    is_key: bool
    is_email: bool
    is_spoken: bool
    is_ambiguous: bool
    is_free_text: bool
    list_mark: str | None

    def fits(self, column: Column) -> bool:
        """Truth that the cells can be values of a fact column."""
        if not self.filled:
            return True
        match column.kind:
            case Kind.DAY | Kind.MOMENT:
                return self.is_time
            case Kind.NUMBER | Kind.COUNT | Kind.SHARE:
                return self.is_number
            case Kind.FLAG:
                return self.is_flag
        if column.name == "email":
            return self.is_email
        is_person = column.kind is Kind.PERSON
        return not (self.is_time or self.is_free_text or (is_person and self.is_flag))


def profiles(export: Export) -> list[Profile]:
    """Profiles of all columns with a name, in order; the first of those that repeat it."""
    rows = export.collect(lambda lines: lines.head(LOOKED_AT))
    first = {name: str(i) for i, name in reversed(list(enumerate(export.header))) if name}
    names = [name for name in dict.fromkeys(export.header) if name]
    return [_profile(name, rows.get_column(first[name]), export.list_separator) for name in names]


def _profile(name: str, column: pl.Series, separator: str) -> Profile:
    cells = values.texts(column).values.drop_nulls()
    times = [values.moments(cells, name, day_first=order).values for order in (True, False)]
    is_time = any(_nearly(one.is_not_null()) for one in times)
    is_number = _nearly(values.numbers(cells).values.is_not_null())
    is_flag = _nearly(values.flags(cells).values.is_not_null())
    mark = None if is_time or is_number else _list_mark(cells, separator)
    items = values.lists(cells, mark).values.explode().drop_nulls() if mark else cells
    return Profile(
        name,
        len(cells) / max(len(column), 1),
        is_time,
        is_number,
        is_flag,
        len(cells) > 0 and cells.n_unique() == len(column),
        _nearly(items.str.contains(r"^[^@\s]+@[^@\s]+$")),
        _nearly(items.str.contains(r"\S\s+\S")),
        is_time and all(_nearly(one.is_not_null()) for one in times) and _differ(*times),
        not (is_time or is_number or is_flag) and (is_free_text(name) or _is_prose(cells)),
        mark,
    )


def _list_mark(cells: pl.Series, separator: str) -> str | None:
    """What parts the items of lists: the file's own mark, or one that occurs in some cells."""
    marks = dict.fromkeys((separator, *LIST_MARKS))
    return next((m for m in marks if _share(cells.str.contains(m, literal=True)) > SOME), None)


def _is_prose(cells: pl.Series) -> bool:
    """Truth that cells are longer than titles are, or run over several lines."""
    lengths = cells.str.len_chars()
    is_long = len(cells) > 0 and lengths.sum() > LONG * len(cells)
    return is_long or _share(cells.str.contains("\n", literal=True)) > SOME


def _share(truth: pl.Series) -> float:
    return float(truth.fill_null(value=False).sum()) / len(truth) if len(truth) else 0.0


def _nearly(truth: pl.Series) -> bool:
    return _share(truth) >= NEARLY_ALL


def _differ(one: pl.Series, other: pl.Series) -> bool:
    return bool((one != other).any())
