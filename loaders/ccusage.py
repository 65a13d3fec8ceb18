"""ccusage (JSON): tokens and list-price costs of coding agents, out of the logs of one machine."""

import calendar
import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final, NamedTuple

from loaders.ai_use import SAME_USE, Use, Uses, amount
from loaders.contract import Parcel, loader
from loaders.copies import without_copies
from loaders.dates import day_of
from loaders.export import Export
from loaders.file_name import owner_in_name
from loaders.gather import Gathered, records_in, text_in
from store.errors import SourceError

SOURCE: Final = "ccusage"
REPORTS: Final = ("daily", "weekly", "monthly")
WITHOUT_DAYS: Final = ("session", "sessions", "blocks")
PERIODS: Final = ("date", "week", "month", "period")
COSTS: Final = ("totalCost", "costUSD", "cost")
CACHE: Final = ("cacheCreationTokens", "cacheReadTokens", "cachedInputTokens")
ALL: Final = "all"
TOOLS: Final = {"claude": "claude_code"}
WEEK: Final = timedelta(days=6)
CURRENCY: Final = "USD"
MEANINGS: Final = {
    "ai_usage.tokens_in": "inputTokens [tokens]: without cache; cachedInputTokens are subtracted"
    " where totalTokens shows that they are inside",
    "ai_usage.tokens_cached": "cacheCreationTokens + cacheReadTokens, or cachedInputTokens"
    " [tokens]",
    "ai_usage.tokens_out": "outputTokens [tokens]: with reasoning",
    "ai_usage.cost": "totalCost, costUSD, cost [US dollars]: estimated at list prices, not billed",
}


def _recognises(export: Export) -> bool:
    if export.shape != "json" or not export.keys & {"totals", "blocks"}:
        return False
    return any(_is_report(each) for each in export.documents)


def _is_report(document: object) -> bool:
    if not isinstance(document, dict):
        return False
    blocks = next(records_in(document.get("blocks")), {})
    totals = document.get("totals")
    is_named = any(name in document for name in (*REPORTS, "projects", *WITHOUT_DAYS))
    is_counted = isinstance(totals, dict) and {"inputTokens", "outputTokens"} <= totals.keys()
    return (is_named and is_counted) or {"tokenCounts", "isGap"} <= blocks.keys()


@loader(
    label="ccusage",
    fills=("ai_usage",),
    keys=("email", "id"),
    grain="one row per day (or week, month) of one machine",
    verified="run on its own fixtures, versions 18.0.11 and 20.0.24; source of its Codex report",
    recognises=_recognises,
    version=2,
    meanings=MEANINGS,
    blind="It sees one machine, as far back as its logs were kept (30 days unless set otherwise);"
    " prompts and acceptance are not in it.",
)
def ccusage(export: Export) -> Parcel:
    """One row per day (or week, month), agent and model of the machine of one person.

    export   JSON of `ccusage daily`, `weekly`, `monthly`, of all agents or of one. It names nobody:
             the file is named for the person, like ana.ruiz@example.com.json
    returns  ai_usage: tokens_in (fresh), tokens_cached, tokens_out [tokens], cost [US dollars]

    Counts: projects of a day are added up. A row `all` is left out where its period has rows by
    agent. Days are those of the machine's clock. A person's second machine replaces the first one
    day by day: give both to ccusage together. It tells again what Claude Code Analytics tells.
    Leaves out: sessions and 5-hour blocks, which have no day of their own (the daily report tells
    the same use); names of projects, which are paths.
    """
    gathered = Gathered()
    person, unknown = owner_in_name(export.name, SOURCE)
    rows_read = 0
    for document in export.documents:
        uses = Uses()  # a second report of the same days replaces the first, it adds nothing
        rows = list(_rows(export, document, rows_read))
        for row in _without_doubles(rows):
            _add(uses, gathered, person, row)
        rows_read += len(rows)
        uses.write(gathered)
    for note in (unknown, SAME_USE):
        if note:
            gathered.note(note)
    return gathered.parcel(("ai_usage",), rows_read)


class _Row(NamedTuple):
    """A row, its number in the file, the report it stands in, and its day, week or month."""

    number: int
    report: str
    period: str | None
    told: dict[str, Any]


