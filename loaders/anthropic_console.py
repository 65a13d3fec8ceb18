"""Anthropic Console exports (CSV): tokens by API key, or costs by workspace and key, per day."""

from typing import Final

import polars as pl

from loaders.ai_use import Use, Uses, agent, exact
from loaders.anthropic_usage import TOOL
from loaders.bills import Bills
from loaders.cells import Cells
from loaders.contract import Parcel, loader
from loaders.export import Export
from loaders.gather import Gathered

DAY: Final = "usage_date_utc"
COST: Final = "cost_usd"
FRESH: Final = "usage_input_tokens_no_cache"
CACHE: Final = (
    "usage_input_tokens_cache_write_5m",
    "usage_input_tokens_cache_write_1h",
    "usage_input_tokens_cache_read",
)
TOKENS: Final = ("tokens_in", "tokens_cached", "tokens_out")
CURRENCY: Final = "USD"  # the name of the column says so
MEANINGS: Final = {
    "ai_usage.tokens_in": "usage_input_tokens_no_cache [tokens]",
    "ai_usage.tokens_cached": "usage_input_tokens_cache_write_5m + _cache_write_1h + _cache_read"
    " [tokens]",
    "ai_usage.tokens_out": "usage_output_tokens [tokens]",
    "ledger.amount": "cost_usd [US dollars]: what was billed, after discounts",
}


def _recognises(export: Export) -> bool:
    return export.has(DAY, "api_key", COST) or export.has(DAY, "api_key", FRESH)


@loader(
    label="Anthropic Console export",
    fills=("ai_usage", "person", "ledger"),
    keys=("login",),
    grain="one row per day, model, API key, workspace and kind of tokens",
    verified="headers and rows in readers of both files, of 2025 and 2026",
    recognises=_recognises,
    version=2,
    meanings=MEANINGS,
    blind="Who stands behind an API key is not in it; use through other clouds is not seen.",
)
def anthropic_console(export: Export) -> Parcel:
    """One row per API key, day and model with its tokens, or one ledger line per cost.

    export   CSV of the usage page (tokens) or of the cost page (dollars)
    returns  of the usage page ai_usage: tokens_in (fresh), tokens_cached, tokens_out [tokens]; an
             API key is an agent (person), never somebody
             of the cost page ledger: amount [US dollars] per day, workspace, key and model

    Counts: kinds of tokens, tiers, regions and speeds are added up. Names of keys are never read as
    names of people. The usage and cost reports of the Admin API tell the same again.
    Leaves out: list prices, web searches, and what cost nothing.
    """
    cells, gathered = Cells(export, copies_count=False), Gathered()
    day = cells.needed(cells.day(DAY), DAY)
    key = cells.text("api_key")
    if export.has(COST):
        _costs(cells, gathered, day, key)
    else:
        _tokens(cells, gathered, day, cells.needed(key, "api_key"))
    made = gathered.parcel(("ai_usage", "person", "ledger"), 0)
    cells.refusals.notes.extend(made.notes)
    return cells.parcel(made.facts)


def _costs(cells: Cells, gathered: Gathered, day: pl.Series, key: pl.Series) -> None:
    frame = pl.DataFrame(
        {
            "day": day,
            "workspace": cells.text("workspace"),
            "key": key,
            "item": cells.text("model"),
            "kind": cells.text("cost_type"),
            "cost": cells.needed(cells.number(COST), COST),
        }
    )
    bills = Bills()
    for each in frame.filter(cells.refusals.kept).iter_rows(named=True):
        parts = ("Anthropic", each["workspace"], each["key"])
        account = " ".join(part for part in parts if part)
        bills.add(
            each["day"], account, each["item"] or each["kind"] or "", exact(each["cost"]), CURRENCY
        )
    bills.write(gathered, "anthropic console")


def _tokens(cells: Cells, gathered: Gathered, day: pl.Series, key: pl.Series) -> None:
    cached = pl.DataFrame([cells.count(name).alias(name) for name in CACHE])
    told = pl.any_horizontal(pl.all().is_not_null())
    frame = pl.DataFrame(
        {
            "day": day,
            "key": key,
            "model": cells.text("model_version"),
            "tokens_in": cells.count(FRESH),
            "tokens_cached": cached.select(pl.when(told).then(pl.sum_horizontal(pl.all()))),
            "tokens_out": cells.count("usage_output_tokens"),
        }
    )
    uses = Uses()
    for each in frame.filter(cells.refusals.kept).iter_rows(named=True):
        actor = agent(gathered, each["key"])
        uses.add(
            Use(actor, each["day"], TOOL, model=each["model"]),
            {name: each[name] for name in TOKENS},
        )
    uses.write(gathered)
