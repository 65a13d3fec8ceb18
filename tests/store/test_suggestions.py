"""Who an unknown account may be: reasons, scores, and what speaks against it."""

from datetime import UTC, date, datetime

import pytest

from store import name_forms, suggestions

MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
SINCE = date(2020, 1, 1)


def staff(number: int, name: str, email: str = "", **more) -> dict:
    keys = {"person_id": f"employee_id:{number}", "employee_id": f"{number}"}
    return keys | {"name": name, "email": email or None} | more


ANA = staff(7, "Ana Ruiz", "ana.ruiz@firm.example")
BO = staff(8, "Bo Lind", "bo.lind@firm.example")
CY = staff(9, "Cy Oak", "cy.oak@firm.example.de")
DI = staff(10, "Di Elm", "di.elm@firm.example.de")


def part(key: str, task: str = "T1", began: datetime = MONDAY) -> dict:
    return {"task_id": task, "person_id": key, "role": "assignee", "from_at": began}


def found(workspace) -> list[tuple[str, str, float, str]]:
    """Key of the account, employee number of the person, score, first reason."""
    rows = workspace.people.suggestions()
    keys, people = (
        workspace.people.keys(rows["account"]),
        workspace.people.source_ids(rows["person_id"]),
    )
    return [
        (keys[row["account"]], people[row["person_id"]], round(row["score"], 2), row["reasons"][0])
        for row in rows.iter_rows(named=True)
    ]


@pytest.mark.parametrize(
    ("key", "number", "score", "why"),
    [
        ("email:ana.ruiz@firm.example.de", "7", 0.9, "another domain of the firm"),
        ("email:ana.ruiz+jira@firm.example", "7", 0.9, "another domain of the firm"),
        ("email:ana.ruiz@partner.example", "7", 0.4, "not of the firm"),
        ("email:ana.ruiz@gmail.com", "7", 0.4, "not of the firm"),
        ("email:99+ana-ruiz@users.noreply.github.com", "7", 0.7, "but for dots, dashes"),
        ("login:ana.ruiz", "7", 0.85, "before the @ of the work address"),
        ("login:FIRM\\ana.ruiz", "7", 0.85, "before the @ of the work address"),
        ("login:ana-ruiz", "7", 0.7, "but for dots, dashes"),
        ("login:ana-ruiz_firm", "7", 0.7, "but for dots, dashes"),
        ("login:ruizana", "7", 0.65, "full name"),
        ("login:aruiz", "7", 0.55, "first initial and the last name"),
        ("login:aruiz2", "7", 0.55, "first initial and the last name"),
        ("login:ruiza", "7", 0.5, "last name and the first initial"),
        ("employee_id:007", "7", 0.95, "zeros at its front"),
        ("id:0008", "8", 0.95, "zeros at its front"),
        ("name:Ruiz, Ana", "7", 0.6, "The name is the same, in the firm"),
        ("name:Ána Ruíz (Contractor)", "7", 0.6, "The name is the same, in the firm"),
        ("name:Anna Ruiz", "7", 0.57, "94% alike, in the firm"),
    ],
)
def test_an_unknown_key_is_suggested_with_its_reason(workspace, load, key, number, score, why):
    load("hr", person=[ANA, BO, CY, DI])
    load(participation=[part(key)])
    [(_, person, told, reason)] = found(workspace)
    assert (person, told) == (number, pytest.approx(score, abs=0.01))
    assert why in reason
    assert not {"ana", "ruiz", "bo"} & set(reason.casefold().split()), "a reason names nobody"


@pytest.mark.parametrize(
    "key",
    [
        "login:zoe",
        "login:ana",
        "name:Ana",
        "name:Eve Ruiz",
        "email:info@firm.example",
        "id:concealed:ana.ruiz",
        "employee_id:70",
    ],
)
def test_without_a_reason_nobody_is_suggested(workspace, load, key):
    load("hr", person=[ANA, BO])
    load(participation=[part(key)])
    assert workspace.people.suggestions().is_empty()
    assert workspace.people.unmatched().height == 1


def test_a_suggestion_never_ties_by_itself(workspace, load):
    load("hr", person=[ANA, BO])
    load(participation=[part("login:ana.ruiz")])
    assert workspace.people.suggestions().height == 1
    assert workspace.people.unmatched().height == 1


def test_bots_and_agents_are_nobody(workspace, load):
    load("hr", person=[ANA])
    load(
        person=[{"person_id": "login:ana.ruiz", "worker_type": "bot"}],
        participation=[part("login:ana.ruiz")],
    )
    assert workspace.people.suggestions().is_empty()


def test_whom_their_source_hides_is_nobody_even_with_a_name(workspace, load):
    load("hr", person=[ANA, BO])
    hidden = {"person_id": "id:concealed:1f", "name": "Ana Ruiz"}
    load("m365", person=[hidden], participation=[part("id:concealed:1f")])
    assert workspace.people.suggestions().is_empty()
    assert workspace.people.unjoinable()["accounts"].to_list() == [1]


