"""Amounts of small groups, told with a larger one, so that no difference tells on a few people.

Every amount is told in exactly one place. A team of which fewer than five people are behind an
amount hands it to the unit above; what arrives there must again be about five people or more, or
goes on; and at the top the smallest amount that could be shown joins a remainder of fewer than
five. So sums are whole, and nothing that is left over when shown amounts are taken away is about
one to four people.
"""

from collections.abc import Sequence
from typing import Final

import polars as pl

from economics.firm_units import FirmUnits

PLACE: Final = ["to_unit", "to_month"]


def folded(
    people: pl.DataFrame,
    units: FirmUnits,
    group: Sequence[str],
    smallest: int,
    *,
    top_is_told: bool = False,
) -> pl.DataFrame:
    """Where the amount of each cell is told; one row per cell.

    people       group, unit_id, month, person_id: who is behind the amount of a cell
    group        columns within which amounts are told beside each other: category, currency ...
    top_is_told  an amount of the whole firm and a month is always told: what the firm itself booked
    returns      group, unit_id, month, to_unit, to_month; to_month null: in no month of its own, as
                 too few people are behind the month; to_unit null as well: not told at all, because
                 fewer than `smallest` people of the whole firm are behind all of it
    """
    cell = [*group, "unit_id", "month"]
    placed = (
        people.select(cell)
        .unique()
        .with_row_index("cell")
        .with_columns(to_unit="unit_id", to_month="month")
    )
    # Numbers in place of texts: the same people are counted again at every level.
    behind = (
        people.join(placed, on=cell, nulls_equal=True)
        .select("cell", person=pl.col("person_id").rank("dense"))
        .unique()
    )
    levels = units.levels.rename({"unit_id": "to_unit"})
    for level in sorted(set(units.levels["level"]) - {0}, reverse=True):
        at = _sizes(behind, placed, group).join(levels, on="to_unit")
        small = at.filter(pl.col("level") == level, pl.col("size") < smallest)
        above = pl.col("to_unit").replace_strict(
            units.parents, default=units.root, return_dtype=pl.String
        )
        placed = _moved(placed, small, group, {"to_unit": above})
    placed = _joined_at_top(behind, placed, units.root, group, smallest)
    if not top_is_told:
        placed = _without_month(behind, placed, units.root, group, smallest)
    return placed.drop("cell").sort(*group, "month", "unit_id")


def _sizes(behind: pl.DataFrame, placed: pl.DataFrame, group: Sequence[str]) -> pl.DataFrame:
    """People behind each place: group, to_unit, to_month, size."""
    places = [*group, *PLACE]
    numbered = placed.with_columns(place=pl.struct(places).rank("dense"))
    sizes = (
        behind.join(numbered.select("cell", "place"), on="cell")
        .group_by("place")
        .agg(size=pl.col("person").n_unique())
    )
    return numbered.select(*places, "place").unique().join(sizes, on="place").drop("place")


def _moved(
    placed: pl.DataFrame, which: pl.DataFrame, group: Sequence[str], to: dict[str, pl.Expr]
) -> pl.DataFrame:
    """The cells of some places at another place."""
    marked = which.select(*group, *PLACE, goes=pl.lit(value=True)).unique()
    found = placed.join(marked, on=[*group, *PLACE], how="left", nulls_equal=True)
    goes = pl.col("goes").fill_null(value=False)
    return found.with_columns(
        pl.when(goes).then(where).otherwise(name).alias(name) for name, where in to.items()
    ).drop("goes")


def _joined_at_top(
    behind: pl.DataFrame, placed: pl.DataFrame, root: str, group: Sequence[str], smallest: int
) -> pl.DataFrame:
    """The smallest amount that could be shown joins a remainder of too few at the top."""
    sizes = _sizes(behind, placed, group)
    when = [*group, "to_month"]
    lonely = sizes.filter(pl.col("to_unit") == root, pl.col("size") < smallest).select(when)
    others = sizes.filter(pl.col("to_unit") != root).join(
        lonely, on=when, how="semi", nulls_equal=True
    )
    joins = others.sort("size", "to_unit").unique(when, keep="first", maintain_order=True)
    return _moved(placed, joins, group, {"to_unit": pl.lit(root)})


def _without_month(
    behind: pl.DataFrame, placed: pl.DataFrame, root: str, group: Sequence[str], smallest: int
) -> pl.DataFrame:
    """Months with too few people are told together; with too few in all of them, not at all."""
    nowhere, no_month = pl.lit(None, pl.String), pl.lit(None, pl.Date)
    sizes = _sizes(behind, placed, group)
    few = sizes.filter(pl.col("to_unit") == root, pl.col("size") < smallest)
    placed = _moved(placed, few, group, {"to_month": no_month})
    sizes = _sizes(behind, placed, group)
    lonely = sizes.filter(pl.col("to_month").is_null(), pl.col("size") < smallest)
    others = sizes.filter(pl.col("to_unit") == root, pl.col("to_month").is_not_null())
    others = others.join(lonely.select(group), on=list(group), how="semi", nulls_equal=True)
    joins = others.sort("size", "to_month").unique(group, keep="first", maintain_order=True)
    placed = _moved(placed, joins, group, {"to_month": no_month})
    sizes = _sizes(behind, placed, group)
    hidden = sizes.filter(pl.col("to_month").is_null(), pl.col("size") < smallest)
    return _moved(placed, hidden, group, {"to_unit": nowhere})
