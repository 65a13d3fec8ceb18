import pytest

from redesign.moves.resequence_queue import resequence_queue
from tests.redesign.teams import figure, team


def test_low_challenge_with_tasks_in_the_zone_waiting_reorders_the_queue():
    # Half an hour x 13 weeks, no expert's hours.
    proposal = resequence_queue.propose(team("CHA low"))
    assert proposal.strength == "STRONG"
    assert "5 of them lie in a novice's learning zone" in proposal.what
    assert proposal.cost_hours == pytest.approx(6.5)
    assert proposal.expert_hours == 0.0


@pytest.mark.parametrize("waiting", [{"zone_tasks_in_backlog": 0.0}])
def test_an_order_without_zone_tasks_changes_nothing(waiting):
    assert resequence_queue.propose(team("CHA low", hours=waiting)) is None


def test_enough_challenge_proposes_nothing():
    assert resequence_queue.propose(team(figures={"challenge": figure(0.4)})) is None
