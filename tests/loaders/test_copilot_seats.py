"""GitHub Copilot seats: a licence is no use, its time ends with the newest moment in the file."""

import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from loaders import detect
from loaders.copilot_seats import copilot_seats
from loaders.export import Export
from metrics.ai_flag import MEASURES
from store.errors import SourceError

SAMPLE = Path(__file__).parent / "samples" / "copilot_seats.json"
SEAT = {
    "created_at": "2026-01-15T10:30:00Z",
    "last_activity_at": "2026-03-01T08:00:00Z",
    "plan_type": "business",
    "assignee": {"login": "ana-ruiz", "id": 1001},
}
COLUMNS = ("person_id", "day", "last_day", "licensed")


def read(tmp_path, document, name="export.json"):
    path = tmp_path / name
    path.write_text(document if isinstance(document, str) else json.dumps(document))
    export = Export.open(path)
    assert detect(export) is copilot_seats
    return copilot_seats.read(export)


def usage(parcel, *columns):
    return parcel.facts["ai_usage"].select(columns or COLUMNS).rows()


def test_a_person_is_licensed_from_the_oldest_seat_to_the_newest_moment_of_the_file():
    parcel = copilot_seats.read(Export.open(SAMPLE))
    until = date(2026, 3, 27)
    assert usage(parcel) == [
        ("login:ana-ruiz", date(2024, 5, 2), until, True),
        ("login:bo-chen", date(2026, 1, 15), until, True),
    ]
    assert set(parcel.facts["ai_usage"]["tool"]) == {"copilot"}
    assert parcel.rows_read == 4
    assert parcel.refused.select("row", "column").rows() == [(4, "assignee")]
    assert parcel.cut == ""


def test_the_last_activity_is_no_use_and_a_seat_has_no_measure():
    parcel = copilot_seats.read(Export.open(SAMPLE))
    told = parcel.facts["ai_usage"].select(pl.col(*MEASURES, "cost").count())
    assert set(told.row(0)) == {0}


def test_a_total_above_the_seats_says_that_pages_are_missing(tmp_path):
    parcel = read(tmp_path, {"total_seats": 312, "seats": [SEAT]})
    assert parcel.cut == "The file says that there are 312 seats and holds 1; load all pages."


def test_pages_back_to_back_and_seats_one_a_line_are_read_as_well(tmp_path):
    bo = SEAT | {"assignee": {"login": "bo-chen"}}
    pages = [{"total_seats": 2, "seats": [each]} for each in (SEAT, bo)]
    back_to_back = json.dumps(pages[0], indent=1) + "\n" + json.dumps(pages[1], indent=1)
    for text in (back_to_back, "\n".join(json.dumps(each) for each in (SEAT, bo))):
        parcel = read(tmp_path, text)
        assert [row[0] for row in usage(parcel)] == ["login:ana-ruiz", "login:bo-chen"]
        assert parcel.cut == ""


def test_a_seat_without_creation_stands_on_the_newest_day_and_one_without_any_is_left_out(
    tmp_path,
):
    no_start = SEAT | {"created_at": None}
    parcel = read(tmp_path, {"total_seats": 1, "seats": [no_start]})
    assert usage(parcel) == [("login:ana-ruiz", date(2026, 3, 1), date(2026, 3, 1), True)]
    nothing = no_start | {"last_activity_at": None}
    parcel = read(tmp_path, {"total_seats": 1, "seats": [nothing]})
    assert usage(parcel) == []
    assert any("have no day" in note for note in parcel.notes)


def test_an_account_of_a_bot_is_no_person_of_the_firm(tmp_path):
    bot = SEAT | {"assignee": {"login": "release-helper[bot]"}}
    parcel = read(tmp_path, {"total_seats": 1, "seats": [bot]})
    assert parcel.facts["person"].select("person_id", "logins", "worker_type").rows() == [
        ("login:release-helper[bot]", ["release-helper[bot]"], "bot")
    ]


def test_a_moment_that_is_none_and_a_broken_line_are_refused_and_the_rest_loads(tmp_path):
    lines = [
        json.dumps(SEAT | {"created_at": "yesterday"}),
        '{"assignee": {"login": "bo',
        json.dumps(SEAT | {"assignee": {"login": "bo-chen"}, "created_at": "2026-02-02T00:00:00"}),
    ]
    parcel = read(tmp_path, "\n".join(lines))
    assert parcel.refused.select("row", "column").rows() == [(1, "created_at"), (2, "")]
    assert [row[:2] for row in usage(parcel)] == [
        ("login:ana-ruiz", date(2026, 3, 1)),
        ("login:bo-chen", date(2026, 2, 2)),
    ]
    assert any("without offset" in note for note in parcel.notes)


def test_a_file_that_breaks_off_is_refused_with_the_next_step(tmp_path):
    path = tmp_path / "cut.json"
    path.write_text(SAMPLE.read_text()[:900])
    with pytest.raises(SourceError, match="breaks off"):
        detect(Export.open(path))
