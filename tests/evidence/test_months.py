"""Calendar months as they are written, by hand: July 2026 is month 2026 x 12 + 6."""

from datetime import date

import polars as pl
import pytest

from evidence.months import month_words, months_of

JULY = 2026 * 12 + 6


@pytest.mark.parametrize(
    "cells",
    [
        ["2026-07", "", None],
        ["2026-07-31", "0", None],
        [202607, 0, None],
        [202607.0, float("nan"), 0.0],
        [date(2026, 7, 31), None, None],
    ],
)
def test_a_month_is_read_as_it_is_written_and_nothing_is_never(cells):
    assert months_of(pl.Series(cells)).to_list() == [JULY, None, None]
    assert month_words(JULY) == "2026-07"


@pytest.mark.parametrize(
    "cells",
    [[1, 2, 3], [2003, 2004], [202613], [202600], [202607, 999999], [202607.5], [0, 0], ["7/2026"]],
)
def test_numbers_and_words_that_are_no_months_stay_what_they_are(cells):
    assert months_of(pl.Series(cells)) is None
