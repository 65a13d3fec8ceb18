"""The people of a workspace: whose the accounts are, whose nobody knows, and what was decided."""

from collections.abc import Iterable, Mapping
from datetime import date

import polars as pl
from sqlmodel import Session

from store import decided, deciding, employment, ledger, suggestions, task_teams, unmatched
from store.known_facts import KnownFacts
from store.lock import exclusive
from store.state import Snapshot, Tie, writing


class People:
    """Who is who in the facts of one workspace."""

    def __init__(self, facts: KnownFacts) -> None:
        """People of these facts; `Workspace.people` makes them."""
        self.facts = facts

    def names(self, people: Iterable[str]) -> dict[str, str]:
        """Person id -> name, where one is known; only for viewers who may see names."""
        return self.facts.identity().names(people)

    def source_ids(self, people: Iterable[str]) -> dict[str, str]:
        """Person id -> id in the customer's files; only for administrators of their own machine."""
        return self.facts.identity().source_ids(people)

    def conflicts(self) -> pl.DataFrame:
        """One row per person row that would tie two employee numbers: account, kind, source.

        Counts: not where the people had the contested keys one after the other; that is suggested.
        """
        who = self.facts.identity()
        if who.conflicts.is_empty():
            return who.conflicts
        later = self._takeovers(self._work())["account"]
        open_ = who.contested.filter(~pl.col("account").is_in(later.implode()))
        explained = who.contested.join(open_.select("root"), on="root", how="anti")["root"]
        return who.conflicts.filter(~pl.col("account").is_in(explained.implode()))

    def known_people(self) -> pl.Series:
        """person_id of everybody on a roster or in a team, bots and agents left out."""
        person, membership = (self.facts.read(name).collect() for name in ("person", "membership"))
        return unmatched.known_people(self.facts.identity(), person, membership)

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
        return unmatched.unjoinable(self._work(), self.facts.identity().keys(), anonymous)

    def _task_teams(self) -> pl.DataFrame:
        membership = self.facts.read("membership").collect()
        parts = self.facts.read("participation")
        return task_teams.task_teams(parts, membership, self.facts.read("task"))

    def _rows_of_work(self) -> Mapping[str, pl.LazyFrame]:
        heads = self.facts.snapshot().heads
        return {
            name: unmatched.of_work(name, self.facts.under_accounts(name, heads))
            for name in (*unmatched.WORK, "task")
        }

    def _work(self) -> pl.DataFrame:
        machines = unmatched.machines(self.facts.read("person").collect())
        people = pl.concat([self.known_people(), machines])
        filled = self._imports().select(source="loader", table="tables").explode("table").unique()
        return unmatched.work(self.facts.identity(), self._rows_of_work(), filled, people)

    # Who is who, as somebody decides

    def suggestions(self) -> pl.DataFrame:
        """One row per unknown account and person it may be; nothing is tied by itself.

        returns  `store.suggestions.SUGGESTIONS`, the accounts with the most work first
        """
        who, worked = self.facts.identity(), self._work()
        person, membership = (self.facts.read(name).collect() for name in ("person", "membership"))
        parts = self.facts.read("participation")
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
        person, membership = (self.facts.read(name).collect() for name in ("person", "membership"))
        return employment.takeovers(self.facts.identity(), worked, person, membership)

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
        with exclusive(self.facts.folder, f"{by} decides who is who"):
            self._decide_tie(row, changes_facts=True)

    def reject(self, account: str, person_id: str, by: str, reason: str) -> None:
        """Keep that an account is not a person's: it is not suggested again."""
        row = Tie(by=by, choice=decided.REJECT, account=account, person=person_id, reason=reason)
        with exclusive(self.facts.folder, f"{by} decides who is who"):
            self._decide_tie(row, changes_facts=False)

    def untie(self, number: int, by: str, reason: str = "") -> None:
        """Take back an accepted or rejected tie: who is who is as if it had never been decided.

        number  of the decision, as `ties` tells it
        """
        with exclusive(self.facts.folder, f"{by} decides who is who"):
            before = deciding.undone(self.facts.identity(), number)
            row = Tie(
                by=by, choice=decided.UNDO, reason=reason, undoes=number,
                account=str(before["account"]), person=str(before["person"]),
            )  # fmt: skip
            self._decide_tie(row, changes_facts=before["choice"] == decided.ACCEPT)

    def _decide_tie(self, row: Tie, *, changes_facts: bool) -> None:
        """Keep a decision. Facts as read change with it, so it is a new state of them."""
        who, now = self.facts.identity(), self.facts.snapshot()
        with writing(self.facts.engine) as session:
            deciding.keep(session, who, row)
            if changes_facts:
                session.add(Snapshot(number=now.number + 1, heads=dict(now.heads)))

    def ties(self) -> pl.DataFrame:
        """One row per decision on a tie, newest last; see `store.state.Tie`.

        returns  the columns of `store.decided.DECIDED`, is_in_force (nobody has taken it back)
        """
        told = self.facts.identity().decided
        standing = decided.in_force(told)["id"]
        return told.with_columns(is_in_force=pl.col("id").is_in(standing.implode()))

    def keys(self, accounts: Iterable[str]) -> dict[str, str]:
        """Account -> the key it stands for; only for administrators who decide who is who."""
        return self.facts.identity().told_keys(accounts)

    def _imports(self) -> pl.DataFrame:
        with Session(self.facts.engine) as session:
            return ledger.imports(session)
