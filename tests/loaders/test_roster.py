"""Rosters: people, their places and their teams, from snapshots and from histories."""

from datetime import date

import polars as pl
import pytest

from loaders.roster import roster, worker_kind
from loaders.roster_managers import plain_name

ANA, BO, CY = "employee_id:1", "employee_id:2", "employee_id:3"
D2020, D2021, D2022 = date(2020, 1, 1), date(2021, 1, 1), date(2022, 1, 1)


def made(*rows, notes=None, **options):
    """Facts of rows that all stand in HR since 2020 unless they say otherwise."""
    usual = {"department": "HR", "hire_date": D2020}
    frame = pl.DataFrame([usual | row for row in rows], infer_schema_length=None)
    return roster(frame, [] if notes is None else notes, **options)


def places(facts, *columns):
    return facts["membership"].select("person_id", *columns).rows()


def test_a_person_row_ties_number_address_and_the_systems_own_number():
    row = {
        "person_id": "login:hr-7",
        "employee_id": "1",
        "email": "ana@example.com",
        "login": "hr-7",
        "name": "Ana Ruiz",
        "worker_type": "employee",
        "location": "Denver",
        "certificates": ["notary"],
    }
    people = made(row)["person"]
    assert people.select("person_id", "employee_id", "email", "logins", "name").rows() == [
        (ANA, "1", "ana@example.com", ["hr-7"], "Ana Ruiz")
    ]
    assert people.select("hire_date", "worker_type", "location", "certificates").rows() == [
        (D2020, "employee", "Denver", ["notary"])
    ]


def test_without_a_number_the_address_stands_for_a_person_and_without_both_the_own_key():
    facts = made(
        {"person_id": "login:hr-7", "email": "ana@example.com", "login": "hr-7"},
        {"person_id": "login:hr-8", "email": None, "login": "hr-8"},
    )
    assert facts["person"]["person_id"].to_list() == ["email:ana@example.com", "login:hr-8"]


def test_in_a_snapshot_a_place_begins_with_its_own_day_else_the_hire_date_else_the_files_day():
    notes = []
    facts = made(
        {"person_id": ANA, "valid_from": D2021},
        {"person_id": BO, "valid_from": None},
        {"person_id": CY, "valid_from": None, "hire_date": None},
        notes=notes,
        as_of=D2022,
    )
    assert places(facts, "valid_from", "share") == [
        (ANA, D2021, 1.0),
        (BO, D2020, 1.0),
        (CY, D2022, 1.0),
    ]
    assert notes == [
        "Without a day of its own a team counts from the hire date on.",
        "1 people tell no first day; they count from 2022-01-01, the day of the file, on.",
    ]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"department": None}, "tell no unit"),
        ({"hire_date": None}, "tell no first day"),
        ({"is_inactive": True}, "are inactive, without a last day"),
        ({"valid_from": D2022, "termination_date": D2021}, "ended before they began"),
    ],
    ids=["no unit", "no day", "inactive", "ended before"],
)
def test_who_cannot_be_placed_is_a_person_without_a_team(row, told):
    notes = []
    facts = made({"person_id": ANA, **row}, notes=notes)
    assert facts["person"].height == 1
    assert facts["membership"].is_empty()
    assert f"Rows of 1 people {told}; these rows place nobody in a team." in notes


def test_a_place_ends_on_the_day_after_the_last_day():
    facts = made({"person_id": ANA, "termination_date": D2021, "is_inactive": True})
    assert places(facts, "valid_to") == [(ANA, date(2021, 1, 2))]
    assert facts["person"]["termination_date"].to_list() == [D2021]


def test_a_last_day_before_the_first_belongs_to_an_earlier_employment():
    facts = made({"person_id": ANA, "hire_date": D2021, "termination_date": D2020})
    assert places(facts, "valid_to") == [(ANA, None)]
    assert facts["person"]["termination_date"].to_list() == [None]


