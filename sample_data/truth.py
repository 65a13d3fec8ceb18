"""The planted truth in figures, computed from what happened and not by the product."""

from typing import Final

import numpy as np
import polars as pl

from sample_data.firm import Firm
from sample_data.roster import EXPERT, NOVICE

STATUSES: Final = ("novice", "intermediate", "expert")
PHASES: Final = ("as ever", "left out", "redesigned")
HOURS_A_DAY: Final = 7.5
HALF_LIFE: Final = 45  # days, of contact
SATURATION: Final = 10.0
TEAM_QUARTER: Final = ("team", "quarter")


def closed_tasks(firm: Firm) -> pl.DataFrame:
    """Tasks of our people that are closed at the export, with the key they have in it."""
    ids = firm.item.filter(~pl.col("is_open")).drop_nulls("task").select("task", "task_id")
    return firm.task.join(ids, on="task").sort("task")


def capacity(firm: Firm) -> pl.DataFrame:
    """One row per spell: person, team, quarter, status, hours [h of capacity]."""
    spells = firm.spells
    fte = firm.person["fte"].to_numpy()[spells.person]
    return pl.DataFrame(
        {
            "person": spells.person,
            "team": spells.team,
            "quarter": spells.quarter,
            "status": spells.status,
            "hours": (spells.end - spells.first) * fte * HOURS_A_DAY,
        }
    )


def novice_share_of_capacity(firm: Firm) -> pl.DataFrame:
    """Novices' share k of capacity by team and quarter, with people, novices and hours."""
    novice = pl.col("status") == NOVICE
    return (
        capacity(firm)
        .group_by(TEAM_QUARTER)
        .agg(
            k=pl.col("hours").filter(novice).sum() / pl.col("hours").sum(),
            people=pl.col("person").n_unique(),
            novices=pl.col("person").filter(novice).n_unique(),
            capacity_hours=pl.col("hours").sum(),
        )
    )


def participation(firm: Firm) -> pl.DataFrame:
    """Novices' share of hours on hard tasks against that of capacity, and expert-solo work.

    returns  team, quarter, hard_tasks, npr, solo_share, solo_gap (AI minus others)
    """
    task = closed_tasks(firm).filter("is_hard").select("task", "team", "quarter", "ai")
    novice, expert = pl.col("status") == NOVICE, pl.col("status") == EXPERT
    of_task = (
        firm.part.drop("quarter")
        .join(task, on="task")
        .group_by("task", *TEAM_QUARTER, "ai")
        .agg(
            pl.col("hours").sum(),
            of_novices=pl.col("hours").filter(novice).sum(),
            solo=expert.any() & ~novice.any(),
        )
    )
    solo = pl.col("hours") * pl.col("solo").cast(pl.Float64)

    def share(rows: pl.Expr) -> pl.Expr:
        return solo.filter(rows).sum() / pl.col("hours").filter(rows).sum()

    return (
        of_task.group_by(TEAM_QUARTER)
        .agg(
            hard_tasks=pl.len(),
            share=pl.col("of_novices").sum() / pl.col("hours").sum(),
            solo_share=share(pl.lit(value=True)),
            solo_gap=(share(pl.col("ai")) - share(~pl.col("ai"))).fill_nan(None),
        )
        .join(novice_share_of_capacity(firm), on=TEAM_QUARTER)
        .with_columns(npr=pl.col("share") / pl.col("k"))
    )


def zones(firm: Firm) -> pl.DataFrame:
    """True shares of hours in the zone, exposed and routine, of novices and of all."""
    done = closed_tasks(firm).select("task", "team")
    part = firm.part.join(done, on="task").filter(pl.col("role") != "reviewer")
    names = {"challenge": "learning", "exposed": "beyond", "routine": "below"}
    parts = []
    for suffix, rows in (("", part.filter(pl.col("status") == NOVICE)), ("_all", part)):
        shares = {
            f"{name}{suffix}": pl.col("hours").filter(pl.col("zone") == zone).sum()
            / pl.col("hours").sum()
            for name, zone in names.items()
        }
        parts.append(rows.group_by(TEAM_QUARTER).agg(**shares))
    return parts[0].join(parts[1], on=TEAM_QUARTER, how="full", coalesce=True)


def meetings(firm: Firm) -> pl.DataFrame:
    """Days on which a novice and an expert met: team, quarter, person, expert, day, weight.

    Counts: a trace that either leaves on a task of both; one a pair and day, the weightiest.
    """
    task = firm.item.drop_nulls("task").select("item", "task")
    held = firm.part.select("task", "person", "status", "quarter")
    others = 1 / (pl.len().over("task") - 1)
    held = held.filter(pl.len().over("task") > 1).with_columns(weight=others)
    pairs = held.filter(pl.col("status") == NOVICE).join(
        held.filter(pl.col("status") == EXPERT).select("task", expert="person"), on="task"
    )
    seen = (
        firm.event.drop_nulls("person")
        .join(task, on="item")
        .select("task", signer="person", day=pl.col("at").dt.epoch("d").cast(pl.Int64))
        .unique()
    )
    by_either = pl.col("signer").is_in(pl.concat_list("person", "expert"))
    teams = firm.task.select("task", "team")
    return (
        pairs.join(seen, on="task")
        .filter(by_either)
        .join(teams, on="task")
        .group_by("person", "expert", "day")
        .agg(pl.col("weight").max(), pl.col("team").first(), pl.col("quarter").first())
    )


