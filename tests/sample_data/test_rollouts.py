"""Trainings in waves: who has them when, and the planted effects, found by other formulas."""

import json
from collections import defaultdict
from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
import pytest

from sample_data import PLAN, STUDY_PLAN, accepted_redesigns, make_firm, write_truth

PROGRAMMES = {
    "prompting": "Prompting for everybody",
    "procedure": "Signed task forms: the new procedure",
    "careers": "Career conversations",
}
MANY_LEAVE = replace(STUDY_PLAN, teams=80, tasks_low=2, tasks_high=2)


@pytest.fixture(scope="module")
def as_ever():
    """The same firm without what its programmes change."""
    plain = tuple(replace(each, slower=0.0, stays=0.0) for each in PLAN.programmes)
    return make_firm(7, replace(PLAN, programmes=plain))


@pytest.fixture(scope="module")
def many_leave():
    return make_firm(7, MANY_LEAVE)


@pytest.fixture(scope="module")
def truth(firm, tmp_path_factory):
    folder = tmp_path_factory.mktemp("truth")
    write_truth(firm, folder)
    return folder


def waves(firm, key):
    """Team -> first month of a programme; teams that never have it are left out."""
    place = [each.key for each in firm.plan.programmes].index(key)
    year = firm.plan.first_day.year
    months = {m: date(year + (6 + m) // 12, (6 + m) % 12 + 1, 1) for m in range(40)}
    of_team = enumerate(firm.rollouts.month[place].tolist())
    return {team: months[month] for team, month in of_team if month in months}


@pytest.mark.parametrize("key", PROGRAMMES)
def test_three_teams_in_four_have_a_programme_in_waves_of_equal_size(firm, key):
    starts = waves(firm, key)
    assert len(starts) == 30
    sizes = np.unique(list(starts.values()), return_counts=True)[1]
    assert len(sizes) >= 3
    assert sizes.max() - sizes.min() <= 1


@pytest.mark.parametrize("key", PROGRAMMES)
def test_a_year_lies_before_the_first_wave_and_half_a_year_after_the_last(firm, key):
    starts = waves(firm, key).values()
    assert min(starts) >= date(2025, 7, 1)
    assert max(starts) <= date(2026, 2, 1)


def test_each_programme_has_a_lot_of_its_own(firm):
    lots = [tuple(sorted(waves(firm, key).items())) for key in PROGRAMMES]
    assert len(set(lots)) == 3
    pairs = [("prompting", "procedure"), ("procedure", "careers"), ("prompting", "careers")]
    shared = [set(waves(firm, one)) & set(waves(firm, other)) for one, other in pairs]
    assert all(20 <= len(both) <= 27 for both in shared)  # 22.5 by chance


def test_the_share_of_novices_tells_nothing_of_the_wave(firm):
    share = np.array([team.novices / team.people for team in firm.teams])
    for key in PROGRAMMES:
        has_it = np.array([team in waves(firm, key) for team in range(len(firm.teams))])
        assert abs(share[has_it].mean() - share[~has_it].mean()) < 0.05


@pytest.mark.parametrize("key", PROGRAMMES)
def test_most_of_a_team_complete_in_the_month_and_some_are_away(firm, exports, key):
    """As a reader of the transcript finds it, without the tables behind it."""
    transcript = pl.read_csv(exports / "cornerstone_transcript.csv", infer_schema=False).filter(
        pl.col("Training Title") == PROGRAMMES[key]
    )
    numbers = dict(firm.person.select("employee_id", "person").iter_rows())
    done = {
        numbers[user]: day[:7]
        for user, day in transcript.select("User ID", "Transcript Completed Date").iter_rows()
        if day
    }
    shares = {}
    for team, start in waves(firm, key).items():
        people = [
            person
            for person, where, begin, end in firm.stint.select(
                "person", "team", "valid_from", "valid_to"
            ).iter_rows()
            if where == team and begin <= start and (end is None or end > start)
        ]
        shares[team] = np.mean([done.get(person) == f"{start:%Y-%m}" for person in people])
    assert min(shares.values()) >= 0.5, "so that the month can be found"
    assert np.mean(list(shares.values())) == pytest.approx(PLAN.reach, abs=0.05)
    away = transcript.filter(pl.col("Transcript Status") == "No Show")
    assert away.height > 10
    assert away["Transcript Completed Date"].null_count() == away.height


def test_nothing_but_the_opening_of_items_is_changed_by_the_procedure(firm, as_ever):
    for name in ("person", "stint", "task", "part", "skill", "ai_day", "training", "spending"):
        assert getattr(firm, name).equals(getattr(as_ever, name)), name
    assert firm.item.drop("opened_at").equals(as_ever.item.drop("opened_at"))
    told = ["item", "account", "person", "kind"]
    ours = pl.col("person").is_not_null()
    now, then = (each.event.filter(ours).sort(*told, "at") for each in (firm, as_ever))
    assert now.equals(then)


def test_tasks_take_a_planted_share_longer_from_the_month_after_the_procedure(firm, as_ever):
    starts = waves(firm, "procedure")
    both = firm.item.select("item", "kind", "team", "closed_at", "opened_at").join(
        as_ever.item.select("item", then="opened_at"), on="item"
    )
    ratios = defaultdict(list)
    for _, kind, team, closed, opened, then in both.drop_nulls("closed_at").iter_rows():
        start = starts.get(team, date(2099, 1, 1))
        after = (then.year, then.month) > (start.year, start.month)
        ratios[kind == "own" and after].append((closed - opened) / (closed - then))
    assert len(ratios[True]) > 10_000
    assert np.allclose(ratios[True], 1.18, atol=2e-3)  # openings are told to the minute
    assert set(ratios[False]) == {1.0}


def test_people_leave_half_as_often_from_the_month_after_the_career_conversations(many_leave):
    starts = waves(many_leave, "careers")
    rows = {True: [0, 0], False: [0, 0]}
    first, last = date(2023, 7, 1), date(2026, 7, 1)
    ends = dict(many_leave.person.select("person", "termination_date").iter_rows())
    for person, team, begin, end in many_leave.stint.select(
        "person", "team", "valid_from", "valid_to"
    ).iter_rows():
        start = starts.get(team, date(2099, 1, 1))
        for month in pl.date_range(first, last, "1mo", eager=True, closed="left"):
            quarter = month.replace(month=(month.month - 1) // 3 * 3 + 1)
            settled = begin <= quarter  # nobody leaves in the quarter in which they came
            rows[month > start][0] += settled and (end is None or end > month)
        gone = ends[person]
        if gone and end and (end - gone).days == 1 and gone < last:
            rows[(gone.year, gone.month) > (start.year, start.month)][1] += 1
    assert rows[True][0] > 7_000
    chances = {after: exits / months for after, (months, exits) in rows.items()}
    assert chances[False] == pytest.approx(0.04, abs=0.003)
    assert chances[True] == pytest.approx(0.02, abs=0.003)


def test_who_leaves_is_replaced_at_the_same_level_on_the_same_day(many_leave):
    def here(day):
        until = pl.col("valid_to").is_null() | (pl.col("valid_to") > day)
        rows = many_leave.stint.filter(pl.col("valid_from") <= day, until)
        return rows.group_by("team", "status").len().sort("team", "status")

    starts = many_leave.plan.quarter_starts
    assert all(here(day).equals(here(starts[0])) for day in starts[1:])
    assert many_leave.person["termination_date"].count() > 500


def test_in_a_large_firm_all_teams_and_people_have_names_of_their_own():
    large = make_firm(7, replace(STUDY_PLAN, tasks_low=1, tasks_high=1))
    assert large.person.height > 66 * 48  # more than first and last names make
    for column in ("employee_id", "email", "account"):
        assert large.person[column].is_unique().all()
    assert len({team.name for team in large.teams}) == STUDY_PLAN.teams
    keys = [team.key for team in large.teams if team.source == "github"]
    assert len(set(keys)) == len(keys)


def test_the_truth_tells_programmes_waves_and_accepted_redesigns(truth, firm):
    told = json.loads((truth / "truth.json").read_text())
    effects = {row["programme"]: (row["slower"], row["stays"]) for row in told["programmes"]}
    assert effects == {"prompting": (0, 0), "procedure": (0.18, 0), "careers": (0, 0)}
    rollout = pl.read_parquet(truth / "truth" / "rollout.parquet")
    assert rollout.group_by("programme").len()["len"].to_list() == [40] * 3
    for key in PROGRAMMES:
        here = rollout.filter(pl.col("programme") == key).drop_nulls("first_month")
        names = {firm.teams[team].name: start for team, start in waves(firm, key).items()}
        assert dict(here.select("team_id", "first_month").iter_rows()) == names
        assert here["reached"].is_between(0.5, 1).all()
    moves = told["redesigns_accepted"]
    assert len(moves) == sum(team.redesign for team in firm.teams) == 10
    assert {tuple(move[1:]) for move in moves} == {("novice_joins", "2025-07-01", "2025-10-01")}


def test_without_the_quarter_of_the_redesign_none_is_accepted(small_firm):
    assert accepted_redesigns(small_firm) == []


def test_team_months_of_the_truth_count_everybody_and_every_task_once(truth, firm):
    rows = pl.read_parquet(truth / "truth" / "team_month.parquet")
    assert rows.select("team_id", "month").is_unique().all()
    assert rows.height == 40 * 25
    closed = firm.item.filter(pl.col("kind") == "own", ~pl.col("is_open"))
    assert rows["tasks"].sum() == closed.filter(pl.col("opened_at") < date(2026, 8, 1)).height
    assert rows["exits"].sum() == firm.person["termination_date"].count()
