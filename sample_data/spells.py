"""Spells: who works where in which quarter, from which business day to which."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from sample_data.days import Days, Ints
from sample_data.plan import Plan


@dataclass(frozen=True)
class Spells:
    """One entry per person, team and quarter; arrays of one length.

    status  at the start of the quarter, or of the first day in it (R3): 0 novice, 1, 2 expert
    first   position of the first business day
    end     position after the last one
    """

    person: Ints
    team: Ints
    quarter: Ints
    status: Ints
    first: Ints
    end: Ints

    def of(self, quarter: int) -> "Spells":
        """The spells of one quarter, ordered by team, status and person."""
        keep = np.flatnonzero(self.quarter == quarter)
        order = keep[np.lexsort((self.person[keep], self.status[keep], self.team[keep]))]
        return Spells(*(getattr(self, name)[order] for name in self.__dataclass_fields__))


def make_spells(plan: Plan, days: Days, stint: pl.DataFrame) -> Spells:
    """Job history cut at the quarters; a promotion inside a quarter counts from the next."""
    first = np.searchsorted(days.days, stint["valid_from"].dt.epoch("d").to_numpy())
    ends = stint["valid_to"].fill_null(plan.export_day).dt.epoch("d").to_numpy()
    end = np.searchsorted(days.days, ends)
    person, team, status = (stint[name].to_numpy() for name in ("person", "team", "status"))
    parts = []
    for quarter in range(days.quarters):
        low = np.maximum(first, days.starts[quarter])
        high = np.minimum(end, days.starts[quarter + 1])
        k = np.flatnonzero(low < high)
        at = np.full(len(k), quarter)
        parts.append(np.stack([person[k], team[k], at, status[k], low[k], high[k]]))
    frame = pl.DataFrame(
        np.concatenate(parts, axis=1).T.astype(np.int64),
        schema=["person", "team", "quarter", "status", "first", "end"],
        orient="row",
    )
    whole = (
        frame.sort("first")
        .with_columns(status=pl.col("status").first().over("person", "quarter"))
        .group_by("person", "team", "quarter", maintain_order=True)
        .agg(pl.col("status").first(), pl.col("first").min(), pl.col("end").max())
        .sort("quarter", "team", "status", "person")
    )
    return Spells(*(whole[name].to_numpy() for name in Spells.__dataclass_fields__))
