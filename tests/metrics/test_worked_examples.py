"""The worked examples of the methods, by the product's own code, against the printed answers."""

from datetime import date
from math import log, sqrt

import narwhals as nw
import numpy as np
import polars as pl
import pytest

from metrics.ai_solo_gap import ai_solo_gap
from metrics.anchors import constants
from metrics.connection import connection
from metrics.cube import rulers
from metrics.expert_solo import expert_solo
from metrics.formulas.jackknife import jackknife, ratio
from metrics.formulas.proportions import clopper_pearson_ratio, wilson
from metrics.formulas.rarefaction import chance_to_meet
from metrics.formulas.scores import Ruler, score
from metrics.formulas.shrinkage import between_variance, shrunk
from metrics.formulas.skill_fit import fit
from metrics.formulas.skill_problem import Beliefs, Responses
from metrics.formulas.zones import zone_shares
from metrics.log_participation import log_participation
from metrics.novice_exclusion import novice_exclusion
from metrics.novice_participation import novice_participation
from metrics.novice_participation_ref import novice_participation_ref
from metrics.person_complexity import person_complexity, worked_complexity
from metrics.productivity import productivity
from metrics.productivity_index import productivity_index
from metrics.task_complexity_terms import complexity_of_task
from metrics.ties import connection_stock, ties

PRINTED = 5e-4  # the answers are printed to three or four digits
KNOWN = 1e-3  # a prior so narrow that the difficulties stand where the example puts them
QUARTER = date(2026, 1, 1)
LAST_DAY = 20_000
UNIT = {"unit_id": "team", "period": QUARTER}


def big(**columns):
    return nw.from_native(pl.DataFrame(columns).lazy())


def collected(frame, *by):
    return frame.collect().to_native().sort(*by)


def units(**more):
    return pl.DataFrame({"unit_id": ["team"], "period": [QUARTER], **more})


def test_e0_hours_of_participation(firm, tables):
    facts = firm(
        task=[
            {"task_id": "T1", "closed_at": "2026-01-20", "effort_hours": 14},
            {"task_id": "T2", "closed_at": "2026-01-21", "effort_hours": 10},
        ],
        participation=[
            {"task_id": "T1", "person_id": "N1", "role": "collaborator"},
            {"task_id": "T1", "person_id": "E1", "role": "assignee"},
            {"task_id": "T1", "person_id": "E2", "role": "reviewer"},
            {"task_id": "T2", "person_id": "E1", "role": "assignee"},
            {"task_id": "T2", "person_id": "N1", "role": "reviewer"},
        ],
    )
    hours = tables(facts, "participation_hours").group_by("person_id").agg(pl.col("hours").sum())
    assert sorted(hours.rows()) == [("E1", 16.0), ("E2", 2.0), ("N1", 6.0)]


def test_e1_skill_of_one_person_on_five_tasks_of_known_difficulty():
    difficulty = np.array([-1.0, 0.0, 0.0, 1.0, 2.0])
    zero, one = np.zeros(5, int), np.zeros(5)
    tasks = Responses(zero, zero, np.arange(5), zero, one, one, one, np.array([1.0, 1, 0, 1, 0]))
    known = Beliefs(
        first=np.array([0]),
        mean=np.array([0.0]),
        sd=np.array([1.0]),
        step_sd=0.3,
        levels_mean=np.concatenate([difficulty, [0.0, 0.0]]),
        levels_sd=np.full(7, KNOWN),
        ai_sd=KNOWN,
        ai_step_sd=KNOWN,
        support_sd=KNOWN,
    )
    found = fit(tasks, known, families=5, masks=1, steps=1, tolerance=1e-8)
    theta, se = found.theta[0, 0], found.theta_se[0, 0]
    assert (theta, se) == pytest.approx((0.4389, 0.7060), abs=PRINTED)
    assert 1 / (1 + np.exp(-(theta + 1))) == pytest.approx(0.8083, abs=PRINTED)


def zones_of_one_novice(spread):
    work = big(h=[10.0, 8, 6, 6, 4, 6], b=[-2.0, -1, -0.5, 0.5, 1, -0.3], x=[0.0, 0, 1, 1, 0, 0])
    below, inside = zone_shares(0.5 - nw.col("b"), nw.lit(spread), 0.65, 0.90)
    parts = work.with_columns(below=below, inside=inside).collect().to_native()
    h, below, inside, x = (parts[c].to_numpy() for c in ("h", "below", "inside", "x"))
    in_zone, exposed, routine = inside + below * x, below * (1 - x), 1 - below - inside
    return [float(h @ part / h.sum()) for part in (in_zone, exposed, routine)]


def test_e2_challenge_of_one_novice_with_sharp_and_with_soft_zones():
    assert zones_of_one_novice(1e-9) == pytest.approx([0.65, 0.10, 0.25], abs=PRINTED)
    challenge, exposed, _ = zones_of_one_novice(0.4)
    assert (challenge, exposed) == pytest.approx((0.6464, 0.1513), abs=PRINTED)


