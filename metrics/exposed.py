"""Exposed: novices' work that is too hard for them, with no expert near."""

import polars as pl

from metrics._zone_share import zone_share
from metrics.contract import indicator


@indicator(
    label="Exposed",
    symbol="EXP",
    unit="share of novices' hours",
    better="lower",
    method="3.1",
    family="challenge",
    novices=3,
    others=3,
    units=30,
    about_novices=True,
)
def exposed(
    zone_hours: pl.DataFrame, zone_tasks: pl.DataFrame, unit_counts: pl.DataFrame
) -> pl.DataFrame:
    """Share of novices' hours beyond the learning zone with no expert present, by unit and period.

    zone_hours   unit_id, person_id, period, is_novice, usable [h], exposed [h]
    zone_tasks   unit_id, period, novice_tasks
    unit_counts  unit_id, period: every unit with members

    Counts: the same people and hours as challenge, so that challenge, exposed and routine sum to 1.
    Does not tell: whether help came over chat or in the hallway, which no export holds.
    """
    return zone_share("exposed", zone_hours, zone_tasks, unit_counts, of_novices=True)
