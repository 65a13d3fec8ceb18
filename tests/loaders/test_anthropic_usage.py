"""Anthropic API usage: accounts are people, keys are agents, nobody's tokens stay out."""

import json
from datetime import date
from pathlib import Path

from loaders import detect
from loaders.anthropic_usage import anthropic_usage
from loaders.export import Export

SAMPLE = Path(__file__).parent / "samples" / "anthropic_usage.json"
DAY = date(2026, 3, 3)
RESULT = {"uncached_input_tokens": 10, "output_tokens": 2, "api_key_id": "apikey_01"}


def bucket(*results, start="2026-03-03T00:00:00Z", end="2026-03-04T00:00:00Z"):
    return {"starting_at": start, "ending_at": end, "results": list(results)}


def read(tmp_path, document):
    path = tmp_path / "usage.json"
    path.write_text(document if isinstance(document, str) else json.dumps(document))
    export = Export.open(path)
    assert detect(export) is anthropic_usage
    return anthropic_usage.read(export)


def usage(parcel, *columns):
    return parcel.facts["ai_usage"].select(columns).rows()


def test_tokens_stand_with_the_account_or_the_key_that_used_them():
    parcel = anthropic_usage.read(Export.open(SAMPLE))
    columns = ("person_id", "day", "last_day", "tool", "model", "licensed")
    assert usage(parcel, *columns) == [
        ("login:apikey:apikey_01", DAY, None, "anthropic_api", "claude-sonnet-4-5", None),
        ("login:anthropic-user_01", DAY, None, "anthropic_api", "claude-opus-4-6", None),
        ("login:anthropic-svac_01", DAY, None, "anthropic_api", "claude-sonnet-4-5", None),
    ]
    numbers = ("tokens_in", "tokens_cached", "tokens_out")
    assert usage(parcel, *numbers) == [(1600, 3400, 501), (1500, 1700, 500), (1500, 1700, 500)]
    assert {f"ai_usage.{name}" for name in numbers} == set(anthropic_usage.meanings)
    assert parcel.rows_read == 2


def test_a_key_and_a_service_account_are_agents_and_an_account_is_a_person():
    people = anthropic_usage.read(Export.open(SAMPLE)).facts["person"]
    assert people.select("person_id", "worker_type").rows() == [
        ("login:apikey:apikey_01", "agent"),
        ("login:anthropic-user_01", None),
        ("login:anthropic-svac_01", "agent"),
    ]


def test_tokens_of_nobody_are_left_out_and_the_way_to_know_more_is_told():
    parcel = anthropic_usage.read(Export.open(SAMPLE))
    assert any("1 results tell neither account" in note for note in parcel.notes)
    assert "more pages follow" in parcel.cut


def test_hours_are_added_up_to_the_day_and_longer_buckets_stay_whole(tmp_path):
    hours = [
        bucket(RESULT, start=f"2026-03-03T{h}:00:00Z", end=f"2026-03-03T{h + 1}:00:00Z")
        for h in (22, 23)
    ]
    week = bucket(RESULT, start="2026-03-02T00:00:00Z", end="2026-03-09T00:00:00Z")
    parcel = read(tmp_path, {"data": [*hours, week]})
    assert usage(parcel, "day", "last_day", "tokens_in", "tokens_cached") == [
        (DAY, None, 20, None),
        (date(2026, 3, 2), date(2026, 3, 8), 10, None),
    ]


def test_a_report_of_days_without_use_and_a_list_of_pages_are_read(tmp_path):
    assert read(tmp_path, {"data": [bucket()]}).facts["ai_usage"].height == 0
    pages = [{"data": [bucket(RESULT)], "has_more": True}, {"data": [bucket()], "has_more": False}]
    parcel = read(tmp_path, pages)
    assert usage(parcel, "tokens_in") == [(10,)]
    assert parcel.cut == ""


def test_odd_buckets_are_refused_and_the_rest_loads(tmp_path):
    odd = [
        bucket(RESULT, start="soon"),
        bucket(RESULT, start=None),
        bucket(RESULT | {"uncached_input_tokens": 1.5}, end=None),
        bucket(RESULT | {"cache_creation": "none", "new": {}}),
    ]
    parcel = read(tmp_path, {"data": odd})
    assert parcel.refused.select("row", "column").rows() == [
        (1, "starting_at"),
        (2, "starting_at"),
        (3, "uncached_input_tokens"),
    ]
    assert usage(parcel, "tokens_in", "tokens_out") == [(10, 4)]
