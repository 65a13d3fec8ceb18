"""Nobody's figure may be told, not even by subtraction."""

import itertools

import numpy as np
import polars as pl

from metrics.formulas.suppression import published

SMALLEST = 5


def tree(**parents):
    """Every unit with all units above it."""
    rows = []
    for unit, parent in parents.items():
        above, depth = parent, 1
        while above:
            rows.append((unit, above, depth))
            above, depth = parents.get(above), depth + 1
    return pl.DataFrame(rows, schema=["unit_id", "ancestor_id", "depth"], orient="row")


def shown(people, parents, small=()):
    """Published units; `small` are those that are too small for another reason than their count."""
    cells = pl.DataFrame(
        {
            "indicator": "x",
            "unit_id": list(people),
            "people": list(people.values()),
            "smallest": SMALLEST,
            "is_told": True,
            "is_small": [count < SMALLEST or unit in small for unit, count in people.items()],
        }
    )
    answer = published(cells, tree(**parents), ["indicator"])
    return set(answer.filter("is_published")["unit_id"])


def test_one_hidden_team_takes_the_next_smallest_with_it():
    parents = {"firm": None, "a": "firm", "b": "firm", "c": "firm"}
    assert shown({"firm": 21, "a": 3, "b": 8, "c": 10}, parents) == {"firm", "c"}


def test_one_team_hidden_for_want_of_others_takes_the_next_smallest_with_it_too():
    parents = {"firm": None, "a": "firm", "b": "firm", "c": "firm"}
    people = {"firm": 30, "a": 9, "b": 10, "c": 11}
    assert shown(people, parents, small={"a"}) == {"firm", "c"}


def test_two_hidden_teams_that_hide_each_other_take_nobody_else():
    parents = {"firm": None, "a": "firm", "b": "firm", "c": "firm"}
    assert shown({"firm": 17, "a": 3, "b": 4, "c": 10}, parents) == {"firm", "c"}


def test_two_hidden_teams_of_too_few_together_take_a_third():
    parents = {"firm": None, "a": "firm", "b": "firm", "c": "firm", "d": "firm"}
    assert shown({"firm": 19, "a": 1, "b": 1, "c": 7, "d": 10}, parents) == {"firm", "d"}


def test_a_head_of_unit_alone_beside_the_teams_is_protected():
    parents = {"firm": None, "a": "firm", "b": "firm"}
    assert shown({"firm": 18, "a": 8, "b": 9}, parents) == {"firm", "b"}


def test_a_unit_hidden_in_place_of_another_does_not_tell_through_its_teams():
    parents = {"firm": None, "a": "firm", "b": "firm", "b1": "b", "b2": "b", "c": "firm"}
    people = {"firm": 33, "a": 3, "b": 12, "b1": 6, "b2": 6, "c": 18}
    assert shown(people, parents) == {"firm", "b2", "c"}


def test_an_empty_team_hides_nobody():
    parents = {"firm": None, "a": "firm", "b": "firm", "c": "firm"}
    assert shown({"firm": 18, "a": 0, "b": 8, "c": 10}, parents) == {"firm", "b", "c"}


def test_no_subtraction_of_published_units_leaves_a_few_people():
    rng = np.random.default_rng(11)
    for _ in range(60):
        people, parents, atoms = firm(rng)
        units = sorted(shown(people, parents))
        cells = {u: frozenset(a for a in atoms if u in chain(a, parents)) for u in units}
        assert smallest_difference(cells, atoms) >= SMALLEST


def firm(rng):
    """Random three-level firm: people who belong directly to each unit, totals, parents."""
    parents = {"firm": None}
    for d in range(int(rng.integers(1, 4))):
        parents[f"d{d}"] = "firm"
        for t in range(int(rng.integers(1, 4))):
            parents[f"d{d}t{t}"] = f"d{d}"
    atoms = {u: int(rng.integers(0, 9)) if "t" in u else int(rng.integers(0, 3)) for u in parents}
    people = {u: sum(atoms[a] for a in parents if u in chain(a, parents)) for u in parents}
    return people, parents, atoms


def chain(unit, parents):
    while unit:
        yield unit
        unit = parents[unit]


def smallest_difference(cells, atoms):
    """Fewest people in any set that adding and subtracting up to four published units isolates."""
    units, order = list(cells), list(atoms)
    found = [10**9]
    for size in range(1, min(4, len(units)) + 1):
        for chosen in itertools.combinations(units, size):
            for signs in itertools.product((1, -1), repeat=size):
                net = [
                    sum(s for s, u in zip(signs, chosen, strict=True) if a in cells[u])
                    for a in order
                ]
                people = sum(atoms[a] for a, k in zip(order, net, strict=True) if k == 1)
                if set(net) <= {0, 1} and people:
                    found.append(people)
    return min(found)
