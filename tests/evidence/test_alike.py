from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from evidence.alike import alike
from evidence.at_once import started_at_once
from evidence.cohorts import reorganised, spill_over
from evidence.outcomes import OUTCOMES
from evidence.rollouts import Rollout
from evidence.team_months import team_months
from tests.evidence.small_histories import everybody, history, members, rollout, watched

MOVE = rollout(a="2024-07-01", b="2024-07-01")
TEAMS = pl.Series("team_id", ["a", "b", "c", "d", "e", "f", "c"])  # a row a membership
LONG_AGO = "2024-01-01"


def arrival(**months):
    rows = [(team, date.fromisoformat(month)) for team, month in months.items()]
    return pl.DataFrame(rows, schema={"team_id": pl.String, "first_month": pl.Date}, orient="row")


@pytest.mark.parametrize(
    ("came", "among", "told"),
    [
        pytest.param(
            dict.fromkeys("abcde", LONG_AGO),
            set("abcde"),
            "100 % of the teams with it a quarter or more before, so that only teams are "
            "compared that AI had come to; left out: 1",
            id="three others had AI too: only these are compared",
        ),
        pytest.param(
            dict.fromkeys("abcd", LONG_AGO),
            None,
            "100 % of the teams with it before and to 50 % of the others, too few to compare",
            id="two others are too few: all are compared, and it is told",
        ),
        pytest.param(
            dict.fromkeys("ab", LONG_AGO) | dict.fromkeys("cde", "2024-05-01"),
            None,
            "to 0 % of the others",
            id="AI that came to the others only in the quarter before decides nothing",
        ),
        pytest.param(
            dict.fromkeys("ab", "2024-05-01") | dict.fromkeys("cde", LONG_AGO),
            None,
            "",
            id="AI that came together with it is another matter",
        ),
        pytest.param(dict.fromkeys("acde", LONG_AGO), None, "", id="AI in half of its teams"),
        pytest.param(dict.fromkeys("abcdef", LONG_AGO), None, "", id="AI everywhere: none is out"),
        pytest.param({}, None, "", id="no use of AI is known"),
    ],
)
def test_where_ai_had_come_to_the_teams_with_it_the_others_are_teams_with_ai(came, among, told):
    chosen, codes = alike(MOVE, arrival(**came), TEAMS)
    assert (set(chosen.among) if chosen.among else None) == among
    assert len(codes) == (1 if told else 0)
    assert all(told in one.sentence for one in codes)


def test_a_team_that_gets_it_later_is_compared_until_then():
    waves = rollout(a="2024-07-01", b="2024-07-01", c="2024-08-01", d="2024-08-01", e="2024-09-01")
    chosen, [told] = alike(waves, arrival(**dict.fromkeys("abcde", LONG_AGO)), TEAMS)
    assert (told.code, chosen.among) == ("ONLY_WITH_AI", frozenset("abcde"))


def test_the_lot_has_made_teams_alike_already():
    drawn = Rollout("p", "Plan", "planned", MOVE.starts.with_columns(by_lot=pl.lit(value=True)))
    assert alike(drawn, arrival(**dict.fromkeys("abcde", LONG_AGO)), TEAMS) == (drawn, ())


def test_a_rollout_that_nobody_has_is_left_as_it_is():
    nobody = rollout()
    assert alike(nobody, arrival(a=LONG_AGO), TEAMS) == (nobody, ())


def test_teams_that_are_not_compared_stand_in_no_table_and_in_no_doubt():
    others = [*members("c", [f"c{i}" for i in range(5)]), *members("d", ["a0", "a1", "d0"])]
    firm = history(membership=[*everybody(), *others], span=watched(last="2024-09-30"))
    whole = rollout(a="2024-07-01")
    part = replace(whole, among=frozenset("ab"))
    throughput = OUTCOMES["throughput"]
    assert set(team_months(firm, whole, throughput).rows["team_id"]) == set("abc")
    assert team_months(firm, whole, throughput).small_cells > 0  # of team d
    assert set(team_months(firm, part, throughput).rows["team_id"]) == set("ab")
    assert team_months(firm, part, throughput).small_cells == 0
    assert spill_over(firm.belonging, whole) > 0 == spill_over(firm.belonging, part)


def test_a_team_that_is_not_compared_reorganises_nothing():
    moving = [*members("c", ["c0", "c1"], LONG_AGO, "2024-07-10")]
    moving += members("b", ["c0", "c1"], "2024-07-10")
    belonging = history(membership=[*everybody(), *moving]).belonging
    whole = rollout(a="2024-07-01")
    assert "c" in reorganised(belonging, whole)["team_id"]
    part = replace(whole, among=frozenset("ab"))
    assert "c" not in reorganised(belonging, part)["team_id"]


def test_what_began_at_once_is_counted_among_the_compared_teams():
    also = Rollout("o", "Stand-ups", "redesign", rollout(a="2024-07-01").starts)
    assert "50 %" in started_at_once(MOVE, [also], TEAMS)[0].sentence
    [told] = started_at_once(replace(MOVE, among=frozenset("acde")), [also], TEAMS)
    assert "100 %" in told.sentence
