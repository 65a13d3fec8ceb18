"""Cursor daily usage: requests by feature, completions and changes apart, days in milliseconds."""

import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from loaders import detect
from loaders.cursor_daily import cursor_daily
from loaders.export import Export
from store.errors import SourceError

SAMPLE = Path(__file__).parent / "samples" / "cursor_daily.json"
ANA, BO, NOBODY = "email:ana.ruiz@example.com", "email:bo.chen@example.com", "login:cursor-user_c3"
RECORD = {"date": 1772496000000, "email": "ana.ruiz@example.com", "composerRequests": 4}
DIFFS = ("suggested", "accepted", "rejected", "lines_added", "lines_removed")


def read(tmp_path, document):
    path = tmp_path / "export.json"
    path.write_text(document if isinstance(document, str) else json.dumps(document, indent=1))
    export = Export.open(path)
    assert detect(export) is cursor_daily
    return cursor_daily.read(export)


def usage(parcel, *columns):
    return parcel.facts["ai_usage"].select(columns).rows()


def test_requests_stand_by_feature_completions_and_changes_on_rows_of_their_own():
    parcel = cursor_daily.read(Export.open(SAMPLE))
    ana = parcel.facts["ai_usage"].filter(pl.col("person_id") == ANA)
    columns = ("day", "tool", "feature", "mode", "interactions", *DIFFS)
    day = date(2026, 3, 3)
    none = (None,) * 5
    assert ana.select(columns).rows() == [
        (day, "cursor", "composer", None, 12, *none),
        (day, "cursor", "chat", "ask", 5, *none),
        (day, "cursor", "agent", "agent", 7, *none),
        (day, "cursor", "cmdk", "edit", 2, *none),
        (day, "cursor", "bugbot", None, 1, *none),
        (day, "cursor", "tab", "completion", None, 140, 51, None, None, None),
        (day, "cursor", None, None, None, 30, 22, 8, 300, 40),
    ]
    assert parcel.facts["ai_usage"]["licensed"].all()
    assert parcel.rows_read == 3
    assert parcel.cut == ""


def test_a_licence_without_use_is_zero_and_a_missing_count_is_unknown():
    parcel = cursor_daily.read(Export.open(SAMPLE))
    rest = parcel.facts["ai_usage"].filter(pl.col("person_id") != ANA)
    assert rest.select("person_id", "day", "feature", "interactions", *DIFFS).rows() == [
        (BO, date(2026, 3, 4), "composer", 0, None, None, None, None, None),
        (BO, date(2026, 3, 4), "agent", 0, None, None, None, None, None),
        (BO, date(2026, 3, 4), None, None, 0, 0, 0, 0, 0),
        (NOBODY, date(2026, 3, 4), "composer", 3, None, None, None, None, None),
        (NOBODY, date(2026, 3, 4), None, None, None, None, None, None, None),
    ]


def test_the_vendors_id_is_tied_to_the_address():
    people = cursor_daily.read(Export.open(SAMPLE)).facts["person"]
    assert people.select("person_id", "email", "logins").rows() == [
        (ANA, "ana.ruiz@example.com", ["cursor-user_a1"]),
        ("login:cursor-user_c3", None, ["cursor-user_c3"]),
    ]


def test_a_page_that_follows_is_missed(tmp_path):
    parcel = read(tmp_path, {"data": [RECORD], "pagination": {"hasNextPage": True}})
    assert parcel.cut == "The file says that another page follows; load all pages."


def test_bad_records_are_refused_and_the_rest_loads(tmp_path):
    lines = [
        json.dumps(RECORD | {"new": {"deep": 1}}),
        json.dumps(RECORD | {"date": 1772496000}),
        json.dumps(RECORD | {"date": "soon"}),
        json.dumps({**RECORD, "email": None}),
        '{"date": 1772496000000, "email"',
        json.dumps(RECORD | {"day": "2026-03-05", "composerRequests": "many"}),
        json.dumps(RECORD | {"date": 10**20}),
    ]
    parcel = read(tmp_path, "\n".join(lines))
    assert usage(parcel, "day", "feature", "interactions") == [
        (date(2026, 3, 3), "composer", 4),
        (date(2026, 3, 3), None, None),
        (date(2026, 3, 5), None, None),
    ]
    assert parcel.refused.select("row", "column").rows() == [
        (2, "date"),
        (3, "date"),
        (4, "email"),
        (5, ""),
        (6, "composerRequests"),
        (7, "date"),
    ]
    assert parcel.rows_read == 7


def test_a_file_that_breaks_off_is_refused_with_the_next_step(tmp_path):
    path = tmp_path / "cut.json"
    path.write_text(SAMPLE.read_text()[:700])
    with pytest.raises(SourceError, match="breaks off"):
        detect(Export.open(path))


def test_the_vendors_example_gives_its_counts(real_data):
    parcel = cursor_daily.read(Export.open(real_data / "ai_usage" / "cursor_daily_usage_data.json"))
    use = parcel.facts["ai_usage"]
    assert parcel.rows_read == 2
    assert use["day"].unique().sort().to_list() == [date(2024, 3, 18), date(2024, 3, 19)]
    told = use.select("interactions", *DIFFS).sum().row(0)
    requests = 45 + 128 + 12 + 67 + 3 + 67 + 156 + 23 + 89 + 5
    shown, taken = 342 + 456 + 87 + 102, 289 + 398 + 73 + 91
    assert told == (requests, shown, taken, 14 + 11, 1102 + 1876, 645 + 987)
    assert parcel.refused.is_empty()
