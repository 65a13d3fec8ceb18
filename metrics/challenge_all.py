"""Challenge of everybody: the same share for all members, novices or not."""

import polars as pl

from metrics._zone_share import zone_share
from metrics.contract import indicator


@indicator(
    label="Challenge, all members",
    symbol="CHA all",
    unit="share of hours",
    better="higher",
    method="3.1",
    family="challenge",
    units=30,
)
def challenge_all(
    zone_hours: pl.DataFrame, zone_tasks: pl.DataFrame, unit_counts: pl.DataFrame
) -> pl.DataFrame:
    """Members' hours in the learning zone, or beyond it with an expert, as share of all theirs.

    zone_hours   unit_id, person_id, period, usable [h], in_zone [h]
    zone_tasks   unit_id, period, tasks
    unit_counts  unit_id, period: every unit with members

    Counts: as challenge does, for everybody. An expert counts as support for another expert.
    Does not tell: who holds the challenging work; novices may have none of it.
    """
    return zone_share("in_zone", zone_hours, zone_tasks, unit_counts, of_novices=False)
