"""When AI came to each team, from its use."""

from typing import Final

import narwhals as nw
import polars as pl

from evidence.history import History, month_of
from evidence.judged import judged
from evidence.register import reached
from evidence.rollouts import STARTS, Rollout
from metrics.ai_flag import ai_daily, ai_use

AI_IN_USE: Final = "the use of AI"


def ai_arrival(history: History) -> pl.DataFrame:
    """The month by whose end half of a team's people used AI regularly: team_id, first_month.

    is_seen  whether it came within the months of the exports; a team that had it in the first of
             them may have had it long before

    Counts: people with use on `judged()["regular_days"]` days of a month, as `metrics.ai_flag`
    knows use; who tried it once has not begun. Teams that it has not come to have no row.
    """
    use = ai_use(ai_daily(nw.from_native(history.facts["ai_usage"]))).to_native()
    months = (
        use.drop_nulls("person_id")
        .group_by("person_id", done=month_of("usage_day"))
        .agg(days=pl.col("usage_day").n_unique())
        .filter(pl.col("days") >= judged()["regular_days"])
        .group_by("person_id")
        .agg(pl.col("done").min())
        .collect()
    )
    first_told = pl.lit(months["done"].min(), dtype=pl.Date)
    return (
        reached(months, history.belonging)
        .select(
            "team_id",
            pl.col("first_month").cast(pl.Date),
            is_seen=pl.col("first_month") > first_told,
        )
        .sort("team_id")
    )


def ai_rollout(arrival: pl.DataFrame) -> Rollout:
    """The coming of AI as one more rollout: teams in which the exports saw it come.

    arrival  as `ai_arrival` answers it
    """
    starts = arrival.filter("is_seen").with_columns(reach=None, by_lot=pl.lit(value=False))
    told = starts.select(list(STARTS)).cast(dict(STARTS))  # type: ignore[arg-type]
    return Rollout("ai", AI_IN_USE, "redesign", told)
