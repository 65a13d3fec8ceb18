"""Two lists of staff become a history: who moved, changed, stayed, left, or is only missing."""

from datetime import date

import polars as pl
import pytest

from store.snapshots import followed
from store.tables import TABLES

JUNE, JULY, HIRED = date(2026, 6, 1), date(2026, 7, 1), date(2024, 1, 1)
SCHEMA = TABLES["membership"].schema


def posts(*rows):
    named = [dict(zip(("person_id", "team_id", "valid_from"), row, strict=False)) for row in rows]
    more = [row[3] if len(row) > 3 else {} for row in rows]
    full = [dict.fromkeys(SCHEMA) | a | b for a, b in zip(named, more, strict=True)]
    return pl.DataFrame(full, schema=SCHEMA)


def after(first, second, day=JULY):
    """Memberships after two lists, as (person, team, from, to), and the notes of the second."""
    told, notes = followed(second, first.lazy(), first["person_id"].unique(), day)
    key = list(TABLES["membership"].key)
    merged = first.join(told, on=key, how="full", coalesce=True, suffix="_new").select(
        *key, *(pl.coalesce(f"{name}_new", name).alias(name) for name in SCHEMA if name not in key)
    )
    return merged.sort(key).select(*key, "valid_to").rows(), list(notes)


def test_the_first_list_stays_as_it_is_told():
    told = posts(("ana", "A", HIRED))
    assert followed(told, told.clear().lazy(), pl.Series([], dtype=pl.String), JULY)[0].equals(told)


def test_somebody_who_stays_keeps_the_first_day_of_the_post():
    first = posts(("ana", "A", HIRED, {"level": "I"}))
    assert after(first, first) == ([("ana", "A", HIRED, None)], [])


def test_a_post_that_began_by_a_list_keeps_its_day_in_the_next():
    first = posts(("ana", "A", HIRED, {"valid_to": JUNE}), ("ana", "B", JUNE))
    second = posts(("ana", "B", HIRED))
    assert after(first, second)[0] == [("ana", "A", HIRED, JUNE), ("ana", "B", JUNE, None)]


def test_who_moved_is_in_the_new_team_from_the_day_of_the_list():
    rows, _ = after(posts(("ana", "A", HIRED)), posts(("ana", "B", HIRED)))
    assert rows == [("ana", "A", HIRED, JULY), ("ana", "B", JULY, None)]


def test_a_real_first_day_in_the_new_team_is_believed():
    rows, _ = after(posts(("ana", "A", HIRED)), posts(("ana", "B", JUNE)))
    assert rows == [("ana", "A", HIRED, JUNE), ("ana", "B", JUNE, None)]


def test_a_promotion_begins_a_new_post_in_the_same_team():
    first = posts(("ana", "A", HIRED, {"level": "I"}))
    rows, _ = after(first, posts(("ana", "A", HIRED, {"level": "II"})))
    assert rows == [("ana", "A", HIRED, JULY), ("ana", "A", JULY, None)]


def test_a_cell_that_the_second_list_lacks_changes_nothing():
    first = posts(("ana", "A", HIRED, {"level": "I"}))
    assert after(first, posts(("ana", "A", HIRED)))[0] == [("ana", "A", HIRED, None)]


def test_what_was_not_known_of_a_post_is_filled_in_and_begins_no_new_one():
    rows, _ = after(posts(("ana", "A", HIRED)), posts(("ana", "A", HIRED, {"level": "I"})))
    assert rows == [("ana", "A", HIRED, None)]


def test_one_of_two_posts_that_is_gone_ends_on_the_day_of_the_list():
    first = posts(("ana", "A", HIRED), ("ana", "B", HIRED))
    rows, _ = after(first, posts(("ana", "A", HIRED)))
    assert rows == [("ana", "A", HIRED, None), ("ana", "B", HIRED, JULY)]


def test_who_left_by_the_list_keeps_the_told_last_day():
    first = posts(("ana", "A", HIRED))
    rows, _ = after(first, posts(("ana", "A", HIRED, {"valid_to": JUNE})))
    assert rows == [("ana", "A", HIRED, JUNE)]


