"""OpenAI organization costs: what was billed per day, project and line item."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from loaders.ai_use import amount
from loaders.bills import Bills
from loaders.contract import Parcel, loader
from loaders.export import Export
from loaders.gather import Gathered, text_in
from loaders.report_pages import buckets, first_result, holds, lines, missing_pages

RESULT: Final = "organization.costs.result"
MEANINGS: Final = {
    "ledger.amount": "amount.value [whole units of amount.currency]: what was billed",
}


def _recognises(export: Export) -> bool:
    result = first_result(export) if holds(export, "start_time") else None
    return result is not None and result.get("object") == RESULT


@loader(
    label="OpenAI organization costs",
    fills=("ledger",),
    keys=(),
    grain="one record per day and what it was grouped by",
    verified="vendor's OpenAPI description",
    recognises=_recognises,
    version=2,
    meanings=MEANINGS,
    blind="It tells no person; ChatGPT seats are not in it.",
)
def openai_costs(export: Export) -> Parcel:
    """One ledger line per day, project (or API key) and line item.

    export   JSON pages of buckets, one or several
    returns  ledger: amount [whole units of its currency], posted on the (last) day of the bucket

    Counts: an amount is in whole units already. Currencies are never added.
    Leaves out: quantities and their units, and what cost nothing.
    """
    gathered, bills = Gathered(), Bills()
    for line in lines(export, gathered):
        told = line.result.get("amount")
        told = told if isinstance(told, dict) else {}
        cost = amount(gathered, line.row, "amount.value", told.get("value"))
        currency = text_in(told, "currency")
        if cost is not None and currency is None:
            gathered.refuse(line.row, "amount.currency", "an amount has no currency")
        elif cost is not None and currency is not None:
            item = text_in(line.result, "line_item") or ""
            bills.add(line.last_day or line.day, _account(line.result), item, cost, currency)
    bills.write(gathered, "openai costs")
    parcel = gathered.parcel(("ledger",), sum(1 for _ in buckets(export)))
    return replace(parcel, cut=missing_pages(export))


def _account(result: Mapping[str, Any]) -> str:
    """The project, and the key when the costs were grouped by keys."""
    parts = (text_in(result, "project_id") or "organisation", text_in(result, "api_key_id"))
    return " ".join(("OpenAI", *filter(None, parts)))
