"""Which closed tasks came back: reopened, or with a round of 'changes requested'."""

from dataclasses import dataclass
from datetime import date

import narwhals as nw
import polars as pl

from evidence.history import History
from metrics.anchors import constants
from metrics.closed_task import distinct_task
from metrics.success import outcome


@dataclass(frozen=True, eq=False)
class CameBack:
    """Closed tasks that have had their time to come back.

    rows  one per task: person_id (who did it), team_id (of record), month (of closing), back
          (null: unknown)
    last  first day of the last month whose tasks all had that time; cut: months after it
    """

    rows: pl.DataFrame
    last: date | None
    cut: int


def came_back(history: History, people: pl.DataFrame) -> CameBack:
    """The closed tasks by team of record and month of closing.

    people  person_id, team_id

    Counts: parts of the outcome as R4 tells them; a task came back if one of those that are known
    says so. Months that ended less than the 30 days of R4 before the last day are cut for all.
    """
    tasks = nw.from_native(history.facts["task"])
    parts = outcome(distinct_task(tasks), nw.from_native(history.facts["task_event"]))
    known: pl.DataFrame = parts.collect("polars").to_native()
    back = ~pl.min_horizontal("not_reopened", "first_pass")
    rows = (
        history.closed.join(people, on="person_id")
        .join(known, on="task_id", how="left")
        .select("task_id", "person_id", "team_id", "month", back=back)
    )
    ripe = history.last_day - constants()["maturity_days"]
    months = history.months.with_columns(is_ripe=pl.col("end_day") - 1 <= ripe)
    last = months.filter("is_ripe")["period"].max()
    return CameBack(rows, last if isinstance(last, date) else None, int((~months["is_ripe"]).sum()))
