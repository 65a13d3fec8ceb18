"""Claude Enterprise tokens: fresh and cached apart, hours added up, groups refused."""

import json
from datetime import date
from pathlib import Path

import pytest

from loaders import detect
from loaders.claude_enterprise_usage import claude_enterprise_usage
from loaders.export import Export
from store.errors import SourceError

SAMPLE = Path(__file__).parent / "samples" / "claude_enterprise_usage.json"
ANA, DAY = "email:ana.ruiz@example.com", date(2026, 3, 3)
RECORD = {
    "actor": {"type": "user_actor", "user_id": "user_01", "email_address": "ana.ruiz@example.com"},
    "uncached_input_tokens": 100,
    "output_tokens": 5,
    "total_tokens": 105,
}


def read(tmp_path, document, name="report.json"):
    path = tmp_path / name
    path.write_text(document if isinstance(document, str) else json.dumps(document))
    export = Export.open(path)
    assert detect(export) is claude_enterprise_usage
    return claude_enterprise_usage.read(export)


@pytest.fixture(scope="module")
def sample():
    return claude_enterprise_usage.read(Export.open(SAMPLE))


def test_tokens_of_a_person_day_product_and_model_are_added_up(sample):
    columns = ("person_id", "day", "last_day", "tool", "feature", "model")
    assert sample.facts["ai_usage"].select(columns).rows() == [
        (ANA, DAY, None, "claude", "chat", "claude-opus-5"),
        ("login:anthropic-user_02", DAY, None, "claude_code", None, "claude-sonnet-5"),
        ("login:anthropic-user_99", DAY, None, "claude", None, None),
    ]
    numbers = ("tokens_in", "tokens_cached", "tokens_out", "interactions", "licensed")
    assert sample.facts["ai_usage"].select(numbers).row(0) == (2000, 345, 100, None, True)
    assert set(claude_enterprise_usage.meanings) == {f"ai_usage.{name}" for name in numbers[:3]}


def test_a_deleted_account_is_a_person_and_a_service_account_an_agent(sample):
    rows = sample.facts["person"].select("person_id", "name", "worker_type").rows()
    assert rows == [
        (ANA, "Ana Ruiz", None),
        ("login:anthropic-user_02", None, None),
        ("login:anthropic-user_99", None, "agent"),
    ]


def test_hours_are_added_up_to_the_day_and_weeks_stay_whole(tmp_path):
    hours = [
        RECORD
        | {"starting_at": f"2026-03-03T{h}:00:00Z", "ending_at": f"2026-03-03T{h + 1}:00:00Z"}
        for h in (10, 11)
    ]
    week = RECORD | {"starting_at": "2026-03-02T00:00:00Z", "ending_at": "2026-03-09T00:00:00Z"}
    parcel = read(tmp_path, {"data": [*hours, week]})
    assert parcel.facts["ai_usage"].select("day", "last_day", "tokens_in").rows() == [
        (DAY, None, 200),
        (date(2026, 3, 2), date(2026, 3, 8), 100),
    ]


def test_a_report_without_days_takes_them_from_its_name_or_is_refused(tmp_path):
    parcel = read(tmp_path, {"data": [RECORD]}, "usage-2026-03-01-to-2026-03-31.json")
    assert parcel.facts["ai_usage"].select("day", "last_day", "tokens_cached").rows() == [
        (date(2026, 3, 1), date(2026, 3, 31), None)
    ]
    with pytest.raises(SourceError, match="bucket_width=1d"):
        read(tmp_path, {"data": [RECORD]})


def test_a_page_with_one_record_a_line_is_one_document(tmp_path):
    day = {"starting_at": "2026-03-03T00:00:00Z"}
    lines = [json.dumps(RECORD | day | {"model": model}) for model in ("a", "b")]
    parcel = read(tmp_path, '{"data":[\n' + ",\n".join(lines) + '\n],"has_more":false}')
    assert parcel.facts["ai_usage"]["model"].to_list() == ["a", "b"]
    assert parcel.refused.height == 0


def test_a_report_by_group_is_refused_because_people_would_count_twice(tmp_path):
    with pytest.raises(SourceError, match="counts twice"):
        read(tmp_path, {"data": [RECORD | {"rbac_group_id": "rbac_group_1"}]})


def test_broken_records_are_refused_and_the_rest_loads(tmp_path):
    day = {"starting_at": "2026-03-03T00:00:00Z"}
    lines = [
        json.dumps(RECORD | day | {"cache_read_input_tokens": -1, "cache_creation": 3}),
        json.dumps(RECORD | {"starting_at": "soon"}),
        json.dumps(RECORD | day | {"actor": None}),
        "{broken",
    ]
    parcel = read(tmp_path, "\n".join(lines))
    assert parcel.refused.select("row", "column").rows() == [
        (1, "cache_read_input_tokens"),
        (2, "starting_at"),
        (3, "actor"),
        (4, ""),
    ]
    assert parcel.facts["ai_usage"].select("tokens_in", "tokens_cached").rows() == [(100, None)]
