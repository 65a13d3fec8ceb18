import pytest

MEMBERS = [{"person_id": "a", "team_id": "x", "valid_from": "2020-01-01", "job_family": "J"}]
# Monday 5 February to Friday 9 February 2024: five business days.
TASK = {
    "task_id": "T",
    "opened_at": "2024-01-15",
    "started_at": "2024-02-05",
    "closed_at": "2024-02-09T16:00",
    "effort_hours": 10.0,
}
SPAN = [
    {"person_id": "z", "day": day, "tool": "x", "interactions": 1}
    for day in ("2024-01-01", "2024-03-31")
]


def used(day: str, task_id: str | None = None, person: str = "a", **more) -> dict:
    measures = more or {"interactions": 3}
    return {"person_id": person, "day": day, "tool": "x", "task_id": task_id} | measures


@pytest.fixture
def flag(firm, tables):
    def told(*usage: dict, task: dict = TASK, spanned: bool = True) -> tuple:
        facts = firm(
            task=[task],
            participation=[{"task_id": "T", "person_id": "a", "role": "assignee"}],
            membership=MEMBERS,
            ai_usage=[*usage, *(SPAN if spanned else [])],
        )
        return tables(facts, "ai_flag").row(0)[1:]

    return told


@pytest.mark.parametrize(
    ("usage", "expected"),
    [
        pytest.param(
            [used("2024-02-05", "T", active_minutes=150.0)], 0.25, id="minutes over hours"
        ),
        pytest.param([used("2024-02-05", "T", active_minutes=900.0)], 1.0, id="at most one"),
        pytest.param([used("2024-02-05", "T", accepted=2)], 1.0, id="no minutes: accepted"),
        pytest.param([used("2024-02-05", "T", accepted=0, rejected=2)], 0.0, id="all rejected"),
        pytest.param([used("2024-02-05", "T", interactions=2)], 1.0, id="acceptance is not told"),
        pytest.param(
            [used("2024-02-05", "T", active_minutes=150.0)] * 2, 0.25, id="a double row counts once"
        ),
        pytest.param(
            [
                used("2024-02-05", "T", active_minutes=150.0, feature="chat"),
                used("2024-02-05", "T", active_minutes=60.0, model="m"),
                used("2024-02-05", "T", active_minutes=60.0, model="n"),
            ],
            0.25,
            id="of two sources that split a day in their own ways, the one that tells most",
        ),
        pytest.param(
            [
                used("2024-02-05", "T", active_minutes=90.0, model="m"),
                used("2024-02-05", "T", active_minutes=60.0, model="n"),
                used("2024-02-06", "T", active_minutes=60.0),
                used("2024-02-06", "T", active_minutes=90.0, tool="y"),
            ],
            0.5,
            id="parts of a day, days and tools add up",
        ),
        pytest.param(
            [used("2024-02-05", "other", accepted=5)],
            0.0,
            id="use tied to another task is not here",
        ),
    ],
)
def test_with_a_link(flag, usage, expected):
    assert flag(*usage) == (expected, "task")


@pytest.mark.parametrize(
    ("usage", "expected"),
    [
        pytest.param([], 0.0, id="no use"),
        pytest.param([used("2024-02-05"), used("2024-02-09")], 0.4, id="two of five days"),
        pytest.param(
            [used("2024-02-05"), used("2024-02-05", model="m")], 0.2, id="a day counts once"
        ),
        pytest.param([used("2024-02-02"), used("2024-02-12")], 0.0, id="before and after"),
        pytest.param([used("2024-02-05", person="b")], 0.0, id="somebody else's"),
        pytest.param([used("2024-02-05", interactions=0)], 0.0, id="a day without use"),
        pytest.param([used("2024-02-05", licensed=True)], 0.0, id="a licence is no use"),
        pytest.param([used("2024-02-05", model="m")], 0.2, id="a row without measures is use"),
        pytest.param(
            [used("2024-02-05", licensed=True), used("2024-02-05", interactions=1)],
            0.2,
            id="a licence told of one account hides no use of another",
        ),
        pytest.param(
            [used("2024-02-05", last_day="2024-03-04")], 0.0, id="a period tells no day of use"
        ),
        pytest.param(
            [used("2024-02-05", last_day="2024-02-05")], 0.2, id="a period of one day is that day"
        ),
        pytest.param(
            [used("2024-02-05"), used("2024-02-06", "other", accepted=1)],
            0.2,
            id="only use that is tied to no task",
        ),
    ],
)
def test_without_a_link_by_the_actors_days(flag, usage, expected):
    assert flag(*usage) == (pytest.approx(expected), "day")


def test_outside_the_ai_exports_nothing_is_known(flag):
    assert flag(used("2024-03-01"), spanned=False) == (None, "none")
    assert flag(spanned=False) == (None, "none")


def test_days_before_the_exports_begin_do_not_count_as_unused(flag):
    assert flag(used("2024-02-08"), used("2024-02-09"), spanned=False) == (1.0, "day")


def test_a_list_of_licences_of_one_day_says_nothing_of_that_day(flag):
    licence = used("2024-02-09", licensed=True)
    assert flag(licence, spanned=False) == (None, "none")
    # Without the list, and with it: the exports end on Thursday, of which use is told.
    use = used("2024-02-08")
    assert flag(use, spanned=False) == flag(use, licence, spanned=False) == (1.0, "day")


def test_a_person_of_a_list_of_licences_is_known_to_the_ai_data(firm, tables):
    usage = [used("2024-02-08"), used("2024-02-09", person="b", licensed=True)]
    facts = firm(membership=MEMBERS, ai_usage=usage)
    assert tables(facts, "ai_people")["person_id"].to_list() == ["a", "b"]


def test_a_list_of_licences_lengthens_no_span_for_it_watches_nobody(flag):
    lists = [used(day, person="z", licensed=True) for day in ("2024-01-01", "2024-03-31")]
    assert flag(used("2024-02-08"), used("2024-02-09"), *lists, spanned=False) == (1.0, "day")


def test_a_weekends_task_is_with_ai_if_that_weekend_was(flag):
    task = {**TASK, "started_at": "2024-02-10", "closed_at": "2024-02-11"}
    assert flag(used("2024-02-11"), task=task) == (1.0, "day")
    assert flag(used("2024-02-12"), task=task) == (0.0, "day")


def test_use_at_the_weekend_is_no_business_day_of_use(flag):
    task = {**TASK, "closed_at": "2024-02-12"}
    assert flag(used("2024-02-10"), task=task) == (0.0, "day")


def test_without_a_start_the_task_begins_when_it_was_opened(flag):
    task = {**TASK, "started_at": None, "opened_at": "2024-02-08"}
    assert flag(used("2024-02-05"), used("2024-02-08"), task=task) == (0.5, "day")


def test_minutes_mean_yes_where_hours_are_only_a_count(flag):
    task = {**TASK, "effort_hours": None}
    assert flag(used("2024-02-05", "T", active_minutes=6.0), task=task) == (1.0, "task")
