"""Rework: which share of the closed tasks came back."""

from typing import Final

from evidence.results import Outcome

OUTCOME: Final = Outcome(
    key="rework_rate",
    label="Rework",
    unit="share of closed tasks that came back",
    better="lower",
    form="share",
    counts=(
        "closed tasks that were reopened or for which changes were requested, over all closed "
        "tasks of the month whose history the export holds; only months whose tasks have had 30 "
        "days to come back. A month without such a task is missing."
    ),
    does_not_tell="whether faults became fewer or only stay unseen: less review finds less.",
)
