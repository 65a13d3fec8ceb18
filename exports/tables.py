"""Tables as files: the cube, the facts and the derived tables, as CSV, Parquet or JSON."""

import sys
from pathlib import Path
from typing import Literal

import polars as pl

from metrics.measure import derived_tables
from store.construct_rules import CONSTRUCT_RULES, with_constructs
from store.errors import RequestError
from store.spend_rules import SPEND_RULES, with_categories
from store.tables import STORED
from store.workspace import Workspace

Format = Literal["csv", "parquet", "json"]

# Keys that name a person: shown as the firm's own ids on the administrator's machine.
PERSON_KEYS = ("person_id", "supporter_id", "manager_id")


def table_names() -> tuple[str, ...]:
    """Every table that can be asked for by name."""
    return ("cube", *derived_tables(), *STORED)


def named_table(workspace: Workspace, name: str) -> pl.DataFrame:
    """One table by its name in the documents, people under the ids that the firm's own files gave.

    For administrators and analysts on their own machine: rows of single people are in some tables.
    """
    if name == "cube":
        return pl.concat([workspace.cube("quarter"), workspace.cube("month")]).sort(
            "grain", "period", "team_id", "indicator", descending=[True, False, False, False]
        )
    if name in STORED:
        facts = workspace.facts(name).collect()
        return with_source_ids(workspace, with_rules(workspace, name, facts))
    if name in derived_tables():
        return with_source_ids(workspace, workspace.measured(name))
    raise RequestError(
        f"no table is called '{name}'", f"one of {', '.join(table_names())}", "Ask for one of them"
    )


def with_rules(workspace: Workspace, name: str, facts: pl.DataFrame) -> pl.DataFrame:
    """The same facts; a column more where rules of the firm say what a line or an item is.

    The columns of the facts stay as the export told them, so that a file can be loaded again.
    """
    if name == "ledger":
        told = with_categories(facts, SPEND_RULES.rules(workspace))["category"]
        return facts.with_columns(told.alias("category_by_rules"))
    if name == "survey":
        told = with_constructs(facts, CONSTRUCT_RULES.rules(workspace))["construct"]
        return facts.with_columns(told.alias("construct_by_rules"))
    return facts


def with_source_ids(workspace: Workspace, frame: pl.DataFrame) -> pl.DataFrame:
    """The same rows; people appear under the id that a loaded file gave them, where one did."""
    keys = [key for key in PERSON_KEYS if key in frame.columns]
    people = pl.concat([frame[key] for key in keys]).drop_nulls().unique() if keys else ()
    known = workspace.people.source_ids(people)
    return frame.with_columns(pl.col(key).replace(known) for key in keys)


def write_frame(frame: pl.DataFrame, out: Path | None, kind: Format | None = None) -> None:
    """One frame to a file, or to standard output as CSV or JSON. Lists in CSV are joined by ';'."""
    kind = kind or _kind_of(out)
    if kind == "parquet":
        frame.write_parquet(out or sys.stdout.buffer)
    elif kind == "json":
        text = frame.write_json()
        out.write_text(text, encoding="utf-8") if out else sys.stdout.write(text)
    else:
        flat(frame).write_csv(out or sys.stdout.buffer)


def write_tables(workspace: Workspace, folder: Path) -> list[Path]:
    """Every measured table as CSV in a folder; answers the files."""
    written = []
    for name in ("cube", *derived_tables()):
        path = folder / f"{name}.csv"
        write_frame(named_table(workspace, name), path, "csv")
        written.append(path)
    return written


def flat(frame: pl.DataFrame) -> pl.DataFrame:
    """Lists as text joined by ';', as canonical files have them."""
    lists = [name for name, dtype in frame.schema.items() if isinstance(dtype, pl.List)]
    return frame.with_columns(pl.col(name).list.join(";") for name in lists)


def _kind_of(out: Path | None) -> Format:
    endings: dict[str, Format] = {".csv": "csv", ".parquet": "parquet", ".json": "json"}
    if out is None:
        return "csv"
    if out.suffix not in endings:
        raise RequestError(
            f"a file that ends in '{out.suffix}'",
            f"one of {', '.join(endings)}",
            "Give --format, or another file name",
        )
    return endings[out.suffix]
