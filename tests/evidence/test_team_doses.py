from datetime import date

import polars as pl
import pytest

from evidence.outcomes import OUTCOMES
from evidence.team_doses import team_doses
from evidence.team_months import team_months
from tests.evidence.small_histories import everybody, history, members, rollout

COURSE = rollout(a="2024-03-01")
FEBRUARY = (date(2024, 2, 10) - date(1970, 1, 1)).days
MEASURED = {
    "challenging": pl.DataFrame({"task_id": ["hard"]}),
    "participation_hours": pl.DataFrame(
        [
            ("hard", "a0", "assignee", 15.0, FEBRUARY),
            ("hard", "a1", "collaborator", 5.0, FEBRUARY),
            ("hard", "a2", "reviewer", 99.0, FEBRUARY),
            ("easy", "a0", "assignee", 99.0, FEBRUARY),
        ],
        schema=["task_id", "person_id", "role", "hours", "closed_day"],
        orient="row",
    ),
}
TRAINING = [
    {"person_id": "a0", "course": "c", "completed_on": "2024-02-05", "hours": 8.0},
    {"person_id": "a1", "course": "c", "completed_on": "2024-02-06", "hours": 2.0},
    {"person_id": "a1", "course": "d", "completed_on": "2024-04-06", "hours": 5.0},
    {"person_id": "a2", "course": "d", "completed_on": "2024-04-06", "hours": None},
    {"person_id": "b0", "course": "d", "completed_on": "2024-01-06", "hours": 10.0},
]


def doses(membership=None):
    firm = history(membership=membership, training=TRAINING, measured=MEASURED)
    rows = team_doses(firm, COURSE, team_months(firm, COURSE, OUTCOMES["throughput"]))
    return {team: part for (team,), part in rows.group_by("team_id", maintain_order=True)}


def test_hours_are_a_head_and_add_up_over_the_months():
    told = doses()
    assert told["a"]["training_hours"].to_list() == pytest.approx([0, 2, 2, 3])
    assert told["b"]["training_hours"].to_list() == pytest.approx([2, 2, 2, 2])
    assert told["a"]["challenging_hours"].to_list() == pytest.approx([0, 4, 4, 4])
    assert told["b"]["challenging_hours"].to_list() == pytest.approx([0, 0, 0, 0])


def test_later_colleagues_do_not_take_away_what_a_head_has_had():
    joined = [*everybody(), *members("a", ["a9"], "2024-04-01")]
    told = doses(joined)["a"]["training_hours"].to_list()
    assert told == pytest.approx([0, 2, 2, 2 + 5 / 6])