def test_e3_breadth_and_task_complexity_of_one_person():
    touching = np.array([5.0, 2, 1, 1])
    breadth = float(chance_to_meet(np.full(4, 6.0), touching, 3).sum())
    assert breadth == pytest.approx(2.8, abs=PRINTED)
    task_ids = ["a", "b", "c", "d", "e"]
    terms = big(
        task_id=task_ids,
        component=[3.0, 1, 7, 3, 1],
        coordinative=[1.0, 0, 3, 3, 1],
        dynamic=[0.0, 0, 1, 1, 3],
    )
    ruler = pl.DataFrame(
        {"job_family": [None, "craft"], "component": 7.0, "coordinative": 3.0, "dynamic": 1.0}
    )
    actor = big(task_id=task_ids, job_family=["craft"] * 5)
    tasks = complexity_of_task(terms, ruler, actor, 1.5)
    w = collected(tasks, "task_id")["w"].to_list()
    assert w == pytest.approx([0.3889, 0.1111, 1.0, 0.8889, 0.7778], abs=PRINTED)

    hours = big(
        task_id=task_ids,
        person_id=["p"] * 5,
        team_id=["team"] * 5,
        period=[QUARTER] * 5,
        hours=[4.0, 10, 6, 8, 2],
    )
    who = {"person_id": ["p"], "period": [QUARTER]}
    person = person_complexity(
        worked_complexity(hours, tasks),
        pl.DataFrame({**who, "tasks": [12], "breadth": [breadth], "breadth_of_few": [None]}),
        pl.DataFrame({"job_family": [None, "craft"], "best": 4.0, "best_of_few": 4.0}),
        pl.DataFrame({**who, "job_family": ["craft"]}),
        1.5,
        0.5,
    )
    assert person["task_complexity"].item() == pytest.approx(0.5778, abs=PRINTED)
    assert person["complexity"].item() == pytest.approx(0.6389, abs=PRINTED)


def test_e4_connection_of_three_novices():
    ages = [("N1", "E1", 0, 1.0), ("N1", "E1", 45, 1.0), ("N1", "E1", 90, 1.0)]
    ages += [("N1", "E2", 45, 0.5)] + [("N2", "E1", week * 7, 1.0) for week in range(6)]
    person, expert, age, share = zip(*ages, strict=True)
    days = pl.DataFrame({"day": range(LAST_DAY - 200, LAST_DAY + 1)}).with_columns(
        period=pl.lit(QUARTER), last_day=pl.lit(LAST_DAY)
    )
    found = ties(
        big(person_id=person, expert_id=expert, day=[LAST_DAY - a for a in age], share=share),
        days,
        pl.DataFrame({"person_id": ["E1", "E2"], "period": QUARTER, "status": "expert"}),
        45.0,
    )
    strength = {
        row["expert_id"]: row["strength"] for row in found.filter(person_id="N1").to_dicts()
    }
    assert sum(strength.values()) == pytest.approx(2.0, abs=PRINTED)
    effective = sum(strength.values()) ** 2 / sum(s * s for s in strength.values())
    assert effective == pytest.approx(1.28, abs=PRINTED)
    stock = connection_stock(found)
    assert stock.filter(person_id="N2")["stock"].item() == pytest.approx(4.6604, abs=PRINTED)

    people = pl.DataFrame({"person_id": ["N1", "N2", "N3"], "is_novice": True}).with_columns(
        unit_id=pl.lit("team"), period=pl.lit(QUARTER)
    )
    reading = connection(
        people,
        stock,
        units(n_people=[6], n_novices=[3], n_others=[3], known_share=[1.0]),
        days,
        pl.DataFrame({"first_sign_day": [LAST_DAY - 90]}),
        10.0,
        90,
    )
    assert reading["value"].item() == pytest.approx(0.1846, abs=PRINTED)
    assert reading["se"].item() == pytest.approx(0.1075, abs=PRINTED)


def eight_challenging_tasks():
    novice, all_hours = [0.0, 0, 2, 0, 1, 0, 3, 0], [10.0, 12, 8, 10, 6, 14, 10, 10]
    with_ai = [True, True, True, False, False, True, False, True]
    return pl.DataFrame(
        {
            **{name: [value] * 8 for name, value in UNIT.items()},
            "task_id": [f"T{k}" for k in range(8)],
            "family": ["f"] * 8,
            "hours": all_hours,
            "novice_hours": novice,
            "is_solo": [hours == 0 for hours in novice],
            "is_ai": with_ai,
        }
    )


def turn_counts():
    counts = {"n_people": [9], "n_novices": [3], "n_others": [6], "n_units": [8]}
    return units(**counts, coverage=[1.0], novice_share=[900 / 2700])


