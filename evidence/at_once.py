"""What else began in the same teams at the same time: two causes of which no study tells one."""

from collections.abc import Iterable

import polars as pl

from evidence.codes import code
from evidence.judged import judged
from evidence.results import Code
from evidence.rollouts import Rollout


def started_at_once(
    rollout: Rollout, others: Iterable[Rollout], teams: pl.Series
) -> tuple[Code, ...]:
    """A code for each other rollout that began together with this one, and not elsewhere.

    teams  team_id of all teams of the firm

    Counts: of the compared teams that have this one, the share in which the other began less than
    `judged()["at_once_months"]` months before or after. What begins just as often in teams without
    it at that time (a yearly course) explains no difference, so that their share is taken off;
    the rest must reach `judged()["at_once"]`.
    """
    told = (_told(rollout, other, teams) for other in others if other.key != rollout.key)
    return tuple(one for one in told if one)


def _told(rollout: Rollout, other: Rollout, teams: pl.Series) -> Code | None:
    month = pl.col("first_month").dt.year().cast(pl.Int64) * 12 + pl.col("first_month").dt.month()
    own = rollout.compared(rollout.started).select("team_id", month=month)
    if own.is_empty():
        return None
    every = rollout.compared(teams.unique().to_frame("team_id"))
    every = every.join(own, on="team_id", how="left")
    every = every.join(other.started.select("team_id", other=month), on="team_id", how="left")
    apart = judged()["at_once_months"]
    pairs = own.select("month").join(every, how="cross", suffix="_of_team")
    near = ((pl.col("other") - pl.col("month")).abs() < apart).fill_null(value=False)
    is_later = (pl.col("month_of_team") - pl.col("month") >= apart).fill_null(value=True)
    here = every.select(((pl.col("month") - pl.col("other")).abs() < apart).sum()).item()
    elsewhere = pairs.filter(is_later).select(near.mean()).item() or 0.0
    share = here / own.height
    if share - elsewhere < judged()["at_once"]:
        return None
    return code("STARTED_AT_ONCE", other=other.name, share=share)
