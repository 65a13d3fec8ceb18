"""Novices on hard work: the share of challenging tasks that a novice worked on."""

from typing import Final

from evidence.results import Outcome

OUTCOME: Final = Outcome(
    key="novice_participation",
    label="Novices on hard work",
    unit="share of challenging tasks with a novice on them",
    better="higher",
    form="share",
    counts=(
        "challenging tasks by the month of closing and the team of whoever did them; a novice is "
        "on one as assignee or collaborator. Teams without a novice in the month, and months "
        "without a challenging task, are missing."
    ),
    does_not_tell=(
        "whether the novices learned. A redesign that puts novices on hard work moves it by "
        "construction for as long as it is followed; only learning counts as its effect. It also "
        "moves with the number of novices in the team."
    ),
)
