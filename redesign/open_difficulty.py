"""How hard and how large an open task would be for each craft that could do it."""

from typing import Final

import polars as pl

KEY: Final = ["job_family", "type", "component"]


def sized(
    asked: pl.DataFrame,
    family_difficulty: pl.DataFrame,
    skill_parameters: pl.DataFrame,
    family_effort: pl.DataFrame,
) -> pl.DataFrame:
    """One row per open task and job family asked about.

    asked              task_id, job_family, type, component, estimate_hours, logged_hours [h]
    family_difficulty  job_family, type, component (null: the rest), family, b at an average size
    skill_parameters   job_family, kappa, z_mean, z_sd, effort_ratio, median_effort_hours,
                       alpha, gamma
    family_effort      job_family, family (null: the whole craft), effort_hours (median)
    returns            task_id, job_family, b [logit] (null: no outcomes of such work in this
                       craft), effort_hours [h] (null: no hours known), ai_effect, support_effect

    Counts: a kind of work that has no family of its own by the rest of its type, else of its craft.
    The effort is the estimate times the craft's effort/estimate, else the median of its family,
    else of its craft; at least what is logged already.
    """
    known = (
        _with_family(asked, family_difficulty)
        .join(skill_parameters, on="job_family", how="left")
        .join(_medians(family_effort), on=["job_family", "family"], how="left")
    )
    size = ((1 + pl.col("estimate_hours")).log() - pl.col("z_mean")) / pl.col("z_sd")
    z = pl.when(pl.col("z_sd") > 0).then(size).fill_null(0.0)
    estimated = pl.col("estimate_hours") * pl.col("effort_ratio").fill_null(1.0)
    effort = pl.coalesce(estimated, "usual_hours", "median_effort_hours")
    return known.select(
        "task_id",
        "job_family",
        b=pl.col("b") + pl.col("kappa").fill_null(0.0) * z,
        effort_hours=pl.max_horizontal(effort, pl.col("logged_hours").replace(0.0, None)),
        ai_effect=pl.col("alpha").fill_null(0.0),
        support_effect=pl.col("gamma").fill_null(0.0),
    ).sort("task_id", "job_family")


def _with_family(asked: pl.DataFrame, family_difficulty: pl.DataFrame) -> pl.DataFrame:
    """Adds family and b: of the same type and component, else of the type, else of the craft."""
    table = family_difficulty.select(*KEY, "family", "b")
    no_component, no_type = pl.col("component").is_null(), pl.col("type").is_null()
    exact = table.filter(~no_component).rename({"family": "family_0", "b": "b_0"})
    of_type = table.filter(no_component & ~no_type).select(
        "job_family", "type", family_1="family", b_1="b"
    )
    rest = table.filter(no_component & no_type).select("job_family", family_2="family", b_2="b")
    return (
        asked.join(exact, on=KEY, how="left")
        .join(of_type, on=["job_family", "type"], how="left")
        .join(rest, on="job_family", how="left")
        .with_columns(
            family=pl.coalesce("family_0", "family_1", "family_2"),
            b=pl.coalesce("b_0", "b_1", "b_2"),
        )
    )


def _medians(family_effort: pl.DataFrame) -> pl.DataFrame:
    return family_effort.drop_nulls(["family", "effort_hours"]).select(
        "job_family", "family", usual_hours="effort_hours"
    )
