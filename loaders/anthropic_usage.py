"""Anthropic API usage report (Admin API): tokens by account or API key, model and day."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from loaders.ai_use import Use, Uses, agent
from loaders.anthropic_actors import ANTHROPIC, anthropic_person
from loaders.claude_enterprise_usage import FRESH, tokens
from loaders.contract import Parcel, loader
from loaders.export import Export
from loaders.gather import Gathered, text_in
from loaders.report_pages import buckets, first_result, holds, lines, missing_pages

TOOL: Final = "anthropic_api"
MEANINGS: Final = {
    "ai_usage.tokens_in": "uncached_input_tokens [tokens]: input that no cache held",
    "ai_usage.tokens_cached": "cache_read_input_tokens + cache_creation.* [tokens]: read from and"
    " written to a cache",
    "ai_usage.tokens_out": "output_tokens [tokens]",
}


def _recognises(export: Export) -> bool:
    if not holds(export, "starting_at"):
        return False
    result = first_result(export)
    return result is None or FRESH in result  # a report of days without use has no results


@loader(
    label="Anthropic API usage report",
    fills=("ai_usage", "person"),
    keys=("login",),
    grain="one record per time bucket and what it was grouped by",
    verified="types of the vendor's Python library, vendor API reference and connector source",
    recognises=_recognises,
    version=2,
    meanings=MEANINGS,
    blind="Who stands behind an API key is not in it; use through other clouds is not seen.",
)
def anthropic_usage(export: Export) -> Parcel:
    """One row per account or API key, day (or period) and model with its tokens.

    export   JSON pages with `data` of buckets, one or several, grouped by account_id,
             service_account_id or api_key_id, and if wanted by model
    returns  ai_usage: tokens_in (fresh), tokens_cached, tokens_out [tokens]
             person: an API key and a service account are agents, never persons

    Counts: hours, minutes, workspaces, tiers, regions and speeds are added up to the day. Names of
    keys are never read as names of people.
    Leaves out: tokens without account or key, which nobody can be told to have used; web searches.
    """
    gathered, uses, nobodys = Gathered(), Uses(), 0
    for line in lines(export, gathered):
        actor = _actor(gathered, line.result)
        nobodys += actor is None
        if actor:
            model = text_in(line.result, "model")
            use = Use(actor, line.day, TOOL, line.last_day, model=model)
            uses.add(use, tokens(gathered, line.row, line.result))
    uses.write(gathered)
    if nobodys:
        gathered.note(
            f"{nobodys} results tell neither account nor API key and were left out; ask for the"
            " report with group_by[]=account_id or group_by[]=api_key_id."
        )
    parcel = gathered.parcel(("ai_usage", "person"), sum(1 for _ in buckets(export)))
    return replace(parcel, cut=missing_pages(export))


def _actor(gathered: Gathered, result: Mapping[str, Any]) -> str | None:
    """Key of the person, else of the service account, else of the API key."""
    account, service, key = (
        text_in(result, name) for name in ("account_id", "service_account_id", "api_key_id")
    )
    if account:
        return anthropic_person(gathered, None, account)
    if service:
        return agent(gathered, service, ANTHROPIC)
    return agent(gathered, key) if key else None
