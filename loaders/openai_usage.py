"""OpenAI organization usage: tokens and requests by user or API key, model and time bucket."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from loaders.ai_use import Use, Uses, agent
from loaders.contract import Parcel, loader
from loaders.export import Export
from loaders.gather import Gathered, text_in
from loaders.report_pages import buckets, first_result, holds, lines, missing_pages

TOOL: Final = "openai_api"
OWN_ID: Final = "openai-"  # opaque ids; the prefix keeps them apart
BEGINS, ENDS = "organization.usage.", ".result"
FRESH, INPUT, OUTPUT = "input_uncached_tokens", "input_tokens", "output_tokens"
CACHE: Final = ("input_cached_tokens", "input_cache_write_tokens")
REQUESTS: Final = "num_model_requests"
MEANINGS: Final = {
    "ai_usage.interactions": "num_model_requests [requests]: calls to a model, also those that a"
    " program made; not prompts of people",
    "ai_usage.tokens_in": "input_uncached_tokens, else input_tokens less the cached ones [tokens]",
    "ai_usage.tokens_cached": "input_cached_tokens + input_cache_write_tokens [tokens]",
    "ai_usage.tokens_out": "output_tokens [tokens]",
}


def _recognises(export: Export) -> bool:
    if not holds(export, "start_time"):
        return False
    result = first_result(export)
    return result is None or str(result.get("object")).startswith(BEGINS)


@loader(
    label="OpenAI organization usage",
    fills=("ai_usage", "person"),
    keys=("login",),
    grain="one record per time bucket and what it was grouped by",
    verified="vendor's OpenAPI description",
    recognises=_recognises,
    version=2,
    meanings=MEANINGS,
    blind="ChatGPT is not in it; users are opaque ids, which the list of users ties to addresses.",
)
def openai_usage(export: Export) -> Parcel:
    """One row per user or API key, day (or period), kind of use and model.

    export   JSON pages of buckets, grouped by user_id or api_key_id, and if wanted by model
    returns  ai_usage: interactions [model requests], tokens_in (fresh), tokens_cached,
             tokens_out [tokens]; feature is the kind: completions, embeddings ...
             person: an API key is an agent, never a person

    Counts: hours, minutes, projects, batches and tiers are added up to the day. Input tokens hold
    the cached ones, which are subtracted.
    Leaves out: use without user or key, which nobody can be told to have used; audio tokens,
    images, characters, seconds and bytes.
    """
    gathered, uses, nobodys = Gathered(), Uses(), 0
    for line in lines(export, gathered):
        actor = _actor(gathered, line.result)
        nobodys += actor is None
        if actor:
            kind = str(line.result.get("object")).removeprefix(BEGINS).removesuffix(ENDS)
            model = text_in(line.result, "model")
            use = Use(actor, line.day, TOOL, line.last_day, kind, model)
            uses.add(use, _numbers(gathered, line.row, line.result))
    uses.write(gathered)
    if nobodys:
        gathered.note(
            f"{nobodys} results tell neither user nor API key and were left out; ask for the usage"
            " with group_by=user_id."
        )
    parcel = gathered.parcel(("ai_usage", "person"), sum(1 for _ in buckets(export)))
    return replace(parcel, cut=missing_pages(export))


def _actor(gathered: Gathered, result: Mapping[str, Any]) -> str | None:
    user, key = text_in(result, "user_id"), text_in(result, "api_key_id")
    if user:
        login = f"{OWN_ID}{user}"
        gathered.add("person", person_id=f"login:{login}", logins=[login])
        return f"login:{login}"
    return agent(gathered, key) if key else None


def _numbers(gathered: Gathered, row: int, result: Mapping[str, Any]) -> dict[str, int | None]:
    fresh, whole, out, requests, *told = (
        gathered.count(row, name, result.get(name))
        for name in (FRESH, INPUT, OUTPUT, REQUESTS, *CACHE)
    )
    cached = [number for number in told if number is not None]
    if fresh is None and whole is not None:
        fresh = max(whole - sum(cached), 0)
    return {
        "interactions": requests,
        "tokens_in": fresh,
        "tokens_cached": sum(cached) if cached else None,
        "tokens_out": out,
    }
