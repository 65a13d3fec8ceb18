"""The facts as a reader sees them: those of one snapshot, with persons in place of accounts."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from store.errors import RequestError
from store.facts import scan
from store.identity import Identity, identity
from store.state import Snapshot
from store.tables import STORED


class KnownFacts:
    """Facts of one workspace, and who is who in them."""

    def __init__(self, folder: Path, engine: Engine) -> None:
        """Facts that can be read.

        folder  of the workspace; the Delta tables stand in its facts/
        engine  the database of the state
        """
        self.folder = folder
        self.engine = engine
        self._who: Identity | None = None  # as last read; nothing of it is ever changed

    def read(self, table: str, as_of: int | None = None) -> pl.LazyFrame:
        """A fact table in its stored schema, with persons in its person columns.

        as_of  number of a snapshot: the facts as known then. Who is who is told as known now.

        For several tables that belong together, take `facts_version` once and ask for it each time.
        """
        heads = self.heads(as_of)
        task = self.under_accounts("task", heads) if table == "participation" else None
        return self.identity().read(table, self.under_accounts(table, heads), task)

    def under_accounts(self, table: str, heads: Mapping[str, int]) -> pl.LazyFrame:
        """A fact table as it is stored, with accounts in its person columns."""
        if table not in STORED:
            raise RequestError(
                f"There is no fact table {table}",
                f"one of {', '.join(STORED)}",
                "Choose one of these",
            )
        return scan(self.folder / "facts", table, heads)

    def snapshot(self) -> Snapshot:
        """The newest snapshot; number 0 when nothing is loaded."""
        newest = select(Snapshot).order_by(col(Snapshot.number).desc()).limit(1)
        with Session(self.engine) as session:
            return session.exec(newest).first() or Snapshot(number=0, heads={})

    def heads(self, as_of: int | None) -> Mapping[str, int]:
        """Fact table -> Delta version, of a snapshot or of the newest."""
        if as_of is None:
            return self.snapshot().heads
        with Session(self.engine) as session:
            snapshot = session.get(Snapshot, as_of)
        if snapshot is None and as_of != 0:
            raise RequestError(
                f"There is no snapshot {as_of} of the facts",
                f"a number from 0 to {self.snapshot().number}",
                "Ask for one of these",
            )
        return snapshot.heads if snapshot else {}

    def identity(self) -> Identity:
        """Who is who, as known now."""
        with Session(self.engine) as session:
            self._who = identity(session, self._who)
        return self._who
