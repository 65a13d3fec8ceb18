"""Reports of Claude Enterprise on users, of tokens and of costs: whose row it is, of which days."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from loaders.ai_use import Use
from loaders.anthropic_actors import actor_of, product_of
from loaders.copies import without_copies
from loaders.export import Export
from loaders.file_name import days_in_name
from loaders.gather import Gathered, text_in
from loaders.report_pages import moment_of, span
from store.errors import SourceError


class Told(NamedTuple):
    """A record, its number in the file, and what its row is about."""

    row: int
    use: Use
    record: dict[str, Any]


def told(export: Export, gathered: Gathered, *needed: str) -> Iterator[Told]:
    """The records that hold all the needed keys, each with its person, days, product and model.

    Counts: a row without days covers the whole range that was asked for; the name of the file
    tells it then.
    """
    for line, reason in export.refused_lines:
        gathered.refuse(line, "", reason)
    numbered = zip(export.record_lines, export.records(), strict=True)
    for row, record in without_copies(export, numbered):
        if not {"actor", *needed} <= record.keys():
            continue
        if record.get("rbac_group_id"):
            raise _by_group(export)
        person, days = actor_of(gathered, row, record), _days(export, gathered, row, record)
        if person and days:
            tool, feature = product_of(text_in(record, "product"))
            model = text_in(record, "model")
            yield Told(row, Use(person, days[0], tool, days[1], feature, model), record)


def _days(
    export: Export, gathered: Gathered, row: int, record: dict[str, Any]
) -> tuple[date, date | None] | None:
    if record.get("starting_at"):
        start, end = (
            moment_of(gathered, row, name, record.get(name))
            for name in ("starting_at", "ending_at")
        )
        return span(start, end) if start else None
    named = days_in_name(export.name)
    if named is None:
        raise SourceError(
            f"{export.name} does not tell its days: neither its records nor its name do",
            "starting_at in each record, or first and last day in the name of the file",
            "Ask for the report with bucket_width=1d, or rename the file, like"
            " claude-usage-2026-03-01-to-2026-03-31.json",
        )
    first, last = named
    return first, last if last != first else None


def _by_group(export: Export) -> SourceError:
    return SourceError(
        f"{export.name} is grouped by rbac_group_id, where somebody in two groups counts twice",
        "a report by user, and if wanted by product and model",
        "Ask for the report again without group_by[]=rbac_group_id",
    )
