"""What would bring an answer where there is none: a sentence for every code that stops."""

from typing import Final

DEFAULT: Final = (
    "Load a longer history of the teams with and without it, or plan a study below in which some "
    "teams start later than others."
)
LATER: Final = "Next time let some teams start later: plan it below."
ONE_MEANING: Final = "Keep the month from which on each team had it for good; leave out the others."
ONE_TREATED: Final = "ONE_TREATED_TEAM"
FIXES: Final = {
    "MISSING_COLUMN": "Bring the table with these columns.",
    "OUTCOME_NOT_NUMERIC": "Bring the outcome as numbers.",
    "TIME_NOT_INTEGER": "Bring months as dates or as whole numbers.",
    "UNIT_MISSING": "Tell the team of these rows, or leave them out.",
    "CLUSTER_CHANGES": "Name one place for each team: where its date was decided.",
    "WEIGHT_NOT_POSITIVE": "Leave out teams without weight.",
    "NO_NEVER_TREATED": "Compare with teams that do not have it yet.",
    "COVARIATES_COLLINEAR": "Leave out what says the same as another column.",
    "DUPLICATE_TEAM_MONTH": "Keep one row a team and month.",
    "ROLLOUT_DATE_CHANGES": ONE_MEANING,
    "TREATMENT_REVERSAL": ONE_MEANING,
    "OUTCOME_INFINITE": "Look for zeros where none can be, such as a task that took no time.",
    "FEW_EXITS": "Wait for more months: fewer who left could be told one by one.",
    "COUNT_TOO_FEW": "Load older months, or wait for more: there is too little to count yet.",
    "COUNT_NEGATIVE": "Look for corrections that were written down as counts below zero.",
    "NO_OUTCOME": "Load the exports that tell it; its definition below says what it counts.",
    "NOBODY_TREATED": "Load newer exports: the months since its start are missing.",
    "NO_BEFORE": "Load the months before the rollout from the same system.",
    "NO_COMPARISON": LATER,
    "NO_POST_CELL": LATER,
    ONE_TREATED: "Below stands what one team can tell; with more teams more can be told.",
    "TOO_MUCH_MISSING": "Bring the missing months on Data, or look at another outcome.",
    "OUTCOME_CONSTANT": "Look at another outcome: this one says the same in every month.",
    "OUTCOME_STARTS_AFTER_ROLLOUT": "Load an earlier export of the same system, or look at an "
    "outcome that was written down before.",
    "RESPONSE_DIFFERS": "Look at what does not depend on who answers, such as people who leave.",
    "SMALL_CELLS": "Study a larger part of the firm, or wait until the teams have grown.",
}


def fix(code: str) -> str:
    """What would bring an answer."""
    return FIXES.get(code, DEFAULT)
