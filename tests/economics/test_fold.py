"""Amounts of small groups go to a larger unit, and no difference tells on one to four people."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from economics.firm_units import FirmUnits
from economics.fold import folded

MAY, JUNE, JULY = (date(2026, month, 1) for month in (5, 6, 7))
PARENTS = {"N1": "North", "N2": "North", "S1": "South", "North": "Firm", "South": "Firm"}


def units():
    rows = []
    for team in [*PARENTS, "Firm"]:
        unit, depth = team, 0
        while unit is not None:
            rows.append((team, unit, depth))
            unit, depth = PARENTS.get(unit), depth + 1
    tree = pl.DataFrame(rows, schema=["team_id", "unit_id", "depth"], orient="row")
    none = pl.DataFrame()
    return FirmUnits(tree, "Firm", none, none, pl.Series("person_id", [], dtype=pl.String))


def told(cells, **more):
    """Where (unit, month, people) are told: unit and month -> unit and month."""
    rows = [
        (unit, month, f"{unit}-{n}", "fees") for unit, month, people in cells for n in range(people)
    ]
    schema = {"unit_id": pl.String, "month": pl.Date, "person_id": pl.String, "category": pl.String}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    placed = folded(frame, units(), ["category"], 5, **more)
    columns = ("unit_id", "month", "to_unit", "to_month")
    return {(a, b): (c, d) for a, b, c, d in placed.select(columns).iter_rows()}


def test_five_people_are_told_with_their_own_team():
    assert told([("N1", MAY, 5), ("N2", MAY, 6)]) == {
        ("N1", MAY): ("N1", MAY),
        ("N2", MAY): ("N2", MAY),
    }


def test_two_small_teams_are_told_together_with_the_unit_above():
    assert told([("N1", MAY, 3), ("N2", MAY, 4)]) == {
        ("N1", MAY): ("North", MAY),
        ("N2", MAY): ("North", MAY),
    }


def test_one_small_team_takes_the_smallest_other_one_along():
    """The firm's sum less the shown teams would else tell the amount of N1 alone."""
    assert told([("N1", MAY, 4), ("N2", MAY, 9), ("S1", MAY, 7)]) == {
        ("N1", MAY): ("Firm", MAY),
        ("N2", MAY): ("N2", MAY),
        ("S1", MAY): ("Firm", MAY),
    }


def test_a_month_with_too_few_people_is_told_without_its_name():
    assert told([("N1", MAY, 2), ("S1", JUNE, 3)]) == {
        ("N1", MAY): ("Firm", None),
        ("S1", JUNE): ("Firm", None),
    }


def test_one_such_month_takes_another_one_along_when_that_is_told_for_the_firm():
    placed = told([("N1", MAY, 2), ("N1", JUNE, 3), ("S1", JUNE, 3), ("S1", JULY, 6)])
    assert placed[("N1", MAY)] == placed[("N1", JUNE)] == placed[("S1", JUNE)] == ("Firm", None)
    assert placed[("S1", JULY)] == ("S1", JULY)


def test_what_four_people_of_the_whole_firm_did_is_told_nowhere():
    assert told([("N1", MAY, 2), ("S1", JUNE, 2)]) == {
        ("N1", MAY): (None, None),
        ("S1", JUNE): (None, None),
    }


def test_what_the_firm_itself_booked_is_always_told():
    assert told([("N1", MAY, 2)], top_is_told=True) == {("N1", MAY): ("Firm", MAY)}


CELLS = st.dictionaries(
    st.tuples(
        st.sampled_from(["N1", "N2", "S1", "North", "Firm"]), st.sampled_from([MAY, JUNE, JULY])
    ),
    st.integers(1, 12),
    min_size=1,
)


@settings(max_examples=150, deadline=None)
@given(CELLS)
def test_no_place_and_no_difference_is_about_one_to_four_people(cells):
    placed = told([(unit, month, people) for (unit, month), people in cells.items()])
    assert placed.keys() == cells.keys()
    behind = {}
    for (unit, month), place in placed.items():
        behind.setdefault(place, set()).update(f"{unit}-{n}" for n in range(cells[unit, month]))
    shown = {place: who for place, who in behind.items() if place[0] is not None}
    assert all(len(who) >= 5 for who in shown.values())
    assert len(behind.get((None, None), ())) < 5
    assert shown or set(behind) == {(None, None)}


@pytest.mark.parametrize("size", [1, 5, 50])
def test_without_units_everything_is_the_firms(size):
    tree = pl.DataFrame(schema={"team_id": pl.String, "unit_id": pl.String, "depth": pl.Int64})
    none = pl.DataFrame()
    alone = FirmUnits(tree, "(whole firm)", none, none, pl.Series([], dtype=pl.String))
    people = pl.DataFrame({"unit_id": ["(whole firm)"] * size, "month": [MAY] * size})
    people = people.with_columns(
        person_id=pl.int_range(pl.len()).cast(pl.String), category=pl.lit("a")
    )
    [to_unit] = folded(people, alone, ["category"], 5)["to_unit"]
    assert to_unit == (None if size < 5 else "(whole firm)")
