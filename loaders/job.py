"""Who reads a file: a mapping that was asked for or made for its columns, or a loader."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from loaders import detect, loaders
from loaders import mapping as mappings
from loaders.canonical import table_of
from loaders.contract import Parcel
from loaders.delivery import Item
from loaders.export import Export
from loaders.mapping_beside import Beside, of_same_name
from store.errors import UnknownSource
from store.workspace import Workspace

COLUMNS_NAMED: Final = 12  # of a file that nobody knows: enough to recognise it
PEOPLE_FIRST: Final = ("person", "team", "membership")


@dataclass(frozen=True)
class Job:
    """One file and who reads it.

    opened  the file as it was opened to be looked at; none when it was too large to be kept
    """

    item: Item
    source: str
    loader: str
    version: int
    fills: tuple[str, ...]
    read: Callable[[Export], Parcel]
    is_list: bool = False
    is_anonymous: bool = False
    opened: Export | None = None

    def ready(self, day_first: bool | None) -> Export:
        """The file, ready to be read."""
        if self.opened is None:
            return Export.open(self.item.path, day_first=day_first)
        return self.opened.afresh(day_first)


def rank(job: Job) -> int:
    """Place of a job among others: people first, so that the people of all others are known."""
    ranks = [PEOPLE_FIRST.index(table) for table in job.fills if table in PEOPLE_FIRST]
    is_work = any(table not in PEOPLE_FIRST for table in job.fills)
    return len(PEOPLE_FIRST) if is_work or not ranks else min(ranks)


def job_of(workspace: Workspace, item: Item, name: str | None, beside: Sequence[Beside]) -> Job:
    """Who reads a file: the mapping that was asked for, one made for its columns, or a loader."""
    export = Export.open(item.path)
    plan = mappings.named(name, workspace.folder) if name else of_same_name(item, beside)
    plan = plan or mappings.for_columns(export, workspace.folder, [plan for _, plan in beside])
    if plan and plan.left_out:
        raise UnknownSource(
            f"{export.name} ({plan.about}) fills none of our tables: {plan.left_out}",
            "an export that tells of people, work, use of AI, training, answers or money",
            "Leave it out",
        )
    if plan:
        fills = tuple(dict.fromkeys(how.table for how in plan.fills))
        read = partial(mappings.apply, plan=plan)
        who = f"mapping:{plan.name}"
        return Job(
            item, f"Mapping {plan.name}", who, mappings.version(plan), fills, read, opened=export
        )
    loader = detect(export)
    if loader is None:
        raise _unknown(export)
    ours = table_of(export) if loader.name == "canonical" else None
    fills = (ours.name,) if ours else loader.fills
    return Job(
        item,
        loader.label,
        loader.name,
        loader.version,
        fills,
        loader.read,
        loader.snapshot,
        loader.anonymous,
        export,
    )


def _unknown(export: Export) -> UnknownSource:
    if export.shape == "empty":
        return UnknownSource(
            f"{export.name} is empty",
            "an export with a header and rows",
            "Export it again",
        )
    cells = [cell for cell in export.as_table().header if cell]
    more = f" and {len(cells) - COLUMNS_NAMED} more" if len(cells) > COLUMNS_NAMED else ""
    there = ", ".join(cells[:COLUMNS_NAMED]) + more or "text without columns"
    return UnknownSource(
        f"{export.name} is of no source that is known here; it has {there}",
        f"an export of one of the {len(loaders())} sources in docs/sources.md",
        "Make a mapping for its columns (the page Data, or `atelier map FILE --save NAME`), or"
        " export it in one of these formats",
    )