def test_several_teams_at_once_have_no_share_unless_it_is_told():
    facts = made(
        {"person_id": ANA, "department": "HR", "fte": 0.5},
        {"person_id": ANA, "department": "IT", "fte": 0.5},
        {"person_id": BO, "department": "HR", "share": 0.25},
        {"person_id": BO, "department": "IT", "share": 0.75},
    )
    assert places(facts, "team_id", "share", "fte") == [
        (ANA, "HR", None, 0.5),
        (ANA, "IT", None, 0.5),
        (BO, "HR", 0.25, None),
        (BO, "IT", 0.75, None),
    ]
    assert facts["person"].height == 2


def test_whoever_has_left_one_of_several_jobs_has_not_left_the_firm():
    facts = made(
        {"person_id": ANA, "post": "a", "department": "HR", "termination_date": D2021},
        {"person_id": ANA, "post": "b", "department": "IT", "termination_date": None},
        {"person_id": BO, "post": "c", "department": "HR", "termination_date": D2021},
        {"person_id": BO, "post": "d", "department": "IT", "termination_date": D2022},
    )
    assert facts["person"].select("person_id", "termination_date").rows() == [
        (ANA, None),
        (BO, D2022),
    ]


def test_of_two_rows_on_one_place_the_one_that_still_holds_counts():
    notes = []
    facts = made(
        {"person_id": ANA, "job_title": "Clerk"},
        {"person_id": ANA, "job_title": "Temp", "termination_date": D2021},
        notes=notes,
    )
    assert places(facts, "job_title", "valid_to") == [(ANA, "Clerk", None)]
    assert "1 rows repeat a person and team; the last counts." in notes


def test_in_a_history_a_row_holds_until_the_next_one_of_the_person_begins():
    facts = made(
        {"person_id": ANA, "valid_from": D2022, "department": "IT"},
        {"person_id": ANA, "valid_from": D2020, "department": "HR"},
        {"person_id": BO, "valid_from": D2020, "department": "HR"},
        history=True,
    )
    assert sorted(places(facts, "team_id", "valid_from", "valid_to", "share")) == [
        (ANA, "HR", D2020, D2022, 1.0),
        (ANA, "IT", D2022, None, 1.0),
        (BO, "HR", D2020, None, 1.0),
    ]


def test_rows_of_a_history_that_change_nothing_are_one_place():
    facts = made(
        {"person_id": ANA, "valid_from": D2020, "level": "L1"},
        {"person_id": ANA, "valid_from": D2021, "level": "L1"},
        {"person_id": ANA, "valid_from": D2022, "level": "L2"},
        history=True,
    )
    assert sorted(places(facts, "level", "valid_from", "valid_to")) == [
        (ANA, "L1", D2020, D2022),
        (ANA, "L2", D2022, None),
    ]


def test_a_gap_between_two_rows_alike_stays_a_gap():
    facts = made(
        {"person_id": ANA, "valid_from": D2020, "valid_to": D2021},
        {"person_id": ANA, "valid_from": D2022, "valid_to": None},
        history=True,
    )
    assert sorted(places(facts, "valid_from", "valid_to")) == [
        (ANA, D2020, D2021),
        (ANA, D2022, None),
    ]


def test_of_two_rows_of_a_history_on_one_day_the_higher_order_counts():
    notes = []
    facts = made(
        {"person_id": ANA, "valid_from": D2020, "order": 2, "department": "IT"},
        {"person_id": ANA, "valid_from": D2020, "order": 1, "department": "HR"},
        notes=notes,
        history=True,
    )
    assert places(facts, "team_id", "valid_to") == [(ANA, "IT", None)]
    assert "1 rows of one person and day were replaced by later ones." in notes


