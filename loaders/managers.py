"""Managers who report to themselves in a circle: the circle is cut, the people are kept."""

import polars as pl

from loaders.parsed import Refusals

IN_A_CIRCLE = "this person and the manager report to each other in a circle"


def circled(membership: pl.DataFrame) -> pl.Series:
    """Truth per row that its manager is, at some time of the row, below the person.

    membership  person_id, manager_id, valid_from, valid_to

    Counts: whoever is his own manager is the top, not a circle. Two people who managed each other
    at different times are none either.
    """
    rows = membership.with_row_index("at").select(
        "at", "person_id", "manager_id", "valid_from", "valid_to"
    )
    edges = rows.filter(
        pl.col("manager_id").is_not_null() & (pl.col("manager_id") != pl.col("person_id"))
    )
    left = _without_ends(edges)
    found: set[int] = set()
    for day in left.get_column("valid_from").unique().sort():
        is_on = (pl.col("valid_from") <= day) & (
            pl.col("valid_to").is_null() | (pl.col("valid_to") > day)
        )
        found.update(_without_ends(left.filter(is_on)).get_column("at"))
    return membership.with_row_index("at").get_column("at").is_in(sorted(found))


def _without_ends(edges: pl.DataFrame) -> pl.DataFrame:
    """The edges that can be part of a circle: whose person manages and whose manager is managed."""
    while True:
        people, managers = edges.get_column("person_id"), edges.get_column("manager_id")
        inner = edges.filter(
            people.is_in(managers.unique().implode()) & managers.is_in(people.unique().implode())
        )
        if inner.height == edges.height:
            return edges
        edges = inner


def cut_circles(membership: pl.DataFrame, refusals: Refusals, column: str) -> pl.DataFrame:
    """Membership without the managers of circles; each is refused, its row stays."""
    where = circled(membership)
    if not where.any():
        return membership
    refusals.add(column or "manager_id", IN_A_CIRCLE, where, row_stays=True)
    refusals.notes.append(circle_note(membership, where))
    return without_managers(membership, where)


def circle_note(membership: pl.DataFrame, where: pl.Series) -> str:
    """A sentence on how many people are in circles."""
    people = membership.filter(where).get_column("person_id").n_unique()
    return f"{people} people report to each other in a circle; their manager was left empty."


def without_managers(membership: pl.DataFrame, where: pl.Series) -> pl.DataFrame:
    """Membership with no manager in some rows."""
    manager = pl.when(~where).then(pl.col("manager_id")).alias("manager_id")
    return membership.with_columns(manager)
