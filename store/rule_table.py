"""Tables of rules that a firm edits: ours until its first change, from then on its own."""

import hashlib
import re
import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import polars as pl
from sqlmodel import Session, col, delete, select

from store.errors import RequestError
from store.state import Decision, Setting, State, writing

if TYPE_CHECKING:
    from store.workspace import Workspace

Rule = TypeVar("Rule")
OWN = "own"  # value of the setting that tells that the firm has changed its rules


@dataclass(frozen=True)
class RuleTable(Generic[Rule]):
    """One table of rules, in the order in which they are tried.

    name   of the rules in words: kind of the decisions that record each change
    rule   a rule as it is used: a frozen dataclass of texts
    row    the same rule as the state keeps it, with its place
    file   our own rules with their reasons, in TOML
    check  raises when a rule cannot be kept
    """

    name: str
    rule: type[Rule]
    row: Any
    file: Path
    check: Callable[[Rule], None]

    def defaults(self) -> tuple[Rule, ...]:
        """Our own rules, in the order of their file."""
        with self.file.open("rb") as opened:
            return tuple(self.rule(**entry) for entry in tomllib.load(opened)["rule"])

    def rules(self, workspace: "Workspace") -> tuple[Rule, ...]:
        """The rules of this workspace: ours, or its own while they differ from ours."""
        with Session(workspace.engine) as session:
            return self._kept(session)

    def frame(self, workspace: "Workspace") -> pl.DataFrame:
        """The rules as a table for an editor: place, then the columns of a rule."""
        names = [field.name for field in fields(self.rule)]  # type: ignore[arg-type]
        schema = {"place": pl.Int64()} | dict.fromkeys(names, pl.String())
        rows = [
            {"place": place, **asdict(rule)}  # type: ignore[call-overload]
            for place, rule in enumerate(self.rules(workspace), start=1)
        ]
        return pl.DataFrame(rows, schema=schema)

    def add(
        self, workspace: "Workspace", rule: Rule, *, by: str, place: int = 1
    ) -> tuple[Rule, ...]:
        """The rules with one more; the first place comes before all others."""
        self.check(rule)

        def change(rules: list[Rule]) -> list[Rule]:
            self._check_place(place, len(rules) + 1)
            return [*rules[: place - 1], rule, *rules[place - 1 :]]

        return self._change(workspace, change, "added", _words(rule), by)

    def remove(self, workspace: "Workspace", place: int, *, by: str) -> Rule:
        """The rule of a place, which is no rule any more."""
        removed: list[Rule] = []

        def change(rules: list[Rule]) -> list[Rule]:
            self._check_place(place, len(rules))
            removed.append(rules[place - 1])
            return [*rules[: place - 1], *rules[place:]]

        self._change(workspace, change, "removed", f"rule {place}", by)
        return removed[0]

    def replace(
        self, workspace: "Workspace", rules: Sequence[Rule], *, by: str
    ) -> tuple[Rule, ...]:
        """These rules in place of all others: what an editor hands back, or `defaults()`."""
        for rule in rules:
            self.check(rule)
        return self._change(workspace, lambda _: list(rules), "replaced", "all rules", by)

    def version(self, rules: Iterable[Rule]) -> str:
        """A trace of the rules, for whatever is computed with them."""
        told = "\n".join(_words(rule) for rule in rules)
        return hashlib.sha256(told.encode()).hexdigest()[:8]

    def _change(
        self,
        workspace: "Workspace",
        change: Callable[[list[Rule]], list[Rule]],
        choice: str,
        subject: str,
        by: str,
    ) -> tuple[Rule, ...]:
        """The changed rules, kept whole with a decision that tells of the change, or not at all.

        Counts: rules that are ours again are not kept, so that ours of a later version count.
        """
        with writing(workspace.engine) as session:
            rules = change(list(self._kept(session)))
            session.exec(delete(self.row))
            if tuple(rules) == self.defaults():
                session.exec(delete(Setting).where(col(Setting.name) == self.name))
            else:
                session.add_all(
                    self.row(place=place, **asdict(rule))  # type: ignore[call-overload]
                    for place, rule in enumerate(rules, start=1)
                )
                session.merge(Setting(name=self.name, value=OWN))
            session.add(Decision(kind=self.name, subject=subject, choice=choice, reason="", by=by))
        return tuple(rules)

    def _kept(self, session: Session) -> tuple[Rule, ...]:
        if session.get(Setting, self.name) is None:
            return self.defaults()
        rows: Iterable[State] = session.exec(select(self.row).order_by(col(self.row.place)))
        return tuple(self.rule(**row.model_dump(exclude={"id", "place"})) for row in rows)

    def _check_place(self, place: int, last: int) -> None:
        if not 1 <= place <= last:
            raise RequestError(
                f"there is no place {place} for a {self.name}",
                f"a number from 1 to {last}",
                f"List the {self.name}s and choose one of their places",
            )


def _words(rule: object) -> str:
    """A rule in a line, without its reason."""
    cells = asdict(rule)  # type: ignore[call-overload]
    return ", ".join(f"{name} {text}" for name, text in cells.items() if text and name != "reason")


def fits(column: str, pattern: str) -> pl.Expr:
    """Truth that the text of a column fits a pattern with `*` and `?`, whatever its case.

    Counts: an empty cell fits only what fits no text at all, such as `*`.
    """
    parts = ({"*": ".*", "?": "."}.get(letter, re.escape(letter)) for letter in pattern.strip())
    return pl.col(column).fill_null("").str.contains(f"(?is)^{''.join(parts)}$")


def first_fit(conditions: Sequence[pl.Expr]) -> pl.Expr:
    """Index of the first condition that holds; null when none does."""
    places = [pl.when(holds).then(pl.lit(i)) for i, holds in enumerate(conditions)]
    return pl.coalesce(places) if places else pl.lit(None, pl.Int32)
