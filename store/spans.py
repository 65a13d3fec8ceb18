"""What part of a system a file tells of: days of its tasks by project or queue, and of AI use."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

import polars as pl

TASKS: Final = "task "  # and behind it the project, repository or queue
AI_USAGE: Final = "ai_usage"
# What stands before the number of ENG-12, owner/repository#7, group/project!7 or INC0012. A bare
# number tells no project, and no number has more than nine digits.
DIGITS: Final = "0123456789"
LONGEST: Final = 9
PROJECT: Final = (r"^(.+)[-#!]$", r"^([A-Za-z_]+)$")
NUMBERED: Final = r"^$|[-#!A-Za-z_]$"
UP, DOWN = "up", "down"  # how the file orders its tasks by number; the rest was cut off behind
MOST: Final = 500  # ids with more beginnings than this are not told by project
# assumption: between two periods that were exported one after the other lies at most a weekend
# and a day off on which nobody opened or closed anything.
BETWEEN: Final = timedelta(days=4)

WITH_NUMBERS: Final = 5  # first and last day, lowest and highest number, order
Days = tuple[date, date]


def spans(facts: Mapping[str, pl.DataFrame]) -> dict[str, list[str]]:
    """What is told -> first and last day, as ISO dates, and what else is known of it.

    returns  `task ENG` for each project of the tasks (`task ` where ids tell none): days, and where
             their ids have numbers the lowest, the highest and their order in the file; `ai_usage`
    """
    found = _of_tasks(facts["task"]) if "task" in facts else {}
    usage = facts.get(AI_USAGE)
    if usage is not None and not usage.is_empty():
        ends = usage.select("day", last=pl.coalesce("last_day", "day"))
        days = ends.select(pl.col("day").min(), pl.col("last").max()).row(0)
        found[AI_USAGE] = [day.isoformat() for day in days]
    return found


def _of_tasks(task: pl.DataFrame) -> dict[str, list[str]]:
    last = pl.max_horizontal(pl.col("opened_at").max(), pl.col("closed_at").max())
    number = pl.col("number")
    steps = number.diff()
    order = pl.when((steps >= 0).all()).then(pl.lit(UP)).when((steps <= 0).all()).then(pl.lit(DOWN))
    ids = task.select("opened_at", "closed_at").hstack(_parted(task["task_id"]))
    rows = (
        ids.group_by("project", maintain_order=True)
        .agg(
            pl.col("opened_at").min().dt.date().cast(pl.String).alias("first"),
            last.dt.date().cast(pl.String).alias("last"),
            number.min().cast(pl.String).alias("lowest"),
            number.max().cast(pl.String).alias("highest"),
            pl.when(number.null_count() == 0).then(order).alias("order"),
        )
        .sort("project")
    )
    if rows.height > MOST:
        return {}
    return {
        f"{TASKS}{project}": [*days] if order is None else [*days, *numbers, order]
        for project, *days, lowest, highest, order in rows.iter_rows()
        for numbers in [(lowest, highest)]
    }


def _parted(ids: pl.Series) -> pl.DataFrame:
    """Project and number of every id: beginnings are few, so each is looked at once."""
    stem = pl.col("id").str.strip_chars_end(DIGITS)
    parts = ids.to_frame("id").select(stem=stem, number=pl.col("id").str.strip_prefix(stem))
    stems = parts.select(pl.col("stem").unique()).with_columns(
        project=pl.coalesce(pl.col("stem").str.extract(each) for each in PROJECT),
        is_numbered=pl.col("stem").str.contains(NUMBERED),
    )
    project = pl.col("stem").replace_strict(stems["stem"], stems["project"], return_dtype=pl.String)
    is_numbered = pl.col("stem").is_in(stems.filter("is_numbered")["stem"].implode())
    is_short = pl.col("number").str.len_bytes().is_between(1, LONGEST)
    return parts.select(
        project=pl.when(is_short).then(project).fill_null(""),
        number=pl.when(is_short & is_numbered).then("number").cast(pl.Int64),
    )


def days_of(told: Mapping[str, Sequence[str]], name: str) -> Days | None:
    """First and last day of something that is told; none where it is not."""
    if name not in told:
        return None
    first, last = (date.fromisoformat(day) for day in told[name][:2])
    return first, last


def continued(piece: Sequence[str], by: Sequence[str]) -> bool:
    """Truth that a span of tasks goes on where a cut one was cut off, without a number between."""
    if len(piece) == len(by) == WITH_NUMBERS:
        low, high = int(piece[2]), int(piece[3])
        lowest, highest = int(by[2]), int(by[3])
        if piece[4] == UP:
            return lowest <= high + 1 and highest > high
        return highest >= low - 1 and lowest < low
    return False


def covered(days: Days, by: Iterable[Days]) -> bool:
    """Truth that other spans together hold all days of one, but for weekends between them."""
    first, last = days
    reach: date | None = None
    for start, end in sorted(by):
        if start <= (first if reach is None else reach + BETWEEN):
            reach = max(end, reach or end)
    return reach is not None and reach >= last
