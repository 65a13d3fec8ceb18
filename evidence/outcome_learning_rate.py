"""Learning: how much the skill of a team's people changes in a quarter."""

from typing import Final

from evidence.results import Outcome

OUTCOME: Final = Outcome(
    key="learning_rate",
    label="Learning",
    unit="logits a quarter",
    better="higher",
    form="number",
    counts=(
        "the change of each person's skill from one quarter to the next, both with tasks of known "
        "outcome; mean over the team's people. A quarter is one period."
    ),
    does_not_tell=(
        "small changes: the skill of one person has a standard error of about half a logit. Skill "
        "is that without AI and without an expert at hand."
    ),
)
