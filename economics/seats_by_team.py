"""Seats by unit of the firm, where enough people hold one."""

from typing import Final

import polars as pl

from economics.firm_units import FirmUnits, team_on
from economics.judged import smallest_group
from economics.seat_use import ToolUse, window_start
from metrics.formulas.suppression import published

HIDDEN: Final = (
    "suppressed: fewer than five people hold a seat here, or a difference would tell on so few"
)
BY_TEAM: Final = pl.Schema(
    {
        "tool": pl.String(),
        "team_id": pl.String(),
        "exposed": pl.Int64(),
        "unused": pl.Int64(),
        "why_not": pl.String(),
    }
)


def seats_by_team(tools: tuple[ToolUse, ...], units: FirmUnits, weeks: int) -> pl.DataFrame:
    """One row per tool and unit with people who hold a seat: columns of BY_TEAM.

    Counts: in the main team on the last day that the exports tell of use; who belongs to none, such
    as somebody who left and still holds a seat, with the whole firm alone. Of a unit with fewer
    than five holders, or whose figure a difference would tell, nothing.
    """
    frames = [pl.DataFrame(schema=BY_TEAM)]
    for tool in tools:
        if tool.as_of is not None:
            since = window_start(tool.as_of, weeks)
            unused = tool.unused(since, tool.as_of).implode()
            held = pl.DataFrame({"person_id": tool.holders(since)}).with_columns(
                day=pl.lit(tool.as_of), is_unused=pl.col("person_id").is_in(unused)
            )
            counted = _counted(team_on(held, units), units)
            frames.append(_shown(tool.tool, counted, units, tool.cannot_tell(since)))
    return pl.concat(frames).sort("tool", "team_id")


def _counted(placed: pl.DataFrame, units: FirmUnits) -> pl.DataFrame:
    """People with a seat and unused seats of every unit: team_id, exposed, unused."""
    above = units.tree.select("team_id", above="unit_id")
    return (
        placed.join(above, left_on="unit_id", right_on="team_id", how="left")
        .group_by(team_id=pl.coalesce("above", "unit_id"))
        .agg(
            exposed=pl.col("person_id").n_unique().cast(pl.Int64),
            unused=pl.col("is_unused").sum().cast(pl.Int64),
        )
    )


def _shown(tool: str, counted: pl.DataFrame, units: FirmUnits, why: str) -> pl.DataFrame:
    """The counts that may be shown; the others are null."""
    smallest = smallest_group()
    cells = counted.select(
        unit_id="team_id",
        tool=pl.lit(tool),
        people="exposed",
        smallest=pl.lit(smallest, pl.Int64),
        is_small=pl.col("exposed") < smallest,
        is_told=pl.lit(value=True),
    )
    above = units.tree.filter(pl.col("depth") > 0)
    above = above.select("depth", unit_id="team_id", ancestor_id="unit_id")
    shown = published(cells, above, ["tool"]).rename({"unit_id": "team_id"}).drop("tool")
    is_shown = pl.col("is_published")
    told = counted.join(shown, on="team_id").select(
        pl.lit(tool).alias("tool"),
        "team_id",
        exposed=pl.when(is_shown).then("exposed"),
        unused=pl.when(is_shown & pl.lit(not why)).then("unused"),
        why_not=pl.when(~is_shown).then(pl.lit(HIDDEN)).otherwise(pl.lit(why or None, pl.String())),
    )
    return told.cast(BY_TEAM)