def connection(firm: Firm) -> pl.DataFrame:
    """Co-work days a week and novice, and the connection that they make by the quarter's end."""
    met = meetings(firm)
    weeks = np.diff(firm.days.starts) / 5
    spells = firm.spells
    rows = pl.DataFrame(
        {
            "person": spells.person,
            "team": spells.team,
            "quarter": spells.quarter,
            "status": spells.status,
            "last": firm.days.days[spells.end - 1],
        }
    )
    here = rows.filter(pl.col("status") == NOVICE).select("person", *TEAM_QUARTER, "last")
    ties = met.select("person", "day", "weight")
    age = pl.col("last") - pl.col("day")
    strength = (
        here.join(ties, on="person", how="left")
        .filter((age >= 0) | pl.col("day").is_null())
        .group_by("person", *TEAM_QUARTER)
        .agg(stock=(pl.col("weight") * 2.0 ** (-age / HALF_LIFE)).sum())
    )
    stock = here.join(strength, on=["person", *TEAM_QUARTER], how="left").with_columns(
        pl.col("stock").fill_null(0.0)
    )
    con = stock.group_by(TEAM_QUARTER).agg(
        connection=(1 - (-pl.col("stock") / SATURATION).exp()).mean(), novices_met=pl.len()
    )
    rate = met.group_by(TEAM_QUARTER).agg(days=pl.struct("person", "day").n_unique())
    per_week = pl.col("days").fill_null(0) / pl.col("novices_met")
    length = pl.col("quarter").replace_strict(dict(enumerate(weeks.tolist())))
    return con.join(rate, on=TEAM_QUARTER, how="left").select(
        *TEAM_QUARTER, "connection", meeting_days_a_week=per_week / length
    )


def output(firm: Firm) -> pl.DataFrame:
    """Closed tasks for each hour of capacity, against the first two quarters of the team."""
    tasks = closed_tasks(firm).group_by(TEAM_QUARTER).agg(tasks=pl.len())
    rate = tasks.join(novice_share_of_capacity(firm), on=TEAM_QUARTER).with_columns(
        rate=pl.col("tasks") / pl.col("capacity_hours")
    )
    before = rate.filter(pl.col("quarter") < 2)  # noqa: PLR2004 -- the reference period
    start = before.group_by("team").agg(
        start=pl.col("tasks").sum() / pl.col("capacity_hours").sum()
    )
    return rate.join(start, on="team").select(
        *TEAM_QUARTER, "tasks", output_index=pl.col("rate") / pl.col("start")
    )


def gates(firm: Firm) -> pl.DataFrame:
    """How far the approvals of hard tasks go through one person, by team and quarter."""
    hard = closed_tasks(firm).filter("is_hard").select("task", "team")
    approved = firm.part.filter(pl.col("role") == "reviewer").join(hard, on="task")
    shares = approved.group_by(*TEAM_QUARTER, "person").agg(approvals=pl.len())
    share = pl.col("approvals") / pl.col("approvals").sum()
    return shares.group_by(TEAM_QUARTER).agg(
        approvals=pl.col("approvals").sum(), effective_approvers=1 / (share**2).sum()
    )


def team_quarters(firm: Firm) -> pl.DataFrame:
    """Everything that is true of a team in a quarter, one row each."""
    regime = firm.regime
    planted = pl.DataFrame(
        [
            {
                "team": team,
                "quarter": quarter,
                "phase": PHASES[regime.phase[team, quarter]],
                "has_ai": bool(regime.has_ai[team, quarter]),
                "planted_npr": planted_npr(firm, team, quarter),
                "planted_use": float(regime.use[team, quarter]),
            }
            for team in range(len(firm.teams))
            for quarter in range(firm.days.quarters)
        ]
    )
    frame = planted
    for part in (participation(firm), zones(firm), connection(firm), output(firm), gates(firm)):
        frame = frame.join(part, on=TEAM_QUARTER, how="left", validate="1:1")
    return frame.sort(TEAM_QUARTER)


def planted_npr(firm: Firm, team: int, quarter: int) -> float:
    """Novices' planted participation in hard tasks, 1 is parity."""
    use, on_ai = firm.regime.use[team, quarter], firm.regime.on_ai[team, quarter]
    return float(use * on_ai + (1 - use))
