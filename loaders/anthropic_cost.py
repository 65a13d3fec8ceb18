"""Anthropic API cost report (Admin API): what was billed per day, workspace and item."""

from dataclasses import replace
from typing import Final

from loaders.ai_use import amount
from loaders.bills import Bills
from loaders.contract import Parcel, loader
from loaders.export import Export
from loaders.gather import Gathered, text_in
from loaders.report_pages import buckets, first_result, holds, lines, missing_pages
from store.errors import SourceError

MINOR_UNITS: Final = 100  # amounts are decimal texts of cents
ITEM: Final = ("cost_type", "model", "token_type", "service_tier", "context_window")
DEFAULT: Final = "Default"  # the default workspace is null here and bears this name elsewhere
MEANINGS: Final = {
    "ledger.amount": "amount [cents in the file, whole units here]: what was billed",
}


def _recognises(export: Export) -> bool:
    result = first_result(export) if holds(export, "starting_at") else None
    return result is not None and {"amount", "currency"} <= result.keys()


@loader(
    label="Anthropic API cost report",
    fills=("ledger",),
    keys=(),
    grain="one record per day and what it was grouped by",
    verified="types of the vendor's Python library and connector source",
    recognises=_recognises,
    version=2,
    meanings=MEANINGS,
    blind="It tells no person; use through other clouds is billed there.",
)
def anthropic_cost(export: Export) -> Parcel:
    """One ledger line per day, workspace and item (cost type, model, token type).

    export   JSON pages with `data` of buckets, one or several
    returns  ledger: amount [whole units of its currency], posted on the (last) day of the bucket

    Counts: what differs only by region or description is added up. The Console CSV tells the same
    money again: load one of them.
    Leaves out: descriptions, and what cost nothing.
    """
    gathered, bills = Gathered(), Bills()
    for line in lines(export, gathered):
        if line.result.get("rbac_group_id"):
            raise SourceError(
                f"{export.name} is grouped by rbac_group_id, where groups overlap",
                "costs by workspace, model or cost type",
                "Ask for the report again without group_by[]=rbac_group_id",
            )
        cents = amount(gathered, line.row, "amount", line.result.get("amount"))
        if cents is None:
            continue
        day = line.last_day or line.day
        account = text_in(line.result, "workspace_id") or text_in(line.result, "product") or DEFAULT
        item = " ".join(filter(None, (text_in(line.result, name) for name in ITEM)))
        currency = text_in(line.result, "currency") or "USD"
        bills.add(day, f"Anthropic {account}", item, cents / MINOR_UNITS, currency)
    bills.write(gathered, "anthropic cost report")
    parcel = gathered.parcel(("ledger",), sum(1 for _ in buckets(export)))
    return replace(parcel, cut=missing_pages(export))
