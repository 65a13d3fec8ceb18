"""A sheet keeps types, freezes its header, and text can never become a formula."""

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from exports.sheet import DAY, SHARE, Field, put, table_sheet

FIELDS = (
    Field("Name", "name", 20),
    Field("Value", "value", 10, SHARE),
    Field("Day", "day", 12, DAY),
)


def saved(book):
    file = BytesIO()
    book.save(file)
    file.seek(0)
    return load_workbook(file)


def sheet_of(rows, fields=FIELDS):
    book = Workbook()
    table_sheet(book, "Figures", fields, rows)
    return saved(book)["Figures"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", "\n=", "\x01="])
def test_text_that_begins_like_a_formula_stays_text(start):
    cell = sheet_of([{"name": start + "cmd|' /C calc'!A0"}])["A2"]
    assert cell.data_type == "s"
    assert cell.quotePrefix


@given(st.text(max_size=40))
def test_no_text_whatever_becomes_a_formula(text):
    book = Workbook()
    put(book.active["A1"], text)
    assert saved(book).active["A1"].data_type in ("s", "n")


def test_empty_text_is_an_empty_cell():
    assert sheet_of([{"name": ""}])["A2"].value is None


def test_a_header_may_hold_hostile_text_too():
    assert sheet_of([], (Field("=1+1", "x"),))["A1"].data_type == "s"


def test_numbers_and_days_keep_their_types_and_formats():
    sheet = sheet_of([{"name": "a", "value": 0.25, "day": date(2026, 2, 28)}])
    assert (sheet["B2"].value, sheet["B2"].number_format) == (0.25, "0.0%")
    assert sheet["C2"].value == datetime(2026, 2, 28)  # noqa: DTZ001 -- a spreadsheet has no zone
    assert sheet["C2"].number_format == "yyyy-mm-dd"


def test_a_moment_is_written_as_utc_without_its_zone():
    book = Workbook()
    put(book.active["A1"], datetime(2026, 2, 28, 12, 30, tzinfo=UTC))
    assert book.active["A1"].value == datetime(2026, 2, 28, 12, 30)  # noqa: DTZ001


def test_a_missing_value_is_an_empty_cell_never_zero():
    assert sheet_of([{"name": "a", "value": None}])["B2"].value is None


def test_one_cell_may_bring_its_own_number_format():
    sheet = sheet_of([{"value": 2.5, "formats": {"value": "0.00"}}])
    assert sheet["B2"].number_format == "0.00"


def test_the_header_is_frozen_and_the_rows_are_a_table():
    sheet = sheet_of([{"name": "a"}, {"name": "b"}])
    assert sheet.freeze_panes == "C2"
    assert sheet.tables["Figures"].ref == "A1:C3"
    assert sheet.column_dimensions["A"].width == 20


def test_a_sheet_without_rows_has_its_header_and_no_table():
    sheet = sheet_of([])
    assert [cell.value for cell in sheet[1]] == ["Name", "Value", "Day"]
    assert not sheet.tables


def test_text_longer_than_a_cell_is_cut_at_what_a_cell_can_hold():
    assert len(sheet_of([{"name": "x" * 40_000}])["A2"].value) == 32_767
