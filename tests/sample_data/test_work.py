"""The planted truths, found again in the raw frames by formulas of their own."""

from collections import defaultdict

import numpy as np
import polars as pl
import pytest

# Means over many team-quarters; each is some four standard errors wide.
NPR_TOLERANCE = 0.03
GAP_TOLERANCE = 0.05
CHANCE_TOLERANCE = 0.012  # of a tenth of 55,000 tasks
GROWTH_TOLERANCE = 0.03  # logits for 100 hours


def logistic(x):
    return 1 / (1 + np.exp(-x))


def large_teams(firm):
    return {i for i, team in enumerate(firm.teams) if team.people > 6}


def hard_hours(firm):
    """(team, quarter, uses AI) -> hours on hard tasks: of novices, of all, expert-solo."""
    task = {
        row["task"]: (row["team"], row["quarter"], row["ai"])
        for row in firm.task.filter("is_hard").iter_rows(named=True)
    }
    of_task = defaultdict(lambda: [0.0, 0.0, False, False])
    for number, status, hours in firm.part.select("task", "status", "hours").iter_rows():
        if number in task:
            sums = of_task[number]
            sums[0] += hours * (status == 0)
            sums[1] += hours
            sums[2] |= status == 0
            sums[3] |= status == 2
    found = defaultdict(lambda: np.zeros(3))
    for number, (novice, all_, has_novice, has_expert) in of_task.items():
        found[task[number]] += (novice, all_, all_ * (has_expert and not has_novice))
    return found


def capacity_shares(firm):
    """(team, quarter) -> novices' share of capacity."""
    hours = defaultdict(lambda: np.zeros(2))
    spells, fte = firm.spells, dict(firm.person.select("person", "fte").iter_rows())
    for i in range(len(spells.person)):
        time = (spells.end[i] - spells.first[i]) * fte[int(spells.person[i])]
        hours[int(spells.team[i]), int(spells.quarter[i])] += (time * (spells.status[i] == 0), time)
    return {key: novice / all_ for key, (novice, all_) in hours.items()}


@pytest.fixture(scope="module")
def by_phase(firm):
    """Phase -> participation of its team-quarters, and expert-solo shares without and with AI."""
    hours, share = hard_hours(firm), capacity_shares(firm)
    ratios, solo = defaultdict(list), defaultdict(lambda: np.zeros((2, 2)))
    for team in large_teams(firm):
        for quarter in range(firm.plan.quarters):
            phase = int(firm.regime.phase[team, quarter])
            both = hours[team, quarter, False] + hours[team, quarter, True]
            ratios[phase].append(both[0] / both[1] / share[team, quarter])
            for ai in (False, True):
                solo[phase][int(ai)] += hours[team, quarter, ai][[2, 1]]
    return ratios, {phase: sums[:, 0] / sums[:, 1] for phase, sums in solo.items()}


@pytest.mark.parametrize(
    ("phase", "planted"),
    [
        pytest.param(0, 1.0, id="as ever novices take part at parity"),
        pytest.param(1, 0.5, id="a quarter after the wave they have half of it"),
        pytest.param(2, 0.8, id="after the redesign most of it is back"),
    ],
)
def test_the_participation_of_novices_is_as_planted(by_phase, phase, planted):
    assert np.mean(by_phase[0][phase]) == pytest.approx(planted, abs=NPR_TOLERANCE)


@pytest.mark.parametrize(
    ("phase", "planted"),
    [
        pytest.param(0, 0.0, id="before, AI makes no difference to working alone"),
        pytest.param(
            1, 0.4, id="left out: experts do AI tasks alone four points in ten more often"
        ),
    ],
)
def test_the_solo_gap_is_as_planted(by_phase, phase, planted):
    without, with_ai = by_phase[1][phase]
    assert with_ai - without == pytest.approx(planted, abs=GAP_TOLERANCE)


def test_the_redesign_narrows_the_solo_gap(by_phase):
    without, with_ai = by_phase[1][2]
    assert 0.1 < with_ai - without < 0.25


def margins(firm):
    """Tasks with the margin that R7 says, without the planted loss."""
    skill = firm.skill.select("quarter", "theta", actor="person")
    plan = firm.plan
    quarter_loss = pl.DataFrame(
        [
            (t, q, float(firm.regime.loss[t, q]))
            for t in range(len(firm.teams))
            for q in range(firm.days.quarters)
        ],
        ["team", "quarter", "loss"],
        orient="row",
    )
    rows = firm.task.join(skill, on=["actor", "quarter"]).join(quarter_loss, on=["team", "quarter"])
    help_ = plan.alpha * pl.col("ai") + plan.gamma * pl.col("x")
    return rows.with_columns(margin=pl.col("theta") - pl.col("b") + help_)


def test_success_follows_the_logistic_law_of_the_margin(firm):
    rows = margins(firm).sort("margin")
    for part in np.array_split(np.arange(rows.height), 10):
        tenth = rows[part]
        expected = logistic(tenth["margin"].to_numpy()) - tenth["loss"].to_numpy()
        assert tenth["y"].mean() == pytest.approx(expected.mean(), abs=CHANCE_TOLERANCE)


def test_help_of_ai_is_not_counted_as_skill(firm):
    rows = margins(firm).filter("ai")
    without_help = logistic(rows["margin"].to_numpy() - firm.plan.alpha)
    assert rows["y"].mean() - without_help.mean() > 0.05


def test_pairing_costs_three_points_in_the_first_quarter_of_a_redesign(firm):
    rows = margins(firm).filter(pl.col("loss") > 0)
    lost = logistic(rows["margin"].to_numpy()).mean() - rows["p"].mean()
    assert lost == pytest.approx(0.03, abs=1e-9)
    assert set(rows["quarter"].unique()) == {firm.plan.redesign_quarter}