def test_e5_novice_exclusion_in_eight_tasks():
    logs = log_participation(eight_challenging_tasks(), turn_counts())
    npr = novice_participation(logs, units()).row(0, named=True)
    assert npr["value"] == pytest.approx(0.3111, abs=PRINTED)
    assert (npr["low"], npr["high"]) == pytest.approx((0.1243, 0.7787), abs=PRINTED)
    nex = novice_exclusion(logs, units()).row(0, named=True)
    assert nex["value"] == pytest.approx(0.6889, abs=PRINTED)
    assert (nex["low"], nex["high"]) == pytest.approx((1 - 0.7787, 1 - 0.1243), abs=PRINTED)
    share = pl.DataFrame({"unit_id": ["team"], "reference_share": [0.40]})
    ref = novice_participation_ref(logs, share, units()).row(0, named=True)
    assert ref["value"] == pytest.approx(0.2593, abs=PRINTED)
    assert log(ref["value"]) - log(npr["value"]) == pytest.approx(log(1 / 3 / 0.4), abs=1e-12)


def test_e5_expert_solo_and_its_gap_between_ai_tasks_and_others():
    solo = expert_solo(eight_challenging_tasks(), turn_counts(), units())
    assert solo["value"].item() == pytest.approx(0.70, abs=PRINTED)
    gap = ai_solo_gap(eight_challenging_tasks(), turn_counts(), units())
    assert gap["value"].item() == pytest.approx(0.4672, abs=PRINTED)
    assert gap["n_units"].item() == 8


def four_weeks():
    a, b = np.array([8, 7, 9, 6]), np.array([3, 3, 2, 4])
    return pl.DataFrame(
        {
            "unit_id": ["team"] * 4,
            "week": [20_000 + 7 * k for k in range(4)],
            "month": [QUARTER] * 4,
            "output": (4.0 * a + 10.0 * b).tolist(),
            "capacity": [100.0] * 4,
            "tasks": (a + b).tolist(),
            "effort": [1.0] * 4,
            "told_effort": [1.0] * 4,
        }
    )


def test_e10_productivity_kept():
    calendar = pl.DataFrame({"month": [QUARTER], "period": [QUARTER]})
    counts = units(n_people=[9], n_novices=[3], n_others=[6])
    prd = productivity(four_weeks(), calendar, counts, 4)
    assert prd["value"].item() == pytest.approx(0.60, abs=PRINTED)
    reference = pl.DataFrame({"unit_id": ["team"], "reference_productivity": [0.55]})
    pi = productivity_index(four_weeks(), reference, calendar, counts, 4).row(0, named=True)
    assert pi["value"] == pytest.approx(1.0909, abs=PRINTED)
    assert (pi["low"], pi["high"]) == pytest.approx((0.9902, 1.2019), abs=PRINTED)
    assert log(pi["value"]) == pytest.approx(0.0870, abs=PRINTED)


def test_e12_scores_see_a_fall_of_all_teams_and_z_scores_do_not():
    before, ruler = np.array([0.5, 0.4, 0.3, 0.2]), Ruler((0.0, 0.30, 0.60))
    fall = score(before - 0.1, ruler) - score(before, ruler)
    assert fall.mean() == pytest.approx(-16.6667, abs=PRINTED)
    z = [(v - v.mean()) / v.std(ddof=1) for v in (before, before - 0.1)]
    assert np.abs(z[1] - z[0]).max() < 1e-12
    assert rulers(constants())["challenge"] == ruler


def test_e15_the_alarming_team_is_not_distinguishable():
    y, s = np.array([-0.2, -0.6, -0.1, -1.2]), np.array([0.3, 0.3, 0.2, 0.6])
    group = np.zeros(4, int)
    assert between_variance(y, s, group)[0] == pytest.approx(0.0420, abs=PRINTED)
    drawn = shrunk(y, s, group)
    assert (drawn[3], drawn[1]) == pytest.approx((-0.4334, -0.4254), abs=PRINTED)


def test_e7_and_e8_intervals_of_counts_and_of_proportions():
    low, high = clopper_pearson_ratio(np.array([3]), np.array([6]))
    assert (low[0], high[0]) == pytest.approx((0.0809, 2.3412), abs=PRINTED)
    low, high = wilson(np.array([3]), np.array([6]))
    assert (low[0], high[0]) == pytest.approx((0.1876, 0.8124), abs=PRINTED)


def test_e4_the_interval_of_three_novices_is_the_plain_jackknife():
    con = 1 - np.exp(-np.array([2.0, 4.6604, 0.0]) / 10)
    rows = pl.DataFrame({"g": "x", "p": ["a", "b", "c"], "con": con, "one": 1.0})
    out = [np.delete(con, k).mean() for k in range(3)]
    se = sqrt(2 / 3 * sum((value - np.mean(out)) ** 2 for value in out))
    assert jackknife(rows, ["g"], "p", ["con", "one"], ratio)["se"].item() == pytest.approx(se)
