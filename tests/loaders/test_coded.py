"""Large tables: only the columns that were asked for, and the same facts as of plain cells."""

import polars as pl
import pytest

from loaders.cells import Cells
from loaders.coded import CodedCells
from loaders.distinct import kind
from loaders.export import Export

TABLE = """Key,Team,Hours,Labels,Labels,Secret
A-1, Red ,1.5,new,,said Ana
A-2,Blue,soon,,old,said Bo
A-3,,2,new,old,
A-4,NA,2,,,
"""
KEPT = ("0", "1", "2", "3", "4")  # all but Secret


@pytest.fixture
def export(tmp_path):
    path = tmp_path / "large.csv"
    path.write_text(TABLE)
    return Export.open(path)


@pytest.fixture
def cells(export):
    texts = kind()
    columns = [pl.col("0"), *(pl.col(at).cast(texts) for at in KEPT[1:])]
    return CodedCells(export, lambda rows: rows.select("row", *columns), texts)


def test_columns_are_read_as_plain_cells_read_them(export, cells):
    plain = Cells(export)
    for table in (plain, cells):
        table.number("Hours")
    assert (
        cells.text("Team").to_list() == plain.text("Team").to_list() == ["Red", "Blue", None, None]
    )
    assert cells.id("Key").to_list() == ["A-1", "A-2", "A-3", "A-4"]
    assert cells.repeats("Labels").to_list() == [["new"], ["old"], ["new", "old"], None]
    assert cells.refusals.frame.rows() == plain.refusals.frame.rows()
    assert cells.refusals.frame.rows() == [(3, "Hours", "a number was expected")]
    assert cells.parcel({}).rows_read == plain.parcel({}).rows_read == 4


def test_a_cell_is_kept_as_written_and_coded_cells_share_their_codes(cells):
    assert cells.raw("Team").to_list() == [" Red ", "Blue", None, "NA"]
    assert cells.raw("Team").dtype == pl.String
    team, key = cells.coded("Team"), cells.coded("Key")
    assert team.dtype == key.dtype == cells.kind
    assert team.to_list() == [" Red ", "Blue", None, "NA"]


def test_a_column_that_the_file_lacks_is_empty_and_one_that_was_not_asked_for_is_an_error(cells):
    assert cells.text("Colour").to_list() == [None] * 4
    assert cells.coded("Colour").to_list() == [None] * 4
    with pytest.raises(pl.exceptions.ColumnNotFoundError):
        cells.text("Secret")


def test_what_nobody_asked_for_is_not_in_memory(cells):
    assert "said" not in str(cells.rows.to_dicts())
    cells.let_go({"1", "2", "3", "4"})
    assert cells.rows.columns == ["row", "0"]
    assert cells.raw("Key").to_list() == ["A-1", "A-2", "A-3", "A-4"]


def test_moments_that_were_read_with_the_file_are_there_under_their_name(export):
    at = pl.lit("2026-05-31 16:30").str.to_datetime().dt.replace_time_zone("UTC")
    opened = pl.when(pl.col("0") == "A-2").then(at).alias("at:Opened")
    cells = CodedCells(export, lambda rows: rows.select("row", opened), kind())
    opened, closed = cells.read_at_once("at:Opened"), cells.read_at_once("at:Closed")
    assert [None if each is None else each.hour for each in opened] == [None, 16, None, None]
    assert opened.dtype == closed.dtype
    assert closed.to_list() == [None] * 4
