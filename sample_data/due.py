"""Moments of opening and closing, and due days that tell late from on time."""

from typing import Final

import numpy as np
import polars as pl

from sample_data.days import Days, Floats, Ints

DAY: Final = 86_400  # seconds
HOUR: Final = 60  # minutes
FRIDAY: Final = 4


def moments(name: str, seconds: Ints) -> pl.Series:
    """Seconds since 1970 as moments."""
    return pl.Series(name, seconds * 1000).cast(pl.Datetime("ms"))


def with_dates(item: pl.DataFrame, days: Days, rng: np.random.Generator) -> pl.DataFrame:
    """Items with opened_at, closed_at (null: open at the export) and due_on (null: never due)."""
    last = len(days.days) - 1
    opened = days.days[item["open"].to_numpy()]
    closed = days.days[np.minimum(item["close"].to_numpy(), last)]
    morning = rng.integers(8 * HOUR, 12 * HOUR, item.height) * 60
    evening = rng.integers(13 * HOUR, 18 * HOUR, item.height) * 60
    due = _due(item, days, closed, rng)
    return item.with_columns(
        moments("opened_at", opened * DAY + morning),
        moments("closed_at", closed * DAY + evening),
        pl.Series("due_on", due, nan_to_null=True).cast(pl.Int32).cast(pl.Date),
    ).with_columns(closed_at=pl.when(~pl.col("is_open")).then("closed_at"))


def _due(item: pl.DataFrame, days: Days, closed: Ints, rng: np.random.Generator) -> Floats:
    """Epoch days, a day or more away from the closing; nan where nothing is due.

    Sprints end on Fridays, so milestones are due on the Friday before or after the closing.
    """
    late, is_open = item["is_late"].to_numpy(), item["is_open"].to_numpy()
    begin, end = item["open"].to_numpy(), item["close"].to_numpy()
    before = days.days[begin + (rng.random(len(end)) * (end - begin)).astype(np.int64)]
    after = closed + rng.integers(1, 6, len(end))
    weekday = (closed + 3) % 7
    last_friday = closed - np.where(weekday == FRIDAY, 7, (weekday - FRIDAY) % 7)
    next_friday = closed + np.where(weekday == FRIDAY, 7, (FRIDAY - weekday) % 7)
    in_sprint = (item["mask"] == "on_time+first_pass").to_numpy()
    due = np.where(
        in_sprint, np.where(late, last_friday, next_friday), np.where(late, before, after)
    )
    due = np.where(is_open, days.days[-1] + rng.integers(4, 28, len(end)), due)
    dated = item["mask"].is_in(["on_time", "on_time+first_pass"]) | (item["kind"] == "planned")
    return np.where(dated.to_numpy(), due.astype(np.float64), np.nan)
