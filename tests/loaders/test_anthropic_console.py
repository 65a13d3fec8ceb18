"""Anthropic Console: tokens belong to keys, which are agents; costs are ledger lines in dollars."""

from datetime import date
from pathlib import Path

import pytest

from loaders import detect
from loaders.anthropic_console import anthropic_console
from loaders.export import Export

SAMPLE = Path(__file__).parent / "samples" / "anthropic_console.csv"
COSTS = (
    "usage_date_utc,model,workspace,api_key,usage_type,context_window,token_type,cost_usd,"
    "list_price_usd,cost_type,inference_geo,speed,api_key_id,api_key_status\n"
)
DAY, TOOL = date(2026, 3, 3), "anthropic_api"
SONNET = "claude-sonnet-4-5-20250929"


def read(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "export.csv"
    path.write_text(text, encoding=encoding)
    export = Export.open(path)
    assert detect(export) is anthropic_console
    return anthropic_console.read(export)


def cost(day, model, key, kind, dollars):
    return (
        f"{day},{model},Default,{key},message,≤ 200k,{kind},{dollars},9.99,token,global,,k,active\n"
    )


def test_tokens_of_a_key_day_and_model_are_added_up():
    parcel = anthropic_console.read(Export.open(SAMPLE))
    columns = ("person_id", "day", "tool", "model", "tokens_in", "tokens_cached", "tokens_out")
    assert parcel.facts["ai_usage"].select(columns).rows() == [
        ("login:apikey:nightly-build", DAY, TOOL, SONNET, 100050, 2500, 5001),
        ("login:apikey:ana.ruiz", DAY, TOOL, "claude-opus-4-6", 46981, 15969, 16932),
    ]
    assert parcel.facts["ledger"].height == 0
    told = {f"ai_usage.{name}" for name in columns[4:]} | {"ledger.amount"}
    assert told == set(anthropic_console.meanings)


def test_a_key_is_an_agent_even_when_it_bears_the_name_of_a_person():
    people = anthropic_console.read(Export.open(SAMPLE)).facts["person"]
    assert people.select("person_id", "worker_type").rows() == [
        ("login:apikey:nightly-build", "agent"),
        ("login:apikey:ana.ruiz", "agent"),
    ]


def test_costs_are_added_up_to_ledger_lines_and_free_lines_are_none(tmp_path):
    rows = [
        cost("2026-03-03", "Claude Opus 5", "nightly-build", "input_no_cache", "0.19"),
        cost("2026-03-03", "Claude Opus 5", "nightly-build", "output", "0.01"),
        cost("2026-03-03", '"Claude Opus 5, preview"', "other", "output", "1.00"),
        cost("2026-03-03", "Claude Opus 5", "free", "output", "0.00"),
    ]
    parcel = read(tmp_path, COSTS + "".join(rows))
    columns = ("posted_on", "amount", "currency", "category", "account", "tag", "reference")
    assert parcel.facts["ledger"].select(columns).rows() == [
        (
            *(DAY, 0.2, "USD", "tokens", "Anthropic Default nightly-build", "measured"),
            "anthropic console Claude Opus 5 USD",
        ),
        (
            *(DAY, 1.0, "USD", "tokens", "Anthropic Default other", "measured"),
            "anthropic console Claude Opus 5, preview USD",
        ),
    ]
    assert parcel.facts["ai_usage"].height == 0


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_the_header_of_2025_in_another_order_and_encoding_is_read(tmp_path, encoding):
    text = (
        "usage_output_tokens;usage_date_utc;model_version;api_key;workspace;usage_type;"
        "usage_input_tokens_no_cache;web_search_count\n"
        "1;2025-06-12;claude-3-5-haiku;key_abc;Default;standard;8;0\n"
    )
    parcel = read(tmp_path, text, encoding)
    columns = ("day", "tokens_in", "tokens_cached", "tokens_out")
    assert parcel.facts["ai_usage"].select(columns).rows() == [(date(2025, 6, 12), 8, None, 1)]


def test_odd_rows_are_refused_and_the_rest_loads(tmp_path):
    rows = [
        cost("not-a-date", "m", "k", "t", "1.00"),
        cost("2026-03-03", "m", "k", "t", "banana"),
        cost("2026-03-03", "m", "k", "t", ""),
        cost("2026-03-03", "m", "", "t", '"1,204.50"'),
    ]
    parcel = read(tmp_path, COSTS + "".join(rows))
    assert parcel.refused.select("row", "column").rows() == [
        (2, "usage_date_utc"),
        (3, "cost_usd"),
        (4, "cost_usd"),
    ]
    assert parcel.facts["ledger"].select("account", "amount").rows() == [
        ("Anthropic Default", 1204.5)
    ]
