"""Turns at challenging work, and what is made of them."""

from datetime import date
from math import exp, log, sqrt

import narwhals as nw
import numpy as np
import polars as pl
import pytest
from scipy import stats

from metrics.ai_solo_gap import ai_solo_gap
from metrics.log_participation import log_participation, reference_novice_share
from metrics.novice_exclusion import novice_exclusion
from metrics.novice_participation import novice_participation
from metrics.novice_participation_ref import novice_participation_ref
from metrics.ranked_hours import ranked_hours
from metrics.turns import turns

Q = date(2026, 1, 1)
TREE = pl.DataFrame(
    {
        "team_id": ["a", "a", "b", "b"],
        "unit_id": ["a", "firm", "b", "firm"],
        "depth": [0, 1, 0, 1],
    }
)
STATUS = pl.DataFrame(
    {
        "person_id": ["n", "m", "e", "i"],
        "period": Q,
        "status": ["novice", "novice", "expert", "intermediate"],
    }
)
UNIT = pl.DataFrame({"unit_id": ["a"], "period": [Q]})
EXACT = 1e-12


def big(frame):
    return nw.from_native(frame.lazy())


def found(*parts, ai=None):
    """(task, person, team, hours): turns at tasks whose first row is the actor's."""
    part = pl.DataFrame(
        parts,
        schema={
            "task_id": pl.String(),
            "person_id": pl.String(),
            "team_id": pl.String(),
            "hours": pl.Float64(),
        },
        orient="row",
    ).with_columns(period=pl.lit(Q))
    actor = part.unique("task_id", keep="first", maintain_order=True)
    flags = pl.DataFrame(
        {"task_id": list(ai or {}), "a": list((ai or {}).values())},
        schema={"task_id": pl.String(), "a": pl.Float64()},
    )
    table = turns(
        big(actor.select("task_id", "period")),
        big(actor.select("task_id", "team_id")),
        big(part),
        STATUS,
        TREE,
        big(actor.select("task_id", family=pl.lit("f"))),
        big(flags),
        0.5,
    )
    return {(row["unit_id"], row["task_id"]): row for row in table.to_dicts()}


def test_hours_of_outsiders_count_for_the_unit_above_only():
    rows = found(("T", "e", "a", 6.0), ("T", "n", "b", 4.0))
    assert (rows["a", "T"]["hours"], rows["a", "T"]["novice_hours"]) == (6.0, 0.0)
    assert (rows["firm", "T"]["hours"], rows["firm", "T"]["novice_hours"]) == (10.0, 4.0)


def test_a_task_belongs_to_the_team_of_its_actor():
    assert ("b", "T") not in found(("T", "e", "a", 6.0), ("T", "n", "b", 4.0))


def test_a_novice_from_outside_ends_the_solo():
    rows = found(("T", "e", "a", 6.0), ("T", "n", "b", 4.0), ("U", "e", "a", 6.0))
    assert (rows["a", "T"]["is_solo"], rows["a", "U"]["is_solo"]) == (False, True)


def test_without_an_expert_there_is_no_expert_solo():
    assert not found(("T", "i", "a", 6.0))["a", "T"]["is_solo"]


def test_somebody_whom_hr_does_not_know_is_no_novice_and_no_member():
    rows = found(("T", "e", "a", 6.0), ("T", "stranger", None, 4.0))
    assert (rows["a", "T"]["hours"], rows["a", "T"]["is_solo"]) == (6.0, True)


def test_half_of_the_work_with_ai_makes_an_ai_task_and_an_unknown_share_none_of_either():
    parts = [(task, "e", "a", 1.0) for task in "TUV"]
    rows = found(*parts, ai={"T": 0.5, "U": 0.49, "V": None})
    assert [rows["a", task]["is_ai"] for task in "TUV"] == [True, False, None]


def reading_of(novice, hours, share, indicator=novice_participation, **more):
    tasks = pl.DataFrame({"novice_hours": novice, "hours": hours}).with_columns(
        unit_id=pl.lit("a"), period=pl.lit(Q), task_id=pl.int_range(pl.len()).cast(pl.String)
    )
    counts = UNIT.with_columns(
        n_people=9, n_novices=3, n_others=6, n_units=len(hours), coverage=1.0, novice_share=share
    )
    logs = log_participation(tasks, counts)
    return indicator(logs, *more.values(), UNIT).row(0, named=True)


def test_the_interval_of_participation_is_the_jackknife_over_tasks_in_logs():
    rng = np.random.default_rng(3)
    hours = rng.lognormal(2, 0.7, 30)
    novice = hours * rng.uniform(0, 0.5, 30)

    def ln(keep):
        h = hours[keep].mean()
        return log((novice[keep].sum() + h * 0.3) / (hours[keep].sum() + h) / 0.3)

    out = [ln(np.arange(30) != k) for k in range(30)]
    se = sqrt(29 / 30 * np.sum((np.array(out) - np.mean(out)) ** 2))
    full, reach = ln(np.ones(30, bool)), stats.t.ppf(0.975, 29) * se
    row = reading_of(novice.tolist(), hours.tolist(), 0.3)
    expected = (exp(full), exp(full - reach), exp(full + reach), se)
    got = (row["value"], row["low"], row["high"], row["se"])
    assert got == pytest.approx(expected, rel=1e-9)


