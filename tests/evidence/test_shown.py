"""What of a finding may leave: points of several teams, and leavers of several people."""

from dataclasses import replace

import polars as pl
import pytest

from evidence.outcomes import OUTCOMES
from evidence.results import Block, CellEffect, Effects, Estimate, Finding, Verdict
from evidence.shown import leavers_are_few, shown, teams_behind
from tests.evidence.small_histories import history, members

ONE = Estimate(0.1, 0.01, 0.08, 0.12)
# Two teams got it in period 5 and one in period 3, of which periods up to 6 are seen.
CELLS = tuple(
    CellEffect(group, time, n, ONE) for group, n in ((3, 1), (5, 2)) for time in range(1, 7)
)


def finding(outcome="cycle_time"):
    effects = Effects("cs", "not-yet", ONE, ONE, ONE, ONE, {3: ONE}, {6: ONE}, {}, CELLS)
    blocks = (Block(-2, (-2, -1), ONE), Block(0, (0, 1), ONE), Block(1, (2, 3), ONE))
    events = {event: ONE for event in range(-4, 4)}
    none = Finding(OUTCOMES[outcome], Verdict("WORKED", ""), (), 0.0)
    return replace(none, effects=effects, by_event=events, blocks=blocks)


def test_teams_behind_a_point_are_those_seen_so_long_after_their_start():
    expected = {-4: 2, -3: 2, -2: 3, -1: 3, 0: 3, 1: 3, 2: 1, 3: 1}
    assert teams_behind(finding().effects) == expected


def test_points_and_blocks_of_one_or_two_teams_are_not_shown():
    told = shown(finding())
    assert list(told.by_event) == [-2, -1, 0, 1]
    assert [block.block for block in told.blocks] == [-2, 0]
    assert told.effects is None


def test_of_leavers_no_single_month_is_shown():
    told = shown(finding("retention"))
    assert told.by_event == {}
    assert [block.block for block in told.blocks] == [-2, 0]


def test_a_finding_without_an_answer_stays_as_it_is():
    bare = replace(finding(), effects=None)
    assert shown(bare) is bare


@pytest.mark.parametrize(("with_it", "without", "few"), [(4, 5, True), (5, 4, True), (5, 5, False)])
def test_fewer_than_five_leavers_on_a_side_are_few(with_it, without, few):
    people = {team: [f"{team}{i}" for i in range(9)] for team in "ab"}
    gone = [*people["a"][:with_it], *people["b"][:without]]
    firm = history(
        membership=[row for team, who in people.items() for row in members(team, who)],
        person=[{"person_id": who, "termination_date": "2024-03-10"} for who in gone],
    )
    months = pl.date_range(pl.date(2024, 1, 1), pl.date(2024, 4, 1), "1mo", eager=True)
    rows = pl.DataFrame(
        [
            (team, month, i, 1 if team == "a" else None)
            for team in "ab"
            for i, month in enumerate(months)
        ],
        schema={
            "team_id": pl.String,
            "month": pl.Date,
            "period": pl.Int64,
            "first_month": pl.Int64,
        },
        orient="row",
    )
    assert leavers_are_few(firm, rows) is few
