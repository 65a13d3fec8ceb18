"""Scenarios: four that are always there, saved ones by name, and every change told for good."""

import pytest

from store import scenarios
from store.errors import RequestError
from store.scenarios import Assumption

CAPTURE = {"capture": Assumption(0.4, "assumed", "the board")}


def names(workspace):
    return [each.name for each in scenarios.scenarios(workspace)]


def test_a_new_workspace_has_four_scenarios_that_differ_by_what_moves(workspace):
    told = scenarios.scenarios(workspace)
    assert [(each.name, each.inputs) for each in told] == [
        ("all training", {"moved": 0.0}),
        ("half", {"moved": 0.5}),
        ("all redesign", {"moved": 1.0}),
        ("yours", {}),
    ]
    assert all(each.is_built_in for each in told)
    assert {each.currency for each in told} == {"EUR"}


def test_what_the_firm_enters_counts_in_all_four_so_that_they_compare(workspace):
    own = {**CAPTURE, "moved": Assumption(0.3)}
    scenarios.set_values(workspace, "Yours", own, by="ada", why="first guess")
    scenarios.set_currency(workspace, "yours", "usd", by="ada")
    told = {each.name: each for each in scenarios.scenarios(workspace)}
    assert told["half"].inputs == {"capture": 0.4, "moved": 0.5}
    assert told["yours"].inputs == {"capture": 0.4, "moved": 0.3}
    assert {each.currency for each in told.values()} == {"USD"}


def test_a_saved_scenario_is_a_copy_that_goes_its_own_way(workspace):
    scenarios.set_values(workspace, "yours", CAPTURE, by="ada")
    saved = scenarios.save(
        workspace, " Plan  B ", base="half", values={"years": Assumption(3)}, by="bo", why="asked"
    )
    assert (saved.name, saved.base, saved.is_built_in) == ("Plan B", "half", False)
    assert saved.inputs == {"capture": 0.4, "moved": 0.5, "years": 3}
    scenarios.set_values(workspace, "yours", {"capture": Assumption(0.1)}, by="ada")
    assert scenarios.scenario(workspace, "plan b").inputs["capture"] == 0.4
    copy = scenarios.save(workspace, "Plan C", base="Plan B", by="bo")
    assert (copy.base, copy.inputs) == ("half", saved.inputs)


def test_every_change_says_who_what_before_after_and_why(workspace):
    scenarios.set_values(workspace, "yours", CAPTURE, by="ada", why="first guess")
    measured = {"capture": Assumption(0.25, "measured", "saved time of May")}
    scenarios.set_values(workspace, "yours", measured, by="bo", why="we looked")
    scenarios.set_values(workspace, "yours", measured, by="bo", why="again: no change")
    scenarios.set_values(workspace, "yours", {"capture": Assumption(None)}, by="cy", why="unsure")
    columns = ("by", "what", "field", "old", "new", "why")
    first, second = "0.4 (assumed: the board)", "0.25 (measured: saved time of May)"
    assert scenarios.history(workspace, "half").select(columns).rows() == [
        ("ada", "set", "capture", None, first, "first guess"),
        ("bo", "set", "capture", first, second, "we looked"),
        ("cy", "set", "capture", second, None, "unsure"),
    ]
    assert scenarios.scenario(workspace, "yours").inputs == {}


def test_a_deleted_scenario_is_gone_and_its_history_stays(workspace):
    scenarios.save(workspace, "Plan B", by="bo", values=CAPTURE)
    scenarios.rename(workspace, "Plan B", "plan b", by="bo", why="small letters")
    scenarios.rename(workspace, "plan b", "Spring", by="bo")
    scenarios.delete(workspace, "spring", by="ada", why="superseded")
    assert "Spring" not in names(workspace)
    whats = scenarios.history(workspace, "Plan B")["what"].to_list()
    assert whats == ["saved", "saved", "saved", "renamed", "renamed", "deleted"]
    again = scenarios.save(workspace, "Spring", by="bo")
    assert again.inputs == {}
    assert scenarios.history(workspace, "Spring").height == len(whats) + 2


def test_scenarios_are_compared_input_by_input(workspace):
    scenarios.set_values(workspace, "yours", CAPTURE, by="ada")
    both = [scenarios.scenario(workspace, name) for name in ("half", "yours")]
    told = scenarios.compare(both).drop("source").rows()
    assert told == [
        ("capture", "half", 0.4, "assumed", True),
        ("capture", "yours", 0.4, "assumed", True),
        ("moved", "half", 0.5, "assumed", False),
        ("moved", "yours", None, "", False),
    ]


@pytest.mark.parametrize(
    ("act", "match"),
    [
        (lambda w: scenarios.scenario(w, "Plan Z"), "one of all training, half"),
        (lambda w: scenarios.save(w, "HALF", by="x"), "a scenario of this name already"),
        (lambda w: scenarios.save(w, " ", by="x"), "the name has 0 letters"),
        (lambda w: scenarios.save(w, "A", base="B", by="x"), "no scenario of this name"),
        (lambda w: scenarios.save(w, "A", currency="euro", by="x"), "no code of three letters"),
        (lambda w: scenarios.set_values(w, "half", CAPTURE, by="x"), "fixes one input"),
        (lambda w: scenarios.rename(w, "yours", "mine", by="x"), "'yours' is always there"),
        (lambda w: scenarios.delete(w, "half", by="x"), "'half' is always there"),
        (lambda w: scenarios.history(w, "Plan Z"), "never was a scenario"),
        (
            lambda w: scenarios.set_values(w, "yours", {"a": Assumption(1, "sure")}, by="x"),
            "sure does not say how far a can be trusted",
        ),
        (
            lambda w: scenarios.set_values(w, "yours", {"a": Assumption(float("nan"))}, by="x"),
            "a is nan",
        ),
    ],
)
def test_what_cannot_be_is_told_in_three_parts_and_changes_nothing(workspace, act, match):
    with pytest.raises(RequestError, match=match):
        act(workspace)
    assert scenarios.history(workspace).is_empty()


def test_the_rows_of_the_record_are_never_changed(workspace):
    scenarios.save(workspace, "Plan B", by="bo", values=CAPTURE)
    before = scenarios.history(workspace)
    scenarios.set_values(workspace, "Plan B", {"capture": Assumption(0.1)}, by="ada")
    scenarios.rename(workspace, "Plan B", "Plan C", by="ada")
    assert scenarios.history(workspace).head(before.height).equals(before)
