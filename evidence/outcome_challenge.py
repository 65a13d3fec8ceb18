"""Challenge: the share of working hours in the learning zone."""

from typing import Final

from evidence.results import Outcome

OUTCOME: Final = Outcome(
    key="challenge",
    label="Challenge",
    unit="share of hours in the learning zone",
    better="higher",
    form="share",
    counts=(
        "hours of everybody in the team, as assignee or collaborator, on tasks closed in the month "
        "that they would have done alone with a chance of 65 to 90 %, or on harder ones with an "
        "expert beside them; of the hours on tasks of known difficulty."
    ),
    does_not_tell="whether anybody learned. Read it with learning.",
)