def test_time_away_is_a_gap_in_a_history_and_coming_back_is_no_change_of_the_first_place():
    notes = []
    facts = made(
        {"person_id": ANA, "valid_from": D2020, "is_inactive": False},
        {"person_id": ANA, "valid_from": D2021, "is_inactive": True},
        {"person_id": ANA, "valid_from": D2022, "is_inactive": False},
        notes=notes,
        history=True,
    )
    assert sorted(places(facts, "valid_from", "valid_to")) == [
        (ANA, D2020, D2021),
        (ANA, D2022, None),
    ]
    assert any("tell that people are away or gone" in note for note in notes)


def test_jobs_held_at_once_are_histories_of_their_own():
    facts = made(
        {"person_id": ANA, "post": "a", "valid_from": D2020, "department": "HR"},
        {"person_id": ANA, "post": "b", "valid_from": D2021, "department": "IT"},
        history=True,
    )
    assert places(facts, "team_id", "valid_to", "share") == [
        (ANA, "HR", None, None),
        (ANA, "IT", None, None),
    ]


@pytest.mark.parametrize(
    "told",
    [
        {"manager_key": "employee_id:2"},
        {"manager_key": "login:HR-8"},
        {"manager_email": "Bo@Example.com"},
        {"manager_name": "Chen, Bo"},
        {"manager_name": "Bobby Chen"},
    ],
    ids=["number", "own number", "address", "name", "other name"],
)
def test_a_manager_becomes_the_key_of_his_own_row(told):
    bo = {
        "person_id": "login:hr-8",
        "employee_id": "2",
        "email": "bo@example.com",
        "login": "hr-8",
        "name": "Bo Chen",
        "other_names": ["Bobby Chen"],
    }
    facts = made({"person_id": "login:hr-7", "login": "hr-7", **told}, bo)
    assert places(facts, "manager_id") == [("login:hr-7", "login:hr-8"), ("login:hr-8", None)]


def test_managers_beyond_the_file_stay_when_told_by_key_and_are_lost_when_told_by_name():
    notes = []
    facts = made(
        {"person_id": ANA, "manager_key": "employee_id:99"},
        {"person_id": BO, "manager_email": "x@example.com"},
        {"person_id": CY, "manager_name": "Dee Nobody"},
        notes=notes,
    )
    assert places(facts, "manager_id") == [
        (ANA, "employee_id:99"),
        (BO, "email:x@example.com"),
        (CY, None),
    ]
    assert any("1 rows name a manager whom no single name" in note for note in notes)


def test_a_name_that_two_people_bear_finds_no_manager_and_nobody_manages_himself():
    facts = made(
        {"person_id": ANA, "employee_id": "1", "name": "Bo Chen", "manager_key": "employee_id:1"},
        {"person_id": BO, "employee_id": "2", "name": "Bo Chen"},
        {"person_id": CY, "employee_id": "3", "name": "Cy Day", "manager_name": "Bo Chen"},
    )
    assert facts["membership"]["manager_id"].to_list() == [None, None, None]


def test_nobody_manages_himself_under_another_of_his_keys():
    facts = made(
        {"person_id": "login:hr-7", "employee_id": "1", "manager_key": "employee_id:1"},
        {"person_id": "login:hr-9", "employee_id": "1", "manager_key": "login:hr-7"},
        {"person_id": "login:hr-8", "employee_id": "2", "manager_key": "employee_id:1"},
    )
    assert facts["membership"]["manager_id"].to_list() == [None, None, "login:hr-9"]


def test_the_finest_named_unit_is_the_team_and_stands_below_the_next():
    facts = made(
        {"person_id": ANA, "department": "Sales", "division": "Sales", "company": "Acme"},
        {"person_id": BO, "department": None, "division": "Sales", "company": "Acme"},
        {"person_id": CY, "team": "Sales", "department": "Sales", "division": "Sales"},
    )
    assert places(facts, "team_id") == [
        (ANA, "Sales"),
        (BO, "division:Sales"),
        (CY, "team:Sales"),
    ]
    assert facts["team"].rows() == [
        ("Sales", "Sales", "division:Sales"),
        ("company:Acme", "Acme", None),
        ("division:Sales", "Sales", "company:Acme"),
        ("team:Sales", "Sales", "Sales"),
    ]


