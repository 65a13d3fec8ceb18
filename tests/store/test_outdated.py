"""What a report that is older than the known one may still tell."""

from datetime import date

import polars as pl
import pytest

from store.outdated import newer_reports, newest_stay
from store.state import Import
from store.tables import TABLES

MONDAY, TUESDAY, SUNDAY = date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 8)
SCHEMA = TABLES["ai_usage"].schema


def usage(*rows):
    known = {"person_id": "ana", "day": MONDAY, "tool": "copilot"}
    return pl.DataFrame([dict.fromkeys(SCHEMA) | known | row for row in rows], schema=SCHEMA)


def stays(told, head, *newer):
    rows, notes = newest_stay(told, head.lazy(), newer)
    assert rows.schema == told.schema
    return rows.select("interactions", "accepted").rows(), notes


def test_a_known_number_stays_an_empty_one_is_filled_and_a_new_row_comes():
    head = usage({"interactions": 5})
    told = usage({"interactions": 1, "accepted": 2}, {"interactions": 3, "model": "other"})
    rows, notes = stays(told, head, (MONDAY, SUNDAY))
    assert rows == [(None, 2), (3, None)]
    assert notes[0].startswith("1 rows tell other numbers")
    assert "8 March 2026" in notes[0]


def test_a_number_that_is_the_same_needs_no_sentence():
    head = usage({"interactions": 5})
    assert stays(head, head, (MONDAY, SUNDAY)) == ([(None, None)], ())


@pytest.mark.parametrize("days", [(TUESDAY, SUNDAY), (date(2026, 2, 1), date(2026, 3, 1))])
def test_outside_the_days_of_the_newer_report_the_told_number_counts(days):
    told = usage({"interactions": 1})
    assert stays(told, usage({"interactions": 5}), days) == ([(1, None)], ())


def test_a_period_that_the_newer_report_holds_in_part_is_not_its_own():
    period = {"last_day": SUNDAY, "interactions": 1}
    told, head = usage(period), usage({**period, "interactions": 5})
    assert stays(told, head, (MONDAY, TUESDAY))[0] == [(1, None)]
    assert stays(told, head, (MONDAY, SUNDAY))[0] == [(None, None)]


def test_newer_is_what_the_same_source_has_told_of_later_days():
    def entry(loader, first, last):
        days = {"ai_usage": [first.isoformat(), last.isoformat()]}
        return Import(loader=loader, spans=days)

    entries = [
        entry("copilot_users", MONDAY, SUNDAY),
        entry("cursor_daily", MONDAY, SUNDAY),
        entry("copilot_users", MONDAY, TUESDAY),
        Import(loader="copilot_users", spans={"task ENG": ["2026-03-02", "2026-03-09"]}),
    ]
    told = {"ai_usage": ["2026-03-02", "2026-03-03"]}
    assert newer_reports(entries, "copilot_users", told) == [(MONDAY, SUNDAY)]
    assert newer_reports(entries, "copilot_users", {}) == []
