"""The one shape of every indicator's answer, made from figures of units and periods."""

import polars as pl

from metrics.contract import READING_SCHEMA

KEY = ("unit_id", "period")


def readings(
    units: pl.DataFrame,
    figures: pl.DataFrame,
    *,
    reason: str | pl.Expr,
    lowest: float | None = None,
    highest: float | None = None,
) -> pl.DataFrame:
    """Rows of `READING_SCHEMA`, one for each unit and period in which somebody belongs to the unit.

    units    unit_id, period; more columns are taken where `figures` lacks them
    figures  unit_id, period, and columns of the schema; a unit that is missing has no value
    reason   why there is no value, in a sentence: a text, or an expression over both tables
    lowest, highest   ends to which the interval is cut

    Counts: a missing count is zero people, and a value that is not finite is no value.
    """
    table = units.join(figures.with_columns(is_told=True), on=KEY, how="left", suffix="_figure")
    table = _with_missing_columns(table).with_columns(
        pl.col("value", "low", "high", "se").fill_nan(None)
    )
    told = pl.col("value").is_not_null()
    why = pl.lit(reason) if isinstance(reason, str) else reason
    shaped = table.select(
        team_id="unit_id",
        period="period",
        value="value",
        low=pl.when(told).then(pl.col("low").clip(lowest, highest)),
        high=pl.when(told).then(pl.col("high").clip(lowest, highest)),
        se=pl.when(told).then("se"),
        n_people=pl.col("n_people").fill_null(0),
        n_novices=pl.col("n_novices").fill_null(0),
        n_others=pl.col("n_others").fill_null(0),
        n_units=pl.col("n_units").fill_null(0),
        coverage="coverage",
        reason=pl.when(~told).then(why),
    )
    return shaped.cast(dict(READING_SCHEMA)).sort("team_id", "period")  # type: ignore[arg-type]


def _with_missing_columns(table: pl.DataFrame) -> pl.DataFrame:
    """The figures' own counts win over those of the unit; what neither has is null."""
    own = [name.removesuffix("_figure") for name in table.columns if name.endswith("_figure")]
    table = table.drop(own).rename({f"{name}_figure": name for name in own})
    missing = [name for name in READING_SCHEMA if name not in ("team_id", *table.columns)]
    return table.with_columns(
        pl.lit(None, dtype=READING_SCHEMA[name]).alias(name) for name in missing
    )
