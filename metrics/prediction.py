"""What was known of a person's skill before a quarter began (R7)."""

from typing import Any, Final

import narwhals as nw
import polars as pl

from metrics._engine import small

SCHEMA: Final = {
    "person_id": pl.String(),
    "job_family": pl.String(),
    "quarter": pl.Date(),
    "theta": pl.Float64(),
    "variance": pl.Float64(),
    "n_tasks": pl.Int64(),
    "is_in_sample": pl.Boolean(),
}
WHO: Final = ["person_id", "job_family"]


def fit_before(skill_fit: pl.DataFrame, quarters: pl.DataFrame) -> pl.DataFrame:
    """One row per job family and quarter: which fit speaks of it.

    returns  job_family, quarter, index, as_of (the fit's last quarter), as_of_index, is_in_sample

    Counts: the fit of the data before the quarter; up to the end of the reference quarters, the
    reference fit, marked as in sample.
    """
    frozen = (
        skill_fit.filter("is_in_sample").group_by("job_family").agg(frozen=pl.col("as_of").max())
    )
    before = pl.max_horizontal(pl.col("quarter").dt.offset_by("-3mo"), "frozen")
    return (
        frozen.join(quarters.select("quarter", "index"), how="cross")
        .with_columns(as_of=before, is_in_sample=pl.col("quarter") <= pl.col("frozen"))
        .with_columns(as_of_index=_number("as_of"))
        .drop("frozen")
        .sort("job_family", "quarter")
    )


def prediction(
    skill_fit: pl.DataFrame,
    fit_before: pl.DataFrame,
    belonging: pl.DataFrame,
    quarters: pl.DataFrame,
    closed_actor: nw.LazyFrame[Any],
    theta_prior_sd: float,
    theta_step_sd: float,
) -> pl.DataFrame:
    """One row per person, job family and quarter in which the person belongs to it or acts in it.

    skill_fit     estimates of each fit
    fit_before    which fit speaks of a quarter
    belonging     who belongs to which job family when
    closed_actor  who acted in which job family
    returns       person_id, job_family, quarter, theta, variance [logit^2] (of skill: without the
                  residual difficulty of a task), n_tasks (scored tasks behind it), is_in_sample

    Counts: skill walks on for every quarter since the fit. Inside the reference quarters the joint
    fit itself, without a step. Somebody without a scored task has 0 and the prior's spread.
    """
    theta = skill_fit.filter(pl.col("term") == "theta").select(
        "job_family", "as_of", "value", "se", "n_behind", person_id="key", of="quarter"
    )
    walk = theta_step_sd**2
    known = (
        _wanted(belonging, quarters, closed_actor)
        .join(fit_before, on=["job_family", "quarter"])
        .join(theta, on=[*WHO, "as_of"], how="left")
        .with_columns(steps=_number("of") - pl.col("index"))
        .sort(*WHO, "quarter", pl.col("steps").abs(), nulls_last=True)
        .unique([*WHO, "quarter"], keep="first", maintain_order=True)
    )
    steps = pl.when("is_in_sample").then(pl.col("steps").fill_null(0).abs()).otherwise(1)
    spread = pl.col("se").fill_null(theta_prior_sd) ** 2
    return (
        known.with_columns(
            theta=pl.col("value").fill_null(0.0),
            variance=spread + walk * steps,
            n_tasks=pl.col("n_behind").fill_null(0),
        )
        .select(SCHEMA.keys())
        .cast(SCHEMA)  # type: ignore[arg-type]
    )


def _wanted(
    belonging: pl.DataFrame, quarters: pl.DataFrame, closed_actor: nw.LazyFrame[Any]
) -> pl.DataFrame:
    spans = quarters.select(
        "quarter", start_of_quarter=pl.col("start_day"), end_of_quarter=pl.col("end_day")
    )
    there = (
        belonging.lazy()
        .join_where(
            spans.lazy(),
            pl.col("start_day") < pl.col("end_of_quarter"),
            pl.col("end_day") > pl.col("start_of_quarter"),
        )
        .select(*WHO, "quarter")
        .collect()
    )
    acted = small(closed_actor.select(*WHO, "quarter").unique())
    return pl.concat([there, acted]).drop_nulls().unique()


def _number(day: str) -> pl.Expr:
    """The running number of the quarter that begins on that day."""
    year = pl.col(day).dt.year().cast(pl.Int64)
    return year * 4 + pl.col(day).dt.quarter().cast(pl.Int64) - 1
