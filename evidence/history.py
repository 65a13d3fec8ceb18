"""What a firm's facts tell of the months behind it: months, people, and who did which task."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, Self

import narwhals as nw
import polars as pl

from metrics.anchors import constants
from metrics.belonging import belonging
from metrics.calendar import calendar, days, fact_span, task_days
from metrics.capacity import capacity
from metrics.closed_task import BOTS
from metrics.periods import periods
from metrics.unit_tree import unit_tree
from store.construct_rules import CONSTRUCT_RULES, with_constructs
from store.tables import TABLES

if TYPE_CHECKING:
    from store.workspace import Workspace

UNKNOWN_START: Final = 1_000_000_000_000  # epoch second: a part whose start is unknown began last
CANCELLED: Final = "cancelled"


@dataclass(frozen=True, eq=False)
class History:
    """Facts of one snapshot, and the tables that were measured from them.

    facts     fact table -> rows in its stored schema; the survey with constructs
    measured  name of a published derived table -> its rows, of quarters
    """

    facts: Mapping[str, pl.LazyFrame]
    measured: Callable[[str], pl.DataFrame]

    @classmethod
    def of(cls, workspace: "Workspace") -> Self:
        """The newest facts of a workspace, and its figures as last published."""
        version = workspace.facts_version
        facts = {name: workspace.facts(name, as_of=version) for name in TABLES}
        rules = CONSTRUCT_RULES.rules(workspace)
        facts["survey"] = with_constructs(facts["survey"].collect(), rules).lazy()
        return cls(facts, workspace.measured)

    @cached_property
    def belonging(self) -> pl.DataFrame:
        """Who belongs to which team when: see `metrics.belonging`."""
        return belonging(self._big("membership"), self._big("person"))

    @cached_property
    def tree(self) -> pl.DataFrame:
        """team_id, unit_id, depth: each team with itself and all units above it."""
        return unit_tree(self._big("team"), self._big("membership"))

    @cached_property
    def last_day(self) -> int:
        """Epoch day until which the tasks were watched; 0 without tasks."""
        return int(self._span["extract_day"][0]) if self._span.height else 0

    @cached_property
    def months(self) -> pl.DataFrame:
        """One row per whole month that holds facts: period (first day), start_day, end_day."""
        named = calendar(self._days, "month")
        slack = constants()["complete_slack_days"]
        found = periods(named, self._task_days, self._span, slack, "month")
        return found.filter("is_complete").select("period", "start_day", "end_day")

    @cached_property
    def person_months(self) -> pl.DataFrame:
        """One row per person and month in which they belong somewhere: person_id, period, days.

        days  working days there, part time as a part
        """
        held = capacity(self.belonging, self.months, self._days, 1.0)
        return (
            held.group_by("person_id", "period")
            .agg(days=pl.col("hours").sum())
            .sort("person_id", "period")
        )

    @cached_property
    def tasks(self) -> pl.DataFrame:
        """One row per task that somebody was assigned, open ones too.

        returns  task_id, person_id (who did it, as in `metrics.actor`), opened_second,
                 started_second, closed_second, closed_day (null: open), is_cancelled
        """
        bots = self.facts["person"].filter(pl.col("worker_type").is_in(BOTS))
        usual = constants()["weight_assignee"]
        first = (
            self.facts["participation"]
            .filter(pl.col("role") == "assignee")
            .join(bots.select("person_id"), on="person_id", how="anti")
            .select(
                "task_id",
                "person_id",
                weight=pl.col("weight").fill_null(usual),
                since=pl.col("from_second").fill_null(UNKNOWN_START),
            )
            .sort("task_id", "weight", "since", "person_id", descending=[False, True, False, False])
            .unique("task_id", keep="first", maintain_order=True)
            .select("task_id", "person_id")
        )
        moments = ("opened_second", "started_second", "closed_second", "closed_day")
        is_cancelled = (pl.col("status") == CANCELLED).fill_null(value=False)
        return (
            self.facts["task"]
            .unique("task_id", keep="any")
            .select("task_id", *moments, is_cancelled=is_cancelled & pl.col("closed_day").is_null())
            .join(first, on="task_id")
            .sort("task_id")
            .collect()
        )

    @cached_property
    def closed(self) -> pl.DataFrame:
        """One row per closed task that somebody did: task_id, person_id, closed_day, month."""
        return self.tasks.drop_nulls("closed_day").select(
            "task_id", "person_id", "closed_day", month=month_of("closed_day")
        )

    def _big(self, name: str) -> "nw.LazyFrame[pl.LazyFrame]":
        return nw.from_native(self.facts[name])

    @cached_property
    def _task_days(self) -> pl.DataFrame:
        return task_days(self._big("task"), self._big("task_event"))

    @cached_property
    def _span(self) -> pl.DataFrame:
        return fact_span(self._task_days)

    @cached_property
    def _days(self) -> pl.DataFrame:
        return days(self._span)


def month_of(day: str) -> pl.Expr:
    """The first day of the month of an epoch day."""
    return pl.col(day).cast(pl.Int32).cast(pl.Date).dt.truncate("1mo")
