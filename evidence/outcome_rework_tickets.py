"""Rework tickets: how many closed tasks came back."""

from typing import Final

from evidence.results import Outcome

OUTCOME: Final = Outcome(
    key="rework_tickets",
    label="Rework tickets",
    unit="closed tasks that came back",
    better="lower",
    form="count",
    counts=(
        "closed tasks that were reopened or for which changes were requested, by the month of "
        "their first closing, for the working days that the team's people were there; only months "
        "whose tasks have had 30 days to come back, and tasks whose history the export holds."
    ),
    does_not_tell="how much work it was to do them again.",
)
