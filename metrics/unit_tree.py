"""Teams and the units above them."""

from typing import Any

import narwhals as nw
import polars as pl

from metrics._engine import small

SCHEMA = {"team_id": pl.String(), "unit_id": pl.String(), "depth": pl.Int64()}


def unit_tree(team: nw.LazyFrame[Any], membership: nw.LazyFrame[Any]) -> pl.DataFrame:
    """One row per team and unit that holds it: team_id, unit_id, depth (0 is the team itself).

    team        one row per team: team_id, parent_id
    membership  its team_id counts too, where no team file was loaded

    Counts: a ring of teams that contain each other is cut where it closes.
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
    return tree.select(SCHEMA.keys()).sort("team_id", "depth")
