"""Skill, prediction and difficulty, from the facts on."""

from datetime import date

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

Q1, Q2, Q3, Q4 = (date(2024, month, 1) for month in (1, 4, 7, 10))
QUARTERS = ("2024-01", "2024-04", "2024-07", "2024-10")
TINY = 1e-9


def member(person: str, family: str = "J", start: str = "2020-01-01") -> dict:
    return {"person_id": person, "team_id": "x", "valid_from": start, "job_family": family}


def done(person: str, quarter: int, number: int, **more) -> tuple[dict, dict]:
    """A task closed in a quarter, and who did it; every third is sent back."""
    name = f"{person}-{quarter}-{number}"
    opened = f"{QUARTERS[quarter]}-{number % 27 + 1:02d}"
    base = {"task_id": name, "opened_at": opened, "closed_at": opened, "type": "bug"}
    sent_back = {"changes_requested": int(number % 3 == 0)}
    part = {"task_id": name, "person_id": person, "role": "assignee"}
    return {**base, **sent_back, **more}, part


def firm_of(firm, pairs, members):
    # One late task, so that the others are old enough to be scored.
    tasks, parts = zip(*pairs, done("late", 3, 26, closed_at="2025-02-15"), strict=True)
    return firm(task=tasks, participation=parts, membership=members)


@pytest.fixture
def facts(firm):
    pairs = [done(p, q, n) for p in "ab" for q in range(4) for n in range(6)]
    pairs += [done("c", 2, n) for n in range(4)]
    return firm_of(
        firm, pairs, [member("a"), member("b"), member("c"), member("new", start="2024-10-01")]
    )


def test_every_person_has_a_skill_in_every_quarter_with_scored_tasks(facts, tables):
    skill = tables(facts, "skill")
    found = skill.select("person_id", "job_family", "period", "n_tasks", "is_in_sample").rows()
    assert found == [
        *(("a", "J", q, 6, q < Q3) for q in (Q1, Q2, Q3, Q4)),
        *(("b", "J", q, 6, q < Q3) for q in (Q1, Q2, Q3, Q4)),
        ("c", "J", Q3, 4, False),
    ]


@pytest.mark.parametrize(
    ("quarter", "before", "tasks"), [(Q3, Q2, 12), (Q4, Q3, 18)], ids=["first", "second"]
)
def test_a_prediction_uses_only_what_was_known_before_the_quarter(
    facts, tables, quarter, before, tasks
):
    prediction, skill = tables(facts, "prediction", "skill")
    known = skill.filter(person_id="a", period=before).row(0, named=True)
    now = prediction.filter(person_id="a", quarter=quarter).row(0, named=True)
    assert now["theta"] == pytest.approx(known["theta"], abs=TINY)
    assert now["variance"] == pytest.approx(known["se"] ** 2 + 0.09)
    assert (now["n_tasks"], now["is_in_sample"]) == (tasks, False)


def test_inside_the_reference_the_joint_fit_speaks_without_a_step(facts, tables):
    prediction, skill = tables(facts, "prediction", "skill")
    of_skill = skill.filter(person_id="a", period=Q1).row(0, named=True)
    known = prediction.filter(person_id="a", quarter=Q1).row(0, named=True)
    assert known["theta"] == pytest.approx(of_skill["theta"], abs=TINY)
    assert known["variance"] == pytest.approx(of_skill["se"] ** 2)
    assert known["is_in_sample"]


@pytest.mark.parametrize(
    ("person", "quarter", "variance", "tasks"),
    [
        pytest.param("new", Q4, 1.09, 0, id="a new hire: the prior and a step"),
        pytest.param("c", Q3, 1.09, 0, id="nothing scored before the quarter"),
        pytest.param("c", Q1, 1.0, 0, id="nothing scored in the reference"),
    ],
)
def test_somebody_without_scored_tasks_is_predicted_from_the_prior(
    facts, tables, person, quarter, variance, tasks
):
    row = tables(facts, "prediction").filter(person_id=person, quarter=quarter).row(0, named=True)
    assert (row["theta"], row["variance"], row["n_tasks"]) == (0.0, pytest.approx(variance), tasks)


def test_a_pause_of_a_quarter_widens_the_prediction(firm, tables):
    pairs = [done("a", q, n) for q in (0, 1) for n in range(6)]
    pairs += [done("b", q, n) for q in range(4) for n in range(6)]
    found = tables(firm_of(firm, pairs, [member("a"), member("b")]), "prediction")
    spread = {
        person: [found.filter(person_id=person, quarter=q)["variance"].item() for q in (Q3, Q4)]
        for person in "ab"
    }
    assert spread["a"][0] == pytest.approx(spread["b"][0], abs=0.01)
    assert spread["a"][1] > spread["b"][1] + 0.05  # a step of the walk, and no news


