"""Routine: novices' work that they can do already."""

import polars as pl

from metrics._zone_share import zone_share
from metrics.contract import indicator


@indicator(
    label="Routine",
    symbol="ROU",
    unit="share of novices' hours",
    better="neither",
    method="3.1",
    family="challenge",
    novices=3,
    others=3,
    units=30,
    about_novices=True,
)
def routine(
    zone_hours: pl.DataFrame, zone_tasks: pl.DataFrame, unit_counts: pl.DataFrame
) -> pl.DataFrame:
    """Share of novices' hours on work easier than the learning zone, by unit and period.

    zone_hours   unit_id, person_id, period, is_novice, usable [h], routine [h]
    zone_tasks   unit_id, period, novice_tasks
    unit_counts  unit_id, period: every unit with members

    Counts: the same people and hours as challenge, so that challenge, exposed and routine sum to 1.
    Does not tell: whether the work was worth doing; somebody has to do it.
    """
    return zone_share("routine", zone_hours, zone_tasks, unit_counts, of_novices=True)
