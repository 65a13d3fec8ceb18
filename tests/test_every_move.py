"""What every move in redesign/moves keeps to; a new file there is tested here without a change."""

import re
from pathlib import Path

import pytest

from metrics.measure import indicators
from redesign import moves
from redesign.contract import Move
from redesign.thresholds import word
from tests.redesign.teams import HOURS, beyond, team

FOLDER = Path(__file__).parent.parent / "redesign" / "moves"
AGAINST_PEOPLE = re.compile(
    r"\b(dismiss|fire|replace|demote|warn|punish|underperform|weak|rank|lazy|blame|headcount|"
    r"resource|move him|move her|his|her|he|she)\w*\b",
    re.IGNORECASE,
)

each_move = pytest.mark.parametrize("move", moves(), ids=lambda move: move.key)


def strong(move: Move):
    """A team for which everything that the move listens to holds clearly."""
    return team(*move.words, team_id="Team Ada")


def watched(move: Move):
    """The same team with intervals that reach over every threshold."""
    wide = dict(beyond(name, low=-9.0, high=9.0) for name in move.words)
    return team(team_id="Team Ada", figures=wide)


def test_every_file_of_the_folder_is_found():
    files = {file.stem for file in FOLDER.glob("*.py")} - {"__init__"}
    assert {move.key for move in moves()} == files


@each_move
def test_a_move_has_a_test_of_its_own(move):
    assert (Path(__file__).parent / "redesign" / "moves" / f"test_{move.key}.py").exists()


@each_move
def test_its_docstring_says_when_it_holds_and_when_to_stop(move):
    assert "Holds if:" in move.about
    assert "Stop if:" in move.about


@each_move
def test_it_aims_at_an_indicator_that_exists(move):
    assert move.aims_at in indicators()


@each_move
def test_it_listens_to_words_that_exist_and_knows_its_quantities(move):
    assert move.words
    assert all(word(name) for name in move.words)
    assert set(move.quantities) <= set(HOURS)


@each_move
def test_its_prior_is_a_range_of_shares_and_its_times_run_forward(move):
    low, middle, high = move.prior
    assert 0 <= low <= middle <= high <= 1
    assert 0 <= move.weeks_to_effect[0] <= move.weeks_to_effect[1]
    assert re.fullmatch(r"M\d+", move.section)


@each_move
def test_when_all_holds_clearly_it_proposes_a_change_of_the_work_with_its_cost(move):
    proposal = move.propose(strong(move))
    assert proposal.strength == "STRONG"
    assert proposal.cost_hours > 0
    assert proposal.cost_words
    assert proposal.because
    assert not proposal.what.startswith("Ask the team")
    assert 0 < proposal.novices_reached <= 3


@each_move
def test_a_watch_is_a_conversation_and_never_a_change_of_the_work(move):
    proposal = move.propose(watched(move))
    assert proposal.strength == "WATCH"
    assert proposal.what.startswith("Ask the team, and collect another quarter of data")
    assert proposal.expert_hours == 0


@each_move
def test_it_names_no_one_and_says_nothing_against_people(move):
    for reading in (strong(move), watched(move)):
        proposal = move.propose(reading)
        texts = (proposal.what, proposal.because, proposal.cost_words, proposal.productivity)
        for text in (*texts, move.title, move.guardrail, move.stop_rule):
            assert "Ada" not in text
            assert not AGAINST_PEOPLE.search(text), text


@each_move
def test_it_begins_with_a_verb(move):
    for reading in (strong(move), watched(move)):
        first = move.propose(reading).what.split()[0]
        assert first in {"Open", "Set", "Split", "Offer", "Order", "Ask", "Widen", "Rotate", "Plan"}


@each_move
def test_a_team_where_nothing_is_known_gets_no_proposal(move):
    assert move.propose(team(hours={}, novices=0, experts=0)) is None
