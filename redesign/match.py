"""Who could take which open task next: proposals that leave neither side worse off."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np
import polars as pl

from redesign.bargain import SEARCH_ROUNDS, bargain, some_pairs, total
from redesign.blocked import PEOPLE, TASKS, people_frame, tasks_frame
from redesign.candidates import candidates
from redesign.graph import Ints
from redesign.hashes import drawn, hashed
from redesign.mentors import solve_supported
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
    few = some_pairs(free)
    sample = asked if few is free else problem(few, work.tasks, today, previous)
    rate, solved = bargain(asked, sample)
    chosen = asked.rows[solved.plan.chosen].with_columns(in_zone=pl.col("zone").is_in(IN_ZONE))
    kept = rows.filter(~pl.col("task_id").is_in(held_out.implode()))
    return MatchPlan(
        day=day,
        season=season,
        options=options(asked, solved, asked.worth(rate), work.tasks, today),
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
        summary=_summary(asked, rate, solved.plan.chosen),
    )


def drawn_out(task_ids: pl.Series, season: str) -> pl.Series:
    """Tasks of the holdout: about one in five, drawn by hash of task and season."""
    names = task_ids.sort()
    if names.is_empty():
        return names
    draw = drawn(np.broadcast_to(hashed([season]), len(names)), hashed(names))
    return names.filter(pl.Series(draw < number("holdout_share")))


def _summary(asked: Problem, rate: float, chosen: Ints) -> pl.DataFrame:
    no_promise = replace(asked.graph, floors=np.zeros_like(asked.graph.floors))
    alone = solve_supported(no_promise, asked.worth(0.0), rounds=SEARCH_ROUNDS).plan.chosen
    rows = [
        _summary_row("today's habit", None, asked, asked.habit),
        _summary_row("the firm alone", 0.0, asked, alone),
        _summary_row("balanced", rate, asked, chosen),
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
        "firm_value": total(asked.firm, chosen),
        "worker_value": total(asked.worker, chosen),
        "learning_tasks": int(learning.sum()),
        "novices": len(novices),
        "novices_reached": int((learning[reached] > 0).sum()),
        "support_hours": float(asked.graph.support_used(chosen).sum()),
    }


def _empty(season: str) -> MatchPlan:
    return MatchPlan(
        day=None,
        season=season,
        options=pl.DataFrame(schema=OPTIONS),
        people=pl.DataFrame(schema=PEOPLE),
        tasks=pl.DataFrame(schema=TASKS),
        summary=pl.DataFrame(schema=SUMMARY),
    )
