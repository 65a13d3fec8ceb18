"""Climate: what people say of working in the team."""

from typing import Final

from evidence.results import Outcome

OUTCOME: Final = Outcome(
    key="climate",
    label="Climate",
    unit="standard deviations of the first wave",
    better="higher",
    form="sd",
    counts=(
        "survey items about climate, each moved onto a scale from 0 to 1 and averaged by person; "
        "mean over those of the team who answered, in standard deviations between people of the "
        "first wave. Teams with fewer than five answers are left out of the wave."
    ),
    does_not_tell=(
        "what those think who did not answer. Response rates stand beside it; a change of who "
        "answers looks like a change of climate."
    ),
)
