"""At most three a team, ranked within the firm by what they are worth."""

from datetime import date

import polars as pl
import pytest

from redesign import moves
from redesign.contract import Proposal, move
from redesign.ranking import NOT_EVALUATED, PROPOSALS, expires_on, not_evaluated, proposals
from tests.redesign.teams import figure, team


def made(key, *, mechanism=None, prior=0.3, strength="STRONG", cost=10.0, expert=0.0, novices=3):
    """A move that always proposes the same."""

    def propose(_reading):
        """Propose it."""
        return Proposal("Do it", "because", strength, cost, "words", "neutral", expert, novices)

    propose.__module__ = key
    return move(
        section="M99",
        title=key,
        aims_at="challenge",
        mechanism=mechanism or key,
        grade="D",
        prior=(0.0, prior, 1.0),
        weeks_to_effect=(1, 2),
        guardrail="g",
        stop_rule="s",
        words=(),
    )(propose)


def ranked(readings, *some):
    return proposals(readings, some).select("team_id", "move", "rank").rows()


def test_the_worth_is_gap_times_novices_times_prior_over_cost():
    # Score 40: a gap of 20 points. 20 x 3 x .3 / 10 = 1.8.
    reading = team(figures={"challenge": figure(0.2, score=40.0)})
    row = proposals([reading], [made("a")]).row(0, named=True)
    assert row["worth"] == pytest.approx(1.8)
    assert (row["value"], row["score"]) == (0.2, 40.0)


def test_proposals_are_ranked_over_all_teams():
    low = team(team_id="low", figures={"challenge": figure(0.1, score=10.0)})
    high = team(team_id="high", figures={"challenge": figure(0.2, score=50.0)})
    assert ranked([high, low], made("a"), made("b", prior=0.1)) == [
        ("low", "a", 1),
        ("low", "b", 2),
        ("high", "a", 3),
        ("high", "b", 4),
    ]


def test_equals_are_ordered_by_cost_and_name_so_that_ranks_do_not_jump():
    beyond_aim = {"challenge": figure(0.5, score=90.0)}
    readings = [team(team_id=name, figures=beyond_aim) for name in ("b", "a")]
    assert ranked(readings, made("x", cost=5.0), made("y", cost=2.0)) == [
        ("a", "y", 1),
        ("b", "y", 2),
        ("a", "x", 3),
        ("b", "x", 4),
    ]


def test_a_watch_stands_behind_every_strong_proposal():
    reading = team(figures={"challenge": figure(0.1)})
    some = (made("watch", strength="WATCH", cost=1.0), made("strong", prior=0.01))
    assert [row[1] for row in ranked([reading], *some)] == ["strong", "watch"]


def test_at_most_three_moves_a_team():
    reading = team(figures={"challenge": figure(0.1)})
    some = [made(f"m{n}", prior=n / 10) for n in range(1, 6)]
    assert [row[1] for row in ranked([reading], *some)] == ["m5", "m4", "m3"]


def test_moves_of_one_mechanism_are_not_proposed_together():
    reading = team(figures={"challenge": figure(0.1)})
    some = (made("a", mechanism="same"), made("b", mechanism="same", prior=0.2), made("c"))
    assert [row[1] for row in ranked([reading], *some)] == ["a", "c"]


def test_experts_hours_of_all_moves_stay_under_one_cap():
    # The cap is 15 % of 1200 hours: 180. The second move would pass it, the third fits.
    reading = team(figures={"challenge": figure(0.1)})
    some = (
        made("a", prior=0.9, expert=100.0),
        made("b", prior=0.8, expert=90.0),
        made("c", prior=0.7, expert=80.0),
    )
    assert [row[1] for row in ranked([reading], *some)] == ["a", "c"]


@pytest.mark.parametrize(
    ("period", "end"),
    [
        (date(2026, 1, 1), date(2026, 7, 1)),
        (date(2026, 4, 1), date(2026, 10, 1)),
        (date(2026, 7, 1), date(2027, 1, 1)),
        (date(2026, 10, 1), date(2027, 4, 1)),
    ],
)
def test_a_proposal_ends_one_quarter_after_its_quarter(period, end):
    assert expires_on(period) == end


def test_no_team_gives_no_rows_in_the_right_columns():
    assert proposals([], moves()).schema == PROPOSALS
    assert not_evaluated([], moves()).schema == NOT_EVALUATED


def test_what_a_move_lacked_is_told_with_its_reason():
    hidden = figure(0.5, state="suppressed", reason="Fewer than 5 people")
    reading = team("AIG high", figures={"novice_participation": hidden})
    told = not_evaluated([reading], [one for one in moves() if one.section in ("M1", "M2")])
    assert told.select("section", "needs", "reason").rows() == [
        ("M1", "NEX high (novice_participation)", "suppressed: Fewer than 5 people"),
        ("M2", "CON low (connection)", "not computed"),
        ("M2", "SKD high (skill_spread)", "not computed"),
    ]


def test_a_quantity_that_is_not_known_is_told_too():
    reading = team("CHA low")
    del (hours := dict(reading.hours))["zone_tasks_in_backlog"]
    told = not_evaluated(
        [type(reading)(**{**vars(reading), "hours": hours})],
        [one for one in moves() if one.section == "M12"],
    )
    assert told.select("needs", "reason").rows() == [
        ("zone_tasks_in_backlog", "not known for this quarter")
    ]


def test_ranks_stand_on_proposals_and_not_on_teams():
    low = team(team_id="low", figures={"challenge": figure(0.1, score=10.0)})
    frame = proposals([low], [made("a"), made("b")])
    assert frame["rank"].to_list() == [1, 2]
    assert frame.schema["rank"] == pl.Int64()
