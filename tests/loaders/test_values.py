"""Cells of text turned into values: the layout is decided once for a column."""

from datetime import UTC, date, datetime

import polars as pl
import pytest

from loaders.parsed import Refusals
from loaders.values import (
    choices,
    counts,
    days,
    flags,
    hours,
    ids,
    lists,
    moments,
    numbers,
    texts,
)
from store.errors import SourceError


def cells(*values):
    return pl.Series(values, dtype=pl.String)


def at(*parts):
    return datetime(*parts, tzinfo=UTC)


# -- days and moments -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("2024-05-31T16:30:00Z", at(2024, 5, 31, 16, 30)),
        ("2025-11-15T04:00:00.000+0000", at(2025, 11, 15, 4)),
        ("2024-01-05T10:11:12.5+05:30", at(2024, 1, 5, 4, 41, 12, 500_000)),
        ("2024-01-05 10:11:12 -0800", at(2024, 1, 5, 18, 11, 12)),
        ("2024-01-05 10:11", at(2024, 1, 5, 10, 11)),
        ("2024-01-05", at(2024, 1, 5)),
        ("2/Jan/06 3:04 PM", at(2006, 1, 2, 15, 4)),
        ("12/Jan/06 12:04 AM", at(2006, 1, 12, 0, 4)),
        ("30/Sep/21 17:20", at(2021, 9, 30, 17, 20)),
        ("5 Okt 2021 08:00", at(2021, 10, 5, 8)),
        ("Mär 5, 2024", at(2024, 3, 5)),
        ("2099-12-31", None),
        ("4712/12/31", None),
        ("9999-12-31T00:00:00Z", None),
        ("0000-00-00 00:00:00", None),
        ("NULL", None),
        ("-", None),
    ],
)
def test_one_layout_each(cell, moment):
    read = moments(cells(cell), "Created")
    assert (read.values.to_list(), read.reasons.to_list()) == ([moment], [None])


@pytest.mark.parametrize(
    "cell", ["2024-02-30", "soon", "2024-05-31T25:00:00Z", "13/13/2024", "1200-01-01"]
)
def test_what_is_no_moment_is_refused_without_being_quoted(cell):
    read = moments(cells(cell, "2024-01-01T00:00:00Z"), "Created", day_first=True)
    assert read.values[0] is None
    assert read.reasons.to_list() == ["a moment was expected, like 2024-05-31T16:30:00Z", None]


def test_moments_without_offset_are_utc_and_are_said_to_be():
    read = moments(cells("2024-05-31T16:30:00", "2024-05-31T16:30:00+02:00"), "Created")
    assert read.values.to_list() == [at(2024, 5, 31, 16, 30), at(2024, 5, 31, 14, 30)]
    assert read.notes == ("Created: 1 moments have no offset; they were read as UTC.",)


def test_a_day_is_the_day_as_written_whatever_the_offset():
    read = days(cells("2021-03-01T00:00:00-08:00", "2021-03-01 23:59"), "Hire")
    assert read.values.to_list() == [date(2021, 3, 1)] * 2


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        pytest.param(("07/10/1983", "09/19/88"), (7, 9), id="a second part above 12: month first"),
        pytest.param(("07/10/1983", "19/09/88"), (10, 9), id="a first part above 12: day first"),
    ],
)
def test_the_whole_column_decides_the_order_of_day_and_month(column, expected):
    read = days(cells(*column), "Birth")
    assert tuple(day.month for day in read.values) == expected
    assert "some leave no other reading" in read.notes[0]


def test_dates_that_read_both_ways_are_asked_for_not_guessed():
    with pytest.raises(SourceError, match=r"column Created has dates that can be read day first"):
        days(cells("05/06/2024", "07/08/2024"), "Created")
    told = days(cells("05/06/2024"), "Created", day_first=True)
    assert told.values.to_list() == [date(2024, 6, 5)]
    assert days(cells("05/06/2024"), "Created", day_first=False).values[0] == date(2024, 5, 6)