def test_of_several_people_each_is_told_with_a_lower_score(workspace, load):
    load("hr", person=[ANA, staff(17, "Alma Ruiz"), BO])
    load(participation=[part("login:aruiz")])
    rows = workspace.people.suggestions()
    assert rows["score"].to_list() == pytest.approx([0.275, 0.275])
    assert rows["candidates"].to_list() == [2, 2]
    assert rows["reasons"].to_list()[0] == [
        "The login is the first initial and the last name (as it is for 2 people)"
    ]


def test_addresses_that_everybody_can_have_are_never_the_firms_own(workspace, load):
    load("hr", person=[ANA, staff(17, "Bo", "bo@gmail.com"), staff(18, "Cy", "cy@gmail.com")])
    load(participation=[part("email:ana.ruiz@gmail.com")])
    [(_, _, score, why)] = found(workspace)
    assert score == 0.4
    assert "not of the firm" in why


def test_numbers_that_two_people_share_without_their_zeros_suggest_nobody(workspace, load):
    load("hr", person=[staff(7, "Ana Ruiz"), {"person_id": "employee_id:07", "employee_id": "07"}])
    load(participation=[part("employee_id:007")])
    assert workspace.people.suggestions().is_empty()


def test_what_too_many_people_share_is_no_reason(workspace, load):
    load("hr", person=[staff(number, "Ana Ruiz") for number in range(6)])
    load("jira", person=[{"person_id": "login:anaruiz", "name": "Ana Ruiz"}])
    load(participation=[part("login:anaruiz")])
    assert workspace.people.suggestions().is_empty()


def test_a_score_that_is_not_worth_anybodys_time_is_left_out(workspace, load):
    people = [staff(number, f"Ana {last}") for number, last in enumerate(("Roth", "Rode", "Rabe"))]
    load("hr", person=people)
    load(participation=[part("login:anar")])
    assert workspace.people.suggestions()["score"].to_list() == pytest.approx([0.15] * 3)
    load("hr", person=[staff(9, "Ana Rix")])
    assert workspace.people.suggestions().is_empty()


def test_independent_reasons_add_up_as_chances_do_and_the_same_one_twice_does_not(workspace, load):
    load("hr", person=[ANA, BO])
    load(
        "github",
        person=[{"person_id": "login:ana-ruiz", "name": "Ana Ruiz"}],
        participation=[part("login:ana-ruiz")],
    )
    [(_, _, score, _)] = found(workspace)
    assert score == pytest.approx(1 - (1 - 0.7) * (1 - 0.6))


def test_the_namesake_in_the_team_that_the_account_works_with_is_meant(workspace, load):
    other = staff(17, "Ana Ruiz")
    seats = [
        {"person_id": f"employee_id:{number}", "team_id": team, "valid_from": SINCE}
        for number, team in ((7, "A"), (8, "A"), (17, "B"))
    ]
    load("hr", person=[ANA, BO, other], membership=seats)
    load(participation=[part("name:Ana Ruiz"), part("employee_id:8")])
    [(_, person, score, why)] = found(workspace)
    assert (person, score) == ("7", 0.8)
    assert why == "The name is the same, in the team that the account works with"


def test_work_from_outside_of_their_time_in_the_firm_is_a_doubt(workspace, load):
    gone = ANA | {"hire_date": SINCE, "termination_date": date(2025, 11, 30)}
    load("hr", person=[gone, BO])
    load(participation=[part("login:ana.ruiz")])
    rows = workspace.people.suggestions()
    assert rows["score"].to_list() == [pytest.approx(0.85 * 0.5)]
    assert rows["reasons"][0].to_list()[1] == (
        "but some of the work is from outside of their time in the firm"
    )


@pytest.mark.parametrize(("began", "factor"), [(MONDAY, 0.6), (MONDAY.replace(year=2024), 1.0)])
def test_a_second_account_in_one_system_is_a_doubt_unless_one_followed_the_other(
    workspace, load, began, factor
):
    load("hr", person=[ANA | {"logins": ["ar1"]}, BO])
    load(participation=[part("login:ar1", began=began), part("login:ana.ruiz")])
    [(_, _, score, _)] = found(workspace)
    assert score == pytest.approx(0.85 * factor, abs=0.005)


def test_the_account_with_the_most_work_comes_first(workspace, load):
    load("hr", person=[ANA, BO])
    many = [part("login:bo.lind", f"T{n}") for n in range(3)]
    load(participation=[part("login:ana.ruiz"), *many])
    rows = workspace.people.suggestions()
    assert rows.select("rows", "first_day").rows() == [(3, MONDAY.date()), (1, MONDAY.date())]
    assert rows.schema == suggestions.SUGGESTIONS


def test_a_rejected_suggestion_does_not_come_back_and_an_undone_rejection_does(workspace, load):
    load("hr", person=[ANA, staff(17, "Alma Ruiz")])
    load(participation=[part("login:aruiz")])
    first, second = workspace.people.suggestions().iter_rows(named=True)
    before = workspace.facts_version
    workspace.people.reject(first["account"], first["person_id"], "ada", "it is not her")
    left = workspace.people.suggestions()
    assert left["person_id"].to_list() == [second["person_id"]]
    assert workspace.facts_version == before, "no fact has changed"
    workspace.people.untie(1, "ada")
    assert workspace.people.suggestions().height == 2


