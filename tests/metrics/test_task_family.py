import math

import pytest

MEMBERS = [{"person_id": "a", "team_id": "x", "valid_from": "2020-01-01", "job_family": "J"}]
LAST = {"task_id": "end", "opened_at": "2024-06-30", "closed_at": "2024-06-30"}


def tasks(count: int, prefix: str, closed: str = "2024-02-01", **more) -> list[dict]:
    return [
        {"task_id": f"{prefix}{i}", "opened_at": "2024-01-01", "closed_at": closed, **more}
        for i in range(count)
    ]


@pytest.fixture
def family_of(firm, tables):
    def told(rows: list[dict], **inputs) -> dict:
        parts = [{"task_id": r["task_id"], "person_id": "a", "role": "assignee"} for r in rows]
        facts = firm(task=[*rows, LAST], participation=parts, membership=MEMBERS)
        found = tables(facts, "task_family", **inputs)
        return {name: (family, z) for name, _, family, z in found.rows()}

    return told


def test_a_kind_with_enough_reference_tasks_is_a_family_and_the_rest_is_merged(family_of):
    rows = [
        *tasks(3, "many", type="bug", components=["api", "db"]),
        *tasks(2, "few", type="bug", components=["ui"]),
        *tasks(1, "fewer", type="bug"),
        *tasks(2, "rare", type="epic", components=["api"]),
        *tasks(1, "new", "2024-09-01", type="bug", components=["cli"]),
        *tasks(1, "newest", "2024-09-01", type="spike"),
    ]
    found = {name: family for name, (family, _) in family_of(rows, family_tasks=3).items()}
    assert found["many0"] == "J / bug / api"
    assert found["few0"] == found["fewer0"] == found["new0"] == "J / bug / other"
    assert found["rare0"] == found["newest0"] == "J / other"


def test_the_rest_of_a_type_needs_enough_tasks_too(family_of):
    rows = [*tasks(3, "many", type="bug", components=["api"]), *tasks(2, "few", type="bug")]
    assert family_of(rows, family_tasks=3)["few0"][0] == "J / other"


def test_the_estimate_is_standardised_on_the_reference_and_zero_without_one(family_of):
    rows = [
        *tasks(1, "small", estimate_hours=math.e - 1),  # ln(1 + estimate) = 1
        *tasks(1, "large", estimate_hours=math.e**3 - 1),  # 3: the mean is 2, the SD the root of 2
        *tasks(1, "later", "2024-09-01", estimate_hours=math.e**4 - 1),
        *tasks(1, "none"),
        *tasks(1, "zero", estimate_hours=0.0),
    ]
    z = {name: value for name, (_, value) in family_of(rows).items()}
    assert z["small0"] == pytest.approx(-1 / math.sqrt(2))
    assert z["later0"] == pytest.approx(2 / math.sqrt(2))
    assert z["none0"] == z["zero0"] == 0.0


@pytest.mark.parametrize("estimates", [[], [5.0], [5.0, 5.0]], ids=["none", "one", "all alike"])
def test_without_a_spread_of_estimates_every_task_is_of_usual_size(family_of, estimates):
    rows = [
        row for i, hours in enumerate(estimates) for row in tasks(1, f"{i}-", estimate_hours=hours)
    ]
    assert {z for _, z in family_of([*rows, *tasks(2, "none")]).values()} == {0.0}


def test_an_empty_list_of_components_is_none(family_of):
    found = family_of(tasks(1, "T", type="bug", components=[]), family_tasks=1)
    assert found["T0"][0] == "J / bug / (none)"
