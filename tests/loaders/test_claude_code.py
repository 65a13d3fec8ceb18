"""Claude Code Analytics: sums per person and day, bills per model, keys that are no people."""

import json
from datetime import date
from pathlib import Path

import pytest

from loaders import detect
from loaders.claude_code import claude_code
from loaders.export import Export

SAMPLE = Path(__file__).parent / "samples" / "claude_code.json"
ANA, KEY, DAY = "email:ana.ruiz@example.com", "login:apikey:nightly-build", date(2026, 3, 3)
RECORD = {
    "date": "2026-03-03T00:00:00Z",
    "actor": {"type": "user_actor", "email_address": "ana.ruiz@example.com"},
    "terminal_type": "vscode",
    "core_metrics": {"num_sessions": 5, "lines_of_code": {"added": 320, "removed": 40}},
}


def read(tmp_path, document):
    path = tmp_path / "export.json"
    text = document if isinstance(document, str) else json.dumps(document)
    path.write_text(text, encoding="utf-8")
    export = Export.open(path)
    assert detect(export) is claude_code
    return claude_code.read(export)


@pytest.fixture(scope="module")
def sample():
    return claude_code.read(Export.open(SAMPLE))


def test_records_of_one_person_day_and_terminal_are_added_up_and_sessions_stand_once(sample):
    columns = ("person_id", "day", "feature", "model", "sessions", "accepted", "rejected")
    assert sample.facts["ai_usage"].select(columns).rows() == [
        (ANA, DAY, "vscode", None, 7, 22, 5),
        (ANA, DAY, "vscode", "claude-sonnet-4-5", None, None, None),
        (ANA, DAY, "vscode", "claude-opus-4-6", None, None, None),
        (KEY, DAY, "non-interactive", None, 1, None, None),
    ]
    lines = sample.facts["ai_usage"].select("lines_added", "lines_removed", "interactions")
    assert lines.row(0) == (330, 41, None)


def test_each_model_has_its_tokens_and_its_bill_in_whole_units(sample):
    columns = ("model", "tokens_in", "tokens_cached", "tokens_out", "cost", "currency")
    assert sample.facts["ai_usage"].select(columns).rows()[1:3] == [
        ("claude-sonnet-4-5", 101000, 15000, 35100, 10.3, "USD"),
        ("claude-opus-4-6", 2000, 0, 500, 0.755, "USD"),
    ]


def test_an_api_key_is_an_agent(sample):
    rows = sample.facts["person"].select("person_id", "logins", "worker_type").rows()
    assert rows == [(KEY, ["apikey:nightly-build"], "agent")]


def test_a_page_that_has_a_next_one_says_so(sample):
    assert "more pages follow" in sample.cut


def test_the_last_of_several_pages_is_the_end(tmp_path):
    pages = [{"data": [RECORD], "has_more": more, "next_page": None} for more in (True, False)]
    assert read(tmp_path, "\n".join(map(json.dumps, pages))).cut == ""
    assert read(tmp_path, "\n".join(map(json.dumps, pages[::-1]))).cut != ""


def test_every_number_says_what_the_vendor_counts(sample):
    filled = {
        f"ai_usage.{column.name}"
        for column in sample.facts["ai_usage"]
        if column.dtype.is_numeric() and column.null_count() < len(column)
    }
    assert filled == set(claude_code.meanings)


def test_bills_in_two_currencies_are_not_added(tmp_path):
    bills = [
        {"model": "m", "tokens": {}, "estimated_cost": {"currency": code, "amount": 100}}
        for code in ("USD", "EUR")
    ]
    parcel = read(tmp_path, {"data": [RECORD | {"model_breakdown": bills}]})
    assert parcel.facts["ai_usage"].select("model", "cost").rows() == [(None, None), ("m", None)]
    assert any("several currencies" in note for note in parcel.notes)


def test_odd_records_are_refused_cell_by_cell(tmp_path):
    odd_bill = [{"model": "m", "tokens": None, "estimated_cost": {"amount": "ten"}}]
    records = [
        RECORD | {"extra": [1], "tool_actions": None, "model_breakdown": odd_bill},
        RECORD | {"actor": {"type": "user_actor"}},
        RECORD | {"date": "soon"},
        RECORD | {"date": None},
        RECORD | {"core_metrics": {"num_sessions": -1}, "terminal_type": "iterm"},
    ]
    parcel = read(tmp_path, records)
    assert parcel.refused.select("row", "column").rows() == [
        (1, "estimated_cost.amount"),
        (2, "actor"),
        (3, "date"),
        (4, "date"),
        (5, "num_sessions"),
    ]
    assert parcel.facts["ai_usage"].select("feature", "model", "sessions").rows() == [
        ("vscode", None, 5),
        ("vscode", "m", None),
        ("iterm", None, None),
    ]


def test_several_days_back_to_back_are_all_read(tmp_path):
    other = RECORD | {"date": "2026-03-04T00:00:00Z"}
    text = json.dumps({"data": [RECORD]}) + "\n" + json.dumps({"data": [other]})
    parcel = read(tmp_path, text)
    assert parcel.facts["ai_usage"]["day"].to_list() == [DAY, date(2026, 3, 4)]


def test_the_vendors_own_example_is_read(real_data):
    parcel = claude_code.read(Export.open(real_data / "ai_usage" / "claude_code_usage_report.json"))
    use = parcel.facts["ai_usage"]
    assert use.select("sessions", "accepted", "rejected", "lines_added").row(0) == (5, 68, 8, 1543)
    assert use.select("tokens_in", "tokens_cached", "tokens_out", "cost", "currency").row(1) == (
        (100000, 15000, 35000, 10.25, "USD")
    )
