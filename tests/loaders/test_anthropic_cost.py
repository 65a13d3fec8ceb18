"""Anthropic API costs: cents become dollars on ledger lines that stay the same when read again."""

import json
from datetime import date
from pathlib import Path

import pytest

from loaders import detect
from loaders.anthropic_cost import anthropic_cost
from loaders.export import Export
from loaders.load import load_paths
from store.errors import SourceError
from store.workspace import Workspace

SAMPLE = Path(__file__).parent / "samples" / "anthropic_cost.json"
DAY = date(2026, 3, 3)


def read(tmp_path, *results, end="2026-03-04T00:00:00Z"):
    path = tmp_path / "cost.json"
    bucket = {"starting_at": "2026-03-03T00:00:00Z", "ending_at": end, "results": list(results)}
    path.write_text(json.dumps({"data": [bucket]}))
    export = Export.open(path)
    assert detect(export) is anthropic_cost
    return anthropic_cost.read(export)


def test_cents_become_dollars_per_day_workspace_and_item():
    parcel = anthropic_cost.read(Export.open(SAMPLE))
    columns = ("posted_on", "amount", "currency", "category", "account", "tag", "reference")
    sonnet = "tokens claude-sonnet-4-5 uncached_input_tokens standard 0-200k"
    report = "anthropic cost report"
    assert parcel.facts["ledger"].select(columns).rows() == [
        (DAY, 2.0, "USD", "tokens", "Anthropic wrkspc_01", "measured", f"{report} {sonnet} USD"),
        (DAY, 10.0, "USD", "tokens", "Anthropic Default", "measured", f"{report} web_search USD"),
    ]
    assert parcel.cut == ""
    assert list(anthropic_cost.meanings) == ["ledger.amount"]


def test_a_bucket_of_several_days_is_posted_on_its_last_one(tmp_path):
    parcel = read(tmp_path, {"amount": "5", "currency": "USD"}, end="2026-03-10T00:00:00Z")
    assert parcel.facts["ledger"].select("posted_on", "amount").rows() == [(date(2026, 3, 9), 0.05)]


def test_two_currencies_are_two_lines(tmp_path):
    parcel = read(tmp_path, *({"amount": "100", "currency": code} for code in ("USD", "EUR")))
    assert parcel.facts["ledger"].select("amount", "currency").rows() == [(1, "USD"), (1, "EUR")]


def test_an_amount_that_is_none_is_refused(tmp_path):
    parcel = read(tmp_path, {"amount": "ten", "currency": "USD"}, {"amount": True})
    assert parcel.refused.select("row", "column").rows() == [(1, "amount"), (1, "amount")]
    assert parcel.facts["ledger"].height == 0


def test_costs_by_group_are_refused_because_groups_overlap(tmp_path):
    with pytest.raises(SourceError, match="groups overlap"):
        read(tmp_path, {"amount": "1", "currency": "USD", "rbac_group_id": "rbac_group_1"})


def test_a_day_that_was_not_over_is_replaced_by_what_is_billed_of_it_later(tmp_path):
    with Workspace.open(tmp_path / "w") as workspace:
        for cents in ("100", "250"):
            read(tmp_path, {"amount": cents, "currency": "USD"})
            load_paths(workspace, [tmp_path / "cost.json"])
        assert workspace.facts("ledger").collect()["amount"].to_list() == [2.5]
