"""Who is who: accounts tied by strict keys at read, whatever the order of the files."""

from datetime import UTC, date, datetime
from itertools import permutations

import polars as pl
import pytest

from store.errors import ContractError

MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
ANA = {
    "person_id": "employee_id:7",
    "employee_id": "7",
    "email": "ana@firm.example",
    "logins": ["ana-r"],
    "name": "Ana Ruiz",
    "hire_date": date(2020, 1, 1),
}
BO = {"person_id": "employee_id:8", "employee_id": "8", "logins": ["bo"], "name": "Bo Lind"}


def part(key: str, task: str = "T1", role: str = "assignee") -> dict:
    return {"task_id": task, "person_id": key, "role": role, "from_at": MONDAY}


def people(workspace) -> dict[str, list[str]]:
    """Task -> the person ids of its participations."""
    rows = workspace.facts("participation").select("task_id", "person_id").collect()
    return {task: sorted(rows.filter(task_id=task)["person_id"]) for task in rows["task_id"]}


def test_employee_number_address_and_login_of_one_row_are_one_person(workspace, load):
    load("hr", person=[ANA, BO])
    keys = {"T1": "employee_id: 7 ", "T2": "email:Ana@Firm.Example ", "T3": "login:ANA-R"}
    load(participation=[part(key, task) for task, key in keys.items()])
    found = people(workspace)
    assert found["T1"] == found["T2"] == found["T3"]
    assert workspace.people.names(found["T1"]) == {found["T1"][0]: "Ana Ruiz"}
    assert workspace.people.unmatched().is_empty()


def test_the_order_of_the_files_does_not_matter(tmp_path, load):
    from store.workspace import Workspace

    files = [
        ("hr", {"person": [ANA, BO]}),
        ("jira", {"participation": [part("login:ana-r"), part("id:7", "T2"), part("id:0x", "T3")]}),
        ("directory", {"person": [{"person_id": "id:0x", "email": "ana@firm.example"}]}),
    ]
    found = set()
    for order in permutations(files):
        with Workspace.open(tmp_path / "".join(name for name, _ in order)) as opened:
            for name, tables in order:
                load(name, into=opened, **tables)
            person = people(opened)
            assert person["T1"] == person["T2"] == person["T3"]
            found.add(
                (*opened.people.source_ids(person["T1"]).values(), opened.people.unmatched().height)
            )
    assert found == {("0x", 0)}


def test_facts_that_came_before_the_roster_are_tied_late_and_not_written_again(workspace, load):
    load(participation=[part("login:ana-r")])
    before = people(workspace)["T1"]
    assert workspace.people.unmatched()["account"].to_list() == before
    load("hr", person=[ANA])
    after = people(workspace)["T1"]
    assert after != before
    assert workspace.people.names(before) == {before[0]: "Ana Ruiz"}, (
        "an id of before is understood"
    )
    as_known_then = workspace.facts("participation", as_of=1).collect()["person_id"].to_list()
    assert as_known_then == after, "who is who is told as known now"


def test_a_person_keeps_the_id_of_their_employee_number_when_more_keys_are_told(workspace, load):
    load(participation=[part("employee_id:7")])
    before = people(workspace)
    load("hr", person=[{"person_id": "employee_id:7"} | {"logins": [f"l{n}" for n in range(20)]}])
    load("hr", person=[ANA])
    assert people(workspace) == before


def test_an_account_is_a_pseudonym_that_differs_between_workspaces(tmp_path, load):
    from store.workspace import Workspace

    found = set()
    for place in ("one", "two"):
        with Workspace.open(tmp_path / place) as opened:
            load(into=opened, participation=[part("login:ana-r")])
            found.add(*people(opened)["T1"])
    assert len(found) == 2
    assert all(len(one) == 17 and one[0] == "p" for one in found)


def test_no_name_or_address_or_login_is_in_the_folder_of_facts(workspace, load):
    load("hr", person=[ANA], participation=[part("login:ana-r"), part("email:zoe@firm.example")])
    written = b"".join(
        f.read_bytes() for f in (workspace.folder / "facts").rglob("*") if f.is_file()
    )
    for secret in (b"Ana Ruiz", b"ana@firm", b"ana-r", b"zoe@firm"):
        assert secret not in written


