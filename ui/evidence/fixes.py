"""What would bring an answer where there is none: a sentence for every code that stops."""

from typing import Final

DEFAULT: Final = (
    "Load a longer history of the teams with and without it, or plan a study below in which some "
    "teams start later than others."
)
FIXES: Final = {
    "NO_COMPARISON": "Everybody started at once. Next time let some teams start later: plan it "
    "below.",
    "NO_BEFORE": "Load the months before the rollout from the same system.",
    "TREATMENT_REVERSAL": "Tell from when on a team has it for good; leave out teams that gave it "
    "up.",
    "OUTCOME_STARTS_AFTER_ROLLOUT": "Load an earlier export of the same system, or look at an "
    "outcome that was written down before.",
    "MISSING": "Bring the missing months on Data, or choose a later start of the study.",
    "DUPLICATES": "Leave one row a team and month.",
}


def fix(code: str) -> str:
    """What would bring an answer."""
    return FIXES.get(code, DEFAULT)
