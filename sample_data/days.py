"""Business days of the made firm and the quarters that they fall in."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from sample_data.plan import Plan

THURSDAY, SATURDAY = 3, 5  # weekdays from Monday, 0; 1970-01-01 was a Thursday
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Days:
    """Business days from the first day to the day before the export.

    days      epoch days, Monday to Friday
    starts    position in `days` at which each quarter starts, and the end; (quarters + 2,)
    """

    days: Ints
    starts: Ints

    @property
    def quarters(self) -> int:
        """Quarters that hold days, the open one included."""
        return len(self.starts) - 1

    def length(self, quarter: int) -> int:
        """Business days of a quarter."""
        return int(self.starts[quarter + 1] - self.starts[quarter])

    def position(self, day: date) -> int:
        """Position of the first business day on or after a day."""
        return int(np.searchsorted(self.days, epoch(day)))


def epoch(day: date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - date(1970, 1, 1).toordinal()


def business_days(plan: Plan) -> Days:
    """The business days of a plan. There are no holidays in the made firm."""
    every = np.arange(epoch(plan.first_day), epoch(plan.export_day), dtype=np.int64)
    days = every[(every + THURSDAY) % 7 < SATURDAY]
    bounds = [epoch(day) for day in plan.quarter_starts] + [epoch(plan.export_day)]
    return Days(days, np.searchsorted(days, bounds).astype(np.int64))
