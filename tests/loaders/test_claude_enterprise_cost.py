"""Claude Enterprise costs: cents become dollars, cost types are added up, currencies are not."""

import json
from datetime import date
from pathlib import Path

from loaders import detect
from loaders.claude_enterprise_cost import claude_enterprise_cost
from loaders.export import Export

SAMPLE = Path(__file__).parent / "samples" / "claude_enterprise_cost.json"
RECORD = {
    "actor": {"type": "user_actor", "user_id": "user_01", "email_address": "ana.ruiz@example.com"},
    "starting_at": "2026-03-03T00:00:00Z",
    "amount": "100",
    "list_amount": "120",
    "currency": "USD",
}


def read(tmp_path, records):
    path = tmp_path / "report.json"
    path.write_text(json.dumps({"data": records}))
    export = Export.open(path)
    assert detect(export) is claude_enterprise_cost
    return claude_enterprise_cost.read(export)


def test_cents_of_all_cost_types_become_dollars_of_a_person_day_product_and_model():
    parcel = claude_enterprise_cost.read(Export.open(SAMPLE))
    columns = ("person_id", "day", "tool", "feature", "model", "cost", "currency", "licensed")
    day = date(2026, 3, 3)
    assert parcel.facts["ai_usage"].select(columns).rows() == [
        ("email:ana.ruiz@example.com", day, "claude", "chat", "claude-opus-5", 10.5, "USD", True),
        ("email:bo.chen@example.com", day, "claude_code", None, "claude-sonnet-5", 0, "USD", True),
    ]
    assert "more pages follow" in parcel.cut
    assert list(claude_enterprise_cost.meanings) == ["ai_usage.cost"]


def test_the_address_the_name_and_the_vendors_id_are_tied():
    people = claude_enterprise_cost.read(Export.open(SAMPLE)).facts["person"]
    assert people.select("email", "logins", "name").row(0) == (
        "ana.ruiz@example.com",
        ["anthropic-user_01"],
        "Ana Ruiz",
    )


def test_costs_in_two_currencies_are_not_added(tmp_path):
    parcel = read(tmp_path, [RECORD, RECORD | {"currency": "EUR"}])
    assert parcel.facts["ai_usage"].select("cost", "currency").rows() == [(None, None)]
    assert any("several currencies" in note for note in parcel.notes)


def test_an_amount_that_is_none_is_refused_and_an_absent_one_is_unknown(tmp_path):
    parcel = read(tmp_path, [RECORD | {"amount": "ten"}, RECORD | {"amount": None}])
    assert parcel.refused.select("row", "column").rows() == [(1, "amount")]
    assert parcel.facts["ai_usage"].select("cost", "currency").rows() == [(None, None)]
