"""Teams and the units above them; the whole firm stands above several roots."""

from metrics.unit_tree import WHOLE_FIRM


def test_every_team_stands_under_itself_and_every_unit_above(firm, tables):
    team = [
        {"team_id": "web", "parent_id": "apps"},
        {"team_id": "apps", "parent_id": "firm"},
        {"team_id": "firm"},
    ]
    assert tables(firm(team=team), "unit_tree").rows() == [
        ("apps", "apps", 0),
        ("apps", "firm", 1),
        ("firm", "firm", 0),
        ("web", "web", 0),
        ("web", "apps", 1),
        ("web", "firm", 2),
    ]


def test_a_team_that_only_the_memberships_name_is_there(firm, tables):
    member = [{"person_id": "a", "team_id": "web", "valid_from": "2024-01-01"}]
    assert tables(firm(membership=member), "unit_tree").rows() == [("web", "web", 0)]


def test_a_ring_of_units_is_cut(firm, tables):
    team = [{"team_id": "a", "parent_id": "b"}, {"team_id": "b", "parent_id": "a"}]
    tree = tables(firm(team=team), "unit_tree")
    assert tree.rows() == [("a", "a", 0), ("a", "b", 1), ("b", "b", 0), ("b", "a", 1)]


def test_the_whole_firm_stands_above_several_units_that_have_none_above_them(firm, tables):
    team = [{"team_id": "web", "parent_id": "apps"}, {"team_id": "apps"}, {"team_id": "sales"}]
    assert tables(firm(team=team), "unit_tree").rows() == [
        (WHOLE_FIRM, WHOLE_FIRM, 0),
        ("apps", "apps", 0),
        ("apps", WHOLE_FIRM, 1),
        ("sales", "sales", 0),
        ("sales", WHOLE_FIRM, 1),
        ("web", "web", 0),
        ("web", "apps", 1),
        ("web", WHOLE_FIRM, 2),
    ]
