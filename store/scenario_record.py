"""The record of scenarios: every change a row, and what stands after all of them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import polars as pl
from sqlmodel import Session, col, select

from store.errors import RequestError
from store.money_state import ScenarioChange
from store.scenario import BUILT_IN, CURRENCY, YOURS, YOURS_NUMBER, Assumption, Scenario

if TYPE_CHECKING:
    from store.workspace import Workspace

HISTORY: Final = pl.Schema(
    {
        "id": pl.Int64(),
        "at": pl.Datetime("us", "UTC"),
        "by": pl.String(),
        "scenario": pl.Int64(),
        "name": pl.String(),
        "what": pl.String(),
        "field": pl.String(),
        "old": pl.String(),
        "new": pl.String(),
        "why": pl.String(),
    }
)


def history(workspace: "Workspace", name: str | None = None) -> pl.DataFrame:
    """One row per change, newest last: columns of `HISTORY`, old and new in words.

    name  of one scenario, also of one that was deleted; the built-in ones have that of `yours`
    """
    changes = rows(workspace)
    if name is not None:
        numbers = _numbers_of(changes, name)
        changes = [row for row in changes if row.scenario in numbers]
    told = [
        row.model_dump(exclude={"old", "new"}) | {"old": words(row.old), "new": words(row.new)}
        for row in changes
    ]
    return pl.DataFrame(told, schema=HISTORY)


def words(told: object) -> str | None:
    """What a change says before or after it, as a text: `0.4 (assumed: the board)`."""
    if not isinstance(told, Mapping):
        return None if told is None else str(told)
    source = f": {told['source']}" if told["source"] else ""
    return f"{told['value']:.15g} ({told['tag']}{source})"


def rows(workspace: "Workspace") -> list[ScenarioChange]:
    """Every change of every scenario, oldest first."""
    with Session(workspace.engine) as session:
        return list(session.exec(select(ScenarioChange).order_by(col(ScenarioChange.id))))


def replayed(changes: Iterable[ScenarioChange]) -> dict[int, Scenario]:
    """Number -> scenario, of those that are not deleted."""
    told: dict[int, Scenario] = {}
    for row in changes:
        if row.what == "deleted":
            told.pop(row.scenario, None)
            continue
        blank = Scenario(row.scenario, row.name, YOURS, CURRENCY)
        told[row.scenario] = _after(told.get(row.scenario, blank), row)
    return told


def _after(before: Scenario, row: ScenarioChange) -> Scenario:
    values = dict(before.values)
    if row.field not in {"name", "base", "currency"}:
        values.pop(row.field, None)
        if row.new is not None:
            values[row.field] = Assumption(**row.new)
    return Scenario(
        number=row.scenario,
        name=row.name,
        base=row.new if row.field == "base" else before.base,
        currency=row.new if row.field == "currency" else before.currency,
        values=values,
    )


def _numbers_of(changes: Sequence[ScenarioChange], name: str) -> set[int]:
    wanted = " ".join(name.split()).casefold()
    if wanted in BUILT_IN:
        return {YOURS_NUMBER}
    numbers = {row.scenario for row in changes if row.name.casefold() == wanted}
    if not numbers:
        names = sorted({row.name for row in changes} | set(BUILT_IN))
        raise RequestError(
            "there never was a scenario of this name",
            f"one of {', '.join(names)}",
            "Choose one of these",
        )
    return numbers
