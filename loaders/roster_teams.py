"""Teams of a roster: named units below one another, or units with ids of their own."""

from typing import Final

import polars as pl

# Named units from the finest up, with what stands before their name in a key: a department may
# bear the name of its division. Departments, which nearly every system has, keep their bare name.
NAMED: Final = {
    "team": "team:",
    "department": "",
    "division": "division:",
    "business_unit": "business unit:",
    "company": "company:",
}
# Units that may have a code of their own: it is the key, and the name is what is shown.
CODED: Final = ("department", "division", "business_unit", "company")


def with_team(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows with team_id: the unit's own id, else the finest unit that is named."""
    return rows.with_columns(
        has_id=pl.col("team_id").is_not_null(),
        team_id=pl.coalesce("team_id", *(_key(unit) for unit in NAMED)),
    )


def teams(rows: pl.DataFrame, notes: list[str]) -> pl.DataFrame:
    """Rows of team: team_id, name, parent_id.

    rows   with_team's rows; those that still hold say below what a unit stands now
    notes  sentences for the reader; grows

    Counts: a unit that is told below several others, or below itself, stands below none.
    """
    links = _links(rows)
    holds = pl.col("holds") | ~pl.col("holds").any().over("team")
    upper = links.filter(pl.col("parent").is_not_null()).filter(holds)
    # A row that leaves out the unit between does not contradict one that tells it.
    nearest = upper.filter(pl.col("steps") == pl.col("steps").min().over("team"))
    parents = nearest.group_by("team").agg(pl.col("parent").unique())
    split = parents.filter(pl.col("parent").list.len() > 1)
    names = links.group_by("team").agg(pl.col("name").drop_nulls().last())
    if split.height:
        told = names.filter(pl.col("team").is_in(split.get_column("team").implode()))
        listed = ", ".join(told.select(pl.coalesce("name", "team")).to_series().sort())
        notes.append(f"Units told below several others stand below none: {listed}.")
    single = parents.filter(pl.col("parent").list.len() == 1).select(
        "team", pl.col("parent").list.first()
    )
    tree = _tree(dict(single.iter_rows()), notes)
    parent = pl.col("team").replace_strict(tree, default=None, return_dtype=pl.String)
    name = pl.coalesce("name", "team")
    return names.select(team_id="team", name=name, parent_id=parent).sort("team_id")


def _key(unit: str) -> pl.Expr:
    return pl.lit(NAMED[unit]) + (
        pl.coalesce(f"{unit}_id", unit) if unit in CODED else pl.col(unit)
    )


def _links(rows: pl.DataFrame) -> pl.DataFrame:
    """Each unit of each row with the next one above it: team, name, parent, steps, holds."""
    rows = rows.with_columns(holds=pl.col("valid_to").is_null())
    own, nobody = rows.filter("has_id"), pl.lit(None, pl.String)
    one = pl.lit(1).alias("steps")
    parts = [
        own.select("holds", one, team="team_id", name="team_name", parent="parent_id"),
        own.select("holds", one, team="parent_id", name="parent_name", parent=nobody),
    ]
    named, units = rows.filter(~pl.col("has_id")), list(NAMED)
    for at, unit in enumerate(units):
        above = [_key(upper) for upper in units[at + 1 :]]
        far = [pl.when(key.is_not_null()).then(pl.lit(n)) for n, key in enumerate(above, 1)]
        parent, steps = pl.coalesce(nobody, *above), pl.coalesce(pl.lit(None, pl.Int32), *far)
        parts.append(named.select("holds", steps=steps, team=_key(unit), name=unit, parent=parent))
    return pl.concat(parts, how="diagonal").filter(pl.col("team").is_not_null())


def _tree(parents: dict[str, str], notes: list[str]) -> dict[str, str]:
    """Parents without those units that stand below themselves."""
    circled = {team for team in parents if _is_below_itself(team, parents)}
    if circled:
        notes.append(f"{len(circled)} units stand below themselves; they were set below none.")
    return {team: parent for team, parent in parents.items() if team not in circled}


def _is_below_itself(team: str, parents: dict[str, str]) -> bool:
    seen, above = {team}, parents.get(team)
    while above is not None and above not in seen:
        seen.add(above)
        above = parents.get(above)
    return above == team
