from datetime import date

import polars as pl
import pytest

from store.occupations import TITLE_ZONES

Q1, Q2 = date(2024, 1, 1), date(2024, 4, 1)
TASKS = [
    {"task_id": "T1", "opened_at": "2024-01-01", "closed_at": "2024-01-10"},
    {"task_id": "T2", "opened_at": "2024-01-01", "closed_at": "2024-06-28"},
]


def member(start: str = "2023-01-01", end: str | None = None, **more) -> dict:
    base = {"person_id": "p", "team_id": "a", "valid_from": start, "valid_to": end}
    return {**base, "job_family": "design", **more}


@pytest.fixture
def status_of(firm, tables):
    def told(*rows: dict, hired: str | None = None, **inputs) -> list[str]:
        people = [{"person_id": "p", "hire_date": hired}]
        facts = firm(membership=rows, person=people, task=TASKS)
        found = tables(facts, "status", **inputs)
        return found.filter(pl.col("person_id") == "p")["status"].to_list()

    return told


@pytest.mark.parametrize(
    ("hired", "expected"),
    [
        pytest.param("2022-06-01", "novice", id="under two years in the craft"),
        pytest.param("2021-12-31", "intermediate", id="two years and more"),
        pytest.param("2017-12-31", "expert", id="three times two years"),
        pytest.param(None, "unknown", id="an unknown hire date is never a novice"),
    ],
)
def test_status_by_tenure(status_of, hired, expected):
    assert status_of(member(), hired=hired)[0] == expected


def test_time_known_to_be_long_enough_rules_a_novice_out_without_a_hire_date(status_of):
    assert status_of(member("2021-06-01"))[0] == "intermediate"
    assert status_of(member("2016-06-01"))[0] == "expert"


def test_the_job_zone_says_how_long_one_is_new(status_of):
    zones = {"job_zones": {"design": 2}}
    assert status_of(member(), hired="2022-12-01", **zones)[0] == "intermediate"
    assert status_of(member(), hired="2020-12-01", **zones)[0] == "expert"
    zones = {"job_zones": {"design": 5}}
    assert status_of(member(), hired="2012-12-01", **zones)[0] == "intermediate"


def accepted(zone: int) -> pl.DataFrame:
    """An occupation of this job zone was accepted for the title Maker."""
    return pl.DataFrame([("Maker", zone)], schema=TITLE_ZONES, orient="row")


@pytest.mark.parametrize(
    ("zone", "status"),
    [(1, "intermediate"), (3, "intermediate"), (4, "novice"), (5, "novice")],
)
def test_an_accepted_occupation_says_how_long_one_is_new(status_of, zone, status):
    # 1.58 years in the craft on the first of January 2024; zones 1 to 5 take .25, 1, 1.5, 2, 4
    row = member("2022-06-01", job_title="Maker")
    found = status_of(row, hired="2022-06-01", title_zones=accepted(zone))
    assert found[0] == status


def test_a_title_that_nobody_accepted_leaves_the_default(status_of):
    row = member("2022-06-01", job_title="Another")
    assert status_of(row, hired="2022-06-01", title_zones=accepted(1))[0] == "novice"


def test_what_the_anchors_tell_of_a_family_goes_before_its_titles(status_of):
    row = member("2022-06-01", job_title="Maker")
    told = {"title_zones": accepted(1), "job_zones": {"design": 4}}
    assert status_of(row, hired="2022-06-01", **told)[0] == "novice"


ENTRY = {"level": "L1", "entry_level": True}
SENIOR = {"level": "L9", "senior_level": True}
NEIGHBOUR = {"person_id": "q", "team_id": "a", "valid_from": "2020-01-01", "job_family": "design"}


@pytest.mark.parametrize(
    ("row", "hired", "expected"),
    [
        pytest.param(ENTRY, "2010-01-01", "novice", id="an entry level goes before tenure"),
        pytest.param({"level": "L2"}, "2023-12-01", "intermediate", id="another level, though new"),
        pytest.param(SENIOR, "2023-12-01", "expert", id="a senior level goes before tenure"),
        pytest.param({"level": "L2"}, "2010-01-01", "expert", id="another level, long there"),
        pytest.param({"level": "L2"}, None, "intermediate", id="a level rules the novice out"),
        pytest.param({}, "2023-12-01", "unknown", id="no level where levels are told"),
    ],
)
def test_status_by_level_where_the_family_has_entry_levels(status_of, row, hired, expected):
    assert status_of(member(**row), {**NEIGHBOUR, **ENTRY}, hired=hired)[0] == expected


def test_entry_levels_of_another_family_mean_nothing(status_of):
    neighbour = {**NEIGHBOUR, **ENTRY, "job_family": "support"}
    assert status_of(member(level="L2"), neighbour, hired="2023-12-01")[0] == "novice"


def test_a_new_craft_begins_anew(status_of):
    was = member("2015-01-01", "2023-06-01", job_family="support")
    assert status_of(was, member("2023-06-01"), hired="2015-01-01")[0] == "novice"


def test_a_new_team_or_a_short_gap_in_the_same_craft_does_not(status_of):
    was = member("2015-01-01", "2023-05-01", team_id="b")
    assert status_of(was, member("2023-06-01"), hired="2015-01-01")[0] == "expert"


def test_a_long_absence_does(status_of):
    was = member("2015-01-01", "2020-01-01")
    assert status_of(was, member("2023-06-01"), hired="2015-01-01")[0] == "novice"


def test_promoting_everybody_mid_period_changes_nothing_within_it(status_of):
    before = member("2023-01-01", "2024-02-10", **ENTRY)
    after = member("2024-02-10", level="L2")
    assert status_of(before, after, hired="2023-01-01") == ["novice", "intermediate"]


def test_somebody_who_joins_during_the_period_has_the_status_of_the_first_day(status_of):
    assert status_of(member("2024-02-10"), hired="2024-02-10") == ["novice", "novice"]


def test_skill_has_no_say_and_the_team_is_the_main_one(firm, tables):
    rows = [member(share=0.3), member(team_id="b", share=0.7)]
    facts = firm(
        membership=rows, person=[{"person_id": "p", "hire_date": "2023-01-01"}], task=TASKS
    )
    found = tables(facts, "status")
    assert found.select("period", "status", "team_id").rows() == [
        (Q1, "novice", "b"),
        (Q2, "novice", "b"),
    ]
    assert found["tenure_years"][0] == pytest.approx(365 / 365.25)