def test_a_bare_id_ties_to_the_row_of_that_id_before_any_equal_key(workspace, load):
    load("hr", person=[ANA, {"person_id": "id:7", "name": "Cy Own"}])
    load(participation=[part("id:7"), part("employee_id:7", "T2")])
    found = people(workspace)
    assert found["T1"] != found["T2"]
    assert list(workspace.people.names(found["T1"]).values()) == ["Cy Own"]
    assert len(workspace.people.source_ids([*found["T1"], *found["T2"]])) == 2


def test_a_bare_id_ties_to_the_one_person_with_an_equal_key(workspace, load):
    load("hr", person=[ANA, BO])
    load(participation=[part("id:7"), part("id:Ana-R", "T2"), part("id:ANA@firm.example", "T3")])
    found = people(workspace)
    assert found["T1"] == found["T2"] == found["T3"]
    assert list(workspace.people.names(found["T1"]).values()) == ["Ana Ruiz"]


def test_a_bare_id_that_equals_keys_of_two_people_ties_to_nobody(workspace, load):
    load("hr", person=[ANA, BO | {"logins": ["7"]}])
    load(participation=[part("id:7")])
    assert workspace.people.unmatched()["kind"].to_list() == ["id"]


def test_a_name_never_ties(workspace, load):
    load("hr", person=[ANA])
    load(participation=[part("name:Ana Ruiz")])
    assert workspace.people.unmatched()["kind"].to_list() == ["name"]


def test_two_namesakes_who_are_known_by_name_only_stay_apart(workspace, load):
    load("lms", person=[{"person_id": "name:Jo Li", "email": "jo1@firm.example"}])
    load("lms", person=[{"person_id": "name:Jo Li", "email": "jo2@firm.example"}])
    load(participation=[part("email:jo1@firm.example"), part("email:jo2@firm.example")])
    assert len(set(people(workspace)["T1"])) == 2


def test_a_chain_of_rows_is_one_person(workspace, load):
    load("hr", person=[ANA])
    load("directory", person=[{"person_id": "email:ana@firm.example", "logins": ["ar"]}])
    load("github", person=[{"person_id": "login:ar", "logins": ["ana-on-github"]}])
    load(participation=[part("login:ana-on-github")])
    assert list(workspace.people.names(people(workspace)["T1"]).values()) == ["Ana Ruiz"]


def test_a_row_that_would_tie_two_employee_numbers_is_a_conflict_and_ties_nobody(workspace, load):
    load("hr", person=[ANA, BO])
    load(
        "chat", person=[{"person_id": "id:c1", "email": "ana@firm.example", "logins": ["bo", "n"]}]
    )
    load(participation=[part("login:ana-r"), part("login:bo", "T2"), part("login:n", "T3")])
    found = people(workspace)
    assert len({*found["T1"], *found["T2"], *found["T3"]}) == 3
    assert set(workspace.people.names(found["T1"] + found["T2"]).values()) == {
        "Ana Ruiz",
        "Bo Lind",
    }
    listed = workspace.people.conflicts()
    assert listed.select("kind", "source").rows() == [("id", "chat")]
    assert not {"email", "login", "name", "key"} & set(listed.columns)


def test_an_address_that_a_second_employee_takes_over_stays_with_the_first(workspace, load):
    load("hr", person=[ANA])
    load(participation=[part("email:ana@firm.example")])
    before = people(workspace)
    load("hr", person=[BO | {"email": "ana@firm.example"}])
    assert people(workspace) == before
    assert workspace.people.conflicts().height == 1


def test_a_row_that_claims_a_second_employee_number_keeps_its_first(workspace, load):
    load("hr", person=[{"person_id": "login:ana-r", "employee_id": "7"}])
    load("hr", person=[{"person_id": "login:ana-r", "employee_id": "8"}])
    load(participation=[part("employee_id:7"), part("employee_id:8", "T2")])
    found = people(workspace)
    assert found["T1"] != found["T2"]
    assert workspace.people.conflicts()["kind"].to_list() == ["login"]


