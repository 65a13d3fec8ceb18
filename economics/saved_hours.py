"""Hours that AI or a redesign saved and that somebody has told the use of: only these count."""

from typing import TYPE_CHECKING, Final

import polars as pl

from economics.firm_rate import firm_rate
from economics.firm_units import firm_units, members
from economics.fold import folded
from economics.judged import smallest_group
from store import saved_time

if TYPE_CHECKING:
    from store.workspace import Workspace

HOURS: Final = pl.Schema(
    {
        "month": pl.Date(),
        "team_id": pl.String(),
        "redeployed_to": pl.String(),
        "hours": pl.Float64(),
        "amount": pl.Float64(),
        "currency": pl.String(),
        "tag": pl.String(),
    }
)


def saved_hours(workspace: "Workspace") -> pl.DataFrame:
    """One row per month, unit and use of the hours that count: columns of HOURS.

    returns  amount: hours times the firm's one rate, assumed; null where no rate is known

    Counts: what was told in `store.saved_time` and not taken back. A team of fewer than five people
    is told with the unit above, at most with the whole firm.
    Does not tell: whether the hours were saved at all, or are worth that much where they went.
    """
    units = firm_units(workspace)
    told = saved_time.told(workspace).rename({"period": "month", "team_id": "unit_id"})
    cell = ["unit_id", "month"]
    people = told.select(cell).unique().join(members(told, units), on=cell)
    moved = folded(people, units, [], smallest_group(), top_is_told=True)
    rate = firm_rate(workspace.facts("membership").collect(), units.machines)
    return (
        told.join(moved.select(*cell, "to_unit"), on=cell, how="left")
        .with_columns(team_id=pl.coalesce("to_unit", pl.lit(units.root)))
        .group_by("month", "team_id", "redeployed_to")
        .agg(pl.col("hours").sum())
        .with_columns(
            amount=pl.col("hours") * pl.lit(rate.amount if rate else None, pl.Float64()),
            currency=pl.lit(rate.currency if rate else None, pl.String()),
            tag=pl.lit("assumed"),
        )
        .select(HOURS.names())
        .sort("month", "team_id", "redeployed_to")
    )
