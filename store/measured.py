"""Measured tables: a folder of Parquet files per measurement, of which only the newest is read."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from uuid import uuid4

import polars as pl
from sqlmodel import Session, col, select

from store.errors import RequestError
from store.ledger import Measurement
from store.state import Measured


def newest(session: Session) -> Measured | None:
    """The newest measurement."""
    return session.exec(select(Measured).order_by(col(Measured.id).desc()).limit(1)).first()


def measurement(row: Measured) -> Measurement:
    """The stamp of a measurement."""
    return Measurement(
        id=row.id or 0,
        at=row.at,
        facts_version=row.facts_version,
        rule_version=row.rule_version,
        anchors_version=row.anchors_version,
    )


def write(folder: Path, tables: Mapping[str, pl.DataFrame]) -> str:
    """A new folder with one file per table; nobody reads it before the state names it."""
    name = uuid4().hex
    (folder / name).mkdir(parents=True)
    for table, rows in tables.items():
        rows.write_parquet(folder / name / f"{table}.parquet")
    return name


def read(folder: Path, row: Measured | None, name: str) -> pl.DataFrame:
    """A table of the newest measurement."""
    if row is None:
        raise RequestError(
            f"Nothing is measured yet, so there is no table {name}",
            "a measurement of the loaded facts",
            "Run `atelier measure`",
        )
    files = {file.stem: file for file in sorted((folder / row.folder).glob("*.parquet"))}
    if name not in files:
        raise RequestError(
            f"The measurement holds no table {name}",
            f"one of {', '.join(files) or 'no table at all'}",
            "Ask for one of these, or run `atelier measure` again",
        )
    return pl.read_parquet(files[name])


def clear(folder: Path, keep: set[str]) -> None:
    """Folders of older measurements, and of measurements that died, are removed."""
    for old in folder.iterdir():
        if old.name not in keep:
            shutil.rmtree(old)
