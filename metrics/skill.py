"""Skill in a craft, estimated together with the difficulty of the work (R7)."""

from typing import Any, Final

import narwhals as nw
import polars as pl

from metrics._engine import beside, small
from metrics.formulas.skill_history import Priors, SkillHistory
from metrics.formulas.skill_rows import SCHEMA as ESTIMATES

FIT_SCHEMA: Final = {
    "job_family": pl.String(),
    **ESTIMATES,
    "as_of": pl.Date(),
    "quarter": pl.Date(),
}


def skill_priors(
    theta_prior_sd: float,
    theta_step_sd: float,
    family_prior_sd: float,
    mask_prior_sd: float,
    estimate_prior_sd: float,
    ai_prior_sd: float,
    ai_step_sd: float,
    support_prior_sd: float,
    link_least_se: float,
    window_quarters: int,
    newton_tolerance: float,
) -> Priors:
    """The judged numbers of the skill model, as one."""
    return Priors(
        theta_sd=theta_prior_sd,
        theta_step_sd=theta_step_sd,
        family_sd=family_prior_sd,
        mask_sd=mask_prior_sd,
        estimate_sd=estimate_prior_sd,
        ai_sd=ai_prior_sd,
        ai_step_sd=ai_step_sd,
        support_sd=support_prior_sd,
        link_least_se=link_least_se,
        window=window_quarters,
        tolerance=newton_tolerance,
    )


def skill_work(
    success: nw.LazyFrame[Any],
    closed_actor: nw.LazyFrame[Any],
    task_family: nw.LazyFrame[Any],
    ai_flag: nw.LazyFrame[Any],
    expert_present: nw.LazyFrame[Any],
    quarters: pl.DataFrame,
) -> nw.LazyFrame[Any]:
    """One row per scored task whose actor has a job family: what the skill model reads.

    returns  task_id, person_id, job_family, quarter (running number), family, mask, z, a, x, y

    Counts: a task outside the span of the AI exports as done without AI.
    """
    number = beside(quarters.select("quarter", "index"), closed_actor)
    return (
        success.join(task_family, on="task_id")
        .join(closed_actor.select("task_id", "person_id", "quarter"), on="task_id")
        .join(number, on="quarter")
        .join(ai_flag.select("task_id", "a"), on="task_id", how="left")
        .join(expert_present, on=["task_id", "person_id"], how="left")
        .select(
            *("task_id", "person_id", "job_family", "family", "mask", "z", "y"),
            quarter="index",
            a=nw.col("a").fill_null(0.0),
            x=nw.col("x").fill_null(0),
        )
    )


def skill_fit(
    skill_work: nw.LazyFrame[Any],
    family_reference: pl.DataFrame,
    quarters: pl.DataFrame,
    skill_priors: Priors,
) -> pl.DataFrame:
    """One row per estimate of each fit of each job family.

    skill_work       scored tasks
    family_reference  quarters in which the ruler of a job family is frozen
    returns           job_family, as_of (last quarter of the data), term (theta, family, mask,
                      estimate, ai, support), key (person, task family or mask), quarter (of theta
                      and ai), value, se [logit], n_tasks, n_behind, is_in_sample

    n_tasks   scored tasks behind it: of theta in that quarter, of the others in the window
    n_behind  for theta: of all quarters up to as_of

    Counts: one job family at a time. One without a scored task in its reference quarters is frozen
    in its first quarters with scored tasks, as many.
    """
    frozen = family_reference.join(quarters.select("quarter", "index"), on="quarter")
    names = small(skill_work.select("job_family").unique())["job_family"].sort()
    found = [
        _fits(
            small(skill_work.filter(nw.col("job_family") == name)), frozen, quarters, skill_priors
        )
        for name in names
    ]
    return pl.concat([pl.DataFrame(schema=FIT_SCHEMA), *found])


def _fits(
    work: pl.DataFrame, frozen: pl.DataFrame, quarters: pl.DataFrame, priors: Priors
) -> pl.DataFrame:
    name, worked = work["job_family"][0], work["quarter"].unique().sort()
    own = frozen.filter(pl.col("job_family") == name)["index"]
    reference = worked.filter(worked.is_in(own.to_list()))
    if not len(reference):
        reference = worked.head(len(own))
    last = int(quarters["index"].to_list()[-1])
    rows = SkillHistory(work, reference.to_list(), last, priors).rows()
    return (
        rows.with_columns(as_of=_first_day("as_of"), quarter=_first_day("quarter"))
        .select(pl.lit(name).alias("job_family"), pl.all())
        .cast(FIT_SCHEMA)  # type: ignore[arg-type]
    )


def _first_day(number: str) -> pl.Expr:
    """The first day of a quarter from its running number."""
    index = pl.col(number)
    return pl.date(index // 4, index % 4 * 3 + 1, 1)


def skill(skill_fit: pl.DataFrame) -> pl.DataFrame:
    """One row per person, job family and quarter with scored tasks.

    returns  person_id, job_family, period (first day of the quarter), theta, se [logit], n_tasks
             (scored tasks in the quarter), is_in_sample

    Counts: each quarter's skill from the data up to that quarter; inside the reference quarters
    from the joint fit of all of them.
    """
    return (
        skill_fit.filter(pl.col("term") == "theta", pl.col("n_tasks") > 0)
        .select(
            "job_family",
            "se",
            "n_tasks",
            "is_in_sample",
            person_id="key",
            period="quarter",
            theta="value",
        )
        .select("person_id", "job_family", "period", "theta", "se", "n_tasks", "is_in_sample")
        .sort("person_id", "job_family", "period")
    )
