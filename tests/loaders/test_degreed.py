"""Degreed completions: courses and events, with length and price of the catalogue."""

import json
from datetime import date
from pathlib import Path

import pytest

from loaders import detect
from loaders.degreed import degreed
from loaders.export import Export
from store.errors import SourceError

SAMPLE = Path(__file__).parent / "samples" / "degreed.json"


def read_file(path):
    export = Export.open(path)
    assert detect(export) is degreed
    return degreed.read(export)


def read(tmp_path, *records, **wrapper):
    path = tmp_path / "export.json"
    path.write_text(json.dumps({"data": list(records), **wrapper}), encoding="utf-8")
    return read_file(path)


def completion(content=None, **more):
    told = {"employee_id": "7", "completed_at": "2026-02-03T10:00:00Z", "points_earned": 1, **more}
    inside = {"content_type": "Course", "title": "Safety", **(content or {})}
    return {"type": "completions", "attributes": told, "included": [{"attributes": inside}]}


def training(parcel, *columns):
    columns = columns or ("person_id", "course", "completed_on", "hours", "cost", "currency")
    return parcel.facts["training"].select(columns).rows()


def test_courses_and_events_have_a_row_with_length_and_price_of_the_catalogue():
    parcel = read_file(SAMPLE)
    assert parcel.rows_read == 5
    ai = "Generative AI basics"
    assert training(parcel) == [
        ("employee_id:0100123", ai, date(2026, 2, 3), 1.5, 49.5, "EUR"),
        ("employee_id:0100124", "Negotiation day", date(2026, 2, 5), 8.0, None, None),
        ("employee_id:0100124", ai, date(2026, 2, 6), 1.5, 49.5, "EUR"),
    ]
    assert training(parcel, "provider", "about_ai") == [
        ("Academy", True),
        ("Academy", None),
        ("Academy", True),
    ]
    assert parcel.notes == (
        "1 completions are of no kind; they are left out.",
        "1 completions are of kind article; they are left out.",
        "1 prices are in no currency; they are left out.",
    )
    assert not parcel.cut


def test_names_with_underlines_and_content_inside_each_record_are_read(tmp_path):
    parcel = read(tmp_path, completion({"duration": 5400, "duration_type": "Seconds"}))
    assert training(parcel, "course", "hours") == [("Safety", 1.5)]


def test_lengths_without_a_known_unit_are_left_empty_and_told(tmp_path):
    parcel = read(tmp_path, completion({"duration": 300, "duration_type": "Words"}))
    assert training(parcel, "hours") == [(None,)]
    assert parcel.notes == ("1 lengths have no unit that is known; left empty.",)


@pytest.mark.parametrize(("amount", "currency"), [("50.00", None), (None, "USD"), (50, "usd pts")])
def test_a_price_without_currency_is_no_cost(tmp_path, amount, currency):
    parcel = read(tmp_path, completion({"cost_units": amount, "cost_unit_type": currency}))
    assert training(parcel, "cost", "currency") == [(None, None)]


def test_an_answer_with_a_next_page_is_cut(tmp_path):
    assert "another page" in read(tmp_path, completion(), links={"next": "https://x"}).cut
    assert read(tmp_path, completion(), links={"next": None}).cut == ""


def test_records_that_lack_something_are_refused_and_others_are_not(tmp_path):
    parcel = read(
        tmp_path,
        completion(employee_id=None),
        completion({"title": None}),
        completion(completed_at="soon"),
        completion(completed_at=None),
        completion({"duration": "long", "duration_type": "Hours"}),
    )
    assert training(parcel, "course", "hours") == [("Safety", None)]
    assert parcel.refused.select("row", "column").rows() == [
        (1, "employee_id"),
        (2, "title"),
        (3, "completed_at"),
        (5, "duration"),
    ]


@pytest.mark.parametrize(
    "attributes",
    [
        pytest.param({"employee-id": "7"}, id="users"),
        pytest.param({"employee-id": "7", "completed-at": "2026-02-03"}, id="of another make"),
    ],
)
def test_answers_that_only_look_alike_are_not_taken(tmp_path, attributes):
    path = tmp_path / "export.json"
    path.write_text(json.dumps({"data": [{"type": "users", "attributes": attributes}]}))
    assert not degreed.recognises(Export.open(path))


def test_an_answer_that_breaks_off_is_refused(tmp_path):
    path = tmp_path / "export.json"
    path.write_text(SAMPLE.read_text()[:1500])
    with pytest.raises(SourceError, match="breaks off"):
        read_file(path)