def test_no_novice_hour_at_all_is_finite():
    assert 0 < reading_of([0.0] * 20, [5.0] * 20, 0.3)["value"] < 0.2


def test_more_than_parity_is_no_negative_exclusion():
    row = reading_of([4.0] * 20, [5.0] * 20, 0.3, novice_exclusion)
    assert (row["value"], row["low"], row["high"]) == (0.0, 0.0, 0.0)


def test_a_unit_without_novices_has_no_participation():
    row = reading_of([0.0] * 20, [5.0] * 20, 0.0)
    assert row["value"] is None
    assert "No novice" in row["reason"]


def test_when_hiring_stops_and_sharing_stays_fair_only_the_reference_tells():
    # V7: novices had .4 of the capacity and now have .1, and have .1 of the hours.
    reference = pl.DataFrame({"unit_id": ["a"], "reference_share": [0.4]})
    fair = ([0.5] * 40, [5.0] * 40, 0.1)
    npr = reading_of(*fair)["value"]
    ref = reading_of(*fair, novice_participation_ref, reference=reference)["value"]
    assert npr == pytest.approx(1.0, abs=EXACT)
    assert ref == pytest.approx(0.25, abs=EXACT)
    assert log(ref) == pytest.approx(log(npr) + log(0.1 / 0.4), abs=EXACT)


def test_a_unit_that_had_no_novices_is_compared_with_the_nearest_unit_above():
    people = pl.DataFrame(
        {
            "unit_id": ["a", "a", "firm", "firm", "b"],
            "period": Q,
            "hours": [10.0, 30.0, 10.0, 70.0, 40.0],
            "is_novice": [True, False, True, False, False],
        }
    )
    periods = pl.DataFrame({"period": [Q], "quarter": [Q]})
    share = reference_novice_share(people, TREE, periods, pl.DataFrame({"quarter": [Q]}))
    assert dict(share.rows()) == {"a": 0.25, "b": 0.125}


def gap_of(tasks):
    """(family, hours, solo, AI) rows of one unit."""
    table = pl.DataFrame(
        tasks, schema=["family", "hours", "is_solo", "is_ai"], orient="row"
    ).with_columns(
        unit_id=pl.lit("a"), period=pl.lit(Q), task_id=pl.int_range(pl.len()).cast(pl.String)
    )
    counts = UNIT.with_columns(
        n_people=9, n_novices=3, n_others=6, n_units=len(tasks), coverage=1.0
    )
    return ai_solo_gap(table, counts, UNIT).row(0, named=True)


def plain_gap(tasks):
    top = bottom = 0.0
    for family in {task[0] for task in tasks}:
        own = [task for task in tasks if task[0] == family]
        sides = [[t for t in own if t[3] is is_ai] for is_ai in (True, False)]
        if all(sides):
            share = [sum(t[1] for t in s if t[2]) / sum(t[1] for t in s) for s in sides]
            weight = len(sides[0]) * len(sides[1]) / len(own)
            top, bottom = top + weight * (share[0] - share[1]), bottom + weight
    return top / bottom


def test_the_gap_over_families_and_its_interval_are_those_of_a_plain_loop():
    rng = np.random.default_rng(5)
    tasks = [
        (f"f{rng.integers(3)}", float(rng.uniform(1, 9)), bool(rng.random() < 0.6), bool(k % 2))
        for k in range(25)
    ]
    out = [plain_gap(tasks[:k] + tasks[k + 1 :]) for k in range(25)]
    se = sqrt(24 / 25 * np.sum((np.array(out) - np.mean(out)) ** 2))
    row = gap_of(tasks)
    assert (row["value"], row["se"]) == pytest.approx((plain_gap(tasks), se), abs=1e-9)


def test_a_family_with_only_ai_tasks_says_nothing_of_the_gap():
    mixed = [("f", 5.0, True, True), ("f", 5.0, False, False), ("f", 5.0, False, False)]
    lonely = [("g", 90.0, True, True)] * 3
    assert gap_of(mixed + lonely)["value"] == gap_of(mixed)["value"] == 1.0


def test_without_ai_data_there_is_no_gap_and_no_zero():
    row = gap_of([("f", 5.0, True, None)] * 3)
    assert (row["value"], row["n_units"]) == (None, 0)
    assert row["reason"] == "No AI use is known for the challenging tasks"


def test_hours_on_tasks_that_nobody_can_rank_lower_the_coverage():
    hours = pl.DataFrame(
        {
            "task_id": ["T", "U", "V", "T"],
            "person_id": ["e", "e", "e", "stranger"],
            "team_id": "a",
            "period": Q,
            "hours": [4.0, 3.0, 1.0, 2.0],
        }
    )
    actor = pl.DataFrame({"task_id": ["T", "U", "V"], "job_family": ["x", "y", "z"]})
    threshold = pl.DataFrame(
        {"job_family": ["x", "y", "z"], "basis": ["difficulty", "stakes", "difficulty"]}
    )
    told = ranked_hours(
        big(hours), big(actor), big(pl.DataFrame({"task_id": ["T"]})), threshold, STATUS, TREE
    )
    # V has no difficulty; the stranger's status is unknown.
    assert told.filter(unit_id="a").select("hours", "ranked").row(0) == (10.0, 7.0)
