import pytest

LAST = {"task_id": "end", "opened_at": "2024-03-01", "closed_at": "2024-03-31"}
ALL = {"due_at": "2024-02-01", "reopened": 0, "changes_requested": 0}


def task(**more) -> dict:
    return {"task_id": "T", "opened_at": "2024-01-02", "closed_at": "2024-02-01T15:00", **more}


@pytest.fixture
def success_of(firm, tables):
    def told(row: dict, *events: tuple[str, str]) -> list[tuple]:
        happened = [
            {"task_id": "T", "person_id": "r", "at": at, "kind": kind} for at, kind in events
        ]
        found = tables(firm(task=[row, LAST], task_event=happened), "success")
        return found.select("y", "mask").rows()

    return told


WHOLE = "on_time + not_reopened + first_pass"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        pytest.param(task(**ALL), [(1, WHOLE)], id="closed in the afternoon of its due day"),
        pytest.param(task(**{**ALL, "due_at": "2024-01-31"}), [(0, WHOLE)], id="a day late"),
        pytest.param(task(**{**ALL, "reopened": 1}), [(0, WHOLE)], id="reopened"),
        pytest.param(task(**{**ALL, "changes_requested": 2}), [(0, WHOLE)], id="sent back"),
        pytest.param(task(reopened=0), [(1, "not_reopened")], id="one part is enough"),
        pytest.param(
            task(due_at="2024-03-01", changes_requested=0),
            [(1, "on_time + first_pass")],
            id="the mask names what is available",
        ),
        pytest.param(task(), [], id="no part at all: not scored"),
        pytest.param(
            task(**ALL, truncated_history=True), [(1, "on_time")], id="a cut history tells no rest"
        ),
        pytest.param(task(**{**ALL, "closed_at": None}), [], id="open"),
    ],
)
def test_a_task_is_a_success_if_all_available_parts_hold(success_of, row, expected):
    assert success_of(row) == expected


def test_reviews_tell_of_the_first_pass_where_the_tracker_counts_no_rounds(success_of):
    assert success_of(task(), ("2024-01-20", "approval")) == [(1, "first_pass")]
    back = [("2024-01-19", "change_request"), ("2024-01-20", "approval")]
    assert success_of(task(), *back) == [(0, "first_pass")]
    assert success_of(task(), ("2024-01-20", "comment")) == []


@pytest.mark.parametrize(
    ("closed", "scored"),
    [
        pytest.param("2024-03-01", True, id="thirty days before the extract"),
        pytest.param("2024-03-02", False, id="twenty-nine"),
    ],
)
def test_only_tasks_old_enough_to_have_been_reopened_are_scored(success_of, closed, scored):
    assert bool(success_of(task(reopened=0, closed_at=closed))) is scored


def test_a_young_or_open_task_has_its_mask_all_the_same(firm, tables):
    facts = firm(task=[task(**ALL), {**LAST, **ALL}, {**task(**ALL), "closed_at": None}])
    assert set(tables(facts, "outcome")["mask"]) == {WHOLE}
