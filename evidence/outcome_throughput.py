"""Throughput: how many tasks a team closes in a month."""

from typing import Final

from evidence.results import Outcome

OUTCOME: Final = Outcome(
    key="throughput",
    label="Throughput",
    unit="closed tasks",
    better="higher",
    form="count",
    counts=(
        "tasks by the month of their first closing and the team of whoever did them, for the "
        "working days that the team's people were there. A month without a closed task is 0."
    ),
    does_not_tell=(
        "whether the tasks became smaller: cutting work into more tickets raises it. Read it with "
        "rework."
    ),
)
