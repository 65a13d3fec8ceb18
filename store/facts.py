"""Fact tables: one Delta table each, of which every version stays readable.

Polars writes the Parquet files and deltalake commits them. That is twice as fast as one write, and
a changed row costs its file of at most a million rows, not a merge over the whole table.
"""

import json
import shutil
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final
from uuid import uuid4

import polars as pl
from deltalake import DeltaTable, Schema
from deltalake.transaction import AddAction, RemoveAction, create_table_with_add_actions

from store.errors import WorkspaceError
from store.state import now
from store.tables import STORED

# Every version stays readable for good: without this, logs older than 30 days are cleaned away.
FOR_GOOD: Final = {
    "delta.enableExpiredLogCleanup": "false",
    "delta.logRetentionDuration": "interval 36500 days",
    "delta.deletedFileRetentionDuration": "interval 36500 days",
}
ROWS_A_FILE: Final = 1_000_000  # what one changed row makes us write again
FASTEST: Final = 1  # of zstd: three quarters of the time of its usual level, files 1 % larger


def scan(folder: Path, name: str, heads: Mapping[str, int]) -> pl.LazyFrame:
    """A fact table as of the versions in `heads`; columns younger than that version are null."""
    schema = STORED[name].stored_schema
    if name not in heads:
        return pl.LazyFrame(schema=schema)
    if not (folder / name / "_delta_log").exists():
        raise WorkspaceError(
            f"The workspace folder has lost the facts of {name}",
            f"the folder {folder / name} as it was when they were loaded",
            "Restore it from a backup, or begin a new workspace and load the exports again",
        )
    return pl.scan_parquet(
        _version(folder / name, heads[name]),
        schema=schema,
        glob=False,
        missing_columns="insert",
        extra_columns="ignore",
    )


def write(
    folder: Path, name: str, rows: pl.DataFrame, heads: Mapping[str, int], *, is_append: bool
) -> int:
    """A new version of a fact table with these rows; nobody reads it before a snapshot names it.

    rows       rows as stored; each takes the place of the row with its key
    is_append  none of the keys is in the table yet

    Only the writer of the workspace may call it: what a load that died has left behind is removed.
    """
    path, head = folder / name, heads.get(name)
    table = _mend(path, head)
    path.mkdir(parents=True, exist_ok=True)
    added = [_add(path, part) for part in rows.iter_slices(ROWS_A_FILE)]
    schema = Schema.from_arrow(rows.schema)
    if table is None:
        create_table_with_add_actions(path.as_uri(), schema, added, configuration=FOR_GOOD)
        return 0
    known = {field.name for field in table.schema().fields}
    if younger := [field for field in schema.fields if field.name not in known]:
        table.alter.add_columns(younger)
    replaced = [] if is_append else list(_replace(table, path, rows.select(STORED[name].key)))
    table.create_write_transaction([*added, *replaced], mode="append", schema=table.schema())
    table.update_incremental()
    return table.version()


def _mend(path: Path, head: int | None) -> DeltaTable | None:
    """A fact table at its head; none, and nothing left of it, before its first."""
    if head is None:
        shutil.rmtree(path, ignore_errors=True)
        return None
    table = DeltaTable(path.as_uri())
    if table.version() > head:
        table.restore(head)
    return table


def _replace(
    table: DeltaTable, path: Path, keys: pl.DataFrame
) -> Iterator[AddAction | RemoveAction]:
    """Every file that holds one of the keys goes, and comes back without those rows."""
    on, these = keys.columns, keys.lazy()
    for file in _files(path, table):
        rows = pl.scan_parquet(file, glob=False)
        if rows.join(these, on, "semi", nulls_equal=True).head(1).collect().is_empty():
            continue
        yield RemoveAction(file.name, data_change=True, deletion_timestamp=_milliseconds())
        rest = rows.join(these, on, "anti", nulls_equal=True).collect()
        if rest.height:
            yield _add(path, rest)


def _version(path: Path, version: int) -> list[Path]:
    log = path / "_delta_log" / f"{version:020}.json"
    return _files_of(path, version, log.stat().st_mtime_ns)


@lru_cache(maxsize=256)  # a version never changes, and replaying its log takes ten milliseconds
def _files_of(path: Path, version: int, written: int) -> list[Path]:
    """Files of one version; `written` tells it from one of a workspace that stood here before."""
    return _files(path, DeltaTable(path.as_uri(), version=version))


def _files(path: Path, table: DeltaTable) -> list[Path]:
    # pl.scan_delta takes the addresses as they are, and finds no file in "my folder" (my%20folder)
    return [path / uri.rpartition("/")[2] for uri in table.file_uris()]


def _add(path: Path, rows: pl.DataFrame) -> AddAction:
    file = path / f"{uuid4()}.parquet"
    rows.write_parquet(file, compression_level=FASTEST)
    return AddAction(
        path=file.name,
        size=file.stat().st_size,
        partition_values={},
        modification_time=_milliseconds(),
        data_change=True,
        stats=json.dumps({"numRecords": rows.height}),
    )


def _milliseconds() -> int:
    return int(now().timestamp() * 1000)
