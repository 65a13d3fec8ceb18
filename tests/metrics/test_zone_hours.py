"""Hours by zone, and the shares made of them."""

from datetime import date

import narwhals as nw
import polars as pl
import pytest
from scipy.stats import norm

from metrics.challenge import challenge
from metrics.challenge_all import challenge_all
from metrics.exposed import exposed
from metrics.routine import routine
from metrics.zone_hours import scored_work, zone_hours, zone_tasks, zone_work

Q = date(2026, 1, 1)
CALENDAR = pl.DataFrame({"day": [20_000], "period": [Q]})
TREE = pl.DataFrame({"team_id": ["a", "a", "b", "b"], "unit_id": ["a", "firm", "b", "firm"]})
UNITS = pl.DataFrame({"unit_id": ["a", "firm"], "period": [Q, Q]})
LOW, HIGH = 0.6190392084, 2.1972245773  # logits of .65 and .90
EXACT = 1e-9


def big(frame):
    return nw.from_native(frame.lazy())


def work(*rows):
    """(task, person, role, hours, b, expert beside, team): zone work of people of skill .5."""
    names = ["task_id", "person_id", "role", "hours", "b", "x", "team_id"]
    table = pl.DataFrame(rows, schema=names, orient="row").with_columns(
        closed_day=pl.lit(20_000), quarter=pl.lit(Q), job_family=pl.lit("craft")
    )
    people = (
        table.select("person_id")
        .unique()
        .with_columns(job_family=pl.lit("craft"), quarter=pl.lit(Q), theta=0.5, variance=0.75)
    )
    told = table.drop_nulls("b").select("task_id", "job_family", "b").unique("task_id")
    return zone_work(
        big(
            table.select(
                "task_id", "person_id", "role", "hours", "team_id", "closed_day", "quarter"
            )
        ),
        big(told),
        people,
        big(table.select("task_id", "person_id", "x").unique(["task_id", "person_id"])),
        0.65,
        0.90,
        0.5,
    )


def statuses(**of):
    return pl.DataFrame({"person_id": list(of), "period": Q, "status": list(of.values())})


def hours_and_tasks(zoned, novices=("n",), fewest=1):
    status = statuses(**dict.fromkeys(novices, "novice"), e="expert")
    scored = scored_work(zoned, CALENDAR, status, fewest)
    return zone_hours(scored, TREE), zone_tasks(scored, TREE)


def test_the_shares_of_a_task_follow_the_normal_law_with_the_tasks_own_spread():
    got = work(("t", "n", "assignee", 10.0, -0.3, 0, "a")).collect().to_native().row(0, named=True)
    below = norm.cdf((LOW - 0.8) / 1.0)  # s^2 = .75 + .5^2
    inside = norm.cdf((HIGH - 0.8) / 1.0) - below
    assert [got[z] for z in ("exposed", "in_zone", "routine")] == pytest.approx(
        [below, inside, 1 - below - inside], abs=EXACT
    )


def test_work_below_the_zone_counts_as_zone_when_an_expert_is_beside():
    zoned = work(
        ("t", "n", "assignee", 10.0, 3.0, 1, "a"), ("u", "n", "assignee", 10.0, 3.0, 0, "a")
    )
    alone, supported = (
        zoned.collect().to_native().sort("in_zone").select("in_zone", "exposed").rows()
    )
    assert supported == pytest.approx((alone[0] + alone[1], 0.0), abs=EXACT)


def test_reviewing_a_task_is_not_doing_it():
    zoned = work(("t", "n", "reviewer", 10.0, 0.0, 0, "a"))
    assert zoned.collect().to_native().is_empty()


def test_a_task_of_unknown_difficulty_lowers_the_coverage_only():
    hours, tasks = hours_and_tasks(
        work(("t", "n", "assignee", 30.0, 0.0, 0, "a"), ("u", "n", "assignee", 10.0, None, 0, "a"))
    )
    row = challenge(hours, tasks, UNITS).filter(team_id="a").row(0, named=True)
    assert (row["coverage"], row["n_units"]) == (0.75, 1)


def test_somebody_with_two_scored_tasks_does_not_count_yet():
    zoned = work(*((f"t{k}", "n", "assignee", 5.0, 0.0, 0, "a") for k in range(2)))
    assert hours_and_tasks(zoned, fewest=3)[0]["usable"].to_list() == [0.0, 0.0]
    assert hours_and_tasks(zoned, fewest=2)[0]["usable"].to_list() == [10.0, 10.0]


def test_a_task_of_two_teams_is_one_task_of_the_unit_above():
    zoned = work(
        ("t", "n", "assignee", 5.0, 0.0, 0, "a"), ("t", "m", "collaborator", 5.0, 0.0, 0, "b")
    )
    assert hours_and_tasks(zoned, ("n", "m"))[1].rows() == [
        ("a", Q, 1, 1),
        ("b", Q, 1, 1),
        ("firm", Q, 1, 1),
    ]


def mixed_team():
    return work(
        *((f"n{k}", "n", "assignee", 4.0 + k, k - 1.5, k % 2, "a") for k in range(5)),
        *((f"m{k}", "m", "assignee", 3.0, 0.5 * k, 0, "a") for k in range(4)),
        *((f"e{k}", "e", "assignee", 6.0, -1.0 - k, 0, "a") for k in range(3)),
    )


def test_challenge_exposed_and_routine_of_the_same_people_sum_to_one():
    hours, tasks = hours_and_tasks(mixed_team(), ("n", "m"))
    parts = [f(hours, tasks, UNITS)["value"] for f in (challenge, exposed, routine)]
    assert (parts[0] + parts[1] + parts[2]).to_list() == pytest.approx([1.0, 1.0], abs=EXACT)


def test_challenge_is_of_novices_and_challenge_all_of_everybody():
    hours, tasks = hours_and_tasks(mixed_team(), ("n", "m"))
    in_zone = {row["person_id"]: row for row in hours.filter(unit_id="a").to_dicts()}

    def of(who):
        return sum(in_zone[p]["in_zone"] for p in who) / sum(in_zone[p]["usable"] for p in who)

    headline = challenge(hours, tasks, UNITS).filter(team_id="a").row(0, named=True)
    everybody = challenge_all(hours, tasks, UNITS).filter(team_id="a").row(0, named=True)
    assert headline["value"] == pytest.approx(of("nm"), abs=EXACT)
    assert everybody["value"] == pytest.approx(of("nme"), abs=EXACT)
    assert (headline["n_people"], headline["n_novices"], headline["n_others"]) == (3, 2, 1)
    assert (headline["n_units"], everybody["n_units"]) == (9, 12)


def test_the_interval_never_leaves_the_range_of_a_share():
    hours, tasks = hours_and_tasks(mixed_team(), ("n", "m"))
    row = challenge_all(hours, tasks, UNITS).filter(team_id="a").row(0, named=True)
    assert 0 <= row["low"] <= row["value"] <= row["high"] <= 1


def test_a_unit_without_such_work_says_so():
    hours, tasks = hours_and_tasks(work(("t", "e", "assignee", 5.0, 0.0, 0, "a")))
    row = challenge(hours, tasks, UNITS).filter(team_id="a").row(0, named=True)
    assert row["value"] is None
    assert row["reason"].startswith("No work of known difficulty by a novice")
