import pytest

from redesign.moves.stretch_assignment import stretch_assignment
from tests.redesign.teams import figure, team

PATTERN = ("ROU very high", "EXP low")


def test_very_routine_work_brings_a_stretch_with_feedback():
    # Three assignments x 1 hour x 13 weeks.
    proposal = stretch_assignment.propose(team(*PATTERN))
    assert proposal.strength == "STRONG"
    assert proposal.cost_hours == pytest.approx(39.0)
    assert proposal.expert_hours == pytest.approx(39.0)


def test_routine_of_55_percent_is_not_enough():
    reading = team("EXP low", figures={"routine": figure(0.55)})
    assert stretch_assignment.propose(reading) is None


def test_without_hours_for_feedback_nothing_is_proposed():
    assert stretch_assignment.propose(team(*PATTERN, hours={"expert_hours": 50.0})) is None
