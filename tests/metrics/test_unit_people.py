"""Who belongs to which unit, and as what."""

from datetime import date

import polars as pl

from metrics.unit_people import unit_counts, unit_people

Q = date(2026, 1, 1)
TREE = pl.DataFrame(
    {
        "team_id": ["a", "a", "b", "b"],
        "unit_id": ["a", "firm", "b", "firm"],
        "depth": [0, 1, 0, 1],
    }
)


def capacity(*rows):
    return pl.DataFrame(rows, schema=["team_id", "person_id", "hours"], orient="row").with_columns(
        period=pl.lit(Q)
    )


def status(**of):
    return pl.DataFrame({"person_id": list(of), "period": Q, "status": list(of.values())})


def test_a_person_in_two_teams_of_a_unit_counts_once_there_with_all_hours():
    people = unit_people(capacity(("a", "p", 100.0), ("b", "p", 50.0)), status(p="novice"), TREE)
    assert people.select("unit_id", "hours", "is_novice").rows() == [
        ("a", 100.0, True),
        ("b", 50.0, True),
        ("firm", 150.0, True),
    ]


def test_somebody_of_unknown_status_is_an_other_and_no_novice():
    people = unit_people(
        capacity(("a", "n", 30.0), ("a", "e", 60.0), ("a", "u", 30.0)),
        status(n="novice", e="expert", u="unknown"),
        TREE,
    )
    row = unit_counts(people).filter(unit_id="a").row(0, named=True)
    assert (row["n_people"], row["n_novices"], row["n_others"]) == (3, 1, 2)
    assert (row["novice_share"], row["known_share"]) == (0.25, 0.75)


def test_somebody_without_hours_in_the_period_is_not_there():
    assert unit_people(capacity(("a", "p", 0.0)), status(p="novice"), TREE).is_empty()
