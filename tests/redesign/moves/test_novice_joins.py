import pytest

from redesign.moves.novice_joins import novice_joins
from tests.redesign.teams import beyond, figure, team

PATTERN = ("NEX high", "AIG high")


def test_experts_alone_on_ai_assisted_hard_work_open_it_to_a_novice():
    # NPR is .375, .375 below the threshold. Novices have 1200 of 4000 hours, so .375 x 900 x .3 =
    # 101.25 hours are missing; a shared task of 15 hours brings 4.5: 23 tasks, 20 are there.
    # Experts spend 12 hours on such a task: .3 x 12 x 20 = 72 hours, under the cap of 180.
    proposal = novice_joins.propose(team(*PATTERN))
    assert proposal.strength == "STRONG"
    assert proposal.what.startswith("Open 20 of the experts' hard AI-assisted tasks a quarter")
    assert proposal.cost_hours == pytest.approx(72.0)
    assert proposal.expert_hours == pytest.approx(72.0)
    assert proposal.novices_reached == 3


def test_as_many_tasks_as_the_threshold_needs_and_no_more():
    # .05 x 900 x .3 = 13.5 hours: 3 tasks of 4.5.
    reading = team("AIG high", figures={"novice_participation": figure(0.70)})
    assert novice_joins.propose(reading).what.startswith("Open 3 of")


def test_experts_give_no_more_than_their_cap():
    # 15 % of 120 hours are 18: five tasks of 3.6 hours.
    proposal = novice_joins.propose(team(*PATTERN, hours={"expert_hours": 120.0}))
    assert proposal.what.startswith("Open 5 of")
    assert proposal.expert_hours == pytest.approx(18.0)


def test_without_experts_or_their_solo_tasks_nothing_is_proposed():
    assert novice_joins.propose(team(*PATTERN, experts=0)) is None
    assert novice_joins.propose(team(*PATTERN, hours={"expert_solo_tasks": 0.0})) is None


@pytest.mark.parametrize("name", PATTERN)
def test_one_word_alone_is_not_enough(name):
    assert novice_joins.propose(team(name)) is None


def test_a_watch_asks_the_team():
    weak = figure(0.5, 0.2, 1.1)
    reading = team(figures={"novice_participation": weak, **dict([beyond("AIG high")])})
    assert novice_joins.propose(reading).what.startswith("Ask the team")
