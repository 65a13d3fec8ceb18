"""How rich a person's work is: its breadth and the complexity of its tasks, joined."""

from typing import Any

import narwhals as nw
import polars as pl

from metrics._engine import small


def worked_complexity(
    participation_hours: nw.LazyFrame[Any], complexity_of_task: nw.LazyFrame[Any]
) -> pl.DataFrame:
    """Hours of people and the complexity in them; one row per person, team and period.

    participation_hours  task_id, person_id, team_id, period, hours [h]
    complexity_of_task   task_id, w, is_labelled
    returns              person_id, team_id (null: outside every team), period, hours [h],
                         weighed (hours x w), weighed_hours [h] (w known), labelled_hours [h]
    """
    work = participation_hours.join(complexity_of_task, on="task_id", how="left")
    hours = nw.col("hours")
    is_known = (~nw.col("w").is_null()).cast(nw.Float64)
    return small(
        work.group_by("person_id", "team_id", "period").agg(
            hours.sum().alias("hours"),
            (hours * nw.col("w").fill_null(0.0)).sum().alias("weighed"),
            (hours * is_known).sum().alias("weighed_hours"),
            (hours * nw.col("is_labelled").fill_null(0)).sum().alias("labelled_hours"),
        )
    ).sort("person_id", "team_id", "period", nulls_last=True)


def person_complexity(
    worked_complexity: pl.DataFrame,
    person_breadth: pl.DataFrame,
    breadth_ruler: pl.DataFrame,
    status: pl.DataFrame,
    complexity_cap: float,
    complexity_breadth_part: float,
) -> pl.DataFrame:
    """Breadth, task complexity and both joined; one row per person and period. Never shown.

    worked_complexity  person_id, period, weighed, weighed_hours [h]
    person_breadth     person_id, period, tasks, breadth, breadth_of_few
    breadth_ruler      job_family (null: the firm), best, best_of_few
    status             person_id, period, job_family
    complexity_cap     largest breadth relative to the ruler
    complexity_breadth_part   weight of breadth; the rest is task complexity's
    returns            person_id, period, tasks, breadth, task_complexity, complexity

    Counts: with five to nine tasks the breadth in five, against its own ruler; with fewer no
    breadth and no complexity.
    """
    key = ["person_id", "period"]
    work = worked_complexity.group_by(key).agg(
        task_complexity=pl.col("weighed").sum() / pl.col("weighed_hours").sum()
    )
    firm = breadth_ruler.filter(pl.col("job_family").is_null()).drop("job_family")
    families = breadth_ruler.drop_nulls("job_family")
    people = (
        work.join(person_breadth, on=key, how="full", coalesce=True)
        .join(status.select(*key, "job_family"), on=key, how="left")
        .join(families, on="job_family", how="left")
        .join(firm, how="cross", suffix="_firm")
    )
    of_ten = pl.col("breadth") / pl.coalesce("best", "best_firm")
    of_few = pl.col("breadth_of_few") / pl.coalesce("best_of_few", "best_of_few_firm")
    relative = pl.coalesce(of_ten, of_few).clip(upper_bound=complexity_cap)
    of_tasks, part = pl.col("task_complexity").fill_nan(None), complexity_breadth_part
    return people.select(
        *key,
        pl.col("tasks").fill_null(0),
        "breadth",
        of_tasks,
        complexity=part * relative + (1 - part) * of_tasks,
    ).sort(key)


def unit_complexity(
    unit_people: pl.DataFrame,
    person_complexity: pl.DataFrame,
    worked_complexity: pl.DataFrame,
    unit_tree: pl.DataFrame,
) -> pl.DataFrame:
    """Members of units with their complexity and hours; one row per unit, person and period.

    unit_people        unit_id, person_id, period, hours [h] (capacity), is_novice
    person_complexity  person_id, period, tasks, breadth, task_complexity, complexity
    worked_complexity  person_id, team_id, period, hours [h], labelled_hours [h]
    unit_tree          team_id, unit_id
    returns            unit_id, person_id, period, capacity [h], is_novice, tasks, breadth,
                       task_complexity, complexity, hours [h], labelled_hours [h]
    """
    key = ["unit_id", "person_id", "period"]
    worked = (
        worked_complexity.join(unit_tree.select("team_id", "unit_id"), on="team_id")
        .group_by(key)
        .agg(pl.col("hours", "labelled_hours").sum())
    )
    in_order = unit_people.select(*key, "is_novice", capacity="hours")
    return (
        in_order.join(
            person_complexity, on=["person_id", "period"], how="left", maintain_order="left"
        )
        .join(worked, on=key, how="left", maintain_order="left")
        .with_columns(pl.col("tasks").fill_null(0), pl.col("hours", "labelled_hours").fill_null(0))
    )
