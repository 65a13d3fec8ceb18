"""Who could have left in which month, and who did: the months of people, team by team."""

import polars as pl

from evidence.history import History
from store.errors import NotEnoughData


def at_risk(history: History) -> pl.DataFrame:
    """One row per person and month: those who belonged to a team as the month began.

    returns  person_id, team_id (main team as the month began), month (first day), left (whether
             the last day in the firm fell into the month)

    Errors: NotEnoughData when no export tells of a last day.
    """
    ends = history.facts["person"].select("person_id", "termination_day").collect()
    if ends["termination_day"].null_count() == ends.height:
        raise NotEnoughData(
            "nobody's last day in the firm is known",
            "an HR export with last days",
            "Load a list of staff with those who left",
        )
    left = (pl.col("termination_day") >= pl.col("start_day_right")) & (
        pl.col("termination_day") < pl.col("end_day_right")
    )
    return (
        history.belonging.filter("is_main")
        .join(history.months, how="cross")
        .filter(
            pl.col("start_day") <= pl.col("start_day_right"),
            pl.col("start_day_right") < pl.col("end_day"),
        )
        .join(ends, on="person_id", how="left")
        .select("person_id", "team_id", month="period", left=left.fill_null(value=False))
        .sort("person_id", "month")
    )
