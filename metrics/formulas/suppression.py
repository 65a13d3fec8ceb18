"""Cells that may be published: nobody's figure can be told, not even by subtraction (R10)."""

from collections.abc import Sequence

import polars as pl


def published(cells: pl.DataFrame, tree: pl.DataFrame, group: Sequence[str]) -> pl.DataFrame:
    """Cells that may show their own value, one row a group and unit, with `is_published`.

    cells    `group`, unit_id, people (whom the value tells about), smallest, is_small (too few
             people), is_told (has a value that would be shown)
    tree     unit_id, ancestor_id, depth (1 is the parent): every unit with all units above it
    group    columns within which units add up: indicator and period

    Counts: a unit's own members who are in none of the units below it are a child that is never
    shown. Two rules are applied until nothing changes: a shown unit with exactly one hidden child
    loses its smallest shown child as well; and whatever remains of a shown unit when all shown
    units below it are subtracted holds nobody or at least `smallest` people.
    """
    key = [*group, "unit_id"]
    cells = cells.select(
        *key,
        "people",
        "smallest",
        is_hidden="is_small",
        is_published=pl.col("is_told") & ~pl.col("is_small"),
    )
    done = [cells.clear()]
    while not cells.is_empty():
        lost = pl.concat([_lonely(cells, tree, group), _left_over(cells, tree, group)]).unique()
        touched = lost.select(group).unique()
        done.append(cells.join(touched, on=group, how="anti"))
        lost = lost.with_columns(is_lost=pl.lit(value=True))
        is_lost = pl.col("is_lost").fill_null(value=False)
        cells = (
            cells.join(touched, on=group, how="semi")
            .join(lost, on=key, how="left")
            .with_columns(
                is_hidden=pl.col("is_hidden") | is_lost,
                is_published=pl.col("is_published") & ~is_lost,
            )
            .drop("is_lost")
        )
    return pl.concat(done).select(*key, "is_published").sort(key)


def _lonely(cells: pl.DataFrame, tree: pl.DataFrame, group: Sequence[str]) -> pl.DataFrame:
    """Smallest shown child of each shown parent that has exactly one hidden child."""
    parents = tree.filter(pl.col("depth") == 1).select("unit_id", "ancestor_id")
    shown = cells.filter(pl.col("is_published")).select(
        *group, ancestor_id="unit_id", all_people="people"
    )
    children = cells.join(parents, on="unit_id").join(shown, on=[*group, "ancestor_id"])
    alone = (
        children.group_by(*group, "ancestor_id")
        .agg(
            hidden=(pl.col("is_hidden") & (pl.col("people") > 0)).sum(),
            own=pl.col("all_people").first() - pl.col("people").sum(),
        )
        .filter((pl.col("hidden") == 1) & (pl.col("own") <= 0))
    )
    return _smallest(children.filter("is_published").join(alone, on=[*group, "ancestor_id"]), group)


def _left_over(cells: pl.DataFrame, tree: pl.DataFrame, group: Sequence[str]) -> pl.DataFrame:
    """Smallest largest-shown-below of each shown unit whose remainder would tell on a few."""
    shown = cells.filter(pl.col("is_published"))
    above = shown.select(*group, ancestor_id="unit_id", all_people="people", least="smallest")
    below = (
        shown.join(tree, on="unit_id")
        .join(above, on=[*group, "ancestor_id"])
        .sort("depth")
        .unique([*group, "unit_id"], keep="first", maintain_order=True)
    )
    whole = [*group, "ancestor_id"]
    remainder = (
        below.group_by(whole)
        .agg(
            rest=pl.col("all_people").first() - pl.col("people").sum(),
            least=pl.col("least").first(),
        )
        .filter((pl.col("rest") > 0) & (pl.col("rest") < pl.col("least")))
    )
    return _smallest(below.join(remainder, on=whole, how="semi"), group)


def _smallest(candidates: pl.DataFrame, group: Sequence[str]) -> pl.DataFrame:
    return (
        candidates.sort("people", "unit_id")
        .unique([*group, "ancestor_id"], keep="first", maintain_order=True)
        .select(*group, "unit_id")
    )
