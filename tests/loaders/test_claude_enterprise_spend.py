"""Claude Enterprise spend: a period stays whole, cache apart, services in the ledger."""

from datetime import date
from pathlib import Path

import pytest

from loaders import detect
from loaders.claude_enterprise_spend import claude_enterprise_spend
from loaders.export import Export
from store.errors import SourceError

SAMPLE = next((Path(__file__).parent / "samples").glob("claude_enterprise_spend.*"))
NAME = "spend-report-00000000-0000-4000-8000-000000000009-2026-03-26-to-2026-06-24.csv"
OLD = (
    "user_email,account_uuid,product,model,total_requests,total_prompt_tokens,"
    "total_completion_tokens,total_net_spend_usd,total_gross_spend_usd\n"
)
ANA, BO = "email:ana.ruiz@example.com", "email:bo.chen@example.com"
FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)


def read(tmp_path, text, name=NAME, encoding="utf-8"):
    path = tmp_path / name
    path.write_text(text, encoding=encoding)
    export = Export.open(path)
    assert detect(export) is claude_enterprise_spend
    return claude_enterprise_spend.read(export)


@pytest.fixture(scope="module")
def sample():
    return claude_enterprise_spend.read(Export.open(SAMPLE))


def test_a_person_product_and_model_is_one_row_for_the_whole_period(sample):
    columns = ("person_id", "day", "last_day", "tool", "feature", "model")
    assert sample.facts["ai_usage"].select(columns).rows() == [
        (ANA, FIRST, LAST, "claude_code", None, "claude-sonnet-4-5"),
        (ANA, FIRST, LAST, "claude", "chat", "claude-opus-4-6"),
        (BO, FIRST, LAST, "claude", "office_agents", "claude-sonnet-4-5"),
    ]
    assert sample.rows_read == 6


def test_fresh_and_cached_tokens_stand_apart_and_the_cost_is_what_was_paid(sample):
    columns = ("tokens_in", "tokens_cached", "tokens_out", "cost", "currency")
    assert sample.facts["ai_usage"].select(columns).rows() == [
        (100000, 800000, 45000, 0.0, "USD"),
        (1700, 500, 1000, 1.3, "USD"),
        (None, None, 20, None, None),
    ]
    assert {f"ai_usage.{name}" for name in columns[:4]} | {"ledger.amount"} == set(
        claude_enterprise_spend.meanings
    )


def test_services_of_the_organisation_are_a_ledger_line_and_nobodys_use(sample):
    columns = ("posted_on", "amount", "currency", "category", "tag", "reference")
    assert sample.facts["ledger"].select(columns).rows() == [
        (LAST, 12.35, "USD", "tokens", "measured", "claude spend report 2026-03-01 to 2026-03-31")
    ]
    assert sample.facts["person"]["person_id"].to_list() == [ANA, BO]
    assert sample.facts["person"]["logins"].to_list()[0] == [
        "anthropic-00000000-0000-4000-8000-000000000002"
    ]


def test_prompt_tokens_that_may_hold_the_cache_are_not_taken_for_fresh_ones(tmp_path):
    row = "ana.ruiz@example.com,a-1,Claude Code,m,120,900000,45000,0.00,3.41\n"
    parcel = read(tmp_path, OLD + row)
    columns = ("day", "last_day", "tokens_in", "tokens_cached", "tokens_out", "cost")
    assert parcel.facts["ai_usage"].select(columns).rows() == [
        (date(2026, 3, 26), date(2026, 6, 24), None, None, 45000, 0.0)
    ]
    assert any("input tokens were left out" in note for note in parcel.notes)


def test_a_file_that_lost_its_name_is_refused_with_the_way_out(tmp_path):
    with pytest.raises(SourceError, match="from the download back"):
        read(tmp_path, OLD, "spend.csv")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_columns_in_another_order_and_encoding_are_read(tmp_path, encoding):
    text = (
        "Total Net Spend USD;Größe;model;product;user_email\n"
        "1.204,50;x;m;Chat;ana.ruiz@example.com\n"
    )
    parcel = read(
        tmp_path, text.replace("Total Net Spend USD", "total_net_spend_usd"), NAME, encoding
    )
    assert parcel.facts["ai_usage"].select("cost", "feature").rows() == [(1204.5, "chat")]


def test_odd_cells_are_refused_and_the_rest_loads(tmp_path):
    rows = [
        "ana.ruiz@example.com,a-1,Chat,m,1,2,many,1.00,1.00",
        ",,Chat,m,1,2,3,1.00,1.00",
        "bo.chen@example.com,a-2,Chat,m,1,2,3,Included,1.00",
        "-,a-3,Chat,m,1,2,3,0.10,0.10",
    ]
    parcel = read(tmp_path, OLD + "\n".join(rows) + "\n")
    assert parcel.refused.select("row", "column").rows() == [
        (2, "total_completion_tokens"),
        (3, "user_email"),
        (4, "total_net_spend_usd"),
    ]
    assert parcel.facts["ai_usage"].select("person_id", "cost").rows() == [
        (BO, None),
        ("login:anthropic-a-3", 0.1),
    ]
