"""The import ledger: which file told what, and the receipt of one load."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Final, Literal

import polars as pl
from sqlmodel import Session, col, select

from store.errors import RequestError
from store.state import Import

IMPORTS_SCHEMA: Final = pl.Schema(
    {
        "id": pl.Int64(),
        "at": pl.Datetime("us", "UTC"),
        "by": pl.String(),
        "file": pl.String(),
        "sha256": pl.String(),
        "bytes": pl.Int64(),
        "loader": pl.String(),
        "loader_version": pl.Int64(),
        "rows_read": pl.Int64(),
        "added": pl.Int64(),
        "changed": pl.Int64(),
        "same": pl.Int64(),
        "refused": pl.Int64(),
        "notes": pl.List(pl.String()),
        "cut": pl.String(),
        "first_day": pl.Date(),
        "last_day": pl.Date(),
        "snapshot": pl.Int64(),
        "tables": pl.List(pl.String()),
    }
)
REFUSED_SCHEMA: Final = pl.Schema({"row": pl.Int64(), "column": pl.String(), "reason": pl.String()})

Status = Literal["loaded", "already loaded", "nothing new"]


@dataclass(frozen=True)
class SourceFile:
    """The file that was brought: name without folders, SHA-256 of its bytes, their number."""

    name: str
    sha256: str
    bytes: int


@dataclass(frozen=True)
class Changes:
    """What a load does to one fact table, in rows."""

    added: int = 0
    changed: int = 0
    same: int = 0

    @property
    def is_new(self) -> bool:
        """Something was added or changed."""
        return bool(self.added or self.changed)


@dataclass(frozen=True)
class Receipt:
    """What one load did.

    status    loaded; already loaded (the same bytes by the same loader: nothing was done);
              nothing new (other bytes that tell nothing new)
    changes   fact table -> rows added, changed, same
    refused   rows of the file that were refused
    snapshot  number of the first snapshot that holds the file
    """

    import_id: int
    status: Status
    snapshot: int
    changes: Mapping[str, Changes] = field(default_factory=dict)
    refused: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Measurement:
    """Which facts, rules and anchors the published figures were made from, and when."""

    id: int
    at: datetime
    facts_version: int
    rule_version: str
    anchors_version: str


def earlier(session: Session, source: SourceFile, loader: str, version: int) -> Import | None:
    """The import of the same bytes by the same version of the same loader."""
    same = select(Import).where(
        Import.sha256 == source.sha256, Import.loader == loader, Import.loader_version == version
    )
    return session.exec(same).first()


def imports(session: Session) -> pl.DataFrame:
    """One row per import, oldest first; counts are summed over its fact tables."""
    rows = []
    for entry in entries(session):
        sums = [sum(counts) for counts in zip(*entry.counts.values(), strict=True)] or [0, 0, 0]
        totals = dict(zip(("added", "changed", "same"), sums, strict=True))
        rows.append({**entry.model_dump(), **totals, "tables": list(entry.counts)})
    return pl.DataFrame(rows, schema=IMPORTS_SCHEMA)


def entries(session: Session) -> Sequence[Import]:
    """All imports, oldest first."""
    return session.exec(select(Import).order_by(col(Import.id))).all()


def span(facts: Mapping[str, pl.DataFrame]) -> tuple[date | None, date | None]:
    """First and last day that the tasks of a file span; none when it tells of no tasks."""
    task = facts.get("task")
    if task is None or task.is_empty():
        return None, None
    told = task.select(
        first=pl.col("opened_at").min().dt.date(),
        last=pl.max_horizontal(pl.col("opened_at").max(), pl.col("closed_at").max()).dt.date(),
    )
    first, last = told.row(0)
    return first, last


def receipt(entry: Import, status: Status) -> Receipt:
    """The receipt of an import; of one that happened before, without its changes."""
    is_old = status == "already loaded"
    counts = {} if is_old else {name: Changes(*three) for name, three in entry.counts.items()}
    return Receipt(
        import_id=entry.id or 0,
        status=status,
        snapshot=entry.snapshot,
        changes=counts,
        refused=entry.refused,
        notes=tuple(entry.notes),
    )


def keep_refused(folder: Path, entry: Import, rows: pl.DataFrame) -> None:
    """The refused rows of an import as a CSV file that its readers may open."""
    rows.select(list(REFUSED_SCHEMA)).write_csv(folder / f"{entry.id}.csv")


def refused(session: Session, folder: Path, import_id: int) -> pl.DataFrame:
    """The refused rows of an import."""
    entry = session.get(Import, import_id)
    if entry is None:
        raise RequestError(
            f"There is no import {import_id}",
            "the number of an import",
            "Look the number up in the import ledger on the page Data",
        )
    return pl.read_csv(folder / f"{import_id}.csv", schema=REFUSED_SCHEMA)
