"""OpenAI costs: whole dollars per day, project and line item; currencies stay apart."""

import json
from datetime import date
from pathlib import Path

from loaders import detect
from loaders.export import Export
from loaders.openai_costs import openai_costs

SAMPLE = Path(__file__).parent / "samples" / "openai_costs.json"
DAY = date(2026, 3, 3)
RESULT = {"object": "organization.costs.result", "amount": {"value": 2.5, "currency": "usd"}}


def read(tmp_path, *results):
    path = tmp_path / "costs.json"
    bucket = {"start_time": 1772496000, "end_time": 1772582400, "results": list(results)}
    path.write_text(json.dumps({"object": "page", "data": [bucket]}))
    export = Export.open(path)
    assert detect(export) is openai_costs
    return openai_costs.read(export)


def test_costs_are_added_up_per_day_project_and_line_item():
    parcel = openai_costs.read(Export.open(SAMPLE))
    columns = ("posted_on", "amount", "currency", "category", "account", "tag", "reference")
    assert parcel.facts["ledger"].select(columns).rows() == [
        (DAY, 0.07, "USD", "tokens", "OpenAI proj_01", "measured", "openai costs gpt-5, input USD"),
        (
            *(DAY, 1.5, "USD", "tokens", "OpenAI organisation"),
            *("measured", "openai costs Web search tool calls USD"),
        ),
    ]
    assert "more pages follow" in parcel.cut
    assert list(openai_costs.meanings) == ["ledger.amount"]


def test_costs_by_key_name_the_key(tmp_path):
    parcel = read(tmp_path, RESULT | {"project_id": "proj_01", "api_key_id": "key_01"})
    assert parcel.facts["ledger"]["account"].to_list() == ["OpenAI proj_01 key_01"]


def test_an_amount_without_currency_is_no_money(tmp_path):
    euros = RESULT | {"amount": {"value": 1, "currency": "eur"}}
    odd = RESULT | {"amount": {"value": 9}}
    parcel = read(tmp_path, RESULT, euros, odd, RESULT | {"amount": None})
    assert parcel.facts["ledger"].select("amount", "currency").rows() == [(2.5, "USD"), (1, "EUR")]
    assert parcel.refused.select("row", "column").rows() == [(1, "amount.currency")]
