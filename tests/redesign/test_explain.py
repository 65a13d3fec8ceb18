"""Sentences about a pair: what they say, and for whom."""

import pytest

from redesign.explain import because, next_best, risk, would_enter, would_leave

PAIR = {
    "zone": "learning zone",
    "alone": 0.78,
    "p_success": 0.84,
    "supporter_id": None,
    "support_hours": 0.0,
    "effort_hours": 8.0,
    "goal_fit": None,
    "is_owner": False,
    "n_tasks": 30,
    "is_waiting": False,
    "days_to_due": None,
}


@pytest.mark.parametrize(
    ("pair", "text"),
    [
        ({}, "in the learning zone (78% likely to succeed alone)"),
        (
            {"zone": "supported stretch", "alone": 0.5, "supporter_id": "e", "support_hours": 1.6},
            "a stretch with support (50% likely to succeed alone, 84% as planned); "
            "support by e, 1.6 h",
        ),
        ({"zone": "routine"}, "routine for this person (78% likely to succeed alone)"),
        (
            {"zone": "exposed"},
            "hard for this person (78% likely to succeed alone, 84% as planned)",
        ),
        (
            {"goal_fit": 0.5, "is_owner": True},
            "in the learning zone (78% likely to succeed alone); "
            "50% of its skills are goals of this person; it is this person's already",
        ),
    ],
)
def test_why_a_pair_fits(pair, text):
    assert because({**PAIR, **pair}) == text


@pytest.mark.parametrize(
    ("pair", "text"),
    [
        ({"zone": "exposed"}, "nobody beside"),
        ({"zone": "supported stretch"}, "if the support does not come"),
        ({"n_tasks": 0}, "no finished task tells of this person's skill yet"),
        ({"n_tasks": 3}, "skill known from 3 finished tasks only"),
        ({"effort_hours": None}, "its size is not known, a day is assumed"),
        ({"is_waiting": True}, "another open task must come first"),
        ({"days_to_due": -1}, "already overdue"),
    ],
)
def test_what_may_go_wrong(pair, text):
    told = risk({**PAIR, **pair})
    assert told.startswith("16% chance that it comes late, back or open again")
    assert text in told
    assert text not in risk(PAIR)


def test_what_else_the_person_could_have_and_where_it_goes():
    assert next_best("w", 0.06, None) == "next best for this person is w, 0.06 lower"
    assert next_best("w", 0.06, 0.11).endswith("goes to somebody for whom it is worth 0.11 more")
    assert next_best("w", -0.06, 0.2).startswith("w would be worth 0.06 more to this person")
    assert next_best("w", 0.0, -0.1) == (
        "next best for this person is w, next to nothing lower, "
        "but goes where the plan as a whole gains more"
    )


def test_what_would_bring_a_pair_in():
    assert would_enter(0.03, 100.0, is_supported=False) == (
        "would be proposed if the pair were worth 0.03 more"
    )
    assert "kept out by a promise" in would_enter(250.0, 100.0, is_supported=False)
    assert "kept out by a promise" in would_enter(94.96, 100.0, is_supported=False)
    assert "another hour of the supporter" in would_enter(float("inf"), 100.0, is_supported=True)
    assert would_enter(float("inf"), 100.0, is_supported=False) == "no swap of tasks brings it in"


def test_what_would_take_a_pair_out():
    assert would_leave(0.04, 100.0) == "stays until the pair is worth 0.04 less"
    assert "keeps a promise" in would_leave(250.0, 100.0)
    assert "keeps a promise" in would_leave(94.9, 100.0)
    assert "keeps a promise" in would_leave(float("inf"), 100.0)
