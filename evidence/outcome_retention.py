"""Leaving: which share of a team's people leaves the firm in a month."""

from typing import Final

from evidence.results import Outcome

OUTCOME: Final = Outcome(
    key="retention",
    label="People who leave",
    unit="share of the team's people in a month",
    better="lower",
    form="share",
    counts=(
        "people whose last day in the firm fell in the month, over those of the team who were "
        "there as it began. Everybody who ever was counts while they were, so that nobody counts "
        "as kept for having stayed long enough to get it."
    ),
    does_not_tell=(
        "why somebody left, nor whether the firm wanted it. Moves between teams are none."
    ),
)
