"""Claude Enterprise spend report (CSV): tokens and spend per person, product and model."""

from datetime import date
from decimal import Decimal
from typing import Final

import polars as pl

from loaders import values
from loaders.ai_use import Use, Uses, exact
from loaders.anthropic_actors import anthropic_person, product_of
from loaders.cells import Cells
from loaders.contract import Parcel, loader
from loaders.export import Export
from loaders.file_name import days_in_name
from loaders.gather import Gathered
from loaders.lenient import lenient
from store.errors import SourceError

NET: Final = "total_net_spend_usd"
FRESH: Final = "total_uncached_input_tokens"
CACHE: Final = (
    "total_cache_read_tokens",
    "total_cache_write_5m_tokens",
    "total_cache_write_1h_tokens",
)
TOKENS: Final = ("tokens_in", "tokens_cached", "tokens_out")
SERVICE: Final = "org service usage"  # the row of what no person used
CURRENCY: Final = "USD"  # the names of the columns say so
MEANINGS: Final = {
    "ai_usage.tokens_in": "total_uncached_input_tokens [tokens]; null in files without this column,"
    " because total_prompt_tokens is not known to leave the cache out",
    "ai_usage.tokens_cached": "total_cache_read_tokens + total_cache_write_5m_tokens +"
    " total_cache_write_1h_tokens [tokens]",
    "ai_usage.tokens_out": "total_completion_tokens [tokens]: with extended thinking",
    "ai_usage.cost": "total_net_spend_usd [US dollars]: after discounts and credits; on plans with"
    " seats only what goes beyond the seats",
    "ledger.amount": "total_net_spend_usd of the row of the organisation's services [US dollars]",
}


def _recognises(export: Export) -> bool:
    return export.has("user_email", "product", NET)


@loader(
    label="Claude Enterprise spend report",
    fills=("ai_usage", "person", "ledger"),
    keys=("email", "login"),
    grain="one row per person, product and model of the period in the file name",
    verified="vendor help page and readers of the file; cache columns from readers only",
    recognises=_recognises,
    version=2,
    meanings=MEANINGS,
    blind="On plans with seats, use within the seats is not in it: 0 spent does not mean unused.",
)
def claude_enterprise_spend(export: Export) -> Parcel:
    """One row per person, period, product and model with its tokens and spend.

    export   CSV with the first and last day in its name, as the vendor names it
             (spend-report-...-2026-03-26-to-2026-06-24.csv)
    returns  ai_usage: tokens_in (fresh), tokens_cached, tokens_out [tokens], cost [US dollars]
             person: e-mail and the vendor's account id, tied
             ledger: spend of the organisation's own services, on the last day of the period

    Counts: rows of one person, product and model (channels of chat tools) are added up. The period
    stays whole: it is never spread over days, and two overlapping files tell the same money twice.
    Leaves out: spend before discounts; requests, which are no prompts of people; web searches;
    tokens of the organisation's services, which no person used.
    """
    found = days_in_name(export.name)
    if found is None:
        raise SourceError(
            f"{export.name} does not tell its period: neither its rows nor its name do",
            "first and last day in the name, like spend-report-2026-03-01-to-2026-03-31.csv",
            "Give the file its name from the download back",
        )
    cells = Cells(export, copies_count=False)
    gathered, uses, spent = Gathered(), Uses(), Decimal(0)
    for each in _rows(cells).iter_rows(named=True):
        if SERVICE in (each["email"] or "").lower():
            spent += exact(each["net"] or 0)
            continue
        person = anthropic_person(gathered, each["email"], each["account"])
        if person:
            use = _use(person, found, each["product"], each["model"])
            uses.add(use, {name: each[name] for name in TOKENS})
            uses.add_cost(use, None if each["net"] is None else exact(each["net"]), CURRENCY)
    uses.write(gathered, licensed=True)
    if spent:
        _post(gathered, found, spent)
    if not export.has(FRESH):
        cells.refusals.notes.append(
            "total_prompt_tokens may hold tokens of the cache, so input tokens were left out."
        )
    made = gathered.parcel(("ai_usage", "person", "ledger"), 0)
    cells.refusals.notes.extend(made.notes)
    return cells.parcel(made.facts)


def _rows(cells: Cells) -> pl.DataFrame:
    """The rows that can be taken: email, account, product, model, tokens and net spend."""
    who = pl.select(pl.coalesce(cells.text("user_email"), cells.text("account_uuid"))).to_series()
    cells.needed(who, "user_email")
    cached = pl.DataFrame([cells.count(name).alias(name) for name in CACHE])
    told = pl.any_horizontal(pl.all().is_not_null())
    net = values.numbers(cells.raw(NET))
    frame = pl.DataFrame(
        {
            "email": cells.text("user_email"),
            "account": cells.text("account_uuid"),
            "product": cells.text("product"),
            "model": cells.text("model"),
            "tokens_in": cells.count(FRESH),
            "tokens_cached": cached.select(pl.when(told).then(pl.sum_horizontal(pl.all()))),
            "tokens_out": cells.count("total_completion_tokens"),
            "net": lenient(cells, NET, net),
        }
    )
    return frame.filter(cells.refusals.kept)


def _use(person: str, period: tuple[date, date], product: str | None, model: str | None) -> Use:
    first, last = period
    tool, feature = product_of(product)
    return Use(person, first, tool, last if last != first else None, feature, model)


def _post(gathered: Gathered, period: tuple[date, date], spent: Decimal) -> None:
    first, last = period
    gathered.add(
        "ledger",
        posted_on=last,
        amount=float(spent),
        currency=CURRENCY,
        category="tokens",
        account="Claude Enterprise: services of the organisation",
        tag="measured",
        reference=f"claude spend report {first} to {last}",
    )
