import polars as pl

from ui.units import units

TEAM = pl.DataFrame(
    {
        "team_id": ["firm", "eng", "ops", "b", "a", "c", "loner"],
        "name": ["Northwind", "Engineering", "Operations", "Beta", "alpha", "Beta", None],
        "parent_id": [None, "firm", "firm", "eng", "eng", "ops", "nowhere"],
    }
)


def test_a_unit_comes_before_its_parts_and_parts_come_by_name():
    tree = units(TEAM, set())
    assert list(tree.labels) == ["loner", "firm", "eng", "a", "b", "ops", "c"]


def test_two_teams_of_one_name_are_told_apart_by_their_id():
    tree = units(TEAM, set())
    assert tree.label("b") == "Beta (b)"
    assert tree.find("Beta (c)") == "c"
    assert tree.find("Gamma") is None


def test_the_firm_is_the_root_with_the_most_parts():
    assert units(TEAM, set()).firm == "firm"
    assert units(TEAM.clear(), set()).firm is None


def test_a_parent_that_is_not_in_the_firm_makes_a_root():
    tree = units(TEAM, set())
    assert tree.above("loner") == []
    assert tree.above("a") == ["eng", "firm"]


def test_teams_are_the_units_without_parts():
    tree = units(TEAM, set())
    assert tree.teams("firm") == ["a", "b", "c"]
    assert tree.teams("a") == ["a"]
    assert tree.children("firm") == ["eng", "ops"]


def test_a_unit_that_only_the_cube_knows_appears_under_its_id():
    assert units(TEAM.clear(), {"x"}).label("x") == "x"
