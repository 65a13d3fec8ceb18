"""OpenAI usage: cached tokens are taken out of the input, users are people, keys are agents."""

import json
from datetime import date
from pathlib import Path

from loaders import detect
from loaders.export import Export
from loaders.openai_usage import openai_usage

SAMPLE = Path(__file__).parent / "samples" / "openai_usage.json"
DAY = date(2026, 3, 3)
RESULT = {"object": "organization.usage.completions.result", "user_id": "user-abc"}


def read(tmp_path, *results, start=1772496000, end=1772582400, name="results"):
    path = tmp_path / "usage.json"
    bucket = {"object": "bucket", "start_time": start, "end_time": end, name: list(results)}
    path.write_text(json.dumps({"object": "page", "data": [bucket]}))
    export = Export.open(path)
    assert detect(export) is openai_usage
    return openai_usage.read(export)


def usage(parcel, *columns):
    return parcel.facts["ai_usage"].select(columns).rows()


def test_cached_tokens_are_taken_out_of_the_input():
    parcel = openai_usage.read(Export.open(SAMPLE))
    columns = ("person_id", "day", "last_day", "tool", "feature", "model")
    assert usage(parcel, *columns) == [
        ("login:openai-user-abc", DAY, None, "openai_api", "completions", "gpt-5"),
        ("login:apikey:key_01", DAY, None, "openai_api", "completions", "gpt-5"),
    ]
    numbers = ("tokens_in", "tokens_cached", "tokens_out", "interactions")
    assert usage(parcel, *numbers) == [(210, 800, 501, 6), (150, 850, 500, 5)]
    assert {f"ai_usage.{name}" for name in numbers} == set(openai_usage.meanings)


def test_a_key_is_an_agent_and_use_of_nobody_is_left_out():
    parcel = openai_usage.read(Export.open(SAMPLE))
    assert parcel.facts["person"].select("person_id", "worker_type").rows() == [
        ("login:openai-user-abc", None),
        ("login:apikey:key_01", "agent"),
    ]
    assert any("group_by=user_id" in note for note in parcel.notes)
    assert (parcel.rows_read, parcel.cut) == (2, "")


def test_the_older_name_of_the_list_and_other_kinds_of_use_are_read(tmp_path):
    images = RESULT | {"object": "organization.usage.images.result", "num_model_requests": 3}
    parcel = read(tmp_path, images, name="result")
    assert usage(parcel, "feature", "interactions", "tokens_in") == [("images", 3, None)]


def test_input_without_a_word_on_the_cache_is_taken_as_it_is(tmp_path):
    parcel = read(tmp_path, RESULT | {"input_tokens": 9})
    assert usage(parcel, "tokens_in", "tokens_cached") == [(9, None)]


def test_a_bucket_of_several_days_stays_whole(tmp_path):
    parcel = read(tmp_path, RESULT | {"input_tokens": 9}, end=1772496000 + 7 * 86400)
    assert usage(parcel, "day", "last_day") == [(DAY, date(2026, 3, 9))]


def test_milliseconds_are_not_taken_for_seconds(tmp_path):
    parcel = read(tmp_path, RESULT | {"input_tokens": 9}, start=1772496000000)
    assert parcel.refused.select("row", "column").rows() == [(1, "start_time")]


def test_odd_numbers_are_refused_and_the_rest_loads(tmp_path):
    odd = RESULT | {"input_tokens": "many", "output_tokens": 4, "num_model_requests": -1}
    parcel = read(tmp_path, odd, RESULT | {"input_tokens": 1, "user_id": None})
    assert parcel.refused.select("row", "column").rows() == [
        (1, "input_tokens"),
        (1, "num_model_requests"),
    ]
    assert usage(parcel, "tokens_in", "tokens_out", "interactions") == [(None, 4, None)]
