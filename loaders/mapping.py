"""A mapping: how a file that no loader knows fills our tables; what changed since it was made."""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache, partial
from pathlib import Path
from typing import Final

import polars as pl

from loaders.canonical import refused_lines
from loaders.contract import Parcel
from loaders.export import Export, normalise
from loaders.free_text import refuse_free_text
from loaders.mapping_toml import Plan, read_plan, write_plan
from loaders.origin import ALL_OTHERS, Origin
from loaders.reading import Fill, fill
from store.errors import SourceError
from store.tables import TABLES, Kind

FOLDER: Final = "mappings"
SHIPPED: Final = Path(__file__).parent / "profiles"  # mappings that come with the product
ALIKE: Final = 0.75  # assumption: names that share three quarters of their letters are one renamed
NEW_VALUES_NAMED: Final = 5
FIRST_ROWS: Final = 10
READING: Final = 2  # raised when the same mapping would give other facts


def apply(export: Export, plan: Plan) -> Parcel:
    """The parcel of a file read through a mapping.

    Counts: one row of the file may make rows of several tables; rows that come out twice (a team
    for each of its members) count once. What changed since the mapping was made is noted.
    """
    refuse_free_text(plan)
    export = _with_header(export.as_table(), plan)
    there, notes = _drift(export, plan)
    facts: dict[str, list[pl.DataFrame]] = {}
    refused = [refused_lines(export)]
    for how in there:
        filled = fill(export, how)
        facts.setdefault(how.table, []).append(filled.facts)
        refused.append(filled.refused)
        notes.extend(filled.notes)
    rows = export.collect(lambda lines: lines.select(pl.len())).item()
    return Parcel(
        {table: _once(table, frames) for table, frames in facts.items()},
        int(rows) + len(export.refused_lines),
        pl.concat(refused).unique(maintain_order=True).sort("row", maintain_order=True),
        tuple(dict.fromkeys(notes)),
    )


def _once(table: str, frames: list[pl.DataFrame]) -> pl.DataFrame:
    """All rows of a table, those with one key and the same cells once.

    Counts: two equal lines of a ledger are two, and all of them stay.
    """
    rows = pl.concat(frames)
    if table == "ledger":
        return rows
    is_repeated = rows.select(TABLES[table].key).is_duplicated()
    return rows.unique(maintain_order=True) if is_repeated.any() else rows


@dataclass(frozen=True)
class Preview:
    """What a mapping would make of a file.

    first    fact table -> its first rows
    rows     fact table -> number of rows
    refused  row, column, reason
    notes    what was decided and what has changed
    """

    first: Mapping[str, pl.DataFrame]
    rows: Mapping[str, int]
    refused: pl.DataFrame
    notes: tuple[str, ...]


def preview(export: Export, plan: Plan) -> Preview:
    """What a mapping would make of a file; nothing is written."""
    parcel = apply(export, plan)
    return Preview(
        {table: rows.head(FIRST_ROWS) for table, rows in parcel.facts.items()},
        {table: rows.height for table, rows in parcel.facts.items()},
        parcel.refused,
        (*export.notes, *parcel.notes),
    )


# -- kept mappings ---------------------------------------------------------------------------------


def save(plan: Plan, workspace: Path) -> Path:
    """Keep a mapping in the workspace under its name."""
    refuse_free_text(plan)
    folder = workspace / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{plan.name}.toml"
    write_plan(plan, path)
    return path


def saved(workspace: Path) -> list[Plan]:
    """All mappings of the workspace, by name."""
    return [read_plan(path) for path in sorted((workspace / FOLDER).glob("*.toml"))]


@cache
def shipped() -> tuple[Plan, ...]:
    """All mappings that come with the product, by name; they are for tables."""
    return tuple(read_plan(path) for path in sorted(SHIPPED.glob("*.toml")))


def named(name: str, workspace: Path) -> Plan:
    """A mapping by its name in the workspace or the product, or by the path of a TOML file."""
    for path in (workspace / FOLDER / f"{name}.toml", SHIPPED / f"{name}.toml", Path(name)):
        if path.suffix == ".toml" and path.is_file():
            return read_plan(path)
    there = ", ".join(plan.name for plan in saved(workspace)) or "none yet"
    raise SourceError(
        f"there is no mapping {name}",
        f"the name of a saved mapping ({there}) or the path of a TOML file",
        "Choose one of these, or save a mapping first",
    )


