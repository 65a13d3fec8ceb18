"""Who could take which open task next: proposals that leave neither side worse off."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np
import polars as pl

from redesign.balance import Balance, nash
from redesign.blocked import PEOPLE, TASKS, people_frame, tasks_frame
from redesign.candidates import candidates
from redesign.graph import Floats, Ints
from redesign.hashes import drawn, hashed
from redesign.mentors import SupportedPlan, solve_supported
from redesign.open_work import EPOCH, OpenWork, open_work
from redesign.options import OPTIONS, options
from redesign.pairs import pairs
from redesign.problem import IN_ZONE, Problem, problem
from redesign.thresholds import number
from store.workspace import Workspace

SUMMARY: Final = pl.Schema(
    {
        "plan": pl.String(),
        "rate": pl.Float64(),
        "tasks": pl.Int64(),
        "firm_value": pl.Float64(),
        "worker_value": pl.Float64(),
        "learning_tasks": pl.Int64(),
        "novices": pl.Int64(),
        "novices_reached": pl.Int64(),
        "support_hours": pl.Float64(),
    }
)

DECISION: Final = "assignment"  # kind of a lead's decision; its subject is team|task|person
FIRST_RATE: Final = 0.5  # near the usual balance: its prices start all other rates
SEARCH_ROUNDS: Final = 4  # the same for all rates, so that their plans can be compared


@dataclass(frozen=True)
class MatchPlan:
    """Proposals for the open tasks of one firm on one day. Nothing is written to any tracker.

    day, season  newest day of the facts; the season that the holdout is drawn for
    options      one row per proposable task and option (`options.OPTIONS`)
    people       one row per active person (`blocked.PEOPLE`)
    tasks        one row per open task (`blocked.TASKS`)
    summary      today's habit, the firm alone (no promises), the balanced plan (`SUMMARY`)
    """

    day: date | None
    season: str
    options: pl.DataFrame
    people: pl.DataFrame
    tasks: pl.DataFrame
    summary: pl.DataFrame


def match(
    workspace: Workspace, season: str | None = None, previous: pl.DataFrame | None = None
) -> MatchPlan:
    """The plan for the workspace's open tasks.

    season    names the draw of the holdout; the quarter of the newest day by default ("2026Q3")
    previous  task_id, person_id of the plan before, so that pairs stay where little is gained;
              by default the assignments that leads have accepted

    Counts: one task in five is held out and assigned as usual, drawn from its name and the season.
    Does not tell: what a person should do. A lead chooses, and a worker may decline.
    """
    found = open_work(workspace)
    if found is None:
        return _empty(season or "")
    return plan(found, season, accepted(workspace) if previous is None else previous)


def accepted(workspace: Workspace) -> pl.DataFrame:
    """Assignments that leads have accepted: task_id, person_id; the newest decision counts."""
    decided = workspace.decisions(DECISION).select("choice", "subject").iter_rows()
    newest: dict[str, str | None] = {}
    for choice, subject in decided:
        _, _, pair = subject.partition("|")
        task, _, person = pair.rpartition("|") if choice == "accept" else (pair, "", None)
        newest[task] = person
    rows = [(task, person) for task, person in newest.items() if person]
    return pl.DataFrame(
        rows, schema=dict.fromkeys(("task_id", "person_id"), pl.String), orient="row"
    )


def plan(
    found: OpenWork, season: str | None = None, previous: pl.DataFrame | None = None
) -> MatchPlan:
    """The plan for open work: the same for the same rows in any order."""
    day, work = found.today, found.work
    today = (day - EPOCH).days
    season = season or f"{day.year}Q{(day.month + 2) // 3}"
    rows = pairs(candidates(work))
    fits = rows.filter(pl.col("bar").is_null())
    held_out = drawn_out(fits["task_id"].unique(), season)
    free = fits.filter(~pl.col("task_id").is_in(held_out.implode()))
    asked = problem(free, work.tasks, today, previous)
    balance, solved = _balanced(asked)
    chosen = asked.rows[solved.plan.chosen].with_columns(in_zone=pl.col("zone").is_in(IN_ZONE))
    kept = rows.filter(~pl.col("task_id").is_in(held_out.implode()))
    return MatchPlan(
        day=day,
        season=season,
        options=options(asked, solved, asked.worth(balance.rate), work.tasks, today),
        people=people_frame(work.people, work.members, kept, chosen),
        tasks=tasks_frame(
            work.tasks,
            found.started,
            rows,
            chosen,
            opted_out=work.people.filter("opt_out")["person_id"],
            held_out=held_out,
            today=today,
            season=season,
        ),
        summary=_summary(asked, balance, solved.plan.chosen),
    )


def drawn_out(task_ids: pl.Series, season: str) -> pl.Series:
    """Tasks of the holdout: about one in five, drawn by hash of task and season."""
    names = task_ids.sort()
    if names.is_empty():
        return names
    draw = drawn(np.broadcast_to(hashed([season]), len(names)), hashed(names))
    return names.filter(pl.Series(draw < number("holdout_share")))


def _balanced(asked: Problem) -> tuple[Balance, SupportedPlan]:
    """The rate at the Nash point and its plan, supporters' hours kept."""
    plans = {FIRST_RATE: solve_supported(asked.graph, asked.worth(FIRST_RATE))}

    def at(rate: float) -> Ints:
        if rate not in plans:
            nearest = plans[min(plans, key=lambda known: abs(known - rate))]
            plans[rate] = solve_supported(
                asked.graph,
                asked.worth(rate),
                prices=nearest.prices,
                rounds=SEARCH_ROUNDS,
            )
        return plans[rate].plan.chosen

    balance = nash(asked.firm, asked.worker, asked.habit, at)
    quick = plans[balance.rate]
    deep = solve_supported(asked.graph, asked.worth(balance.rate), prices=quick.prices)
    better = max((quick, deep), key=lambda one: (_is_kept(asked, balance, one), one.plan.total))
    return balance, better