def test_a_failure_shows_in_a_part_that_the_source_tells(firm):
    failed = firm.task.filter(~pl.col("y"))
    told = failed.filter(pl.col("mask") != "none")
    assert told.filter(~pl.col("is_late") & ~pl.col("has_changes")).height < 5
    assert told.filter(pl.col("is_late") & (pl.col("mask") == "first_pass")).is_empty()
    assert told.filter(pl.col("has_changes") & (pl.col("mask") == "on_time")).is_empty()
    assert firm.task.filter(pl.col("y") & (pl.col("is_late") | pl.col("has_changes"))).is_empty()


def test_practice_in_the_zone_makes_novices_grow(firm):
    practice = (
        firm.part.filter((pl.col("zone") == "learning") & (pl.col("role") != "reviewer"))
        .group_by("person", "quarter")
        .agg(hours=pl.col("hours").sum())
    )
    later = firm.skill.select("person", pl.col("quarter") - 1, later="theta")
    rows = (
        firm.skill.filter(pl.col("status") == 0)
        .join(later, on=["person", "quarter"])
        .join(practice, on=["person", "quarter"])
    )
    gain = (rows["later"] - rows["theta"]).to_numpy()
    slope = np.polyfit(rows["hours"].to_numpy() / 100, gain, 1)[0]
    planted = firm.plan.growth_per_100_zone_hours[0]
    assert gain.mean() / (rows["hours"].mean() / 100) == pytest.approx(planted, abs=0.01)
    assert slope == pytest.approx(planted, abs=GROWTH_TOLERANCE)


def test_ai_teams_close_eight_per_cent_more(firm):
    tasks = firm.task.group_by("team", "quarter").agg(n=pl.len())
    count = {(t, q): n for t, q, n in tasks.iter_rows()}
    capacity = defaultdict(float)
    fte = dict(firm.person.select("person", "fte").iter_rows())
    spells = firm.spells
    for i in range(len(spells.person)):
        key = int(spells.team[i]), int(spells.quarter[i])
        capacity[key] += (spells.end[i] - spells.first[i]) * fte[int(spells.person[i])]
    change = {True: [], False: []}
    for number, team in enumerate(firm.teams):
        rate = [count[number, q] / capacity[number, q] for q in range(firm.plan.quarters)]
        change[team.wave is not None].append(np.mean(rate[4:]) / np.mean(rate[:2]))
    assert np.mean(change[False]) == pytest.approx(1.0, abs=0.02)
    assert np.mean(change[True]) == pytest.approx(1.08, abs=0.02)


def test_full_time_people_close_twelve_to_twenty_four_tasks_a_quarter(firm):
    spells = firm.spells
    whole = {
        (int(p), int(q))
        for p, q, a, b in zip(spells.person, spells.quarter, spells.first, spells.end, strict=True)
        if b - a == firm.days.length(int(q)) and q < firm.plan.quarters
    }
    full_time = set(firm.person.filter(pl.col("fte") == 1)["person"])
    done = firm.task.group_by("actor", "quarter").len()
    counts = [n for p, q, n in done.iter_rows() if (p, q) in whole and p in full_time]
    assert min(counts) >= 11  # the pace is drawn from 12 on, and a quarter may have 64 days
    assert max(counts) <= 25
    assert 50_000 < firm.task.filter(pl.col("quarter") < firm.plan.quarters).height < 60_000


def test_the_tasks_of_a_person_follow_each_other(firm):
    rows = firm.task.sort("actor", "open").with_columns(
        before=pl.col("close").shift(1).over("actor")
    )
    assert rows.filter(pl.col("open") <= pl.col("before")).is_empty()
    assert (firm.task["close"] - firm.task["open"]).min() >= 1


def test_a_part_lies_inside_the_time_of_the_person_in_that_team(firm):
    spells = firm.spells
    here = pl.DataFrame(
        {
            "person": spells.person,
            "team": spells.team,
            "quarter": spells.quarter,
            "first": spells.first,
            "end": spells.end,
        }
    )
    rows = firm.part.join(firm.task.select("task", "team", "open", "close"), on="task")
    placed = rows.join(here, on=["person", "team", "quarter"], how="left")
    assert placed["first"].null_count() == 0
    assert placed.filter(
        (pl.col("open") < pl.col("first")) | (pl.col("close") >= pl.col("end"))
    ).is_empty()


def test_hours_of_a_task_are_shared_out_once(firm):
    sums = (
        firm.part.group_by("task")
        .agg(pl.col("hours").sum())
        .join(firm.task.select("task", "effort_hours"), on="task")
    )
    assert sums.height == firm.task.height
    assert (sums["hours"] - sums["effort_hours"]).abs().max() < 1e-9


def test_in_gated_teams_one_expert_gives_most_approvals(firm):
    hard = firm.task.filter("is_hard").select("task", "team")
    approved = firm.part.filter(
        (pl.col("role") == "reviewer") & (pl.col("quarter") == 0) & (pl.col("status") == 2)
    ).join(hard, on="task")
    top = (
        approved.group_by("team", "person")
        .len()
        .group_by("team")
        .agg(share=pl.col("len").max() / pl.col("len").sum())
    )
    share = dict(top.iter_rows())
    gated = [share[i] for i, t in enumerate(firm.teams) if t.gated and t.experts > 1]
    even = [
        share[i]
        for i, t in enumerate(firm.teams)
        if t.source == "github" and not t.gated and t.experts > 2
    ]
    assert np.mean(gated) > 0.7
    assert np.mean(even) < 0.6