def test_units_with_ids_keep_them():
    facts = made(
        {"person_id": ANA, "team_id": "T1", "team_name": "Payroll", "parent_id": "T0"},
        {"person_id": BO, "team_id": "T0", "team_name": "HR", "parent_id": None},
    )
    assert places(facts, "team_id") == [(ANA, "T1"), (BO, "T0")]
    assert facts["team"].rows() == [("T0", "HR", None), ("T1", "Payroll", "T0")]


def test_a_code_is_the_key_of_a_named_unit():
    facts = made(
        {"person_id": ANA, "department": "Pay", "department_id": "D1", "division_id": "V1"},
        {"person_id": BO, "department": None, "department_id": "D1", "business_unit": "B"},
    )
    assert places(facts, "team_id") == [(ANA, "D1"), (BO, "D1")]
    assert facts["team"].select("team_id", "name").rows() == [
        ("D1", "Pay"),
        ("business unit:B", "B"),
        ("division:V1", "division:V1"),
    ]


def test_a_unit_of_several_parents_stands_below_none_unless_only_one_holds_today():
    notes = []
    rows = (
        {"person_id": ANA, "division": "North", "valid_from": D2020, "level": "L1"},
        {"person_id": ANA, "division": "South", "valid_from": D2021, "level": "L2"},
        {"person_id": BO, "department": "IT", "division": "North", "valid_from": D2020},
        {"person_id": CY, "department": "IT", "division": "South", "valid_from": D2020},
    )
    tree = made(*rows, notes=notes, history=True)["team"].select("team_id", "parent_id").rows()
    assert tree[:2] == [("HR", "division:South"), ("IT", None)]
    assert "Units told below several others stand below none: IT." in notes


def test_a_row_that_leaves_out_the_unit_between_contradicts_none():
    facts = made(
        {"person_id": ANA, "division": "North", "company": "Acme"},
        {"person_id": BO, "division": None, "company": "Acme"},
    )
    assert facts["team"].select("team_id", "parent_id").row(0) == ("HR", "division:North")


def test_units_below_themselves_are_set_below_none():
    notes = []
    facts = made(
        {"person_id": ANA, "team_id": "T1", "parent_id": "T2"},
        {"person_id": BO, "team_id": "T2", "parent_id": "T1"},
        {"person_id": CY, "team_id": "T3", "parent_id": "T2"},
        notes=notes,
    )
    assert facts["team"]["parent_id"].to_list() == [None, None, "T2"]
    assert "2 units stand below themselves; they were set below none." in notes


def test_all_columns_of_a_place_are_taken():
    told = {
        "fte": 0.8,
        "job_family": "Payroll",
        "job_title": "Clerk",
        "level": "L2",
        "entry_level": False,
        "senior_level": True,
        "hourly_cost": 40.0,
        "currency": "EUR",
    }
    facts = made({"person_id": ANA, **told})
    assert facts["membership"].select(*told).row(0, named=True) == told


def test_words_for_people_of_other_firms_make_contractors():
    told = pl.Series(["Contingent Worker", "Full-Time", "Freelancer", "Contract", None])
    kinds = ["contractor", "employee", "contractor", "contractor", None]
    assert worker_kind(told).to_list() == kinds
    assert worker_kind(pl.Series(["Permanent contract"])).to_list() == ["employee"]


def test_names_are_compared_without_accents_commas_and_case():
    assert plain_name("Ruiz, Ána") == plain_name("ana  RUIZ") == "ana ruiz"


def test_no_rows_make_no_facts():
    empty = pl.DataFrame(schema={"person_id": pl.String()})
    assert all(rows.is_empty() for rows in roster(empty, []).values())
    assert all(rows.is_empty() for rows in roster(empty, [], history=True).values())