def test_bots_and_agents_are_neither_unmatched_nor_known_people(workspace, load):
    load(
        person=[
            {"person_id": "id:1", "logins": ["renovate"], "worker_type": "bot"},
            {"person_id": "login:coder", "worker_type": "agent"},
        ],
        participation=[part("login:renovate"), part("login:coder"), part("login:zoe")],
    )
    assert workspace.people.unmatched()["kind"].to_list() == ["login"]
    assert workspace.people.known_people().is_empty()
    assert workspace.people.match_share().select("rows", "matched").rows() == [(3, 2)]


def test_known_people_are_on_a_roster_or_in_a_team(workspace, load):
    load(
        "hr",
        person=[{"person_id": "id:1"}, {"person_id": "email:z@x", "employee_id": "3"}],
        membership=[{"person_id": "login:m", "team_id": "A", "valid_from": date(2026, 1, 1)}],
    )
    load("jira", person=[{"person_id": "login:guest", "email": "guest@other.example"}])
    known = workspace.people.source_ids(workspace.people.known_people())
    assert sorted(known.values()) == ["1", "3", "m"]


def test_the_unmatched_list_counts_rows_per_table_and_names_days_and_sources(workspace, load):
    load(participation=[part("login:zoe"), part("login:zoe", "T2"), part("login:yan")])
    load(
        "copilot",
        ai_usage=[{"person_id": "login:zoe", "day": date(2026, 3, 2), "tool": "copilot"}],
    )
    load(
        "hr", membership=[{"person_id": "login:m", "team_id": "A", "valid_from": date(2026, 1, 1)}]
    )
    rows = workspace.people.unmatched().drop("account")
    assert rows.row(0, named=True) == {
        "kind": "login",
        "source": "copilot, jira",
        "rows": 3,
        "participation": 2,
        "task_event": 0,
        "ai_usage": 1,
        "training": 0,
        "survey": 0,
        "first_day": date(2026, 1, 5),
        "last_day": date(2026, 3, 2),
    }
    assert rows["rows"].to_list() == [3, 1]


def test_the_match_share_is_told_per_table_and_source(workspace, load):
    load("hr", person=[ANA], participation=[part("employee_id:7", "T9")])
    load("jira", participation=[part("login:ana-r"), part("login:ana-r", "T2"), part("login:zoe")])
    load("github", participation=[part("login:ana-r", "T2")], task_event=[])
    shares = workspace.people.match_share().rows()
    assert shares == [("participation", "hr", 1, 1, 1.0), ("participation", "jira", 3, 2, 2 / 3)]


def test_a_person_of_several_sources_is_one_row_and_the_roster_is_believed_first(workspace, load):
    load("hr", person=[ANA | {"location": "Vienna"}])
    chat = {"person_id": "email:ana@firm.example", "location": "Mars", "goals": ["sql"]}
    load("chat", person=[chat | {"hire_date": date(2025, 1, 1)}])
    rows = workspace.facts("person").select("location", "goals", "hire_date", "hire_day").collect()
    assert rows.rows() == [("Vienna", ["sql"], date(2020, 1, 1), 18262)]


def test_a_membership_that_two_sources_tell_counts_once(workspace, load):
    seat = {"team_id": "A", "valid_from": date(2026, 1, 1)}
    load("hr", person=[ANA], membership=[seat | {"person_id": "employee_id:7", "fte": 0.5}])
    load("hris", membership=[seat | {"person_id": "email:ana@firm.example", "level": "L2"}])
    rows = workspace.facts("membership").select("fte", "level").collect().rows()
    assert rows == [(0.5, "L2")]


def test_the_manager_of_a_membership_is_a_person_too(workspace, load):
    seat = {"person_id": "employee_id:8", "team_id": "A", "valid_from": date(2026, 1, 1)}
    load("hr", person=[ANA, BO], membership=[seat | {"manager_id": "email:ana@firm.example"}])
    managers = workspace.facts("membership").collect()["manager_id"].to_list()
    assert list(workspace.people.names(managers).values()) == ["Ana Ruiz"]