def test_an_accepted_suggestion_is_none_any_more(workspace, load):
    load("hr", person=[ANA, BO])
    load(participation=[part("login:ana.ruiz")])
    [row] = workspace.people.suggestions().iter_rows(named=True)
    workspace.people.tie(row["account"], row["person_id"], "ada", row["reasons"][0])
    assert workspace.people.suggestions().is_empty()
    assert workspace.people.unmatched().is_empty()


# -- keys that one person took over from another ------------------------------------------------

OLD = staff(
    7, "Ana Ruiz", "sales@firm.example", hire_date=SINCE, termination_date=date(2025, 6, 30)
)
NEW = staff(8, "Bo Lind", "sales@firm.example", hire_date=date(2025, 9, 1))
LAST = staff(9, "Cy Oak", "sales@firm.example", hire_date=date(2026, 2, 1))


@pytest.mark.parametrize("people", [[OLD, NEW], [NEW, OLD]], ids=["old first", "new first"])
def test_a_key_of_two_people_in_turn_is_suggested_as_a_dated_tie(workspace, load, people):
    for person in people:
        load("hr", person=[person])
    days = {"T1": datetime(2025, 5, 1, tzinfo=UTC), "T2": MONDAY}
    load(participation=[part("email:sales@firm.example", task, day) for task, day in days.items()])
    [row] = workspace.people.suggestions().iter_rows(named=True)
    assert workspace.people.conflicts().is_empty(), "it is suggested in place of the conflict"
    spans = {"8": (date(2025, 9, 1), None), "7": (None, date(2025, 9, 1))}
    [number] = workspace.people.source_ids([row["person_id"]]).values()
    assert number == ("8" if people[0] is OLD else "7"), "who came first has it by strict keys"
    assert (row["valid_from"], row["valid_to"]) == spans[number]
    assert (row["rows"], row["candidates"]) == (2, 1)
    assert "in turn" in row["reasons"][0]
    workspace.people.tie(
        row["account"], row["person_id"], "ada", "", row["valid_from"], row["valid_to"]
    )
    owners = dict(workspace.facts("participation").select("task_id", "person_id").collect().rows())
    assert [workspace.people.source_ids([owners[task]])[owners[task]] for task in days] == [
        "7",
        "8",
    ]
    assert workspace.people.suggestions().is_empty()
    assert workspace.people.conflicts().is_empty()


def test_three_people_in_turn_are_two_dated_ties(workspace, load):
    ended = NEW | {"termination_date": date(2026, 1, 15)}
    load("hr", person=[OLD, ended, LAST])
    rows = workspace.people.suggestions().select("valid_from", "valid_to").rows()
    assert rows == [(date(2025, 9, 1), date(2026, 2, 1)), (date(2026, 2, 1), None)]
    assert workspace.people.suggestions()["rows"].to_list() == [0, 0]


@pytest.mark.parametrize(
    "people",
    [
        [OLD, NEW | {"hire_date": date(2025, 6, 1)}],
        [OLD, NEW | {"hire_date": None}],
        [NEW | {"hire_date": None}, OLD],
    ],
    ids=["together for a month", "nobody knows since when", "nobody knows of the first"],
)
def test_a_key_of_two_people_at_the_same_time_stays_a_conflict(workspace, load, people):
    load("hr", person=people)
    assert workspace.people.suggestions().is_empty()
    assert workspace.people.conflicts().height == 1


def test_a_rejected_takeover_is_a_conflict_again(workspace, load):
    load("hr", person=[OLD, NEW])
    [row] = workspace.people.suggestions().iter_rows(named=True)
    workspace.people.reject(row["account"], row["person_id"], "ada", "a shared address")
    assert workspace.people.suggestions().is_empty()
    assert workspace.people.conflicts().height == 1


# -- forms of names -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ruiz, Ana", "Ana Ruiz"),
        ("Jürgen Groß", "JURGEN GROSS"),
        ("O'Neill, Pat", "Pat ONeill"),
        ("Ana Ruiz (ext)", "ana  ruiz"),
    ],
)
def test_names_written_in_two_ways_are_one(one, other):
    assert name_forms.name(one) == name_forms.name(other) != ""


def test_patterns_of_a_name_with_several_last_names():
    made = name_forms.patterns("Eva van der Berg")
    assert {"eberg", "evandeberg"} & set(made) == {"eberg"}
    assert made["evanderberg"] == name_forms.INITIAL_LAST
    assert name_forms.patterns("Ruiz, Ana")["aruiz"] == name_forms.INITIAL_LAST
    assert name_forms.patterns("Li Wu") == {
        "liwu": name_forms.FULL_NAME,
        "wuli": name_forms.FULL_NAME,
    }


def test_the_system_before_a_login_is_no_part_of_it():
    assert name_forms.handle("login", "gitlab:ana.ruiz") == "ana.ruiz"
