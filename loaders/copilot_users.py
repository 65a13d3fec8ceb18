"""GitHub Copilot usage reports of users, for 1 or 28 days: JSON lines or a list in day_totals."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from loaders.contract import Parcel, loader
from loaders.dates import day_of
from loaders.export import Export
from loaders.gather import Gathered, records_in, text_in
from store.errors import SourceError

TOOL: Final = "copilot"
COUNTS: Final = {
    "interactions": "user_initiated_interaction_count",
    "suggested": "code_generation_activity_count",
    "accepted": "code_acceptance_activity_count",
    "lines_added": "loc_added_sum",
    "lines_removed": "loc_deleted_sum",
}
CLI: Final = "copilot_cli"
MODES: Final = {"agent_edit": "agent", "chat_inline": "edit", "code_completion": "completion"}
LINKS, OLD_SHAPE, TOTALS = "download_links", "user_totals", "day_totals"
MEANINGS: Final = {
    "ai_usage.interactions": (
        "user_initiated_interaction_count [prompts]: prompts that the person sent, chat and agent"
        " modes alike; a completion is none (usage metrics as of 2026)"
    ),
    "ai_usage.suggested": (
        "code_generation_activity_count [events]: times the tool produced code, whatever its length"
    ),
    "ai_usage.accepted": (
        "code_acceptance_activity_count [events]: times code was taken by a key, a button or apply;"
        " edits that an agent makes by itself are in none"
    ),
    "ai_usage.lines_added": (
        "loc_added_sum [lines]: lines written into files by the tool, agents included; can exceed"
        " the lines that were suggested"
    ),
    "ai_usage.lines_removed": "loc_deleted_sum [lines]: lines deleted by the tool, agents included",
    "ai_usage.sessions": "totals_by_cli.session_count [sessions]: of the command line only",
    "ai_usage.tokens_in": (
        "totals_by_cli.token_usage.prompt_tokens_sum [tokens]: of the command line only; whether"
        " cached tokens are in it is not told"
    ),
    "ai_usage.tokens_out": (
        "totals_by_cli.token_usage.output_tokens_sum [tokens]: of the command line only"
    ),
}


def _recognises(export: Export) -> bool:
    keys = export.keys
    is_report = {"user_login", COUNTS["interactions"]} <= keys
    is_near = LINKS in keys or OLD_SHAPE in keys or {TOTALS, "report_start_day"} <= keys
    return export.shape in {"json", "ndjson"} and (is_report or is_near)


@loader(
    label="GitHub Copilot usage report of users",
    fills=("ai_usage",),
    keys=("login",),
    grain="one record per user and day",
    verified="vendor documentation, connector source and a published mock report",
    recognises=_recognises,
    meanings=MEANINGS,
    blind=(
        "People whose editor sends no telemetry, old plug-ins, use without a licence of the firm,"
        " and other tools."
    ),
)
def copilot_users(export: Export) -> Parcel:
    """One row per user, day and feature of Copilot.

    export   JSON lines, or `{"day_totals": [...]}`
    returns  ai_usage: interactions, suggested, accepted [events], lines_added, lines_removed
             [lines], sessions and tokens of the command line

    Counts: what the features of a day leave of its totals is one row without feature, often of
    zeros, so that the rows of a day add up to its totals. A missing count of a user who is listed
    is 0. A user-day that stands in the file twice (several parts or organisations) counts once,
    from the newest report.
    Leaves out: breakdowns by model, language and editor, which tell the same counts again; agents
    of other vendors; AI credits, which are no money until a price is known; the vendor's adoption
    phase. A user who is not in the file switched telemetry off, has an old editor plug-in or no
    licence: no data, not zero.
    """
    _check(export)
    gathered = Gathered()
    for line, reason in export.refused_lines:
        gathered.refuse(line, "", reason)
    numbered = list(zip(export.record_lines, export.records(), strict=True))
    for row, record in _newest(gathered, numbered):
        _add_day(gathered, row, record)
    gathered.note("The last three days of a Copilot report are not final; load a later report too.")
    return gathered.parcel(("ai_usage",), len(numbered) + len(export.refused_lines))


def _check(export: Export) -> None:
    """Stop at the shapes that hold no person-days, saying what they are."""
    if {"user_login", "day"} <= export.keys:
        return
    if LINKS in export.keys:
        found, do = "links to a report, not the report", "Download the linked files and load those"
    elif OLD_SHAPE in export.keys:
        found = "totals of users over a whole period, without days"
        do = "Export the users-1-day or users-28-day report of the usage metrics API"
    elif TOTALS in export.keys and "user_login" not in export.keys:
        found = "totals of an organisation, without users"
        do = "Export the users-1-day or users-28-day report instead"
    else:
        found, do = "a Copilot report without days", "Export the users-28-day report"
    raise SourceError(
        f"{export.name} holds {found}",
        "one record per user and day with user_login, day and counts",
        do,
    )


def _newest(
    gathered: Gathered, numbered: Iterable[tuple[int, dict[str, Any]]]
) -> Iterable[tuple[int, dict[str, Any]]]:
    """One record per user and day: of several the one of the newest report, then the fullest."""
    best: dict[tuple[str, str], tuple[tuple[str, int], int, dict[str, Any]]] = {}
    doubles = 0
    for row, record in numbered:
        login, day = text_in(record, "user_login"), text_in(record, "day")
        if login is None or day is None:
            column = "user_login" if login is None else "day"
            gathered.refuse(row, column, "a value is needed and there is none")
            continue
        rank = (text_in(record, "report_end_day") or day, _volume(record))
        key = (login.casefold(), day)
        doubles += key in best
        if key not in best or rank > best[key][0]:
            best[key] = (rank, row, record)
    if doubles:
        gathered.note(
            f"{doubles} user-days stand in the file more than once (parts, or several"
            " organisations); each counts once."
        )
    return [(row, record) for _, row, record in best.values()]


def _volume(record: Mapping[str, Any]) -> int:
    values = (record.get(name) for name in COUNTS.values())
    return sum(value for value in values if isinstance(value, int))


def _add_day(gathered: Gathered, row: int, record: Mapping[str, Any]) -> None:
    login, told = text_in(record, "user_login"), text_in(record, "day") or ""
    day = day_of(told[:10])
    if day is None:
        gathered.refuse(row, "day", "a day was expected, like 2026-04-25")
        return
    who = {"person_id": f"login:{login}", "day": day, "tool": TOOL, "licensed": True}
    rest = _counts(gathered, row, record)
    extra = _command_line(gathered, row, record)
    features = _features(gathered, row, record)
    if features and any(
        rest[name] < sum(each[name] for each in features.values()) for name in rest
    ):
        gathered.refuse(row, "totals_by_feature", "the features add up to more than the day")
        features = {}
    for feature, counts in features.items():
        for name, number in counts.items():
            rest[name] -= number
        more = extra if feature == CLI else {}
        mode = _mode(feature)
        gathered.add("ai_usage", **who, feature=feature, mode=mode, **counts, **more)
    if extra and CLI not in features:
        gathered.add("ai_usage", **who, feature=CLI, mode=_mode(CLI), **extra)
    # Written even when all is zero: a later report must be able to replace what this one leaves.
    gathered.add("ai_usage", **who, **rest)


def _features(gathered: Gathered, row: int, record: Mapping[str, Any]) -> dict[str, dict[str, int]]:
    """Counts by feature; a feature that is listed twice is added up."""
    found: dict[str, dict[str, int]] = {}
    for each in records_in(record.get("totals_by_feature")):
        feature = text_in(each, "feature")
        if feature is None:
            continue
        counts = _counts(gathered, row, each)
        before = found.get(feature, dict.fromkeys(counts, 0))
        found[feature] = {name: before[name] + number for name, number in counts.items()}
    return found


def _counts(gathered: Gathered, row: int, record: Mapping[str, Any]) -> dict[str, int]:
    """Our counts of a record. The report omits zeros, so a missing count is 0."""
    return {
        ours: gathered.count(row, theirs, record.get(theirs)) or 0
        for ours, theirs in COUNTS.items()
    }


def _command_line(gathered: Gathered, row: int, record: Mapping[str, Any]) -> dict[str, int | None]:
    """Sessions and tokens of the command line, the only part of Copilot that tells them."""
    totals = record.get("totals_by_cli")
    if not isinstance(totals, dict):
        return {}
    tokens = totals.get("token_usage")
    tokens = tokens if isinstance(tokens, dict) else {}
    return {
        "sessions": gathered.count(row, "session_count", totals.get("session_count")),
        "tokens_in": gathered.count(row, "prompt_tokens_sum", tokens.get("prompt_tokens_sum")),
        "tokens_out": gathered.count(row, "output_tokens_sum", tokens.get("output_tokens_sum")),
    }


def _mode(feature: str) -> str | None:
    """How the person worked with the tool: ask, edit, agent ..., as far as the feature tells."""
    if feature in MODES:
        return MODES[feature]
    if feature.startswith("chat_panel_") and feature.endswith("_mode"):
        return feature.removeprefix("chat_panel_").removesuffix("_mode")
    return None
