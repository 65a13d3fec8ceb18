"""Challenge: the share of working hours near the edge of what novices can do."""

import polars as pl

from metrics._zone_share import zone_share
from metrics.contract import indicator


@indicator(
    label="Challenge",
    symbol="CHA",
    unit="share of novices' hours",
    better="higher",
    method="3.1",
    family="challenge",
    novices=3,
    others=3,
    units=30,
    about_novices=True,
)
def challenge(
    zone_hours: pl.DataFrame, zone_tasks: pl.DataFrame, unit_counts: pl.DataFrame
) -> pl.DataFrame:
    """Novices' hours in the learning zone, or beyond it with an expert, as share of all theirs.

    zone_hours   unit_id, person_id, period, is_novice, usable [h], in_zone [h]
    zone_tasks   unit_id, period, novice_tasks
    unit_counts  unit_id, period: every unit with members

    Counts: hours as assignee and collaborator only. A task of unknown difficulty, or a person with
    fewer than three scored tasks, not at all; both lower the coverage. With exposed and routine it
    sums to 1. Jackknife over people.
    Does not tell: whether anybody learned. Read it with exposed and with the learning rate.
    """
    return zone_share("in_zone", zone_hours, zone_tasks, unit_counts, of_novices=True)
