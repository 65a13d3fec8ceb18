"""GitHub Copilot billing: what the premium requests of each person and day were billed."""

from typing import Final

import polars as pl

from loaders.actors import acts_as
from loaders.cells import Cells
from loaders.contract import Parcel, loader, shaped
from loaders.export import Export
from loaders.lenient import lenient
from loaders.values import numbers

TOOL: Final = "copilot"
PREMIUM: Final = "copilot_premium_request"
CURRENCY: Final = "USD"  # GitHub bills in dollars; the file does not say so
REQUESTS: Final = "requests"
NEW: Final = ("username", "sku", "unit_type", "applied_cost_per_quantity")
OLD: Final = ("Timestamp", "User", "Model", "Requests Used")
GROUP: Final = ["person_id", "day", "feature", "model"]
LINE: Final = ["day", "feature", "model", "organization", "repository", "cost_center"]


def _recognises(export: Export) -> bool:
    return export.has(*NEW) or export.has(*OLD)


@loader(
    label="GitHub Copilot billing report",
    fills=("ai_usage", "ledger", "person"),
    keys=("login",),
    grain="one row per person, day, model and billed item",
    verified="a recorded report of 2026; the layout of 2025 from vendor documentation",
    recognises=_recognises,
    version=2,
    meanings={
        "ai_usage.interactions": (
            "quantity [requests]: premium requests, a prompt times the multiplier of its model;"
            " empty where a quantity is a fraction. Included completions and chat are in none"
        ),
        "ai_usage.cost": "net_amount [US dollars]: billed after discounts and included quota",
        "ledger.amount": (
            "net_amount [US dollars]: billed after discounts, on rows that name no person"
        ),
    },
    blind="Everything that is not billed by the request: completions, chat with included models.",
)
def copilot_billing(export: Export) -> Parcel:
    """One row per person, day, billed item and model.

    export   CSV of today's layout, or of 2025 (`Requests Used`, no amounts)
    returns  ai_usage: interactions [premium requests], cost [US dollars], licensed where a licence
             and no use is billed
             ledger: amounts [US dollars] of rows without a person, measured
             person: accounts of bots and agents

    Counts: rows of one person, day, item and model are added up over organisations, repositories
    and cost centres. Premium requests are weighted by model, so a fraction is no count of prompts
    and stays empty. They are prompts of the usage report too: the two are never added.
    Leaves out: quantities in credits, which are no money; gross amounts and discounts; quotas;
    products other than Copilot.
    """
    cells = Cells(export, copies_count=False)
    rows = _new(cells) if export.has(*NEW) else _old(cells)
    rows = rows.filter(cells.refusals.kept)
    ours = rows.filter(pl.col("tool") == TOOL)
    if ours.height < rows.height:
        cells.refusals.notes.append(
            f"{rows.height - ours.height} rows bill products other than Copilot; left out."
        )
    people = ours.filter(pl.col("login").is_not_null())
    facts = {
        "ai_usage": shaped("ai_usage", _usage(cells, people)),
        "ledger": shaped("ledger", _ledger(ours.filter(pl.col("login").is_null()))),
        "person": shaped("person", _not_people(people)),
    }
    return cells.parcel(facts)


def _new(cells: Cells) -> pl.DataFrame:
    """Rows of today's layout."""
    return pl.DataFrame(
        {
            "login": cells.id("username"),
            "day": cells.needed(cells.day("date"), "date"),
            "tool": cells.text("product").str.to_lowercase().fill_null(TOOL),
            "feature": cells.text("sku"),
            "model": cells.text("model"),
            "unit": cells.text("unit_type").str.to_lowercase(),
            "quantity": lenient(cells, "quantity", numbers(cells.raw("quantity"))),
            "cost": lenient(cells, "net_amount", numbers(cells.raw("net_amount"))),
            "organization": cells.text("organization"),
            "repository": cells.text("repository"),
            "cost_center": cells.text("cost_center_name"),
        }
    )


def _old(cells: Cells) -> pl.DataFrame:
    """Rows of the layout of 2025, which tells no amounts."""
    day = cells.needed(cells.moment("Timestamp"), "Timestamp").dt.date()
    return pl.DataFrame(
        {
            "login": cells.needed(cells.id("User"), "User"),
            "day": day,
            "model": cells.text("Model"),
            "quantity": lenient(cells, "Requests Used", numbers(cells.raw("Requests Used"))),
        }
    ).with_columns(
        pl.lit(TOOL).alias("tool"),
        pl.lit(PREMIUM).alias("feature"),
        pl.lit(REQUESTS).alias("unit"),
        pl.lit(None, pl.Float64).alias("cost"),
        *(pl.lit(None, pl.String).alias(name) for name in LINE[3:]),
    )


def _usage(cells: Cells, people: pl.DataFrame) -> pl.DataFrame:
    """Rows of ai_usage: one per person, day, item and model."""
    quantity = pl.col("quantity")
    is_request = pl.col("unit") == REQUESTS
    is_whole = (is_request & (quantity == quantity.floor())).fill_null(value=False)
    is_used = is_request | pl.col("unit").str.contains("credit", literal=True)
    rows = (
        people.with_columns(person_id=pl.lit("login:") + pl.col("login"))
        .group_by(GROUP, maintain_order=True)
        .agg(
            pl.when(is_whole.all()).then(quantity.sum()).cast(pl.Int64).alias("interactions"),
            pl.when(pl.col("cost").count() > 0).then(pl.col("cost").sum()).alias("cost"),
            # A seat that is billed by the month tells of a licence; requests and credits of use.
            pl.when(~is_used.fill_null(value=False).any())
            .then(pl.lit(value=True))
            .alias("licensed"),
            is_fraction=(is_request & ~is_whole).any(),
        )
    )
    fractions = rows["is_fraction"].sum()
    if fractions:
        cells.refusals.notes.append(
            f"{fractions} rows bill fractions of premium requests; how many prompts these were is"
            " not told, and their interactions stay empty."
        )
    return rows.with_columns(
        tool=pl.lit(TOOL), currency=pl.when(pl.col("cost").is_not_null()).then(pl.lit(CURRENCY))
    )


def _ledger(bare: pl.DataFrame) -> pl.DataFrame:
    """Rows of ledger: amounts that no person is named for."""
    billed = bare.filter(pl.col("cost").is_not_null())
    lines = billed.group_by(LINE, maintain_order=True).agg(amount=pl.col("cost").sum())
    named = [pl.col(name).fill_null("") for name in LINE[1:]]
    return lines.with_columns(
        posted_on="day",
        currency=pl.lit(CURRENCY),
        category=pl.lit("AI licences"),
        account=pl.coalesce("cost_center", "organization"),
        tag=pl.lit("measured"),
        reference=pl.concat_str([pl.lit("copilot billing"), *named], separator="/"),
    )


def _not_people(people: pl.DataFrame) -> pl.DataFrame:
    """Rows of person: the bots and agents among the accounts."""
    logins = people["login"].unique(maintain_order=True)
    kinds = [(login, kind) for login in logins if (kind := acts_as(login))]
    return pl.DataFrame(
        {
            "person_id": pl.Series([f"login:{login}" for login, _ in kinds], dtype=pl.String),
            "logins": pl.Series([[login] for login, _ in kinds], dtype=pl.List(pl.String)),
            "worker_type": pl.Series([kind for _, kind in kinds], dtype=pl.String),
        }
    )