def for_columns(export: Export, workspace: Path, beside: Sequence[Plan] = ()) -> Plan | None:
    """The mapping that was made for a file with the same columns.

    beside  mappings that came with the file; they go before saved ones, and these before those
            that come with the product
    """
    ours = shipped() if export.shape == "table" else ()
    plans = [plan for plan in (*beside, *saved(workspace), *ours) if plan.header]
    table = export.as_table() if plans else export
    for plan in plans:
        view = table.at_header(*plan.header)
        if view is not None and len(view.header) == len(plan.header):
            return plan
    return None


def version(plan: Plan) -> int:
    """A number that changes with the mapping, so that a changed one loads a file anew."""
    return zlib.crc32(f"{READING} {plan!r}".encode())


# -- what changed ----------------------------------------------------------------------------------


def _with_header(export: Export, plan: Plan) -> Export:
    """The export with its header where the mapped columns stand, also below title rows."""
    wanted = [
        name for how in plan.fills for origin in how.origins.values() for name in origin.columns
    ]
    return export if export.has(*wanted) else export.at_header(*wanted) or export


def _drift(export: Export, plan: Plan) -> tuple[list[Fill], list[str]]:
    """The fills that the file allows, and sentences on what changed since the mapping was made."""
    new = [cell for cell in export.header if plan.header and cell and cell not in plan.header]
    notes = [f"New columns are not read: {', '.join(new)}."] if new else []
    fills = []
    for how in plan.fills:
        gone = {name: _gone(export, origin) for name, origin in how.origins.items()}
        for name, columns in gone.items():
            if not columns:
                continue
            renamed = _renamed(columns, new)
            if _is_needed(how, name, columns):
                raise _missing(export, columns, renamed)
            notes.append(f"{how.table}.{name} is empty: no column {', '.join(columns)}{renamed}.")
        notes.extend(_new_values(export, how))
        missing_filter = [name for name in how.where if not export.has(name)]
        if missing_filter:
            raise _missing(export, missing_filter, _renamed(missing_filter, new))
        fills.append(how)
    return fills, notes


def _gone(export: Export, origin: Origin) -> list[str]:
    return [name for name in origin.columns if not export.has(name)]


def _is_needed(how: Fill, name: str, gone: Sequence[str]) -> bool:
    """Truth that a fact column cannot do without the columns that are gone."""
    origin = how.origins[name]
    is_whole = len(gone) == len(origin.columns) or origin.join is not None
    return TABLES[how.table].column(name).required and is_whole and origin.missing is None


def _renamed(gone: Iterable[str], new: Sequence[str]) -> str:
    """A hint at new columns that look like the ones that are gone."""
    pairs = [
        f"{old} may now be {name}"
        for old in gone
        for name in new
        if SequenceMatcher(None, normalise(old), normalise(name)).ratio() >= ALIKE
    ]
    return f" ({'; '.join(pairs)})" if pairs else ""


def _missing(export: Export, gone: Sequence[str], renamed: str) -> SourceError:
    return SourceError(
        f"{export.name} has no column {', '.join(gone)}{renamed}",
        f"the columns of the mapping; the file has {export.header_told}",
        "Correct the mapping, or export the file again with this column",
    )


def _new_values(export: Export, how: Fill) -> list[str]:
    """Sentences on cells that a value map does not know."""
    notes = []
    for name, origin in how.origins.items():
        column = TABLES[how.table].column(name)
        tells_on_people = column.personal or column.kind is Kind.PERSON
        if not origin.values or ALL_OTHERS in origin.values or tells_on_people:
            continue
        text = replace(origin, values={}).text(export, column)
        cells = export.collect(partial(_different, text=text))
        unknown = cells.to_series().drop_nulls().sort()
        unknown = unknown.filter(~unknown.is_in(list(origin.values)))
        if len(unknown):
            shown = ", ".join(unknown.head(NEW_VALUES_NAMED))
            notes.append(
                f"{name}: {len(unknown)} values without a meaning in the mapping: {shown}."
            )
    return notes


def _different(rows: pl.LazyFrame, text: pl.Expr) -> pl.LazyFrame:
    return rows.select(text).unique()


__all__ = [
    "Plan",
    "Preview",
    "apply",
    "for_columns",
    "named",
    "preview",
    "save",
    "saved",
    "shipped",
    "version",
]
