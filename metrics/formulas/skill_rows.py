"""The estimates of a fit as rows."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from metrics.formulas.chain import Floats
from metrics.formulas.skill_fit import Fit
from metrics.formulas.skill_problem import Responses, Truths, Whole

SCHEMA: Final = {
    "as_of": pl.Int64(),
    "term": pl.String(),
    "key": pl.String(),
    "quarter": pl.Int64(),
    "value": pl.Float64(),
    "se": pl.Float64(),
    "n_tasks": pl.Int64(),
    "n_behind": pl.Int64(),
    "is_in_sample": pl.Boolean(),
}


@dataclass(frozen=True)
class Names:
    """What the codes stand for: people, task families, masks."""

    people: pl.Series
    families: pl.Series
    masks: pl.Series


@dataclass(frozen=True)
class Window:
    """The tasks that a fit saw.

    tasks        all scored tasks of the job family
    inside       which of them the fit saw, (tasks,)
    start, as_of first and last quarter of the window, running numbers
    in_sample    it is the reference fit
    """

    tasks: Responses
    inside: Truths
    start: int
    as_of: int
    in_sample: bool


def theta_rows(
    names: Names, window: Window, who: Whole, theta: Floats, se: Floats, quarter: int
) -> pl.DataFrame:
    """One row per person: skill in that quarter.

    who        codes of the people, (people,)
    theta, se  (people,)
    """
    tasks = window.tasks
    until = window.inside if window.in_sample else tasks.quarter <= quarter
    now = window.inside & (tasks.quarter == quarter)
    people = len(names.people)
    return pl.DataFrame(
        {
            "as_of": np.full(len(who), window.as_of),
            "term": ["theta"] * len(who),
            "key": names.people.gather(who),
            "quarter": np.full(len(who), quarter),
            "value": theta,
            "se": se,
            "n_tasks": np.bincount(tasks.person[now], minlength=people)[who],
            "n_behind": np.bincount(tasks.person[until], minlength=people)[who],
            "is_in_sample": np.full(len(who), window.in_sample),
        },
        schema=SCHEMA,
    )


def shared_rows(names: Names, window: Window, found: Fit) -> pl.DataFrame:
    """One row per parameter that people share: delta, mu, kappa, alpha, gamma."""
    tasks = window.tasks[window.inside]
    quarters = list(range(window.start, window.as_of + 1))
    families, masks = names.families.to_list(), names.masks.to_list()
    total = np.array([len(tasks.y)])
    counts = np.concatenate(
        [
            np.bincount(tasks.family, minlength=len(families)),
            np.bincount(tasks.mask, minlength=len(masks)),
            total,
            np.bincount(tasks.quarter - window.start, minlength=len(quarters)),
            total,
        ]
    )
    levels = len(found.levels)
    return pl.DataFrame(
        {
            "as_of": np.full(len(counts), window.as_of),
            "term": [
                *(["family"] * len(families) + ["mask"] * len(masks) + ["estimate"]),
                *(["ai"] * len(quarters) + ["support"]),
            ],
            "key": [*families, *masks, *[None] * (len(quarters) + 2)],
            "quarter": [*[None] * levels, *quarters, None],
            "value": np.append(np.append(found.levels, found.ai), found.support),
            "se": np.append(np.append(found.levels_se, found.ai_se), found.support_se),
            "n_tasks": counts,
            "n_behind": counts,
            "is_in_sample": np.full(len(counts), window.in_sample),
        },
        schema=SCHEMA,
    )
