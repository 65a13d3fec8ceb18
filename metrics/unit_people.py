"""Who belongs to which unit, and as what: the ground on which every figure stands."""

import polars as pl


def unit_people(
    capacity: pl.DataFrame, status: pl.DataFrame, unit_tree: pl.DataFrame
) -> pl.DataFrame:
    """Capacity of people in units; one row per unit, person and period.

    capacity   team_id, person_id, period, hours [h]
    status     person_id, period, status at the period's start
    unit_tree  team_id, unit_id: each team with itself and all units above it
    returns    unit_id, person_id, period, hours [h], is_novice, is_expert, is_known

    Counts: a person in two teams of one unit once, with the hours of both. Somebody of unknown
    status is neither novice nor expert.
    """
    people = (
        capacity.filter(pl.col("hours") > 0)
        .join(unit_tree.select("team_id", "unit_id"), on="team_id")
        .group_by("unit_id", "person_id", "period")
        .agg(pl.col("hours").sum())
        .join(
            status.select("person_id", "period", "status"), on=["person_id", "period"], how="left"
        )
    )
    return people.select(
        "unit_id",
        "person_id",
        "period",
        "hours",
        is_novice=(pl.col("status") == "novice").fill_null(value=False),
        is_expert=(pl.col("status") == "expert").fill_null(value=False),
        is_known=(pl.col("status") != "unknown").fill_null(value=False),
    ).sort("unit_id", "period", "person_id")


def unit_counts(unit_people: pl.DataFrame) -> pl.DataFrame:
    """People and capacity of units; one row per unit and period.

    unit_people  unit_id, person_id, period, hours [h], is_novice, is_known
    returns      unit_id, period, n_people, n_novices, n_others, capacity [h], novice_share and
                 known_share (of the capacity)

    Counts: somebody of unknown status among the others.
    """
    novice = pl.col("is_novice")
    someone = pl.col("person_id")
    return (
        unit_people.group_by("unit_id", "period")
        .agg(
            n_people=someone.n_unique().cast(pl.Int64),
            n_novices=someone.filter(novice).n_unique().cast(pl.Int64),
            capacity=pl.col("hours").sum(),
            novices=pl.col("hours").filter(novice).sum(),
            known=pl.col("hours").filter("is_known").sum(),
        )
        .with_columns(
            n_others=pl.col("n_people") - pl.col("n_novices"),
            novice_share=pl.col("novices") / pl.col("capacity"),
            known_share=pl.col("known") / pl.col("capacity"),
        )
        .drop("novices", "known")
        .sort("unit_id", "period")
    )
