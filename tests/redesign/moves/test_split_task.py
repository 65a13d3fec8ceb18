import pytest

from redesign.moves.split_task import split_task
from tests.redesign.teams import figure, team

PATTERN = ("ROU high", "NEX high", "EXP low")


def test_routine_novices_past_whom_hard_work_goes_own_a_bounded_part():
    # Three parts a novice = 9, each .5 hours of planning and .3 of review.
    proposal = split_task.propose(team(*PATTERN))
    assert proposal.strength == "STRONG"
    assert proposal.what.startswith("Split 9 hard tasks")
    assert proposal.cost_hours == pytest.approx(7.2)


def test_no_more_parts_than_hard_tasks():
    assert split_task.propose(team(*PATTERN, hours={"challenging_tasks": 4.0})).what.startswith(
        "Split 4 hard tasks"
    )


@pytest.mark.parametrize("missing", PATTERN)
def test_all_three_words_are_needed(missing):
    assert split_task.propose(team(*(name for name in PATTERN if name != missing))) is None


def test_novices_who_are_exposed_already_are_given_nothing_harder():
    figures = {"exposed": figure(0.3)}
    assert split_task.propose(team("ROU high", "NEX high", figures=figures)) is None
