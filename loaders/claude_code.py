"""Claude Code Analytics: the answer of the vendor's usage report, one day a request."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from loaders.ai_use import agent, amount
from loaders.contract import Parcel, loader
from loaders.copies import without_copies
from loaders.export import Export
from loaders.gather import Gathered, part_in, records_in, text_in
from loaders.report_pages import missing_pages

TOOL: Final = "claude_code"
MINOR_UNITS: Final = 100  # estimated_cost.amount is in cents
TOKENS: Final = {
    "tokens_in": ("input",),
    "tokens_cached": ("cache_read", "cache_creation"),
    "tokens_out": ("output",),
}
MEANINGS: Final = {
    "ai_usage.sessions": "core_metrics.num_sessions [sessions]: distinct sessions that the actor"
    " began",
    "ai_usage.accepted": "tool_actions.*.accepted [edits]: proposals of the edit, multi-edit, write"
    " and notebook tools that were accepted; automatic acceptance counts",
    "ai_usage.rejected": "tool_actions.*.rejected [edits]: such proposals that were rejected",
    "ai_usage.lines_added": "core_metrics.lines_of_code.added [lines]: lines of code the tool added"
    " across all files",
    "ai_usage.lines_removed": "core_metrics.lines_of_code.removed [lines]: lines of code the tool"
    " removed across all files",
    "ai_usage.tokens_in": "model_breakdown.tokens.input [tokens]: input without cache",
    "ai_usage.tokens_cached": "model_breakdown.tokens.cache_read + cache_creation [tokens]",
    "ai_usage.tokens_out": "model_breakdown.tokens.output [tokens]",
    "ai_usage.cost": "model_breakdown.estimated_cost.amount [cents in the file, whole units here]:"
    " the vendor's estimate, not the bill",
}


def _recognises(export: Export) -> bool:
    return export.shape in {"json", "ndjson"} and {"actor", "core_metrics"} <= export.keys


@dataclass
class _Use:
    """Sums of one person, day and terminal.

    counts  sessions, accepted, rejected, lines_added, lines_removed
    models  model -> tokens
    costs   model and currency -> cost in cents; a model is billed in one currency
    """

    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    models: dict[str, dict[str, int]] = field(default_factory=dict)
    costs: dict[tuple[str, str], Decimal] = field(default_factory=lambda: defaultdict(Decimal))


@loader(
    label="Claude Code Analytics",
    fills=("ai_usage", "person"),
    keys=("email", "login"),
    grain="one record per person (or API key), day and terminal",
    verified="vendor documentation and connector source",
    recognises=_recognises,
    version=3,
    meanings=MEANINGS,
    blind="Prompts are not counted; use through other clouds or private accounts is not seen.",
)
def claude_code(export: Export) -> Parcel:
    """One row per actor, day and terminal with the work done, and one row per model with its bill.

    export   JSON with `data`, several such documents, or JSON lines
    returns  ai_usage: sessions, accepted, rejected [edits], lines_added, lines_removed [lines] on
             the row without model; tokens_in (fresh), tokens_cached, tokens_out [tokens] and cost
             [whole units of its currency] on the rows of the models
             person: an API key is an agent, never a person

    Counts: records of one actor, day and terminal (several customer types or organisations) are
    added up. Sessions stand on one row, so that several models do not multiply them. Interactions
    are not reported and stay empty. Edits that were accepted automatically count as accepted.
    Leaves out: commits and pull requests made by the tool, and names of organisations.
    """
    gathered = Gathered()
    for line, reason in export.refused_lines:
        gathered.refuse(line, "", reason)
    uses: dict[tuple[str, date, str | None], _Use] = defaultdict(_Use)
    records = export.records()
    numbered = zip(export.record_lines, records, strict=True)
    for row, record in without_copies(export, numbered):
        if "core_metrics" not in record and "actor" not in record:
            continue
        actor, day = _actor(gathered, row, record), _day(gathered, row, record)
        if actor and day:
            _add_up(uses[actor, day, text_in(record, "terminal_type")], gathered, row, record)
    for (actor, day, terminal), use in uses.items():
        _write(gathered, {"person_id": actor, "day": day, "feature": terminal}, use)
    gathered.note(
        "Costs are the vendor's estimates. Use through other clouds is not in this report."
    )
    parcel = gathered.parcel(("ai_usage", "person"), len(records) + len(export.refused_lines))
    return replace(parcel, cut=missing_pages(export))


def _actor(gathered: Gathered, row: int, record: Mapping[str, Any]) -> str | None:
    """Key of the person or of the API key that acted."""
    email = text_in(record, "actor", "email_address")
    key_name = text_in(record, "actor", "api_key_name")
    if email:
        return f"email:{email}"
    if not key_name:
        gathered.refuse(row, "actor", "an e-mail address or the name of an API key was expected")
        return None
    return agent(gathered, key_name)


def _day(gathered: Gathered, row: int, record: Mapping[str, Any]) -> date | None:
    moment = gathered.instant(row, "date", record.get("date"))
    if moment is None and not record.get("date"):
        gathered.refuse(row, "date", "a value is needed and there is none")
    return moment.date() if moment else None


def _add_up(use: _Use, gathered: Gathered, row: int, record: Mapping[str, Any]) -> None:
    """Add one record to the sums of its actor, day and terminal."""
    core = part_in(record, "core_metrics")
    lines = part_in(core, "lines_of_code")
    edits = [each for each in part_in(record, "tool_actions").values() if isinstance(each, dict)]
    told = (
        ("sessions", "num_sessions", core.get("num_sessions")),
        ("lines_added", "lines_of_code.added", lines.get("added")),
        ("lines_removed", "lines_of_code.removed", lines.get("removed")),
        *(("accepted", "tool_actions.accepted", each.get("accepted")) for each in edits),
        *(("rejected", "tool_actions.rejected", each.get("rejected")) for each in edits),
    )
    for name, column, value in told:
        number = gathered.count(row, column, value)
        if number is not None:
            use.counts[name] += number
    for each in records_in(record.get("model_breakdown")):
        _add_model(use, gathered, row, each)


def _add_model(use: _Use, gathered: Gathered, row: int, each: Mapping[str, Any]) -> None:
    model = text_in(each, "model") or "unknown"
    tokens = part_in(each, "tokens")
    sums = use.models.setdefault(model, dict.fromkeys(TOKENS, 0))
    for ours, theirs in TOKENS.items():
        for name in theirs:
            sums[ours] += gathered.count(row, f"tokens.{name}", tokens.get(name)) or 0
    cost = part_in(each, "estimated_cost")
    cents = amount(gathered, row, "estimated_cost.amount", cost.get("amount"))
    if cents is not None:
        use.costs[model, text_in(cost, "currency") or "USD"] += cents


def _write(gathered: Gathered, who: Mapping[str, object], use: _Use) -> None:
    gathered.add("ai_usage", **who, tool=TOOL, licensed=True, **use.counts)
    for model, tokens in use.models.items():
        bills = [(code, cents) for (of, code), cents in use.costs.items() if of == model]
        if len(bills) > 1:
            gathered.note("A model is billed in several currencies; its cost was left out.")
        code, cents = bills[0] if len(bills) == 1 else (None, None)
        cost = float(cents / MINOR_UNITS) if cents is not None else None
        more = {"model": model, "cost": cost, "currency": code, "licensed": True}
        gathered.add("ai_usage", **who, tool=TOOL, **tokens, **more)
