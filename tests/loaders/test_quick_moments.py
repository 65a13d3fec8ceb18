"""Moments read at once: whatever they read, the careful parser reads alike; the rest they leave."""

from datetime import UTC, datetime
from functools import reduce

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.dates import moments
from loaders.quick_moments import LAYOUTS, layout_of, moment

EXAMPLES = {
    "%d/%b/%y %I:%M %p": "31/May/24 4:30 PM",
    "%d/%b/%Y %I:%M %p": "31/May/2024 4:30 PM",
    "%d/%b/%y %H:%M": "31/May/24 16:30",
    "%d/%b/%Y %H:%M": "31/May/2024 16:30",
    "%b/%d/%y %I:%M %p": "May/31/24 4:30 PM",
    "%Y-%m-%d %H:%M": "2024-05-31 16:30",
    "%Y-%m-%d %H:%M:%S": "2024-05-31 16:30:00",
}
HALF_PAST_FOUR = datetime(2024, 5, 31, 16, 30, tzinfo=UTC)


def read(layout, *cells):
    frame = pl.DataFrame({"cell": cells}, schema={"cell": pl.String})
    return frame.with_columns(at=moment(pl.col("cell"), layout))["at"].to_list()


def test_every_layout_has_an_example():
    assert set(EXAMPLES) == set(LAYOUTS)


@pytest.mark.parametrize(("layout", "cell"), EXAMPLES.items(), ids=EXAMPLES.values())
def test_an_example_is_told_and_read_by_its_layout(layout, cell):
    assert layout_of(pl.Series([cell, None, "soon"])) == layout
    assert read(layout, cell) == [HALF_PAST_FOUR]


@pytest.mark.parametrize(
    "cells",
    [[], [None], ["soon", ""], ["05/06/2024 16:30"], ["2024-05-31"], ["31/Mai/24 16:30"]],
    ids=["no cell", "an empty one", "words", "numbers both ways", "a day", "a month in German"],
)
def test_what_can_be_read_in_two_ways_or_none_has_no_layout(cells):
    assert layout_of(pl.Series(cells, dtype=pl.String)) is None
    assert read(None, *cells) == [None] * len(cells)


def test_the_layout_of_most_cells_wins():
    cells = ["31/May/24 16:30", "2024-05-31 16:30", "2024-06-01 08:00"]
    assert layout_of(pl.Series(cells)) == "%Y-%m-%d %H:%M"


def test_cells_of_other_layouts_and_of_odd_years_are_left_for_the_careful_parser():
    cells = ("1999-12-31 23:59", "2000-01-01 00:00", "2068-12-31 00:00", "2069-01-01 00:00")
    assert read("%Y-%m-%d %H:%M", "31/May/24 16:30", *cells, None) == [
        None,
        None,
        datetime(2000, 1, 1, tzinfo=UTC),
        datetime(2068, 12, 31, tzinfo=UTC),
        None,
        None,
    ]


# -- the second witness ---------------------------------------------------------------------------

proper = st.builds(
    datetime.strftime,
    st.integers(9 * 10**8, 3 * 10**9 + 2 * 10**8).map(lambda at: datetime.fromtimestamp(at, UTC)),
    st.sampled_from(list(LAYOUTS)),
)


def edited(cell, at, out, new):
    at %= len(cell) + 1
    return cell[:at] + new + cell[at + out :]


signs = st.sampled_from([*"0123456789 /:-+.,APMapmZT", "", "", "\t", "\u0661", "une", " PM"])
edits = st.lists(st.tuples(st.integers(0, 25), st.integers(0, 2), signs), max_size=3)
alike = st.builds(
    lambda cell, edits: reduce(lambda made, edit: edited(made, *edit), edits, cell), proper, edits
)


@settings(max_examples=400, derandomize=True, deadline=None, database=None)
@given(cell=alike)
def test_what_is_read_at_once_is_what_the_careful_parser_reads(cell):
    found = {quick for layout in LAYOUTS for quick in read(layout, cell)} - {None}
    if found:
        for day_first in (True, False):  # whatever the reader says: nothing was to be decided
            careful = moments(pl.Series([cell]), "Created", day_first=day_first)
            assert (set(careful.values), careful.reasons.null_count()) == (found, 1)


def test_the_second_witness_has_something_to_say():
    told = [cell for layout, cell in EXAMPLES.items() if read(layout, cell) != [None]]
    careful = moments(pl.Series(told), "Created").values.to_list()
    assert careful == [HALF_PAST_FOUR] * len(EXAMPLES)
