"""Claude Code telemetry: deltas add, running counters are differenced, seconds are minutes."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from loaders import detect
from loaders.claude_code_otel import claude_code_otel
from loaders.export import Export

SAMPLE = Path(__file__).parent / "samples" / "claude_code_otel.jsonl"
ANA, DAY = "email:ana.ruiz@example.com", date(2026, 3, 3)
NINE = datetime(2026, 3, 3, 9, tzinfo=UTC)
DELTA, RUNNING = 1, 2


def nanos(moment):
    return str(int(moment.timestamp()) * 1_000_000_000)


def point(value, minutes=1, begun=NINE, **attributes):
    told = {"user.email": "ana.ruiz@example.com"} | attributes
    found = {
        "attributes": [{"key": k, "value": {"stringValue": v}} for k, v in told.items()],
        "timeUnixNano": nanos(NINE + timedelta(minutes=minutes)),
    }
    found |= {"startTimeUnixNano": nanos(begun)} if begun else {}
    return found | ({"asInt": value} if isinstance(value, str) else {"asDouble": value})


def document(*points, name="claude_code.session.count", temporality=DELTA):
    data = {"aggregationTemporality": temporality, "dataPoints": list(points)}
    metrics = [{"name": name, "sum": data}, {"name": "claude_code.other", "gauge": {}}]
    return {"resourceMetrics": [{"scopeMetrics": [{"metrics": metrics}]}]}


def read(tmp_path, *documents):
    path = tmp_path / "metrics.json"
    lines = (each if isinstance(each, str) else json.dumps(each) for each in documents)
    path.write_text("\n".join(lines))
    export = Export.open(path)
    assert detect(export) is claude_code_otel
    return claude_code_otel.read(export)


def usage(parcel, *columns):
    return parcel.facts["ai_usage"].select(columns).rows()


@pytest.fixture(scope="module")
def sample():
    return claude_code_otel.read(Export.open(SAMPLE))


def test_points_of_a_person_and_day_are_added_up_and_models_have_their_rows(sample):
    columns = ("person_id", "day", "tool", "model", "sessions", "active_minutes")
    install = "id:concealed:anthropic-f00d"
    assert usage(sample, *columns) == [
        (ANA, DAY, "claude_code", None, 1, pytest.approx(1.5)),
        (ANA, DAY, "claude_code", "claude-sonnet-4-5", None, None),
        (install, DAY, "claude_code", None, None, None),
    ]
    assert sample.rows_read == 14


def test_tokens_of_the_cache_stand_apart_and_the_cost_is_in_dollars(sample):
    columns = ("tokens_in", "tokens_cached", "tokens_out", "cost", "currency")
    assert usage(sample, *columns)[1] == (1250, 9300, 450, 0.04, "USD")


def test_only_decisions_of_the_person_count_as_accepted_or_rejected(sample):
    columns = ("accepted", "rejected", "lines_added", "lines_removed")
    assert usage(sample, *columns)[2] == (3, 1, 80, 12)
    assert any("only their installation" in note for note in sample.notes)


def test_every_number_says_what_the_vendor_counts(sample):
    filled = {
        f"ai_usage.{column.name}"
        for column in sample.facts["ai_usage"]
        if column.dtype.is_numeric() and column.null_count() < len(column)
    }
    assert filled == set(claude_code_otel.meanings)


def test_the_address_and_the_account_are_tied_even_when_few_points_tell_both(sample):
    assert sample.facts["person"].select("person_id", "logins").rows() == [
        (ANA, ["anthropic-00000000-0000-4000-8000-000000000002"])
    ]


def test_a_running_counter_is_differenced_and_a_restart_begins_again(tmp_path):
    points = [point("7", 3), point("3", 1), point("5", 2), point("2", 4), point("6", 5)]
    parcel = read(tmp_path, document(*points, temporality=RUNNING))
    assert usage(parcel, "sessions") == [(7 + 6,)]


def test_running_counters_of_two_processes_do_not_mix(tmp_path):
    later = NINE + timedelta(seconds=5)
    first = [point("10", 1), point("20", 3)]
    second = [point("1", 2, later), point("2", 4, later)]
    parcel = read(tmp_path, document(*first, *second, temporality=RUNNING))
    assert usage(parcel, "sessions") == [(22,)]


def test_a_running_counter_that_began_before_counts_from_its_first_point_on(tmp_path):
    begun = NINE - timedelta(days=1)
    points = [point("100", 1, begun), point("104", 2, begun)]
    name = "AGGREGATION_TEMPORALITY_CUMULATIVE"
    parcel = read(tmp_path, document(*points, temporality=name))
    assert usage(parcel, "sessions") == [(4,)]
    assert any("began on an earlier day" in note for note in parcel.notes)


def test_a_point_that_is_delivered_twice_counts_once(tmp_path):
    parcel = read(tmp_path, document(point("3")), document(point("3")), document(point("4", 2)))
    assert usage(parcel, "sessions") == [(7,)]


def test_a_day_ends_at_midnight_utc(tmp_path):
    parcel = read(tmp_path, document(point("1"), point("1", 15 * 60)))
    assert usage(parcel, "day") == [(DAY,), (date(2026, 3, 4),)]


def test_a_count_larger_than_any_count_is_refused(tmp_path):
    parcel = read(tmp_path, document(point("1" + "0" * 30), point("1", 9)))
    assert parcel.refused["column"].to_list() == ["claude_code.session.count"]
    assert usage(parcel, "sessions") == [(1,)]


def test_odd_points_are_refused_and_broken_lines_too(tmp_path):
    odd = [point("many"), point("1") | {"timeUnixNano": "soon"}, point(float("nan")), point("1", 9)]
    nobody = {"attributes": None, "timeUnixNano": nanos(NINE), "asInt": "1"}
    parcel = read(tmp_path, document(*odd), document(nobody), '{"resourceMetrics": [')
    assert parcel.refused.select("row", "column").rows() == [
        (1, "claude_code.session.count"),
        (2, "timeUnixNano"),
        (3, ""),
        (3, "claude_code.session.count"),
        (5, "user.email"),
    ]
    assert usage(parcel, "sessions") == [(1,)]


def test_metrics_of_another_program_are_not_taken(tmp_path):
    (tmp_path / "m.json").write_text(json.dumps(document(point("1"), name="http.requests")))
    text = (tmp_path / "m.json").read_text().replace("claude_code.other", "http.other")
    (tmp_path / "m.json").write_text(text)
    assert detect(Export.open(tmp_path / "m.json")) is None