def test_a_new_name_or_address_is_a_change_and_a_new_snapshot(workspace, load):
    load("hr", person=[ANA])
    receipt = load("hr", person=[ANA | {"name": "Ana Lind", "email": "lind@firm.example"}])
    assert (receipt.status, receipt.snapshot) == ("loaded", 2)
    assert (receipt.changes["person"].changed, receipt.changes["person"].same) == (1, 0)
    load(participation=[part("email:lind@firm.example"), part("email:ana@firm.example", "T2")])
    found = people(workspace)
    assert found["T1"] == found["T2"]
    assert list(workspace.people.names(found["T1"]).values()) == ["Ana Lind"]
    load("hr", person=[ANA | {"hire_date": date(2020, 1, 2)}])
    assert list(workspace.people.names(found["T1"]).values()) == ["Ana Ruiz"], (
        "the last told name counts"
    )
    assert load("hr", person=[ANA]).changes["person"].changed == 1
    assert load("hr", person=[ANA]).status == "nothing new"


def test_names_of_people_nobody_named_are_left_out(workspace, load):
    load(participation=[part("login:zoe")])
    zoe = people(workspace)["T1"]
    assert workspace.people.names([*zoe, "p0000000000000000"]) == {}
    assert workspace.people.source_ids(zoe) == {zoe[0]: "zoe"}
    assert workspace.people.names([]) == {}


def test_blank_keys_of_a_person_row_claim_nothing(workspace, load):
    load("hr", person=[ANA | {"email": "  ", "logins": ["", "ana-r"]}, BO | {"email": " "}])
    assert workspace.people.conflicts().is_empty()
    assert workspace.facts("person").collect().height == 2


@pytest.mark.parametrize("key", ["ana", "login:", "mail:ana", "email:  "])
def test_a_key_without_kind_or_value_is_the_loaders_fault_and_is_not_quoted(workspace, load, key):
    with pytest.raises(ContractError, match="kind:value") as caught:
        load(participation=[part(key)])
    assert "ana" not in str(caught.value)


def test_personal_columns_alone_reach_the_identity_table_and_nothing_else(workspace, load):
    load("hr", person=[ANA])
    assert isinstance(workspace.facts("person").collect(), pl.DataFrame)
    assert "email" not in workspace.facts("person").collect_schema()


def test_one_login_in_two_systems_whose_users_choose_it_is_two_people(workspace, load):
    load("gitlab", participation=[part("login:gitlab:Ana-R")])
    load("github", participation=[part("login:ana-r", "T2")])
    found = people(workspace)
    assert found["T1"] != found["T2"]


@pytest.mark.parametrize("row", [ANA, {"person_id": "id:x", "logins": ["ana-r"]}])
def test_a_login_that_a_roster_tells_holds_in_every_system(workspace, load, row):
    own = {"person_id": "login:gitlab:ana-r", "logins": ["gitlab:ana-r"], "name": "Ana"}
    load("gitlab", person=[own], participation=[part("login:gitlab:Ana-R")])
    load("hr", person=[row])
    load("github", participation=[part("login:ana-r", "T2")])
    found = people(workspace)
    assert found["T1"] == found["T2"]
    assert workspace.people.conflicts().is_empty()


def test_a_login_that_another_system_tells_beside_an_address_ties_no_other_system(workspace, load):
    load("gitlab", participation=[part("login:gitlab:ana-r")])
    load("github", person=[{"person_id": "login:ana-r", "email": "ana@home.example"}])
    load("github", participation=[part("login:ana-r", "T2")])
    found = people(workspace)
    assert found["T1"] != found["T2"]


def test_a_bare_id_that_two_systems_have_as_login_ties_to_nobody(workspace, load):
    logins = ("login:ana-r", "login:gitlab:ana-r")
    load("both", person=[{"person_id": login, "logins": [login[6:]]} for login in logins])
    load("board", participation=[part("id:ana-r"), part(logins[0], "T2"), part(logins[1], "T3")])
    assert len({one for found in people(workspace).values() for one in found}) == 3
