"""Cells that repeat: every distinct text is read once, and every row has what was read."""

import polars as pl
import pytest

from loaders.distinct import by_cell, distinct, kind, parsed_by_cell
from loaders.values import numbers, texts

CELLS = ["7", None, "x", "7", " 8 ", None, "7"]


def coded(cells, texts_of=None):
    return pl.Series("cell", cells, dtype=pl.String).cast(texts_of or kind())


def test_distinct_texts_are_counted_over_columns_that_share_their_codes():
    shared = kind()
    once = distinct([coded(["a", "b", None, "a"], shared), coded(["c", None, "b"], shared)])
    assert once.cells.dtype == pl.String
    assert dict(zip(once.cells, once.times, strict=True)) == {"a": 2, "b": 2, "c": 1}


def test_what_was_made_of_a_text_stands_in_every_row_of_it():
    shared = kind()
    columns = [coded(["a", "b", None, "a"], shared), coded(["c", None, "b"], shared)]
    once = distinct(columns)
    capitals = once.cells.str.to_uppercase()
    spread = [once.spread(capitals, column).to_list() for column in columns]
    assert spread == [["A", "B", None, "A"], ["C", None, "B"]]


def test_a_text_of_which_nothing_was_made_is_null_in_every_row():
    column = coded(["a", "b", "a"])
    once = distinct([column])
    only_b = once.cells.set(once.cells == "a", None)
    assert once.spread(only_b, column).to_list() == [None, "b", None]


@pytest.mark.parametrize("cells", [[], [None, None]], ids=["no row", "empty cells only"])
def test_columns_without_texts_have_nothing_to_make(cells):
    column = coded(cells)
    once = distinct([column])
    assert once.cells.is_empty()
    assert once.spread(once.cells.cast(pl.Int64), column).to_list() == cells


@pytest.mark.parametrize("code", [lambda cells: cells, coded], ids=["text", "coded"])
def test_a_function_of_a_cell_makes_the_same_of_text_and_of_coded_cells(code):
    cells = code(pl.Series("cell", CELLS))
    made = by_cell(cells, lambda column: column.str.strip_chars().str.len_chars())
    assert made.to_list() == [1, None, 1, 1, 1, None, 1]


def test_a_function_sees_each_text_of_a_coded_column_once():
    seen = []

    def make(column):
        seen.extend(column)
        return column

    by_cell(coded(CELLS), make)
    assert sorted(seen) == [" 8 ", "7", "x"]


@pytest.mark.parametrize("read", [texts, numbers], ids=["texts", "numbers"])
def test_a_coded_column_is_read_and_refused_as_its_text_is(read):
    plain, once = read(pl.Series(CELLS)), parsed_by_cell(coded(CELLS), read)
    assert once.values.to_list() == plain.values.to_list()
    assert once.reasons.to_list() == plain.reasons.to_list()
    assert once.notes == plain.notes


def test_only_the_rows_of_a_text_that_cannot_be_read_are_refused():
    parsed = parsed_by_cell(coded(CELLS), numbers)
    assert parsed.values.to_list() == [7, None, None, 7, 8, None, 7]
    refused = "a number was expected"
    assert parsed.reasons.to_list() == [None, None, refused, None, None, None, None]
