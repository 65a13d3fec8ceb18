"""How hard a task is, on the scale of its job family (R7)."""

from typing import Any, Final

import narwhals as nw
import polars as pl

from metrics._engine import beside

FIT: Final = ["job_family", "as_of"]


def difficulty(
    task_family: nw.LazyFrame[Any],
    closed_task: nw.LazyFrame[Any],
    outcome: nw.LazyFrame[Any],
    skill_fit: pl.DataFrame,
    fit_before: pl.DataFrame,
) -> nw.LazyFrame[Any]:
    """One row per closed task of a job family with a fit: its difficulty b.

    task_family  task_id, job_family, family, z
    closed_task  quarter of closing
    outcome      mask: which outcomes the task's source records
    skill_fit    estimates of each fit
    fit_before   which fit speaks of a quarter
    returns      task_id, job_family, quarter, b [logit], is_in_sample;
                 b = mu(mask) + delta(family) + kappa z, from data before the task's quarter

    Counts: a task with no recorded outcome, or with a mask never scored before, takes the level of
    the most frequent mask. A family never scored before is of average difficulty.
    """
    levels = beside(_levels(skill_fit, fit_before), closed_task)
    deltas = beside(_family_terms(skill_fit), closed_task)
    mus = beside(_mask_terms(skill_fit), closed_task)
    return (
        task_family.join(closed_task.select("task_id", "quarter"), on="task_id")
        .join(outcome.select("task_id", "mask"), on="task_id")
        .join(levels, on=["job_family", "quarter"])
        .join(deltas, on=[*FIT, "family"], how="left")
        .join(mus, on=[*FIT, "mask"], how="left")
        .select(
            *("task_id", "job_family", "quarter"),
            b=nw.coalesce("mu", "usual_mu")
            + nw.col("delta").fill_null(0.0)
            + nw.col("kappa") * nw.col("z"),
            is_in_sample="is_in_sample",
        )
    )


def family_difficulty(skill_fit: pl.DataFrame, family_map: pl.DataFrame) -> pl.DataFrame:
    """One row per job family and kind of task: how hard the newest fit finds it.

    returns  job_family, family, type, component (null is merged), b [logit] at the usual estimate
             and the task-weighted mean over masks, se (of the family's own part), n_tasks
    """
    newest = _newest(skill_fit)
    level = (
        newest.filter(pl.col("term") == "mask", pl.col("n_tasks") > 0)
        .group_by("job_family")
        .agg(mu=(pl.col("value") * pl.col("n_tasks")).sum() / pl.col("n_tasks").sum())
    )
    own = newest.filter(pl.col("term") == "family").select(
        "job_family", "value", "se", "n_tasks", family="key"
    )
    return (
        family_map.join(level, on="job_family")
        .join(own, on=["job_family", "family"], how="left")
        .select(
            *("job_family", "family", "type", "component"),
            b=pl.col("mu") + pl.col("value").fill_null(0.0),
            se=pl.col("se").fill_null(1.0),
            n_tasks=pl.col("n_tasks").fill_null(0),
        )
        .sort("job_family", "type", "component", nulls_last=True)
    )


def skill_parameters(
    skill_fit: pl.DataFrame,
    estimate_scale: pl.DataFrame,
    effort_ratio: pl.DataFrame,
    family_effort: pl.DataFrame,
) -> pl.DataFrame:
    """One row per job family with a fit: what the newest fit and the frozen rulers say of its work.

    returns  job_family, quarter (last of the newest fit), alpha (help of AI), gamma (help of an
             expert), kappa [logit], z_mean, z_sd (of ln(1 + estimate)), effort_ratio,
             median_effort_hours [h]
    """
    newest = _newest(skill_fit)
    columns = {"estimate": "kappa", "support": "gamma", "ai": "alpha"}
    fits = newest.select("job_family", quarter="as_of").unique()
    now = pl.col("quarter").is_null() | (pl.col("quarter") == pl.col("as_of"))
    for term, name in columns.items():
        told = newest.filter(pl.col("term") == term, now)
        fits = fits.join(told.select("job_family", pl.col("value").alias(name)), on="job_family")
    whole = family_effort.filter(pl.col("family").is_null())
    return (
        fits.join(estimate_scale, on="job_family", how="left")
        .join(effort_ratio.drop_nulls("job_family"), on="job_family", how="left")
        .join(
            whole.select("job_family", median_effort_hours="effort_hours"),
            on="job_family",
            how="left",
        )
        .select(
            *("job_family", "quarter", "alpha", "gamma", "kappa"),
            *("z_mean", "z_sd", "effort_ratio", "median_effort_hours"),
        )
        .sort("job_family")
    )


def _newest(skill_fit: pl.DataFrame) -> pl.DataFrame:
    return skill_fit.filter(pl.col("as_of") == pl.col("as_of").max().over("job_family"))


def _family_terms(skill_fit: pl.DataFrame) -> pl.DataFrame:
    return skill_fit.filter(pl.col("term") == "family").select(*FIT, family="key", delta="value")


def _mask_terms(skill_fit: pl.DataFrame) -> pl.DataFrame:
    """Level of each mask that had been scored by the time of a fit."""
    masks = skill_fit.filter(pl.col("term") == "mask").sort(*FIT, "key")
    scored = pl.col("n_tasks").cum_max().over("job_family", "key", order_by="as_of") > 0
    return masks.filter(scored).select(*FIT, mask="key", mu="value")


def _levels(skill_fit: pl.DataFrame, fit_before: pl.DataFrame) -> pl.DataFrame:
    """Kappa and the level of the most frequent mask, of the fit that speaks of a quarter."""
    usual = (
        skill_fit.filter(pl.col("term") == "mask")
        .sort(*FIT, "n_tasks", "key", descending=[False, False, True, False])
        .unique(FIT, keep="first", maintain_order=True)
        .select(*FIT, usual_mu="value")
    )
    kappa = skill_fit.filter(pl.col("term") == "estimate").select(*FIT, kappa="value")
    spoken = fit_before.select(*FIT, "quarter", "is_in_sample")
    return spoken.join(kappa, on=FIT).join(usual, on=FIT)
