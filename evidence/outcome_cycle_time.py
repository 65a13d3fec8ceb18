"""Cycle time: how long the work takes that a team takes up in a month."""

from typing import Final

from evidence.results import Outcome

OUTCOME: Final = Outcome(
    key="cycle_time",
    label="Cycle time",
    unit="median days from start to close",
    better="lower",
    form="log",
    counts=(
        "tasks by the month in which they were started (opened, where no start is told), the open "
        "ones too: they count as longer than we have watched. Half of a team's tasks of the month "
        "must be seen closed within the same time for all teams; else the month is missing."
    ),
    does_not_tell=(
        "whether the work was harder or larger: teams that take up harder work get slower without "
        "having become worse."
    ),
)