def test_dates_in_two_orders_are_asked_for():
    with pytest.raises(SourceError, match=r"in two orders.*--day-first or --month-first"):
        days(cells("13/01/2024", "01/13/2024"), "Created")
    told = days(cells("13/01/2024", "01/13/2024"), "Created", day_first=True)
    assert told.values.to_list() == [date(2024, 1, 13), None]
    assert told.reasons.to_list() == [None, "a day was expected, like 2024-05-31"]


@pytest.mark.parametrize(
    ("cell", "numerals", "moment"),
    [
        ("45292", "serial", at(2024, 1, 1)),
        ("45292.75", "serial", at(2024, 1, 1, 18)),
        ("1704067200", "seconds", at(2024, 1, 1)),
        ("1704067200000", "milliseconds", at(2024, 1, 1)),
        ("1704067200000000000", "nanoseconds", at(2024, 1, 1)),
    ],
)
def test_bare_numbers_are_moments_when_asked_for(cell, numerals, moment):
    assert moments(cells(cell), "Day", numerals=numerals).values.to_list() == [moment]
    assert moments(cells(cell), "Day").reasons[0] is not None


@pytest.mark.parametrize("cell", ["9" * 16, "9" * 20, "1" + "0" * 33, "-" + "9" * 25])
def test_a_number_that_is_no_moment_is_refused_or_empty_and_stops_nothing(cell):
    read = moments(cells(cell, "1704067200000"), "Day", numerals="milliseconds")
    assert read.values.to_list() == [None, at(2024, 1, 1)]


def test_moments_of_all_kinds_keep_their_order():
    some = cells("2024-01-01T00:00:00Z", "30/Sep/21 17:20", None, "no", "2024-01-01T00:00:00+01:00")
    read = moments(pl.concat([some] * 200), "Created")
    one = [at(2024, 1, 1), at(2021, 9, 30, 17, 20), None, None, at(2023, 12, 31, 23)]
    assert read.values.to_list() == one * 200
    assert read.reasons.is_not_null().to_list() == [False, False, False, True, False] * 200


# -- numbers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        pytest.param(("68000 CAD", "$0.10", "€ 5"), (68000, 0.1, 5), id="currencies"),
        pytest.param(("210,910.07", "35,235"), (210910.07, 35235), id="commas part thousands"),
        pytest.param(("1.234,50", "7", "1.000"), (1234.5, 7, 1000), id="decimal commas"),
        pytest.param(("1'234.50", "1 234"), (1234.5, 1234), id="apostrophes and blanks"),
        pytest.param(("(12.5)", "12-", "-3"), (-12.5, -12, -3), id="negative in three ways"),
        pytest.param(("1e3", "NA", "", "-"), (1000, None, None, None), id="nothing is not zero"),
    ],
)
def test_numbers_as_people_write_them(column, expected):
    read = numbers(cells(*column))
    assert tuple(read.values) == expected
    assert read.reasons.null_count() == len(column)


@pytest.mark.parametrize("cell", ["twelve", "nan", "inf", "1,2,3", "12 hours"])
def test_what_is_no_number_is_refused(cell):
    read = numbers(cells(cell, "1.5"))
    assert (read.values.to_list(), read.reasons[0]) == ([None, 1.5], "a number was expected")


@pytest.mark.parametrize("dotted", ["1,234.5", "2.25"])
def test_a_column_has_one_decimal_mark(dotted):
    assert numbers(cells(dotted, "3,5")).values.to_list() == [float(dotted.replace(",", "")), None]


def test_counts_are_whole():
    read = counts(cells("3", "3.0", "3.5", None))
    assert read.values.to_list() == [3, 3, None, None]
    assert read.reasons.to_list() == [None, None, "a whole number was expected", None]


