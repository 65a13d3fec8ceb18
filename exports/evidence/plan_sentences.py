"""A plan and a study of one team in sentences: page, workbook and command say the same."""

from typing import Final

from exports.evidence.told import OneTeam, PlanFound
from exports.evidence.wording import MINUS, PERCENT, change, loss_of

USUAL: Final = 0.05  # the chance that other studies have to stay below


def plan_words(plan: PlanFound) -> str:
    """What the plan would find, against what pays, and what would do."""
    if plan.mde is None:
        return (
            "What this plan would find cannot be told: the months before are too few, or too few "
            "teams have them."
        )
    outcome = plan.outcome
    small = change(outcome, loss_of(outcome, plan.mde)).lstrip(MINUS)
    words = f"This plan would find a change of **{small}** four times out of five."
    if plan.pays <= 0:
        return f"{words} Nobody has said from which change on it pays."
    pays = change(outcome, loss_of(outcome, plan.pays)).lstrip(MINUS)
    if plan.mde <= plan.pays:
        return f"{words} It pays from **{pays}**, so the plan is fine enough."
    return f"{words} It pays from **{pays}**, so the plan is **too coarse**. {_would_do(plan)}"


def _would_do(plan: PlanFound) -> str:
    ways = []
    if plan.teams_needed:
        ways.append(f"{plan.teams_needed:,} teams")
    if plan.months_needed:
        ways.append(f"{plan.months_needed:,} months")
    if not ways:
        return "Neither more teams nor more months of this firm would do."
    return f"What would do: {' or '.join(ways)}."


def one_team_words(told: OneTeam) -> str:
    """The rank of the one team, and which chance is possible at all."""
    others = told.of - 1
    words = (
        f"Treated as if it had been the one, each of the {others} other teams moved less."
        if told.rank == 1
        else f"Treated as if it had been the one, {told.rank - 1} of the {others} other teams "
        "moved as much or more."
    )
    least = f"{PERCENT * told.smallest:.1f}%"
    words += (
        f" The chance of that by accident is {PERCENT * told.chance:.0f}%; with {others} others "
        f"none below {least} is possible, however large the change."
    )
    if told.smallest > USUAL:
        words += " So few teams can never make it less than one in twenty."
    return words
