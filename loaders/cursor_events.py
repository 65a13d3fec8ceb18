"""Cursor usage events: single requests with their tokens and amounts, from two kinds of export."""

from typing import Final

import polars as pl

from loaders.brackets import place
from loaders.cells import Cells
from loaders.contract import Parcel, loader, shaped
from loaders.cursor_rows import WRITE, of_dashboard, of_events
from loaders.export import Export
from store.errors import SourceError

TOOL: Final = "cursor"
CURRENCY: Final = "USD"  # Cursor bills in dollars; the files do not say so
EVENTS: Final = frozenset({"usageEvents", "usageEventsDisplay"})
TOTAL: Final = "totalUsageEventsCount"
TOKENS: Final = ["tokens_in", "tokens_cached", "tokens_out"]
GROUP: Final = ["person_id", "day", "feature", "model"]
ERROR: Final = "error"  # "Errored, No Charge", "USAGE_EVENT_KIND_ERRORED_NOT_CHARGED"


def _recognises(export: Export) -> bool:
    if export.shape in {"json", "ndjson"}:
        return bool(EVENTS & export.keys)
    has_tokens = place(export, "Output Tokens") is not None
    is_events = place(export, "Max Mode") is not None or place(export, WRITE) is not None
    return has_tokens and is_events and export.has("Date", "Model")


@loader(
    label="Cursor usage events",
    fills=("ai_usage",),
    keys=("email",),
    grain="one record or row per request",
    verified="vendor documentation mirrored by others, and programs that read both exports",
    recognises=_recognises,
    version=2,
    meanings={
        "ai_usage.interactions": (
            "events [requests] without those that failed and those of background agents; the daily"
            " usage tells the same requests again"
        ),
        "ai_usage.tokens_in": (
            "inputTokens, in the CSV Input (w/o Cache Write) [tokens]: fresh input"
        ),
        "ai_usage.tokens_cached": (
            "cacheWriteTokens + cacheReadTokens, in the CSV cache write + Cache Read [tokens]"
        ),
        "ai_usage.tokens_out": "outputTokens, in the CSV Output Tokens [tokens]",
        "ai_usage.cost": (
            "chargedCents, else tokenUsage.totalCents, in the CSV Cost [US dollars]: as the vendor"
            " prices the requests; a plan may cover some of it"
        ),
    },
    blind="Requests without an amount: a plan covers them, what they are worth is not told.",
)
def cursor_events(export: Export) -> Parcel:
    """One row per person, day and model of Cursor, requests added up.

    export   JSON with `usageEvents` (cents), or the dashboard's CSV of a team (dollars)
    returns  ai_usage: interactions [requests], tokens_in (fresh), tokens_cached, tokens_out
             [tokens], cost [US dollars]; background agents on rows of the feature `agent`

    Counts: `Included` and `Free` in place of an amount are covered by the plan: cost unknown, use
    all the same. A request that failed is none. Requests here and in the daily usage are the same
    and are never added.
    Leaves out: ids of agents and automations, requests as they count against a quota, the fee on
    top of the tokens, whether max mode was on.
    """
    is_records = export.shape in {"json", "ndjson"}
    cells = Cells(export.as_table(), copies_count=False)
    if not is_records and not export.has("User"):
        raise SourceError(
            f"{export.name} is a personal export of Cursor: it names nobody",
            "a column User, as the export of a team has it",
            "Ask an administrator of the team for its export, or load it through a mapping",
        )
    rows = of_events(cells) if is_records else of_dashboard(cells)
    parcel = cells.parcel({"ai_usage": shaped("ai_usage", _usage(cells, rows))})
    cut = _cut(export, parcel.rows_read) if is_records else ""
    return Parcel(parcel.facts, parcel.rows_read, parcel.refused, parcel.notes, cut)


def _usage(cells: Cells, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows added up per person, day, model, and background or not."""
    failed = pl.col("kind").str.to_lowercase().str.contains(ERROR, literal=True)
    done = rows.filter(~failed.fill_null(value=False))
    if done.height < rows.height:
        cells.refusals.notes.append(
            f"{rows.height - done.height} requests failed and were not charged; left out."
        )
    agent = pl.when("is_background").then(pl.lit("agent"))
    sums = [pl.when(pl.col(n).count() > 0).then(pl.col(n).sum()).alias(n) for n in TOKENS]
    cost = pl.when(pl.col("cost").count() > 0).then(pl.col("cost").sum()).alias("cost")
    made = (
        done.with_columns(feature=agent)
        .group_by(GROUP, maintain_order=True)
        .agg(*sums, cost, interactions=pl.len().cast(pl.Int64), bare=pl.col("cost").is_null().sum())
    )
    bare = made["bare"].sum()
    if bare:
        cells.refusals.notes.append(
            f"{bare} requests have no amount (Included, Free or blank); their cost is unknown."
        )
    is_person = pl.col("feature").is_null()
    return made.with_columns(
        tool=pl.lit(TOOL),
        mode="feature",
        interactions=pl.when(is_person).then("interactions"),
        currency=pl.when(pl.col("cost").is_not_null()).then(pl.lit(CURRENCY)),
    )


def _cut(export: Export, rows_read: int) -> str:
    pages = [each for each in export.documents if isinstance(each, dict)]
    paging = pages[-1].get("pagination") if pages else None
    if isinstance(paging, dict) and paging.get("hasNextPage") is True:
        return "The file says that another page follows; load all pages."
    totals = [each[TOTAL] for each in pages if type(each.get(TOTAL)) is int]
    if totals and max(totals) > rows_read:
        return f"The file says that there are {max(totals)} requests and holds {rows_read}."
    return ""
