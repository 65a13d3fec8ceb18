"""Connection: how much novices worked with experts lately."""

import polars as pl

from metrics.contract import WARMING_UP, indicator
from metrics.formulas.decay import saturated
from metrics.formulas.jackknife import jackknife, ratio
from metrics.formulas.readings import KEY, readings


@indicator(
    label="Connection",
    symbol="CON",
    unit="0 to 1",
    better="higher",
    method="3.3",
    family="connection",
    novices=3,
    others=3,
    steady_novices=5,
    unit_word="ties",
    about_novices=True,
)
def connection(
    unit_people: pl.DataFrame,
    connection_stock: pl.DataFrame,
    unit_counts: pl.DataFrame,
    stock_days: pl.DataFrame,
    co_work_span: pl.DataFrame,
    connection_scale: float,
    connection_history_days: int,
) -> pl.DataFrame:
    """Mean over novices of their saturating stock of co-work days with experts, by unit and period.

    unit_people       unit_id, person_id, period, is_novice
    connection_stock  person_id, period, stock [days] at the period's end, experts
    unit_counts       unit_id, period, n_people, n_novices, n_others, known_share
    stock_days        period, last_day
    co_work_span      first_sign_day
    connection_scale  stock that fills 63 % of the scale [days]
    connection_history_days   days of history before a stock is full enough to be read

    Counts: one co-work day a week with one expert, for ever, as .62. A novice without any tie as 0,
    also where no expert is in reach. The coverage is the
    share of capacity whose status is known. Jackknife over novices.
    Does not tell: what was said in chat, meetings and hallways, so it is a floor; nor who taught
    whom: seniors who let juniors explain the new tool raise it too.
    """
    novices = unit_people.filter("is_novice").join(
        connection_stock, on=["person_id", "period"], how="left", maintain_order="left"
    )
    stock = novices["stock"].fill_null(0.0).to_numpy()
    novices = novices.with_columns(
        share=pl.Series(saturated(stock, connection_scale), dtype=pl.Float64), one=pl.lit(1.0)
    )
    means = jackknife(novices, KEY, "person_id", ["share", "one"], ratio)
    tied = novices.group_by(KEY).agg(n_units=pl.col("experts").sum())
    history = (
        stock_days.group_by("period").agg(pl.col("last_day").max()).join(co_work_span, how="cross")
    )
    figures = (
        unit_counts.select(*KEY, "n_people", "n_novices", "n_others", coverage="known_share")
        .join(means, on=KEY, how="left")
        .join(tied, on=KEY, how="left")
        .join(
            history.select("period", seen=pl.col("last_day") - pl.col("first_sign_day")),
            on="period",
            how="left",
        )
    )
    is_ready = pl.col("seen") >= connection_history_days
    figures = figures.with_columns(value=pl.when(is_ready).then("value"))
    return readings(
        unit_counts.select(KEY),
        figures,
        reason=_why(connection_history_days),
        lowest=0.0,
        highest=1.0,
    )


def _why(days: int) -> pl.Expr:
    return (
        pl.when(pl.col("seen").is_null())
        .then(pl.lit("No task was shared by two people"))
        .when(pl.col("n_novices").fill_null(0) == 0)
        .then(pl.lit("No novice in the unit"))
        .otherwise(
            pl.format(
                WARMING_UP + ": {} days of shared work seen, and a stock of ties needs {} to fill",
                pl.max_horizontal(pl.col("seen"), pl.lit(0)),
                pl.lit(days),
            )
        )
    )
