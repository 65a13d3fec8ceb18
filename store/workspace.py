"""The workspace: a folder of facts and a database of state, behind one face for all rooms."""

from collections.abc import Mapping, Sequence
from dataclasses import astuple
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import polars as pl
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, func, select

from store import (
    cuts,
    ledger,
    measured,
    migrate,
    place,
)
from store.facts import write
from store.identity import remember
from store.known_facts import KnownFacts
from store.ledger import Changes, Measurement, Receipt, SourceFile
from store.load import Plan, plan
from store.lock import exclusive
from store.money_state import ExchangeRateRow, SavedTimeRow, ScenarioChange
from store.outdated import newer_reports
from store.people import People
from store.spans import AI_USAGE, spans
from store.state import Decision, Import, Measured, Snapshot, Tie, now, writing
from store.study_state import FindingRow, StudyPlan

__all__ = ["Changes", "Measurement", "Receipt", "SourceFile", "Workspace"]

DECISIONS: Final = pl.Schema(
    {"at": pl.Datetime("us", "UTC")}
    | dict.fromkeys(("by", "kind", "subject", "choice", "reason"), pl.String())
)


class Workspace:
    """Facts, state and figures of one firm.

    Every reader sees the facts of one snapshot: a load shows all of its rows, or none. Snapshots
    are numbered from 1; 0 is the empty workspace.
    """

    def __init__(self, folder: Path, engine: Engine) -> None:
        """An opened workspace; `Workspace.open` makes one.

        folder  facts/ (Delta tables), measured/ (figures), refused/ (refused rows of each import)
        engine  the database of the state, SQLite or PostgreSQL
        """
        self.folder = folder
        self.engine = engine
        self._secret = migrate.secret(engine)
        self._facts = KnownFacts(folder, engine)

    @classmethod
    def open(cls, folder: Path | str | None = None, database_url: str | None = None) -> Self:
        """A workspace, made or brought to this version where needed.

        folder        default: ATELIER_WORKSPACE, else ./workspace
        database_url  default: ATELIER_DATABASE, else SQLite inside the folder
        """
        path = place.folder(folder)
        return cls(path, place.database(database_url, path))

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        """The workspace itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let go of the database."""
        self.close()

    # Facts

    @property
    def facts_version(self) -> int:
        """Number of the newest snapshot; 0 when nothing is loaded."""
        return self._facts.snapshot().number

    def facts(self, table: str, as_of: int | None = None) -> pl.LazyFrame:
        """A fact table in its stored schema; see `store.known_facts.KnownFacts.read`."""
        return self._facts.read(table, as_of)

    @property
    def people(self) -> People:
        """Who is who, and who decides it."""
        return People(self._facts)

    # Loads

    def preview(
        self, facts: Mapping[str, pl.DataFrame], loader: str = "", listed_on: date | None = None
    ) -> Mapping[str, Changes]:
        """What loading these facts would change, per fact table; nothing is written."""
        return self._plan(facts, self._facts.snapshot(), loader, listed_on).changes

    def _plan(
        self,
        facts: Mapping[str, pl.DataFrame],
        now: Snapshot,
        loader: str,
        listed_on: date | None,
    ) -> Plan:
        who, folder = self._facts.identity(), self.folder / "facts"
        of_use = {name: rows for name, rows in facts.items() if name == AI_USAGE}
        with Session(self.engine) as session:
            newer = newer_reports(ledger.entries(session), loader, spans(of_use))
        return plan(facts, folder, now.heads, who, self._secret, loader, listed_on, newer)

    def load(
        self,
        facts: Mapping[str, pl.DataFrame],
        *,
        refused: pl.DataFrame,
        rows_read: int,
        notes: Sequence[str],
        source: SourceFile,
        loader: str,
        loader_version: int,
        by: str,
        listed_on: date | None = None,
        cut: str = "",
    ) -> Receipt:
        """One load: all of it or, when it dies or fails, nothing. A second load waits for it.

        facts      fact table -> rows with exactly the columns of `store.tables`
        refused    row, column, reason: one row per reason
        rows_read  data rows of the file
        listed_on  day of a list of staff without history (see `store.snapshots.followed`)
        cut        why the file is not the whole, in a sentence; empty when it is

        Counts: the same bytes by the same loader change nothing. Rows with a known key replace what
        they tell anew and leave the rest (see `store.difference.difference`).
        """
        with exclusive(self.folder, f"{by} loads {source.name}"):
            with Session(self.engine) as session:
                if told := ledger.earlier(session, source, loader, loader_version):
                    return ledger.receipt(told, "already loaded")
            now = self._facts.snapshot()
            planned = self._plan(facts, now, loader, listed_on)
            heads = self._write(planned, now)
            first, last = ledger.span(facts)
            entry = Import(
                by=by,
                file=source.name,
                sha256=source.sha256,
                bytes=source.bytes,
                loader=loader,
                loader_version=loader_version,
                rows_read=rows_read,
                refused=refused["row"].n_unique(),
                counts={name: list(astuple(three)) for name, three in planned.changes.items()},
                notes=[*notes, *planned.notes],
                cut=cut,
                first_day=first,
                last_day=last,
                spans=spans(facts),
                snapshot=now.number + planned.is_new,
            )
            with writing(self.engine) as session:
                session.add(entry)
                session.flush()
                remember(session, planned.claims, loader, entry.id or 0)
                if planned.is_new:
                    session.add(Snapshot(number=entry.snapshot, heads=heads))
                ledger.keep_refused(self.folder / "refused", entry, refused)
                return ledger.receipt(entry, "loaded" if planned.is_new else "nothing new")

    def _write(self, planned: Plan, now: Snapshot) -> dict[str, int]:
        """The Delta version of every fact table after the load; no reader sees the new ones yet."""
        heads = dict(now.heads)
        for name, rows in planned.rows.items():
            if rows.height:
                is_append = not planned.changes[name].changed
                heads[name] = write(
                    self.folder / "facts", name, rows, now.heads, is_append=is_append
                )
        return heads

    def imports(self) -> pl.DataFrame:
        """One row per import, oldest first: the import ledger."""
        with Session(self.engine) as session:
            return ledger.imports(session)

    def cuts(self) -> pl.DataFrame:
        """Exports that were cut and are not whole yet: loader, first_day, last_day, cut."""
        with Session(self.engine) as session:
            return cuts.cuts(ledger.entries(session))

    def refused(self, import_id: int) -> pl.DataFrame:
        """One row per reason for which a row of that import was refused: row, column, reason."""
        with Session(self.engine) as session:
            return ledger.refused(session, self.folder / "refused", import_id)

    # Figures

    def publish(
        self,
        tables: Mapping[str, pl.DataFrame],
        *,
        rule_version: str,
        anchors_version: str,
        facts_version: int | None = None,
    ) -> None:
        """New measured tables in place of the old ones: all of them, or none.

        facts_version  snapshot that they were made from; the newest when not told
        """
        rooms = self.folder / "measured"
        with exclusive(self.folder, "New figures are being published"):
            row = Measured(
                facts_version=self.facts_version if facts_version is None else facts_version,
                rule_version=rule_version,
                anchors_version=anchors_version,
                folder=measured.write(rooms, tables),
            )
            before = self._measured()
            keep = {row.folder, *([before.folder] if before else [])}  # somebody may be reading it
            with writing(self.engine) as session:
                session.add(row)
            measured.clear(rooms, keep)

    def _measured(self) -> Measured | None:
        with Session(self.engine) as session:
            return measured.newest(session)

    @property
    def measurement(self) -> Measurement | None:
        """Which facts, rules and anchors the figures are made from; None before the first."""
        newest = self._measured()
        return measured.measurement(newest) if newest else None

    def measured(self, name: str) -> pl.DataFrame:
        """A measured table, as last published."""
        return measured.read(self.folder / "measured", self._measured(), name)

    def cube(self, grain: str = "quarter") -> pl.DataFrame:
        """One row per team, period and indicator, of one grain: quarter or month."""
        return self.measured("cube").filter(pl.col("grain") == grain)

    # Decisions

    def decide(self, kind: str, subject: str, choice: str, reason: str, by: str) -> None:
        """Keep a decision; earlier ones on the same subject stay in the record."""
        self.decide_all(kind, {subject: choice}, reason, by)

    def decide_all(
        self,
        kind: str,
        choices: Mapping[str, str],
        reason: str,
        by: str,
        at: datetime | None = None,
    ) -> None:
        """Keep decisions on several subjects, all of them or none; `at`: taken earlier than now."""
        when = at or now()
        with writing(self.engine) as session:
            session.add_all(
                Decision(kind=kind, subject=subject, choice=choice, reason=reason, by=by, at=when)
                for subject, choice in choices.items()
            )

    def decisions(self, kind: str) -> pl.DataFrame:
        """One row per decision of a kind, newest last: at, by, kind, subject, choice, reason."""
        of_kind = select(Decision).where(Decision.kind == kind).order_by(col(Decision.id))
        with Session(self.engine) as session:
            rows = [row.model_dump(exclude={"id"}) for row in session.exec(of_kind)]
        return pl.DataFrame(rows, schema=DECISIONS)

    @property
    def snapshot_key(self) -> str:
        """A text that changes whenever anything changed that a page may show: a key for caches."""
        counters = [col(Snapshot.number), col(Import.id), col(Measured.id)]
        counters += [col(Decision.id), col(Tie.id)]
        counters += [col(ExchangeRateRow.id), col(ScenarioChange.id), col(SavedTimeRow.id)]
        counters += [col(FindingRow.id), col(StudyPlan.id)]
        newest = [select(func.coalesce(func.max(one), 0)).scalar_subquery() for one in counters]
        with Session(self.engine) as session:
            return "-".join(str(number) for number in session.exec(select(*newest)).one())
