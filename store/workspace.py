"""The workspace: a folder of facts and a database of state, behind one face for all rooms."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import polars as pl
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, func, select

from store import (
    decided,
    deciding,
    employment,
    ledger,
    measured,
    migrate,
    place,
    suggestions,
    task_teams,
    unmatched,
)
from store.errors import RequestError
from store.facts import scan, write
from store.identity import Identity, identity, remember
from store.ledger import Changes, Measurement, Receipt, SourceFile
from store.load import Plan, plan
from store.lock import exclusive
from store.money_state import ExchangeRateRow, SavedTimeRow, ScenarioChange
from store.state import Decision, Import, Measured, Snapshot, Tie, writing
from store.tables import STORED

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
        self._who: Identity | None = None  # as last read; nothing of it is ever changed

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
        return self._snapshot().number

    def facts(self, table: str, as_of: int | None = None) -> pl.LazyFrame:
        """A fact table in its stored schema, with persons in its person columns.

        as_of  number of a snapshot: the facts as known then. Who is who is told as known now.

        For several tables that belong together, take `facts_version` once and ask for it each time.
        """
        heads = self._heads(as_of)
        task = self._under_accounts("task", heads) if table == "participation" else None
        return self._identity().read(table, self._under_accounts(table, heads), task)

    def _under_accounts(self, table: str, heads: Mapping[str, int]) -> pl.LazyFrame:
        if table not in STORED:
            raise RequestError(
                f"There is no fact table {table}",
                f"one of {', '.join(STORED)}",
                "Choose one of these",
            )
        return scan(self.folder / "facts", table, heads)

    def _snapshot(self) -> Snapshot:
        newest = select(Snapshot).order_by(col(Snapshot.number).desc()).limit(1)
        with Session(self.engine) as session:
            return session.exec(newest).first() or Snapshot(number=0, heads={})

    def _heads(self, as_of: int | None) -> Mapping[str, int]:
        if as_of is None:
            return self._snapshot().heads
        with Session(self.engine) as session:
            snapshot = session.get(Snapshot, as_of)
        if snapshot is None and as_of != 0:
            raise RequestError(
                f"There is no snapshot {as_of} of the facts",
                f"a number from 0 to {self.facts_version}",
                "Ask for one of these",
            )
        return snapshot.heads if snapshot else {}

    # Loads

    def preview(
        self, facts: Mapping[str, pl.DataFrame], loader: str = "", listed_on: date | None = None
    ) -> Mapping[str, Changes]:
        """What loading these facts would change, per fact table; nothing is written."""
        return self._plan(facts, self._snapshot(), loader, listed_on).changes

    def _plan(
        self,
        facts: Mapping[str, pl.DataFrame],
        now: Snapshot,
        loader: str,
        listed_on: date | None,
    ) -> Plan:
        who, folder = self._identity(), self.folder / "facts"
        return plan(facts, folder, now.heads, who, self._secret, loader, listed_on)

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
            now = self._snapshot()
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
        return ledger.cuts(self.imports())

    def refused(self, import_id: int) -> pl.DataFrame:
        """One row per reason for which a row of that import was refused: row, column, reason."""
        with Session(self.engine) as session:
            return ledger.refused(session, self.folder / "refused", import_id)

    # People

    def _identity(self) -> Identity:
        with Session(self.engine) as session:
            self._who = identity(session, self._who)
        return self._who

    def names(self, people: Iterable[str]) -> dict[str, str]:
        """Person id -> name, where one is known; only for viewers who may see names."""
        return self._identity().names(people)

    def source_ids(self, people: Iterable[str]) -> dict[str, str]:
        """Person id -> id in the customer's files; only for administrators of their own machine."""
        return self._identity().source_ids(people)

    def conflicts(self) -> pl.DataFrame:
        """One row per person row that would tie two employee numbers: account, kind, source.

        Counts: not where the people had the contested keys one after the other; that is suggested.
        """
        who = self._identity()
        if who.conflicts.is_empty():
            return who.conflicts
        later = self._takeovers(self._work())["account"]
        open_ = who.contested.filter(~pl.col("account").is_in(later.implode()))
        explained = who.contested.join(open_.select("root"), on="root", how="anti")["root"]
        return who.conflicts.filter(~pl.col("account").is_in(explained.implode()))

    def known_people(self) -> pl.Series:
        """person_id of everybody on a roster or in a team, bots and agents left out."""
        person, membership = (self.facts(name).collect() for name in ("person", "membership"))
        return unmatched.known_people(self._identity(), person, membership)

    def unmatched(self) -> pl.DataFrame:
        """One row per account whose work is nobody's known; see `store.unmatched.unmatched`."""
        return unmatched.unmatched(self._work())

    def match_share(self) -> pl.DataFrame:
        """One row per fact table and source: rows, matched, share of rows whose person is known."""
        return unmatched.match_share(self._work())

    def team_match_share(self) -> pl.DataFrame:
        """Rows and matched rows of every team's tasks; see `store.task_teams.match_share`."""
        return task_teams.match_share(self._work(), self._rows_of_work(), self._task_teams())

    def unjoinable(self, anonymous: Iterable[str] = ()) -> pl.DataFrame:
        """One row per source that hides who its people are: source, accounts, rows.

        anonymous  sources all of whose people are hidden
        """
        return unmatched.unjoinable(self._work(), self._identity().keys(), anonymous)

    def _task_teams(self) -> pl.DataFrame:
        membership = self.facts("membership").collect()
        parts = self.facts("participation")
        return task_teams.task_teams(parts, membership, self.facts("task"))

    def _rows_of_work(self) -> Mapping[str, pl.LazyFrame]:
        heads = self._snapshot().heads
        return {name: self._under_accounts(name, heads) for name in (*unmatched.WORK, "task")}

    def _work(self) -> pl.DataFrame:
        machines = unmatched.machines(self.facts("person").collect())
        people = pl.concat([self.known_people(), machines])
        filled = self.imports().select(source="loader", table="tables").explode("table").unique()
        return unmatched.work(self._identity(), self._rows_of_work(), filled, people)

    # Who is who, as somebody decides

    def suggestions(self) -> pl.DataFrame:
        """One row per unknown account and person it may be; nothing is tied by itself.

        returns  `store.suggestions.SUGGESTIONS`, the accounts with the most work first
        """
        who, worked = self._identity(), self._work()
        person, membership = (self.facts(name).collect() for name in ("person", "membership"))
        parts = self.facts("participation")
        unknown = worked.filter(~pl.col("is_matched"))["person_id"].unique()
        teams = task_teams.main_teams(parts, self._task_teams(), unknown)
        known = suggestions.Known(
            who.keys(), worked, self.known_people(), person, membership, teams
        )
        maybe = suggestions.suggestions(known, who.settled)
        later = self._takeovers(worked)
        days = {"valid_from": False, "person_id": False}
        order = {"rows": True, "account": False, "score": True, **days}
        return pl.concat([maybe, later]).sort(list(order), descending=list(order.values()))

    def _takeovers(self, worked: pl.DataFrame) -> pl.DataFrame:
        person, membership = (self.facts(name).collect() for name in ("person", "membership"))
        return employment.takeovers(self._identity(), worked, person, membership)

    def tie(
        self,
        account: str,
        person_id: str,
        by: str,
        reason: str,
        valid_from: date | None = None,
        valid_to: date | None = None,
    ) -> None:
        """Tie an account to a person from now on; no fact is written anew, `untie` takes it back.

        valid_from, valid_to  days [from, to) on which the account was theirs; none: always. Rows
                              of other days stay with whoever else owns the account

        Counts: without days, all accounts go along that strict keys tie to this one, except from
        somebody on a roster. The figures change with the next measurement.
        """
        row = Tie(
            by=by, choice=decided.ACCEPT, account=account, person=person_id, reason=reason,
            valid_from=valid_from, valid_to=valid_to,
        )  # fmt: skip
        with exclusive(self.folder, f"{by} decides who is who"):
            self._decide_tie(row, changes_facts=True)

    def reject(self, account: str, person_id: str, by: str, reason: str) -> None:
        """Keep that an account is not a person's: it is not suggested again."""
        row = Tie(by=by, choice=decided.REJECT, account=account, person=person_id, reason=reason)
        with exclusive(self.folder, f"{by} decides who is who"):
            self._decide_tie(row, changes_facts=False)

    def untie(self, number: int, by: str, reason: str = "") -> None:
        """Take back an accepted or rejected tie: who is who is as if it had never been decided.

        number  of the decision, as `ties` tells it
        """
        with exclusive(self.folder, f"{by} decides who is who"):
            before = deciding.undone(self._identity(), number)
            row = Tie(
                by=by, choice=decided.UNDO, reason=reason, undoes=number,
                account=str(before["account"]), person=str(before["person"]),
            )  # fmt: skip
            self._decide_tie(row, changes_facts=before["choice"] == decided.ACCEPT)

    def _decide_tie(self, row: Tie, *, changes_facts: bool) -> None:
        """Keep a decision. Facts as read change with it, so it is a new state of them."""
        who, now = self._identity(), self._snapshot()
        with writing(self.engine) as session:
            deciding.keep(session, who, row)
            if changes_facts:
                session.add(Snapshot(number=now.number + 1, heads=dict(now.heads)))

    def ties(self) -> pl.DataFrame:
        """One row per decision on a tie, newest last; see `store.state.Tie`.

        returns  the columns of `store.decided.DECIDED`, is_in_force (nobody has taken it back)
        """
        told = self._identity().decided
        standing = decided.in_force(told)["id"]
        return told.with_columns(is_in_force=pl.col("id").is_in(standing.implode()))

    def keys(self, accounts: Iterable[str]) -> dict[str, str]:
        """Account -> the key it stands for; only for administrators who decide who is who."""
        return self._identity().told_keys(accounts)

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

    def decide_all(self, kind: str, choices: Mapping[str, str], reason: str, by: str) -> None:
        """Keep decisions on several subjects, all of them or none."""
        with writing(self.engine) as session:
            session.add_all(
                Decision(kind=kind, subject=subject, choice=choice, reason=reason, by=by)
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
        newest = [select(func.coalesce(func.max(one), 0)).scalar_subquery() for one in counters]
        with Session(self.engine) as session:
            return "-".join(str(number) for number in session.exec(select(*newest)).one())
