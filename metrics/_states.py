"""What a cell of the cube may be called, and why: too few people, too little covered, too wide."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from metrics.contract import WARMING_UP


def judged(cells: pl.DataFrame, constants: Mapping[str, Any], marks: pl.DataFrame) -> pl.DataFrame:
    """Adds is_small (too few people), is_thin (too few units), is_uncovered, is_partial, mark.

    marks  period, is_partial, is_lost, mark: periods of which the exports tell too little
    """
    told = marks.rename({"is_partial": "is_marked"})
    points = float(constants["low_precision_points"])
    people, novices, others = pl.col("n_people"), pl.col("n_novices"), pl.col("n_others")
    by_score = (pl.col("score_high") - pl.col("score_low")) / 2 > points
    by_value = (pl.col("high") - pl.col("low")) / 2 > points / 100 * pl.col("natural_span")
    marked = cells.join(told, on="period", how="left", maintain_order="left").with_columns(
        pl.col("is_marked", "is_lost").fill_null(value=False)
    )
    return marked.with_columns(
        is_small=(people < pl.col("least_people"))
        | (novices < pl.col("least_novices"))
        | (others < pl.col("least_others")),
        is_thin=pl.col("n_units") < pl.col("least_units"),
        is_uncovered=(pl.col("coverage") < constants["hidden_coverage"]).fill_null(value=False)
        | pl.col("is_lost"),
        is_partial=(pl.col("coverage") < constants["partial_coverage"]).fill_null(value=False)
        | pl.col("is_marked"),
        is_wide=pl.coalesce(by_score, by_value, pl.col("low").is_null() | pl.col("high").is_null()),
        is_few=novices < pl.col("steady_novices"),
    )


def state() -> pl.Expr:
    """One word for what a row shows."""
    own, missing = pl.col("is_published"), pl.col("value").is_null()
    young = missing & pl.col("reason").str.starts_with(WARMING_UP)
    return (
        pl.when(own & pl.col("is_partial"))
        .then(pl.lit("partial"))
        .when(own & pl.col("is_wide"))
        .then(pl.lit("low_precision"))
        .when(own)
        .then(pl.lit("shown"))
        .when(pl.col("pooled_from").is_not_null())
        .then(pl.lit("pooled"))
        .when(young)
        .then(pl.lit("warming_up"))
        .when(missing)
        .then(pl.lit("not_computed"))
        .otherwise(pl.lit("suppressed"))
    )


def why(constants: Mapping[str, Any]) -> pl.Expr:
    """Why a row is not simply shown, in a sentence."""
    percent = (pl.col("coverage") * 100).round(0).cast(pl.Int64)
    covered = pl.format("{} % of the hours could be used", percent)
    points = constants["low_precision_points"]
    own = pl.col("is_published")
    return (
        pl.when(pl.col("is_lost") | own & pl.col("is_marked"))
        .then("mark")
        .when(own & pl.col("is_partial"))
        .then(pl.format("Only {}", covered))
        .when(own & pl.col("low").is_null())
        .then(pl.lit("No interval can be told"))
        .when(own & pl.col("is_wide"))
        .then(pl.lit(f"The interval is wider than {points} score points either way"))
        .when(own & pl.col("is_few"))
        .then(pl.format("Fewer than {} novices: the interval is rough", "steady_novices"))
        .when(own)
        .then(None)
        .when(pl.col("pooled_from").is_null() & pl.col("value").is_null())
        .then("reason")
        .when(pl.col("is_small") & pl.col("is_about_novices"))
        .then(
            pl.format(
                "Fewer than {} people, {} novices or {} others",
                "least_people",
                "least_novices",
                "least_others",
            )
        )
        .when("is_small")
        .then(pl.format("Fewer than {} people", "least_people"))
        .when("is_thin")
        .then(pl.format("Fewer than {} {}", "least_units", "unit_word"))
        .when("is_uncovered")
        .then(pl.format("Only {}", covered))
        .otherwise(pl.lit("Hidden, or a neighbour's figure could be told by subtraction"))
    )
