"""Teams and the units above them."""

from typing import Any, Final

import narwhals as nw
import polars as pl

from metrics._engine import small

# The unit above all others, where the firm's own files name none; no team can have this key.
WHOLE_FIRM: Final = "(whole firm)"
SCHEMA = {"team_id": pl.String(), "unit_id": pl.String(), "depth": pl.Int64()}


def unit_tree(team: nw.LazyFrame[Any], membership: nw.LazyFrame[Any]) -> pl.DataFrame:
    """One row per team and unit that holds it: team_id, unit_id, depth (0 is the team itself).

    team        one row per team: team_id, parent_id
    membership  its team_id counts too, where no team file was loaded

    Counts: a ring of teams that contain each other is cut where it closes. Where several units have
    none above them the whole firm is the unit above all, so that it has figures of its own.
    """
    parents = (
        small(team.select("team_id", "parent_id"))
        .filter(pl.col("team_id").is_not_null())
        .sort("team_id", "parent_id", nulls_last=True)
        .unique("team_id", keep="first", maintain_order=True)
    )
    members = small(membership.select("team_id").unique()).drop_nulls()
    names = pl.concat([parents.select("team_id"), members]).unique()
    level = names.select("team_id", unit_id="team_id", depth=pl.lit(0, pl.Int64))
    upward = parents.drop_nulls("parent_id").rename({"team_id": "unit_id"})
    tree = level
    while level.height:
        level = (
            level.join(upward, on="unit_id")
            .select("team_id", unit_id="parent_id", depth=pl.col("depth") + 1)
            .join(tree, on=["team_id", "unit_id"], how="anti")
        )
        tree = pl.concat([tree, level])
    tree = pl.concat([tree, _whole(tree)])
    return tree.select(SCHEMA.keys()).sort("team_id", "depth")


def _whole(tree: pl.DataFrame) -> pl.DataFrame:
    """Rows of the whole firm above all teams; none where one unit is above all others already."""
    top = tree.group_by("team_id").agg(depth=pl.col("depth").max() + 1)
    roots = tree.filter(pl.col("depth") == 0).height - (
        tree.filter(pl.col("depth") > 0)["team_id"].n_unique()
    )
    if roots <= 1:
        return tree.clear()
    whole = pl.DataFrame({"team_id": [WHOLE_FIRM], "depth": [0]}, schema=top.schema)
    return pl.concat([top, whole]).select(
        "team_id", unit_id=pl.lit(WHOLE_FIRM), depth=pl.col("depth").cast(pl.Int64)
    )
