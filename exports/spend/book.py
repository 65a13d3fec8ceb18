"""What a workspace tells for the spend workbook: a scenario, those beside it, history, spend."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from economics.inputs import Values, inputs
from economics.scenario_inputs import filled
from economics.spend_lines import spend_lines
from exports.sheet import Row
from exports.spend.ledger_sheet import COLUMNS
from exports.spend.scenarios_sheet import Saved
from exports.spend_workbook import NO_LINES, SpendBook, write_spend_workbook
from redesign.accepted import accepted
from store.scenario import YOURS, Scenario
from store.scenarios import history, scenario, scenarios
from store.workspace import Workspace


def write_spend(workspace: Workspace, path: Path, name: str = YOURS) -> Path:
    """Write the spend workbook of a scenario of the workspace; answers its path."""
    return write_spend_workbook(spend_book(workspace, name), path)


def spend_book(workspace: Workspace, name: str = YOURS) -> SpendBook:
    """The spend workbook of a scenario as plain values.

    Counts: saved scenarios in the same currency stand beside it, with every input in which they
    differ from it; one in another currency is left out, as amounts are never converted unasked.
    """
    told = scenario(workspace, name)
    values = filled(told)
    entered = {key: each for key, each in told.values.items() if each.value is not None}
    return SpendBook(
        scenario=told.name,
        currency=told.currency,
        values=values,
        tags={key: each.tag for key, each in entered.items()},
        sources={key: each.source for key, each in entered.items() if each.source},
        saved={
            each.name: Saved(YOURS, differing(filled(each), values))
            for each in _others(workspace, told)
        },
        history=changes(history(workspace, told.name)),
        lines=_lines(workspace),
        versions=_versions(workspace),
    )


def differing(values: Values, others: Values) -> dict[str, float | None]:
    """The values that are not the same elsewhere."""
    return {key: value for key, value in values.items() if value != others[key]}


def changes(told: pl.DataFrame) -> list[Row]:
    """Changes of a scenario as the first sheet tells them, the newest first.

    told  rows of `store.scenario_record.HISTORY`, the newest last
    """
    rows: Sequence[Row] = told.reverse().to_dicts()
    return [{**row, "input": _label(str(row["field"] or row["what"]))} for row in rows]


def _label(field: str) -> str:
    return inputs()[field].label if field in inputs() else field


def _others(workspace: Workspace, told: Scenario) -> list[Scenario]:
    return [
        each
        for each in scenarios(workspace)
        if not each.is_built_in and each.number != told.number and each.currency == told.currency
    ]


def _lines(workspace: Workspace) -> pl.DataFrame:
    """Spend lines; without facts there are none, and without figures no redesign was accepted."""
    if not workspace.facts_version:
        return NO_LINES
    taken = accepted(workspace) if workspace.measurement else None
    return spend_lines(workspace, taken).select(COLUMNS)


def _versions(workspace: Workspace) -> dict[str, str]:
    made = workspace.measurement
    facts = {"the facts": str(workspace.facts_version or "none loaded")}
    if made is None:
        return facts
    return {**facts, "the rules": made.rule_version, "the anchors": made.anchors_version}