def _is_kept(asked: Problem, balance: Balance, solved: SupportedPlan) -> bool:
    """Neither side below what it is to keep."""
    firm, worker = (_sum(values, solved.plan.chosen) for values in (asked.firm, asked.worker))
    return firm >= balance.firm_kept and worker >= balance.habit_worker


def _summary(asked: Problem, balance: Balance, chosen: Ints) -> pl.DataFrame:
    no_promise = replace(asked.graph, floors=np.zeros_like(asked.graph.floors))
    firm_alone = solve_supported(no_promise, asked.worth(0.0)).plan.chosen
    rows = [
        _summary_row("today's habit", None, asked, asked.habit),
        _summary_row("the firm alone", 0.0, asked, firm_alone),
        _summary_row("balanced", balance.rate, asked, chosen),
    ]
    return pl.DataFrame(rows, schema=SUMMARY)


def _summary_row(name: str, rate: float | None, asked: Problem, chosen: Ints) -> dict[str, object]:
    novices = asked.rows.filter(pl.col("status") == "novice")["person_id"].unique().sort()
    learning = asked.graph.learning_tasks(chosen)
    reached = [place for place, who in enumerate(asked.people) if who in set(novices)]
    return {
        "plan": name,
        "rate": rate,
        "tasks": int(chosen.size),
        "firm_value": _sum(asked.firm, chosen),
        "worker_value": _sum(asked.worker, chosen),
        "learning_tasks": int(learning.sum()),
        "novices": len(novices),
        "novices_reached": int((learning[reached] > 0).sum()),
        "support_hours": float(asked.graph.support_used(chosen).sum()),
    }


def _sum(values: Floats, chosen: Ints) -> float:
    return float(values[chosen].sum())


def _empty(season: str) -> MatchPlan:
    return MatchPlan(
        day=None,
        season=season,
        options=pl.DataFrame(schema=OPTIONS),
        people=pl.DataFrame(schema=PEOPLE),
        tasks=pl.DataFrame(schema=TASKS),
        summary=pl.DataFrame(schema=SUMMARY),
    )