def _rows(export: Export, document: object, before: int) -> Iterator[_Row]:
    if not isinstance(document, dict):
        return
    if any(name in document for name in WITHOUT_DAYS):
        raise SourceError(
            f"{export.name} is a ccusage report by session or block, which has no days",
            "one row per day",
            "Run `ccusage daily --json` and load its output",
        )
    projects = document.get("projects")
    lists = [(name, document.get(name)) for name in REPORTS]
    lists += [("daily", rows) for rows in projects.values()] if isinstance(projects, dict) else []
    for report, rows in lists:  # two projects may tell the same of a day, one list does not
        for number, row in without_copies(export, enumerate(records_in(rows), start=before + 1)):
            period = next((text_in(row, name) for name in PERIODS if text_in(row, name)), None)
            yield _Row(number, report, period, row)
        before += len(list(records_in(rows)))


def _without_doubles(rows: list[_Row]) -> Iterator[_Row]:
    """The rows without the `all` of a period that has rows by agent."""
    split = {row.period for row in rows if row.told.get("agent") not in (None, ALL)}
    for row in rows:
        if row.told.get("agent") != ALL or row.period not in split:
            yield row


def _add(uses: Uses, gathered: Gathered, person: str, row: _Row) -> None:
    """Add a row: its models, and on the row without model what they leave of it."""
    days = _days(row)
    if days is None:
        reason = "a day, week or month was expected, like 2026-03-03 or 2026-03"
        gathered.refuse(row.number, row.report, reason)
        return
    first, last = days
    use = Use(person, first, _tool(row.told), last if last != first else None)
    rest, cost = _tokens(gathered, row.number, row.told), _cost(gathered, row.number, row.told)
    for model, part in _models(row.told):
        tokens, paid = _tokens(gathered, row.number, part), _cost(gathered, row.number, part)
        uses.add(use._replace(model=model), tokens)
        uses.add_cost(use._replace(model=model), paid, CURRENCY)
        cost = cost if paid is None else None  # the models tell the cost, or the row does
        for name, told in tokens.items():
            rest[name] = max((rest[name] or 0) - (told or 0), 0) or None
    uses.add(use, rest)
    uses.add_cost(use, cost, CURRENCY)


def _days(row: _Row) -> tuple[date, date] | None:
    """First and last day: of a week by its first day, of a month written 2026-03."""
    period = row.period or ""
    is_month = re.fullmatch(r"\d{4}-\d{2}", period) is not None
    first = day_of(f"{period}-01" if is_month else period)
    if first is None:
        return None
    if is_month or row.report == "monthly":
        return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return first, first + WEEK if row.report == "weekly" else first


def _tool(row: Mapping[str, Any]) -> str:
    """The agent of a row; several together are told as ccusage's sum."""
    agent = text_in(row, "agent")
    if agent is None:
        return "codex" if "reasoningOutputTokens" in row else TOOLS["claude"]
    metadata = row.get("metadata")
    agents = metadata.get("agents") if isinstance(metadata, dict) else None
    if agent == ALL and isinstance(agents, list) and len(agents) == 1:
        agent = str(agents[0])
    return SOURCE if agent == ALL else TOOLS.get(agent, agent)


def _models(row: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for part in records_in(row.get("modelBreakdowns")):
        yield text_in(part, "modelName") or "unknown", part
    models = row.get("models")
    for model, part in models.items() if isinstance(models, dict) else ():
        if isinstance(part, dict):
            yield model, part


def _tokens(gathered: Gathered, number: int, part: Mapping[str, Any]) -> dict[str, int | None]:
    fresh, out, total = (
        gathered.count(number, name, part.get(name))
        for name in ("inputTokens", "outputTokens", "totalTokens")
    )
    told = [gathered.count(number, name, part.get(name)) for name in CACHE]
    cached = [each for each in told if each is not None]
    inside = told[-1]  # older Codex reports count cachedInputTokens inside inputTokens
    if inside and fresh is not None and total == fresh + (out or 0):
        fresh = max(fresh - inside, 0)
    return {"tokens_in": fresh, "tokens_cached": sum(cached) if cached else None, "tokens_out": out}


def _cost(gathered: Gathered, number: int, part: Mapping[str, Any]) -> Decimal | None:
    name = next((name for name in COSTS if part.get(name) is not None), COSTS[0])
    return amount(gathered, number, name, part.get(name))
