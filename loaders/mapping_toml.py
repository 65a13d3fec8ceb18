"""A mapping as TOML: one [[fill]] per table, one line per column."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

import tomli_w

from loaders.origin import KEYS, NUMERALS, SCALES, Origin
from loaders.reading import Fill
from store.errors import SourceError
from store.tables import TABLES

LISTED: Final = {"columns"}
NAMES: Final = ("minus",)  # keys that hold one name or several
ALLOWED: Final = {
    "unit": tuple(SCALES),
    "key": KEYS,
    "numerals": NUMERALS,
    "day_first": (True, False),
}


@dataclass(frozen=True)
class Plan:
    """A mapping.

    name      under which it is kept
    fills     how each table is filled; a table may be filled several times (one role a time)
    header    header of the file that it was made for; a file with the same columns uses it again
    about     what the file is, in a sentence
    left_out  why such a file fills no table, in a sentence; then there are no fills
    """

    name: str
    fills: tuple[Fill, ...]
    header: tuple[str, ...] = ()
    about: str = ""
    left_out: str = ""


def write_plan(plan: Plan, path: Path) -> None:
    """Write a mapping."""
    blocks = []
    for how in plan.fills:
        block: dict[str, Any] = {"table": how.table}
        if how.where:
            block["where"] = {name: list(cells) for name, cells in how.where.items()}
        block["columns"] = {name: _as_toml(origin) for name, origin in how.origins.items()}
        blocks.append(block)
    document = {
        "name": plan.name,
        "about": plan.about,
        "header": list(plan.header),
        **({"left_out": plan.left_out} if plan.left_out else {"fill": blocks}),
    }
    path.write_bytes(tomli_w.dumps(document).encode())


def _as_toml(origin: Origin) -> str | dict[str, Any]:
    """An origin as short as it can be said."""
    default = Origin()
    told = {
        each.name: getattr(origin, each.name)
        for each in fields(origin)
        if each.name != "columns" and getattr(origin, each.name) != getattr(default, each.name)
    }
    told |= {name: list(told[name]) for name in NAMES if name in told}
    if len(origin.columns) == 1:
        return {"column": origin.columns[0], **told} if told else origin.columns[0]
    return {"columns": list(origin.columns), **told} if origin.columns else told


def read_plan(path: Path) -> Plan:
    """A mapping out of a TOML file; whatever it says wrongly is an error that names the place."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SourceError(
            f"{path.name} is not TOML ({error})",
            "a mapping with one [[fill]] per table",
            "Correct the file",
        ) from error
    blocks, left_out = document.get("fill"), str(document.get("left_out", ""))
    if left_out:
        blocks = []
    elif not isinstance(blocks, list) or not blocks:
        raise _wrong(path, "no [[fill]]", "at least one [[fill]] with table and columns")
    return Plan(
        str(document.get("name") or path.stem),
        tuple(_fill(path, block) for block in blocks),
        tuple(map(str, document.get("header", ()))),
        str(document.get("about", "")),
        left_out,
    )


def _fill(path: Path, block: Mapping[str, Any]) -> Fill:
    table = TABLES.get(str(block.get("table")))
    if table is None:
        raise _wrong(path, f"the table {block.get('table')}", f"one of {', '.join(TABLES)}")
    columns = block.get("columns", {})
    unknown = [name for name in columns if name not in table.names]
    if unknown:
        found = f"{table.name} with columns {', '.join(unknown)}"
        raise _wrong(path, found, f"columns of {table.name}: {', '.join(table.names)}")
    missing = [c.name for c in table.columns if c.required and c.name not in columns]
    if missing:
        raise _wrong(path, f"{table.name} without {', '.join(missing)}", "every needed column")
    where = {
        name: tuple(map(str, cells if isinstance(cells, list) else [cells]))
        for name, cells in block.get("where", {}).items()
    }
    return Fill(
        table.name, {name: _origin(path, name, told) for name, told in columns.items()}, where
    )


def _origin(path: Path, name: str, told: object) -> Origin:
    if isinstance(told, str):
        return Origin((told,))
    if not isinstance(told, dict):
        raise _wrong(path, f"{name} = {told!r}", 'the name of a column, or {column = "..."}')
    told = dict(told)
    columns = told.pop("columns", None) or ([told.pop("column")] if "column" in told else [])
    known = {each.name for each in fields(Origin)} - LISTED
    unknown = [key for key in told if key not in known]
    if unknown:
        raise _wrong(path, f"{name} with {', '.join(unknown)}", f"column, columns, {sorted(known)}")
    for key, allowed in ALLOWED.items():
        if key in told and told[key] not in allowed:
            choices = ", ".join(str(each).lower() for each in allowed)
            raise _wrong(path, f"{name} with {key} = {told[key]!r}", f"one of {choices}")
    if "values" in told:
        told["values"] = {str(cell): _word(ours) for cell, ours in told["values"].items()}
    for key in NAMES:
        if key in told:
            names = told[key] if isinstance(told[key], list) else [told[key]]
            told[key] = tuple(map(str, names))
    if not columns and "constant" not in told:
        raise _wrong(path, f"{name} without a column", 'column = "..." or constant = "..."')
    if "constant" in told:
        told["constant"] = _word(told["constant"])
    return Origin(tuple(map(str, columns)), **told)


def _word(value: object) -> str:
    """A TOML value as the text that stands for it in a file."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _wrong(path: Path, found: str, expected: str) -> SourceError:
    return SourceError(f"{path.name} has {found}", expected, "Correct the mapping")
