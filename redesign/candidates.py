"""Every person beside every open task of the team, alone and with each possible supporter."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from redesign.hashes import drawn, hashed
from redesign.open_tasks import smallest_success
from redesign.thresholds import number

PLACES: Final = 9
KEY: Final = ("person_id", "task_id", "supporter_id")


@dataclass(frozen=True)
class Work:
    """Open work of the firm and the people who could take it.

    tasks     free open tasks: `open_tasks.open_tasks`, with team_id
    members   `free_people.members`
    people    `free_people.free_people`
    sizes     `open_difficulty.sized`
    skill     person_id, job_family, theta, variance, n_tasks: the newest prediction
    crafts    `usual_work.crafts`
    reach     `usual_work.ai_reach`
    fluency   `usual_work.ai_fluency`
    unedited  `usual_work.unedited`
    stock     person_id, stock: decayed co-work days with experts
    """

    tasks: pl.DataFrame
    members: pl.DataFrame
    people: pl.DataFrame
    sizes: pl.DataFrame
    skill: pl.DataFrame
    crafts: pl.DataFrame
    reach: pl.DataFrame
    fluency: pl.DataFrame
    unedited: pl.DataFrame
    stock: pl.DataFrame


def candidates(work: Work) -> pl.DataFrame:
    """One row per person, open task of the team and supporter (null: alone), sorted by them.

    returns  the columns of tasks and people that a pair is judged by; margin and spread [logit],
             goal_fit, p_min, stock, ai_reach, fluency, unedited, ai_effect, support_effect,
             effort_hours [h], support_hours_left [h], rate, support_rate, tie

    Counts: people who opted out stand nowhere, also not as supporters, and what they own stays
    theirs; nor do people of a craft that does not do such tasks. A new hire has average skill,
    with all the doubt there is.
    """
    rows = _with_supporters(_known(_beside(work), work), work)
    # Means and sums of floats end differently in another order of rows; this far they agree.
    told = rows.with_columns(pl.selectors.float().round(PLACES)).sort(KEY, nulls_last=False)
    return _with_draw(told, *KEY, name="tie")


def _beside(work: Work) -> pl.DataFrame:
    """People beside the open tasks of their teams, where their craft does such tasks."""
    people = work.people.filter(~pl.col("opt_out")).drop("opt_out", "support_hours_left")
    opted_out = work.people.filter("opt_out")["person_id"].implode()
    owned = pl.col("owner").is_in(opted_out).fill_null(value=False)
    tasks = work.tasks.filter(~owned).select(
        *("task_id", "team_id", "type", "skills", "reviewers", "priority", "owner"),
        needed=pl.col("certificates"),
    )
    here = work.crafts.drop_nulls("team_id")
    anywhere = work.crafts.filter(pl.col("team_id").is_null()).select("type", "job_family")
    yes = pl.lit(value=True)
    return (
        work.members.select("person_id", "team_id", "job_family")
        .join(people, on="person_id")
        .join(tasks, on="team_id")
        .join(here.with_columns(a=yes), on=["team_id", "type", "job_family"], how="left")
        .join(here.select("team_id", "type", b=yes).unique(), on=["team_id", "type"], how="left")
        .join(anywhere.with_columns(c=yes), on=["type", "job_family"], how="left")
        .join(anywhere.select("type", d=yes).unique(), on="type", how="left")
        # What the team has done decides; else what the firm has; a new kind of task is open to all.
        .filter(pl.coalesce("a", ~pl.col("b"), "c", ~pl.col("d"), yes))
        .drop("a", "b", "c", "d")
    )


def _known(rows: pl.DataFrame, work: Work) -> pl.DataFrame:
    """Adds what is known of the person's skill, ties and use of AI, and of the task's size."""
    by_type = work.fluency.drop_nulls("type").rename({"fluency": "by_type"})
    overall = work.fluency.filter(pl.col("type").is_null()).select("person_id", "fluency")
    unknown = number("theta_prior_sd") ** 2 + number("theta_step_sd") ** 2
    variance = pl.col("variance").fill_null(unknown) + number("residual_sd") ** 2
    return (
        rows.join(work.sizes, on=["task_id", "job_family"], how="left")
        .join(work.skill, on=["person_id", "job_family"], how="left")
        .join(work.stock, on="person_id", how="left")
        .join(work.reach, on=["job_family", "type"], how="left")
        .join(by_type, on=["person_id", "type"], how="left")
        .join(overall, on="person_id", how="left")
        .join(work.unedited, on="person_id", how="left")
        .with_columns(
            pl.col("stock", "ai_reach", "unedited").fill_null(0.0),
            pl.col("n_tasks").fill_null(0),
            fluency=pl.coalesce("by_type", "fluency", 0.0),
            margin=pl.col("theta").fill_null(0.0) - pl.col("b"),
            spread=variance.sqrt(),
            goal_fit=_goal_fit(),
            p_min=smallest_success(pl.col("priority")),
        )
        .drop("by_type", "theta", "variance", "b", "goals", "skills", "priority")
    )


def _goal_fit() -> pl.Expr:
    """GF: share of the task's skills that the person wants to grow; null where one is not told."""
    skills = pl.col("skills").list.unique()
    shared = skills.list.set_intersection("goals").list.len()
    return pl.when(skills.list.len() > 0).then(shared / skills.list.len())


def _with_supporters(rows: pl.DataFrame, work: Work) -> pl.DataFrame:
    """Adds rows with each of a few supporters: experts of the team who have hours to give.

    Counts: nobody supports themself, or a task that they will review. Of more experts than are
    asked, a draw from the names takes some: another few for every task.
    """
    experts = work.people.filter(
        ~pl.col("opt_out"), pl.col("status") == "expert", pl.col("support_hours_left") > 0
    ).select("support_hours_left", supporter_id="person_id", support_rate="rate")
    in_team = work.members.select("team_id", supporter_id="person_id").join(
        experts, on="supporter_id"
    )
    asked = int(number("supporters_a_pair"))
    offered = (
        rows.select("task_id", "team_id", "reviewers")
        .unique("task_id")
        .join(in_team, on="team_id")
        .filter(~pl.col("supporter_id").is_in(pl.col("reviewers")))
        .drop("team_id", "reviewers")
    )
    place = pl.col("place").rank("ordinal")
    # One more than are asked, for those who are an expert of the task themselves.
    drawn_few = _with_draw(offered, "task_id", "supporter_id", name="place").filter(
        place.over("task_id") <= asked + 1
    )
    few = (
        rows.join(drawn_few, on="task_id")
        .filter(pl.col("supporter_id") != pl.col("person_id"))
        .filter(place.over("person_id", "task_id") <= asked)
        .drop("place")
    )
    return pl.concat([rows, few], how="diagonal")


def _with_draw(rows: pl.DataFrame, *columns: str, name: str) -> pl.DataFrame:
    """Adds a number from 0 to 1 drawn from names: decides between equals, in any row order."""
    draw = drawn(*(_codes(rows[column]) for column in columns)) if rows.height else np.zeros(0)
    return rows.with_columns(pl.Series(name, draw, dtype=pl.Float64))


def _codes(names: pl.Series) -> np.ndarray:
    distinct = names.unique()
    table = pl.DataFrame({"name": distinct, "code": pl.Series(hashed(distinct), dtype=pl.UInt64)})
    found = names.to_frame("name").join(
        table, on="name", how="left", nulls_equal=True, maintain_order="left"
    )
    return found["code"].to_numpy()