def test_only_people_of_the_craft_and_their_tasks_are_scored(firm, tables):
    pairs = [done(p, q, n) for p in ("a", "stranger") for q in range(4) for n in range(6)]
    facts = firm_of(firm, pairs, [member("a")])
    skill, difficulty = tables(facts, "skill", "difficulty")
    assert set(skill["person_id"]) == {"a"}
    assert not any(name.startswith("stranger") for name in difficulty["task_id"])


def test_each_craft_has_its_own_scale(firm, tables):
    pairs = [done(p, q, n) for p in "ab" for q in range(4) for n in range(6)]
    alone = firm_of(firm, [pair for pair in pairs if pair[1]["person_id"] == "a"], [member("a")])
    both = firm_of(firm, pairs, [member("a"), member("b", "K")])
    of_alone = tables(alone, "skill").filter(person_id="a")
    of_both = tables(both, "skill").filter(person_id="a")
    assert_frame_equal(of_alone, of_both, abs_tol=TINY)


def test_difficulty_comes_from_the_data_before_the_tasks_quarter(firm, tables):
    pairs = [done(p, q, n) for p in "ab" for q in range(4) for n in range(6)]
    other = [
        ({**task, "changes_requested": 1} if "-3-" in task["task_id"] else task, part)
        for task, part in pairs
    ]
    members = [member("a"), member("b")]
    known, changed = (
        tables(firm_of(firm, rows, members), "difficulty").sort("task_id")
        for rows in (pairs, other)
    )
    assert_frame_equal(known, changed)
    assert known["is_in_sample"].sum() == 24


def test_more_failures_mean_more_difficulty_and_a_larger_estimate_too(firm, tables):
    def outcome(number: int, share: float) -> int:
        return int((number * 0.37) % 1 < share)

    kinds = {"easy": 0.1, "hard": 0.7}
    pairs = [
        done("ab"[n % 2], q, n, type=kind, changes_requested=outcome(n + q * 7, share))
        for q in range(3)
        for kind, share in kinds.items()
        for n in range(0 if kind == "easy" else 100, (0 if kind == "easy" else 100) + 40)
    ]
    facts = firm_of(firm, pairs, [member("a"), member("b")])
    families = tables(facts, "family_difficulty", family_tasks=20)
    b = dict(families.select("family", "b").rows())
    assert b["J / hard / (none)"] > b["J / easy / (none)"] + 0.8
    assert families.filter(family="J / other")["n_tasks"].item() == 0


def test_a_task_without_any_outcome_takes_the_usual_level(firm, tables):
    pairs = [done("a", q, n) for q in range(3) for n in range(20)]
    pairs.append(done("a", 2, 21, changes_requested=None))
    found = tables(firm_of(firm, pairs, [member("a")]), "difficulty").filter(quarter=Q3)
    assert found["b"].n_unique() == 1
    assert found.height == 21


def test_without_outcomes_there_is_no_skill_and_no_difficulty(firm, tables):
    pairs = [done("a", q, n, changes_requested=None) for q in range(3) for n in range(5)]
    facts = firm_of(firm, pairs, [member("a")])
    found = tables(facts, "skill", "difficulty", "prediction", "skill_parameters")
    assert [frame.height for frame in found] == [0, 0, 0, 0]


def test_row_order_duplicates_and_a_leap_day_change_nothing(firm, tables):
    pairs = [done(p, q, n) for p in "abc" for q in range(4) for n in range(9)]
    pairs.append(done("a", 0, 28, closed_at="2024-02-29"))
    members = [member(p) for p in "abc"]
    order = np.random.default_rng(3).permutation(len(pairs))
    mixed = [pairs[i] for i in [*order, *order]]
    for name in ("skill", "prediction", "skill_fit"):
        once, again = (
            tables(firm_of(firm, rows, who), name).sort(pl.all())
            for rows, who in ((pairs, members), (mixed, [*members[::-1], *members]))
        )
        assert_frame_equal(once, again, abs_tol=TINY)


def test_a_craft_that_comes_later_freezes_its_ruler_in_its_own_first_quarters(firm, tables):
    pairs = [done("a", q, n) for q in range(4) for n in range(6)]
    pairs += [done("b", q, n) for q in (2, 3) for n in range(6)]
    facts = firm_of(firm, pairs, [member("a"), member("b", "K")])
    found = tables(facts, "difficulty").filter(job_family="K")
    assert found["is_in_sample"].all()
    assert found.height == 12


def test_the_newest_fit_gives_what_a_match_needs(facts, tables):
    row = tables(facts, "skill_parameters").row(0, named=True)
    assert (row["job_family"], row["quarter"]) == ("J", date(2025, 1, 1))
    assert (row["alpha"], row["gamma"], row["kappa"]) == pytest.approx((0, 0, 0), abs=1e-8)
    assert row["effort_ratio"] is None
