"""Guardrails of productivity: on time, reopened, lead time."""

from math import exp, log, sqrt

import numpy as np
import polars as pl
import pytest
from scipy import stats

from metrics.unit_tree import WHOLE_FIRM

TASKS = [
    {"opened_at": "2026-01-01", "closed_at": "2026-01-03", "due_at": "2026-01-04", "reopened": 0},
    {"opened_at": "2026-01-01", "closed_at": "2026-01-09", "due_at": "2026-01-04", "reopened": 1},
    {"opened_at": "2026-01-01", "closed_at": "2026-01-05", "due_at": "2026-01-05"},
    {"opened_at": "2026-01-01T10:00", "closed_at": "2026-01-01T10:05"},
]


@pytest.fixture
def guardrails(firm, tables):
    def build(*names):
        tasks = [{"task_id": f"T{k}", **row} for k, row in enumerate(TASKS)]
        facts = firm(
            team=[{"team_id": "a"}],
            membership=[{"person_id": "p", "team_id": "a", "valid_from": "2025-01-01"}],
            task=tasks,
            participation=[
                {"task_id": t["task_id"], "person_id": "p", "role": "assignee"} for t in tasks
            ],
        )
        return [frame.row(0, named=True) for frame in tables(facts, *names)]

    return build


def test_shares_are_of_the_tasks_that_tell(guardrails):
    on_time, reopened = guardrails("on_time", "reopened")
    assert (on_time["value"], on_time["n_units"], on_time["coverage"]) == (2 / 3, 3, 0.75)
    assert (reopened["value"], reopened["n_units"], reopened["coverage"]) == (0.5, 2, 0.5)


def test_shares_carry_wilsons_interval(guardrails):
    on_time, _ = guardrails("on_time", "reopened")
    witness = stats.binomtest(2, 3).proportion_ci(method="wilson")
    assert (on_time["low"], on_time["high"]) == pytest.approx((witness.low, witness.high))


def test_lead_time_is_the_geometric_mean_and_less_than_an_hour_is_an_hour(guardrails):
    lead, _ = guardrails("lead_time", "on_time")
    logs = np.log([2, 8, 4, 1 / 24])
    reach = stats.t.ppf(0.975, 3) * stats.sem(logs)
    expected = [exp(logs.mean()), exp(logs.mean() - reach), exp(logs.mean() + reach)]
    assert [lead[name] for name in ("value", "low", "high")] == pytest.approx(expected)
    assert lead["se"] == pytest.approx(sqrt(np.var(logs, ddof=1) / 4))
    assert log(lead["value"]) == pytest.approx(logs.mean())


def test_a_task_of_another_team_is_not_counted(firm, tables):
    facts = firm(
        team=[{"team_id": "a"}, {"team_id": "b"}],
        membership=[
            {"person_id": "p", "team_id": "a", "valid_from": "2025-01-01"},
            {"person_id": "q", "team_id": "b", "valid_from": "2025-01-01"},
        ],
        task=[{"task_id": "T", "closed_at": "2026-01-03"}],
        participation=[
            {"task_id": "T", "person_id": "p", "role": "assignee"},
            {"task_id": "T", "person_id": "q", "role": "collaborator"},
        ],
    )
    delivery = tables(facts, "delivery").filter(pl.col("tasks") > 0)
    assert sorted(delivery["unit_id"]) == [WHOLE_FIRM, "a"]
