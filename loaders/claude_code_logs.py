"""Claude Code logs of one machine (JSON lines): counts and tokens only, never a word of them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from loaders.active_time import LONGEST_GAP, active_minutes
from loaders.ai_use import SAME_USE, Use, Uses, amount
from loaders.contract import Parcel, loader
from loaders.export import Export
from loaders.file_name import owner_in_name
from loaders.gather import Gathered, part_in, records_in, text_in

SOURCE: Final = "claude_code_logs"
TOOL: Final = "claude_code"
LINES: Final = ("user", "assistant")
NO_MODEL: Final = "<synthetic>"  # messages that the tool wrote itself
NOT_TYPED: Final = ("isSidechain", "isMeta", "isCompactSummary", "toolUseResult")
TOKENS: Final = {
    "tokens_in": ("input_tokens",),
    "tokens_cached": ("cache_creation_input_tokens", "cache_read_input_tokens"),
    "tokens_out": ("output_tokens",),
}
MEANINGS: Final = {
    "ai_usage.sessions": "sessionId [sessions]: sessions with a message on the day",
    "ai_usage.interactions": "lines of type user [prompts] that the person typed: no tool results,"
    " no sub-agents, no lines that the tool wrote",
    "ai_usage.tokens_in": "message.usage.input_tokens [tokens]: without cache",
    "ai_usage.tokens_cached": "message.usage.cache_creation_input_tokens + cache_read_input_tokens"
    " [tokens]",
    "ai_usage.tokens_out": "message.usage.output_tokens [tokens]",
    "ai_usage.active_minutes": "timestamp [minutes]: our estimate, the time between messages, at"
    f" most {LONGEST_GAP.seconds // 60} minutes of each gap; sessions side by side count once",
    "ai_usage.cost": "costUSD [US dollars]: an estimate that older versions wrote",
}


def _recognises(export: Export) -> bool:
    is_json = export.shape in {"json", "ndjson"}
    return is_json and {"sessionId", "uuid", "type"} <= export.keys


@dataclass
class _Log:
    """What is kept of the lines.

    moments   when there was a message
    sessions  day -> sessions
    prompts   day -> prompts
    answers   message and request -> its tokens, and of what day and model
    """

    moments: list[datetime] = field(default_factory=list)
    sessions: dict[date, set[str]] = field(default_factory=lambda: defaultdict(set))
    prompts: dict[date, set[str]] = field(default_factory=lambda: defaultdict(set))
    answers: dict[tuple[str, ...], "_Answer"] = field(default_factory=dict)


@dataclass(frozen=True)
class _Answer:
    day: date
    model: str
    tokens: Mapping[str, int | None]
    cost: Decimal | None

    @property
    def size(self) -> int:
        return sum(number or 0 for number in self.tokens.values())


@loader(
    label="Claude Code logs",
    fills=("ai_usage",),
    keys=("email", "id"),
    grain="one line per message of a session",
    verified="reader and fixtures of ccusage; lines the tool wrote itself from several readers",
    recognises=_recognises,
    meanings=MEANINGS,
    blind="It sees one machine, as far back as its logs were kept (30 days unless set otherwise).",
)
def claude_code_logs(export: Export) -> Parcel:
    """One row per day with sessions and prompts, and one row per model with its tokens.

    export   JSON lines of one person; the lines name nobody, so the file is named for the person,
             like ana.ruiz@example.com.jsonl. All sessions of a person belong into one file (put
             them one after the other): the days of a second file replace those of the first one
    returns  ai_usage: sessions, interactions [prompts] and active_minutes [our estimate] on the row
             without model; tokens_in (fresh), tokens_cached, tokens_out [tokens] and cost [US
             dollars] on the rows of the models

    Counts: an answer that was streamed or replayed in several lines counts once, with its largest
    numbers. Days are those of UTC.
    Leaves out: every prompt, answer, path, branch and tool result; only counts and moments are
    read. What the tool wrote itself (model `<synthetic>`) has no tokens.
    """
    gathered, uses, log = Gathered(), Uses(), _Log()
    for line, reason in export.refused_lines:
        gathered.refuse(line, "", reason)
    for row, record in zip(export.record_lines, export.records(), strict=True):
        if record.get("type") in LINES:
            _keep(log, gathered, row, record)
    person, unknown = owner_in_name(export.name, SOURCE)
    _add_up(uses, log, person)
    uses.write(gathered)
    for note in (unknown, SAME_USE):
        if note:
            gathered.note(note)
    return gathered.parcel(("ai_usage",), len(export.records()) + len(export.refused_lines))


def _keep(log: _Log, gathered: Gathered, row: int, record: Mapping[str, Any]) -> None:
    """Keep moment, session, prompt or tokens of one line."""
    at = gathered.instant(row, "timestamp", record.get("timestamp"))
    if at is None:
        if not record.get("timestamp"):
            gathered.refuse(row, "timestamp", "a value is needed and there is none")
        return
    log.moments.append(at)
    log.sessions[at.date()].add(text_in(record, "sessionId") or "")
    message = record.get("message") or part_in(record, "data").get("message")
    message = message if isinstance(message, dict) else {}
    uuid = text_in(record, "uuid") or str(row)
    if record["type"] == "user":
        if _is_typed(record, message):
            log.prompts[at.date()].add(uuid)
        return
    model, usage = text_in(message, "model") or "unknown", part_in(message, "usage")
    if not usage or model == NO_MODEL:
        return
    tokens = {ours: _sum(gathered, row, usage, theirs) for ours, theirs in TOKENS.items()}
    cost = amount(gathered, row, "costUSD", record.get("costUSD"))
    answer = _Answer(at.date(), model, tokens, cost)
    message_id, request = text_in(message, "id"), text_in(record, "requestId")
    key = (message_id, request or "") if message_id else (uuid,)
    if key not in log.answers or answer.size > log.answers[key].size:
        log.answers[key] = answer


def _is_typed(record: Mapping[str, Any], message: Mapping[str, Any]) -> bool:
    """Truth that a person typed a line of type user; only kinds of content are looked at."""
    if any(record.get(name) for name in NOT_TYPED):
        return False
    return all(part.get("type") != "tool_result" for part in records_in(message.get("content")))


def _add_up(uses: Uses, log: _Log, person: str) -> None:
    minutes = active_minutes(log.moments)
    for day in sorted(log.sessions):
        numbers = {
            "sessions": len(log.sessions[day]),
            "interactions": len(log.prompts[day]),
            "active_minutes": minutes.get(day),
        }
        uses.add(Use(person, day, TOOL), numbers)
    for answer in log.answers.values():
        use = Use(person, answer.day, TOOL, model=answer.model)
        uses.add(use, answer.tokens)
        uses.add_cost(use, answer.cost, "USD")


def _sum(
    gathered: Gathered, row: int, usage: Mapping[str, Any], names: tuple[str, ...]
) -> int | None:
    told = [gathered.count(row, f"usage.{name}", usage.get(name)) for name in names]
    known = [number for number in told if number is not None]
    return sum(known) if known else None
