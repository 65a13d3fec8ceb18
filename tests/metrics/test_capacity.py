from datetime import date

import pytest

Q1, Q2 = date(2024, 1, 1), date(2024, 4, 1)
TASKS = [
    {"task_id": "T1", "opened_at": "2024-01-02", "closed_at": "2024-01-10"},
    {"task_id": "T2", "opened_at": "2024-01-02", "closed_at": "2024-06-28"},
]


def member(person: str, team: str, start: str, end: str | None = None, **more) -> dict:
    return {"person_id": person, "team_id": team, "valid_from": start, "valid_to": end, **more}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        pytest.param(
            member("p", "a", "2020-01-01", fte=1.0),
            [("a", "p", Q1, 65 * 7.5, False), ("a", "p", Q2, 65 * 7.5, False)],
            id="a whole quarter has 65 business days, leap day and all",
        ),
        pytest.param(
            member("p", "a", "2024-03-29", "2024-04-03", fte=0.8),
            [("a", "p", Q1, 0.8 * 7.5, False), ("a", "p", Q2, 2 * 0.8 * 7.5, False)],
            id="a Friday, a weekend that is nothing, Monday and Tuesday",
        ),
        pytest.param(
            member("p", "a", "2024-01-01", "2024-01-02"),
            [("a", "p", Q1, 7.5, True)],
            id="an unknown FTE counts as one and is flagged",
        ),
        pytest.param(
            member("p", "a", "2024-01-06", "2024-01-08", fte=1.0),
            [],
            id="somebody there on a weekend only has no capacity",
        ),
    ],
)
def test_hours_of_a_person_for_a_team(firm, tables, row, expected):
    assert tables(firm(membership=[row], task=TASKS), "capacity").rows() == expected


def test_duplicate_and_overlapping_rows_do_not_add_hours(firm, tables):
    once = [member("p", "a", "2024-01-01", "2024-03-01", fte=1.0)]
    twice = [*once, *once, member("p", "a", "2024-02-01", "2024-03-01", fte=1.0)]
    of_once = tables(firm(membership=once, task=TASKS), "capacity")
    of_twice = tables(firm(membership=twice, task=TASKS), "capacity")
    assert of_once.rows() == of_twice.rows()


def test_months_of_a_quarter_add_up_to_it(firm, tables):
    often = [{"task_id": f"T{m}", "closed_at": f"2024-0{m}-20"} for m in (1, 2, 3)]
    facts = firm(membership=[member("p", "a", "2024-01-17", fte=0.5)], task=often)
    by_month = tables(facts, "capacity", grain="month")["hours"].to_list()
    assert by_month == [11 * 3.75, 21 * 3.75, 21 * 3.75]
    assert sum(by_month) == tables(facts, "capacity")["hours"].item()