def test_hours_out_of_every_unit():
    assert (
        hours(cells("5400", "1:30", "PT1H30M", "01:30:00"), "seconds").values.to_list() == [1.5] * 4
    )
    assert hours(cells("90", "2"), "minutes").values.to_list() == [1.5, pytest.approx(1 / 30)]
    assert hours(cells("P1DT2H"), "days").values.to_list() == [26.0]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("120:30:00", 120.5),
        ("0001:30:00.00", 1.5),
        ("PT1H30M", 1.5),
        ("P0DT0H45M0.0S", 0.75),
        ("1h 30m 00s", 1.5),
        ("1h30m", 1.5),
        ("45m", 0.75),
        ("90 min", 1.5),
        ("0s", 0.0),
        ("1899-12-31 01:30:00", 1.5),
        ("1900-01-01 06:30:00", 30.5),
        ("1900-01-01", 24.0),
        ("1900-03-01", 61 * 24.0),
    ],
)
def test_lengths_that_tell_their_own_unit_are_read_whatever_the_unit_of_the_column(cell, expected):
    for unit in ("hours", "minutes", "seconds"):
        assert hours(cells(cell), unit).values.to_list() == [pytest.approx(expected)]


@pytest.mark.parametrize("cell", ["h", "1h 2h", "soon", "1901-01-01 01:00:00", "-1:30", "1d"])
def test_what_is_no_length_is_refused(cell):
    read = hours(cells(cell, "1:00"))
    assert read.values.to_list() == [None, 1.0]
    assert read.reasons[0] == "a duration was expected, in hours or h:mm"


def test_an_empty_length_is_not_zero():
    assert hours(cells("", "-", "NA", None), "minutes").values.to_list() == [None] * 4


# -- words ----------------------------------------------------------------------------------------


def test_texts_are_trimmed_and_stand_ins_for_nothing_are_empty():
    assert texts(cells(" Ana ", "N/A", "null", "-", "", None)).values.to_list() == [
        "Ana",
        *[None] * 5,
    ]
    assert texts(cells("NA"), nothing=False).values.to_list() == ["NA"]


def test_flags_lists_choices_and_ids():
    assert flags(cells("Yes", "0", "FALSE", "ja", None)).values.to_list() == [
        True,
        False,
        False,
        True,
        None,
    ]
    assert flags(cells("maybe")).reasons.to_list() == ["yes or no was expected"]
    assert lists(cells("a; b;;", ";", None)).values.to_list() == [["a", "b"], None, None]
    assert lists(cells("a|b"), "|").values.to_list() == [["a", "b"]]
    assert choices(cells("Bot", "cat"), ("bot",)).values.to_list() == ["bot", None]
    assert choices(cells("cat"), ("bot", "agent")).reasons[0] == "one of bot, agent was expected"
    assert ids(cells("0012", "1.2E+15")).values.to_list() == ["0012", None]


# -- refusals -------------------------------------------------------------------------------------


def test_a_row_is_refused_once_for_each_reason_and_a_cell_alone_leaves_its_row():
    refusals = Refusals(pl.Series([2, 3, 4]))
    done = refusals.take("Done", counts(cells("1", "x", "x")))
    refusals.add("Hours", "less than nothing", pl.Series([False, False, True]))
    refusals.add("Manager", "in a circle", pl.Series([True, None, False]), row_stays=True)
    assert done.to_list() == [1, None, None]
    assert refusals.kept.to_list() == [True, False, False]
    assert refusals.frame.rows() == [
        (2, "Manager", "in a circle"),
        (3, "Done", "a whole number was expected"),
        (4, "Done", "a whole number was expected"),
        (4, "Hours", "less than nothing"),
    ]


def test_notes_name_their_column_once():
    refusals = Refusals(pl.Series([2]))
    refusals.take("Cost", numbers(cells("1,5")))
    refusals.take("Cost", numbers(cells("1,5")))
    assert refusals.notes == ["Cost: A comma is read as the decimal mark."]
