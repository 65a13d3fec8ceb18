"""GitHub Copilot billing: dollars after discounts, fractions of requests are no prompts."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from loaders import detect
from loaders.copilot_billing import copilot_billing
from loaders.export import Export

SAMPLE = Path(__file__).parent / "samples" / "copilot_billing.csv"
OLD = "Timestamp,User,Model,Requests Used,Exceeds Monthly Quota,Total Monthly Quota\n"
ROW = "2026-05-27,ana-ruiz,copilot,copilot_premium_request,GPT-5.4,{},requests,0.04,{}\n"
HEADER = "date,username,product,sku,model,quantity,unit_type,applied_cost_per_quantity,net_amount\n"
MAY_27, MAY_28 = date(2026, 5, 27), date(2026, 5, 28)


def read(tmp_path, text):
    path = tmp_path / "export.csv"
    path.write_text(text)
    export = Export.open(path)
    assert detect(export) is copilot_billing
    return copilot_billing.read(export)


def usage(parcel, *columns):
    return parcel.facts["ai_usage"].select(columns).rows()


def test_requests_and_net_dollars_are_added_up_per_person_day_item_and_model():
    parcel = copilot_billing.read(Export.open(SAMPLE))
    columns = ("person_id", "day", "feature", "model", "interactions", "licensed", "currency")
    premium = "copilot_premium_request"
    assert usage(parcel, *columns) == [
        ("login:ana-ruiz", MAY_27, premium, "Auto: Claude Haiku 4.5", None, None, "USD"),
        ("login:bo-chen", MAY_27, premium, "GPT-5.4", 15, None, "USD"),
        ("login:bo-chen", MAY_28, "copilot_for_business", None, None, True, "USD"),
    ]
    use = parcel.facts["ai_usage"]
    assert use["cost"].to_list() == pytest.approx([0.0, 0.44, 0.6327])
    assert use["tool"].unique().to_list() == ["copilot"]
    assert parcel.rows_read == 6


def test_what_is_billed_to_nobody_is_a_line_of_the_ledger():
    lines = copilot_billing.read(Export.open(SAMPLE)).facts["ledger"]
    columns = ("posted_on", "amount", "currency", "category", "account", "tag", "reference")
    assert lines.select(columns).rows() == [
        (
            MAY_28,
            0.2,
            "USD",
            "AI licences",
            "Payments",
            "measured",
            "copilot billing/copilot_premium_request/Coding Agent/example-org/example-org/claims"
            "/Payments",
        )
    ]


def test_fractions_and_other_products_are_noted():
    notes = " ".join(copilot_billing.read(Export.open(SAMPLE)).notes)
    assert "1 rows bill fractions of premium requests" in notes
    assert "1 rows bill products other than Copilot" in notes


def test_the_layout_of_2025_tells_requests_and_no_amounts(tmp_path):
    text = (
        OLD + "2025-06-18T09:12:44.1234567Z,ana-ruiz,o3,2,FALSE,300\n"
        "2025-06-18T23:59:59.9999999Z,ana-ruiz,o3,1.0,FALSE,Unlimited\n"
        "2025-06-18T09:12:44.1234567Z,,o3,2,FALSE,300\n"
    )
    parcel = read(tmp_path, text)
    columns = ("person_id", "day", "feature", "model", "interactions", "cost", "currency")
    assert usage(parcel, *columns) == [
        (
            "login:ana-ruiz",
            date(2025, 6, 18),
            "copilot_premium_request",
            "o3",
            3,
            None,
            None,
        )
    ]
    assert parcel.refused.select("row", "column").rows() == [(4, "User")]


def test_an_unread_quantity_leaves_its_cell_empty_and_keeps_the_amount(tmp_path):
    parcel = read(tmp_path, HEADER + ROW.format("many", "$0.10"))
    assert usage(parcel, "interactions", "cost") == [(None, 0.1)]
    assert parcel.refused.select("row", "column").rows() == [(2, "quantity")]


def test_credits_are_no_money_and_no_prompts_but_they_were_used(tmp_path):
    credits = ROW.replace("requests", "ai-credits").format("9.35", "0.09")
    parcel = read(tmp_path, HEADER + credits)
    assert usage(parcel, "interactions", "cost", "currency", "licensed") == [
        (None, 0.09, "USD", None)
    ]


def test_a_missing_amount_is_unknown_and_not_zero(tmp_path):
    parcel = read(tmp_path, HEADER + ROW.format("4", ""))
    assert usage(parcel, "interactions", "cost", "currency") == [(4, None, None)]


def test_an_account_of_an_agent_is_no_person_of_the_firm(tmp_path):
    agent = ROW.format("4", "0.16").replace("ana-ruiz", "copilot-swe-agent[bot]")
    people = read(tmp_path, HEADER + agent).facts["person"]
    assert people.select("person_id", "logins", "worker_type").rows() == [
        ("login:copilot-swe-agent[bot]", ["copilot-swe-agent[bot]"], "agent")
    ]


def test_shuffled_columns_and_thousands_separators_are_read(tmp_path):
    names = HEADER.strip().split(",")
    cells = ROW.format('"1,200"', '"1,048.50"').strip()
    turned = pl.read_csv((HEADER + cells).encode(), infer_schema=False).select(names[::-1])
    text = turned.with_columns(extra=pl.lit("x")).write_csv(separator=";")
    assert usage(read(tmp_path, text), "interactions", "cost") == [(1200, 1048.5)]
