"""The job zone of a craft: the middle one of the people whose titles were accepted."""

import polars as pl
import pytest

from store.occupations import TITLE_ZONES


def member(person, title, family="design"):
    place = {"person_id": person, "team_id": "a", "valid_from": "2023-01-01"}
    return {**place, "job_title": title, "job_family": family}


@pytest.fixture
def zones_of(firm, tables):
    def told(rows, zones, bots=()):
        people = [{"person_id": person, "worker_type": "bot"} for person in bots]
        given = pl.DataFrame(list(zones.items()), schema=TITLE_ZONES, orient="row")
        facts = firm(membership=rows, person=people)
        return dict(tables(facts, "family_zone", title_zones=given).iter_rows())

    return told


def test_every_person_has_a_voice_and_titles_without_an_occupation_have_none(zones_of):
    rows = [member("p", "A"), member("q", "A"), member("r", "B"), member("s", "C")]
    assert zones_of(rows, {"A": 4, "B": 2}) == {"design": 4}
    assert zones_of(rows, {"B": 2}) == {"design": 2}
    assert zones_of(rows, {}) == {}


def test_of_two_in_the_middle_the_lower_counts(zones_of):
    assert zones_of([member("p", "A"), member("q", "B")], {"A": 5, "B": 2}) == {"design": 2}


def test_bots_have_no_voice(zones_of):
    rows = [member("p", "A"), member("x", "B"), member("y", "B")]
    assert zones_of(rows, {"A": 5, "B": 1}, bots=("x", "y")) == {"design": 5}


def test_a_family_stands_in_for_a_missing_title_and_a_firm_without_families_is_one(zones_of):
    assert zones_of([member("p", None)], {"design": 3}) == {"design": 3}
    rows = [member("p", "A", None), member("q", "B", None), member("r", "A", None)]
    assert zones_of(rows, {"A": 4, "B": 1}) == {"all": 4}


def test_a_person_counts_once_a_title_however_often_it_was_held(zones_of):
    again = {**member("p", "A"), "valid_from": "2024-01-01"}
    once_more = {**member("p", "A"), "valid_from": "2025-01-01"}
    rows = [member("p", "A"), again, once_more, member("q", "B"), member("r", "B")]
    assert zones_of(rows, {"A": 5, "B": 1}) == {"design": 1}
