"""Which parts of the system a task touches."""

from typing import Any

import narwhals as nw


def task_labels(distinct_task: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Components of tasks, else their skill labels; one row per task and label.

    distinct_task  task_id, components, skills: lists
    returns        task_id, label

    Counts: a task without components by its skills; a task without either is unknown, and absent.
    """
    components = nw.col("components").list.len().fill_null(0) > 0
    of_components = (
        distinct_task.filter(components)
        .select("task_id", label="components")
        .explode("label")
        .unique()
    )
    skills = nw.col("skills").list.len().fill_null(0) > 0
    of_skills = (
        distinct_task.filter(~components, skills)
        .select("task_id", label="skills")
        .explode("label")
        .unique()
    )
    return nw.concat([of_components, of_skills], how="vertical")
