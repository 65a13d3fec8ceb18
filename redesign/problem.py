"""From feasible pairs to a matching problem: turns, promises, tasks that are due."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import polars as pl

from redesign.balance import habit
from redesign.graph import Flags, Floats, Graph, Ints
from redesign.thresholds import number

IN_ZONE: Final = ("learning zone", "supported stretch")
DAYS_A_BUSINESS_DAY: Final = 7 / 5
MOST_TIERS: Final = 4  # promises beyond the fourth learning task weigh as the fourth


@dataclass(frozen=True)
class Problem:
    """A matching problem and the names behind its indices.

    rows     (pairs,) feasible pairs, by person, task and supporter: `pairs.pairs`
    people, tasks, supporters   names by index, ascending
    graph    the problem, promises included
    firm, worker   (pairs,) values of each pair
    theirs   (pairs,) the task is that person's already
    habit    (chosen pairs,) what today's habit would do
    """

    rows: pl.DataFrame
    people: tuple[str, ...]
    tasks: tuple[str, ...]
    supporters: tuple[str, ...]
    graph: Graph
    firm: Floats
    worker: Floats
    theirs: Floats
    habit: Ints

    def worth(self, rate: float) -> Floats:
        """(pairs,) mean of both values at an exchange rate, 0 to 1, and a bonus for staying."""
        mean = (self.firm + rate * self.worker) / (1.0 + rate)
        return mean + number("already_theirs") * self.theirs


def problem(
    feasible: pl.DataFrame,
    tasks: pl.DataFrame,
    today: int,
    previous: pl.DataFrame | None = None,
) -> Problem:
    """The problem of matching these pairs.

    feasible  rows of `pairs.pairs` without a bar
    tasks     `open_tasks.open_tasks`
    today     day of the plan
    previous  task_id, person_id of the plan before: its pairs are theirs already

    Counts: a task that is due within the horizon, or overdue, must be done. Every novice is
    promised learning tasks first; then nobody gets fewer of them than under today's habit.
    """
    rows = feasible.sort("person_id", "task_id", "supporter_id", nulls_last=False)
    people, task_ids, supporters = (
        tuple(rows[name].drop_nulls().unique().sort())
        for name in ("person_id", "task_id", "supporter_id")
    )
    known = tasks.filter(pl.col("task_id").is_in(task_ids)).sort("task_id")
    graph = Graph(
        person=_index(rows["person_id"], people),
        task=_index(rows["task_id"], task_ids),
        supporter=_index(rows["supporter_id"], supporters),
        support_hours=rows["support_hours"].to_numpy(),
        is_learning=rows["zone"].is_in(IN_ZONE).to_numpy(),
        tie=rows["tie"].to_numpy(),
        slots=_turns(rows),
        floors=np.zeros((len(people), 1), np.int64),
        must=(known["due_day"] <= last_day(today)).fill_null(value=False).to_numpy(),
        support_left=_by_name(
            rows.drop_nulls("supporter_id"), "supporter_id", "support_hours_left"
        ),
    )
    today_s = habit(graph, _habit_success(rows), _importance(known))
    is_novice = _by_name(rows.with_columns(n=pl.col("status") == "novice"), "person_id", "n") > 0
    return Problem(
        rows=rows,
        people=people,
        tasks=task_ids,
        supporters=supporters,
        graph=replace(graph, floors=promises(graph, today_s, is_novice)),
        firm=rows["firm_value"].to_numpy(),
        worker=rows["worker_value"].to_numpy(),
        theirs=_theirs(rows, previous),
        habit=today_s,
    )


def last_day(today: int) -> float:
    """The day at which the horizon of the plan ends."""
    return today + number("horizon_days") * DAYS_A_BUSINESS_DAY


def promises(graph: Graph, today_s: Ints, is_novice: Flags) -> Ints:
    """(people, tiers) learning tasks promised: to novices first, then what habit would bring."""
    kept = np.minimum(graph.learning_tasks(today_s), graph.slots)
    first = np.where(is_novice, np.minimum(number("learning_tasks_a_novice"), graph.slots), 0)
    rest = np.maximum(kept - first, 0).astype(np.int64)
    tiers = [first.astype(np.int64)]
    for tier in range(1, MOST_TIERS):
        last = tier == MOST_TIERS - 1
        here = rest if last else np.minimum(rest, 1)
        tiers.append(here)
        rest = rest - here
    return np.column_stack(tiers)


def _turns(rows: pl.DataFrame) -> Ints:
    """(people,) tasks that each person can take: free half days over those of a usual task."""
    sizes = (
        rows.group_by("person_id", "task_id")
        .agg(pl.col("slots", "slots_left").max())
        .group_by("person_id")
        .agg(pl.col("slots").median(), pl.col("slots_left").max())
    )
    turns = (pl.col("slots_left") / pl.col("slots")).floor()
    counted = sizes.select("person_id", turns=turns.cast(pl.Int64).clip(lower_bound=1))
    return np.asarray(counted.sort("person_id")["turns"], np.int64)


def _habit_success(rows: pl.DataFrame) -> Floats:
    """Chance of success as habit sees it: alone first; support only where nobody can do without."""
    supported = rows["supporter_id"].is_not_null().to_numpy()
    return np.asarray(rows["p_success"].to_numpy() - supported, np.float64)


def _importance(tasks: pl.DataFrame) -> Floats:
    """(tasks,) the order of today's habit: value, then priority, then due date, then name."""
    order = tasks.with_row_index("place").sort(
        *("value", "priority", "due_day", "task_id"),
        descending=[True, False, False, False],
        nulls_last=True,
    )["place"]
    importance = np.empty(tasks.height)
    importance[order.to_numpy()] = -np.arange(tasks.height)
    return importance


def _theirs(rows: pl.DataFrame, previous: pl.DataFrame | None) -> Floats:
    is_theirs = (rows["owner"] == rows["person_id"]).fill_null(value=False)
    if previous is not None:
        before = previous.select("task_id", "person_id", was=pl.lit(value=True)).unique()
        found = rows.select("task_id", "person_id").join(
            before, on=["task_id", "person_id"], how="left", maintain_order="left"
        )
        is_theirs = is_theirs | found["was"].fill_null(value=False)
    return np.asarray(is_theirs.cast(pl.Float64), np.float64)


def _index(names: pl.Series, known: tuple[str, ...]) -> Ints:
    """Place of each name among the sorted known ones; -1 for nobody."""
    found = names.replace_strict(
        dict(zip(known, range(len(known)), strict=True)), default=-1, return_dtype=pl.Int64
    )
    return np.asarray(found.fill_null(-1), np.int64)


def _by_name(rows: pl.DataFrame, name: str, column: str) -> Floats:
    """One number a name, in the order of names."""
    first = rows.unique(name).sort(name)
    return np.asarray(first[column].cast(pl.Float64), np.float64)
