"""A workspace without facts, or without figures, is answered and not crashed on."""

import pytest

from redesign.backlog import zone_tasks
from redesign.match import accepted, match
from redesign.recommend import recommend
from store.errors import RequestError
from store.workspace import Workspace


@pytest.fixture
def empty(tmp_path):
    with Workspace.open(tmp_path) as opened:
        yield opened


def test_without_facts_the_plan_is_empty(empty):
    found = match(empty)
    assert found.day is None
    assert found.options.is_empty()
    assert found.people.is_empty()
    assert found.tasks.is_empty()


def test_without_facts_no_task_waits(empty):
    assert zone_tasks(empty).is_empty()


def test_without_figures_the_reader_is_told_to_measure(empty):
    with pytest.raises(RequestError, match="atelier measure"):
        recommend(empty)


def test_assignments_that_a_lead_accepted_are_known_and_later_decisions_undo_them(empty):
    empty.decide("assignment", "team|w1|a", "accept", "", "lead")
    empty.decide("assignment", "team|w2|a", "accept", "", "lead")
    empty.decide("assignment", "team|w2", "decline", "later", "lead")
    empty.decide("assignment", "team|repo#1|odd|b", "accept", "", "lead")
    assert accepted(empty).rows() == [("w1", "a"), ("repo#1|odd", "b")]
