"""Claude Enterprise Analytics API: tokens per user, from `user_usage_report`."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from loaders.ai_use import Uses
from loaders.claude_enterprise_report import told
from loaders.contract import Parcel, loader
from loaders.export import Export
from loaders.gather import Gathered
from loaders.report_pages import missing_pages

FRESH: Final = "uncached_input_tokens"
CACHE: Final = ("ephemeral_1h_input_tokens", "ephemeral_5m_input_tokens")
MEANINGS: Final = {
    "ai_usage.tokens_in": "uncached_input_tokens [tokens]: input that no cache held",
    "ai_usage.tokens_cached": "cache_read_input_tokens + cache_creation.* [tokens]: read from and"
    " written to a cache",
    "ai_usage.tokens_out": "output_tokens [tokens]",
}


def _recognises(export: Export) -> bool:
    is_json = export.shape in {"json", "ndjson"}
    return is_json and {"actor", FRESH, "total_tokens"} <= export.keys


@loader(
    label="Claude Enterprise token report of users (Analytics API)",
    fills=("ai_usage", "person"),
    keys=("email", "login"),
    grain="one record per user and time bucket, product and model as asked for",
    verified="types of the vendor's Python library (2026)",
    recognises=_recognises,
    version=2,
    meanings=MEANINGS,
    blind="Use with private accounts and through the API is not in it; data begin on 2026-01-01.",
)
def claude_enterprise_usage(export: Export) -> Parcel:
    """One row per user, day (or period), product and model with its tokens.

    export   JSON with `data`, several such documents, or JSON lines
    returns  ai_usage: tokens_in (fresh), tokens_cached, tokens_out [tokens]
             person: e-mail, name and the vendor's id, tied; a service account is an agent

    Counts: rows by hour, minute, context window, region or speed are added up to the day.
    Leaves out: API requests, which are no prompts of people; web searches; Slack channels.
    """
    gathered, uses = Gathered(), Uses()
    for row, use, record in told(export, gathered, FRESH):
        uses.add(use, tokens(gathered, row, record))
    uses.write(gathered, licensed=True)
    rows_read = len(export.records()) + len(export.refused_lines)
    parcel = gathered.parcel(("ai_usage", "person"), rows_read)
    return replace(parcel, cut=missing_pages(export))


def tokens(gathered: Gathered, row: int, record: Mapping[str, Any]) -> dict[str, int | None]:
    """Fresh, cached and output tokens as Anthropic's reports tell them."""
    read = gathered.count(row, "cache_read_input_tokens", record.get("cache_read_input_tokens"))
    made = record.get("cache_creation")
    made = made if isinstance(made, dict) else {}
    written = [gathered.count(row, f"cache_creation.{name}", made.get(name)) for name in CACHE]
    cached = [number for number in (read, *written) if number is not None]
    return {
        "tokens_in": gathered.count(row, FRESH, record.get(FRESH)),
        "tokens_cached": sum(cached) if cached else None,
        "tokens_out": gathered.count(row, "output_tokens", record.get("output_tokens")),
    }
