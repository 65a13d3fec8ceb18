"""Codex CLI logs of one machine (JSON lines): turns and tokens only, never a word of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from loaders.ai_use import SAME_USE, Use, Uses
from loaders.contract import Parcel, loader
from loaders.export import Export
from loaders.file_name import owner_in_name
from loaders.gather import Gathered, part_in, text_in

SOURCE: Final = "codex_logs"
TOOL: Final = "codex"
TURN, EVENT, COUNT = "turn_context", "event_msg", "token_count"
WHOLE, CACHED, OUT = NUMBERS = ("input_tokens", "cached_input_tokens", "output_tokens")
MEANINGS: Final = {
    "ai_usage.interactions": "lines of type turn_context [turns]: turns of the agent that the"
    " person began",
    "ai_usage.tokens_in": "input_tokens less cached_input_tokens [tokens]",
    "ai_usage.tokens_cached": "cached_input_tokens [tokens]",
    "ai_usage.tokens_out": "output_tokens [tokens]: with reasoning",
}


def _recognises(export: Export) -> bool:
    if export.shape != "ndjson" or not {"timestamp", "type", "payload"} <= export.keys:
        return False
    head = export.sample_text
    return f'"{TURN}"' in head or f'"{COUNT}"' in head or '"session_meta"' in head


@dataclass
class _Reading:
    """Where the reading stands: the model of the turn, the totals so far, what was seen."""

    model: str = "unknown"
    totals: Mapping[str, int] | None = None
    seen: set[tuple[str, str]] = field(default_factory=set)


@loader(
    label="Codex CLI logs",
    fills=("ai_usage",),
    keys=("email", "id"),
    grain="one line per event of a session",
    verified="reader and fixtures of ccusage",
    recognises=_recognises,
    meanings=MEANINGS,
    blind="It sees one machine; there are no token counts before 2025-09-06.",
)
def codex_logs(export: Export) -> Parcel:
    """One row per day with turns, and one row per model with its tokens.

    export   JSON lines of one person; the lines name nobody, so the file is named for the person,
             like ana.ruiz@example.com.jsonl. All sessions of a person belong into one file (put
             them one after the other): the days of a second file replace those of the first one
    returns  ai_usage: interactions [turns] on the row without model; tokens_in (fresh),
             tokens_cached, tokens_out [tokens] on the rows of the models

    Counts: the tokens of the last call, or else what the running totals grew by; totals that stand
    still add nothing, smaller ones are a new session. Lines that a spawned thread replays count
    once. Days are those of UTC.
    Leaves out: every prompt, answer, command and path; only counts and moments are read.
    """
    gathered, uses, reading = Gathered(), Uses(), _Reading()
    for line, reason in export.refused_lines:
        gathered.refuse(line, "", reason)
    person, unknown = owner_in_name(export.name, SOURCE)
    for row, record in zip(export.record_lines, export.records(), strict=True):
        payload = part_in(record, "payload")
        is_count = record.get("type") == EVENT and payload.get("type") == COUNT
        if is_count or record.get("type") == TURN:
            day = _day(reading, gathered, row, record)
            if day and is_count:
                _add_tokens(uses, reading, gathered, row, Use(person, day, TOOL), payload)
            elif day:
                reading.model = text_in(payload, "model") or "unknown"
                uses.add(Use(person, day, TOOL), {"interactions": 1})
    uses.write(gathered)
    for note in (unknown, SAME_USE):
        if note:
            gathered.note(note)
    return gathered.parcel(("ai_usage",), len(export.records()) + len(export.refused_lines))


def _day(reading: _Reading, gathered: Gathered, row: int, record: Mapping[str, Any]) -> date | None:
    """Day of a line; none when it has no moment, or when the same line was read before."""
    at = gathered.instant(row, "timestamp", record.get("timestamp"))
    if at is None:
        if not record.get("timestamp"):
            gathered.refuse(row, "timestamp", "a value is needed and there is none")
        return None
    line = (str(record.get("timestamp")), str(record.get("payload")))
    if line in reading.seen:
        return None
    reading.seen.add(line)
    return at.date()


def _add_tokens(
    uses: Uses,
    reading: _Reading,
    gathered: Gathered,
    row: int,
    use: Use,
    payload: Mapping[str, Any],
) -> None:
    last, totals = (
        _numbers(gathered, row, part, part_in(part_in(payload, "info"), part))
        for part in ("last_token_usage", "total_token_usage")
    )
    before, reading.totals = reading.totals, totals or reading.totals
    if totals is not None and totals == before:
        return
    grown = last if last is not None else _grown(totals, before)
    if grown:
        fresh = max(grown[WHOLE] - grown[CACHED], 0)
        tokens = {"tokens_in": fresh, "tokens_cached": grown[CACHED], "tokens_out": grown[OUT]}
        uses.add(use._replace(model=reading.model), tokens)


def _numbers(
    gathered: Gathered, row: int, part: str, told: Mapping[str, Any]
) -> Mapping[str, int] | None:
    """The numbers of a part; none when one of them is missing."""
    found = {name: gathered.count(row, f"{part}.{name}", told.get(name)) for name in NUMBERS}
    known = {name: number for name, number in found.items() if number is not None}
    return known if len(known) == len(found) else None


def _grown(
    totals: Mapping[str, int] | None, before: Mapping[str, int] | None
) -> Mapping[str, int] | None:
    """What running totals grew by; smaller totals are those of a new session."""
    if totals is None or before is None or totals[WHOLE] < before[WHOLE]:
        return totals
    return {name: max(totals[name] - before[name], 0) for name in NUMBERS}