def test_one_of_ten_who_is_missing_has_left():
    first = posts(*((f"p{i}", "A", HIRED) for i in range(10)))
    rows, notes = after(first, first.filter(pl.col("person_id") != "p3"))
    assert [row for row in rows if row[3]] == [("p3", "A", HIRED, JULY)]
    assert notes == ["1 people of earlier lists are not in this one; they left by 2026-07-01."]


def test_a_list_of_half_the_firm_is_a_part_of_it_and_nobody_has_left():
    first = posts(*((f"p{i}", "A", HIRED) for i in range(10)))
    rows, notes = after(first, first.head(5))
    assert not [row for row in rows if row[3]]
    assert notes[0].startswith("5 of 10 people of earlier lists are not in this one")


def company(letter, people, team=None, **more):
    """People of a company in one team each company, or in a team of all."""
    return [(f"{letter}{i}", team or letter, HIRED, more) for i in range(people)]


def test_a_list_of_another_company_ends_nobody_of_the_first_however_small_that_is():
    large, small = company("a", 20), company("b", 3)
    rows, notes = after(posts(*large, *small), posts(*large))
    assert not [row for row in rows if row[3]]
    assert [note.partition(" people")[0] for note in notes] == ["3"]
    assert "parts of the firm that this one does not hold" in notes[0]


def test_who_left_the_company_of_the_list_has_left_although_another_one_is_missing():
    large, small = company("a", 20), company("b", 30)
    rows, notes = after(posts(*large, *small), posts(*large[1:]))
    assert [row for row in rows if row[3]] == [("a0", "a", HIRED, JULY)]
    assert notes[0] == "1 people of earlier lists are not in this one; they left by 2026-07-01."
    assert notes[1].startswith("30 people of earlier lists are in parts")


def test_a_part_of_one_company_is_told_by_its_own_people_not_by_those_of_another():
    large, small = company("a", 30), company("b", 10)
    rows, notes = after(posts(*large, *small), posts(*small[:6]))
    assert not [row for row in rows if row[3]]
    assert notes[0].startswith("4 of 10 people of earlier lists are not in this one")


def test_a_team_of_one_whose_manager_is_on_the_list_is_a_part_that_it_holds():
    staff, alone = company("a", 10), ("z", "Law", HIRED, {"manager_id": "a1"})
    assert after(posts(*staff, alone), posts(*staff))[0][-1] == ("z", "Law", HIRED, JULY)
    alone = ("z", "Law", HIRED, {"manager_id": "b1"})
    assert after(posts(*staff, alone), posts(*staff))[0][-1] == ("z", "Law", HIRED, None)


@pytest.mark.parametrize(("others", "left"), [(6, 0), (4, 4)])
def test_a_team_name_of_two_companies_is_theirs_who_make_four_fifths_of_it(others, left):
    ours = company("a", 20, "Sales", manager_id="a0") + company("c", 30)
    theirs = company("b", others, "Sales", manager_id="b0")
    rows, _ = after(posts(*ours, *theirs), posts(*ours))
    assert len([row for row in rows if row[3]]) == left


def test_a_second_post_in_a_part_of_the_list_is_enough():
    staff = company("a", 10)
    both = [("z", "a", HIRED, {}), ("z", "Law", HIRED, {})]
    rows, _ = after(posts(*staff, *both), posts(*staff))
    assert [row[:2] for row in rows if row[3]] == [("z", "Law"), ("z", "a")]


@pytest.mark.parametrize("team", ["A", "C"])
def test_an_older_list_changes_nothing_for_who_is_known_of_later_days(team):
    first = posts(("ana", "A", HIRED, {"valid_to": JULY}), ("ana", "B", JULY))
    rows, notes = after(first, posts(("ana", team, HIRED)), day=JUNE)
    assert rows == [("ana", "A", HIRED, JULY), ("ana", "B", JULY, None)]
    assert notes == ["1 people are known of later days already; they stay as known."]


def test_somebody_who_begins_next_month_is_known_already_and_unchanged():
    first = posts(("ana", "A", date(2026, 8, 1)))
    assert after(first, first) == ([("ana", "A", date(2026, 8, 1), None)], [])


def test_the_order_of_rows_decides_nothing():
    first = posts(("ana", "A", HIRED), ("bo", "A", HIRED), ("cy", "B", HIRED))
    second = posts(("ana", "B", HIRED), ("bo", "A", HIRED), ("cy", "B", HIRED))
    assert after(first, second) == after(first.reverse(), second.reverse())
