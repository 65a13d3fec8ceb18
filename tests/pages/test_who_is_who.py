"""Who is who on the page Data: suggestions, decisions, shares by team, and what is hidden."""

from datetime import UTC, date, datetime

import polars as pl
import pytest

from store.tables import TABLES
from store.workspace import SourceFile, Workspace

MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
NO_REFUSALS = pl.DataFrame(schema={"row": pl.Int64, "column": pl.String, "reason": pl.String})


def staff(number, name, **more):
    key = f"employee_id:{number}"
    return {"person_id": key, "employee_id": f"{number}", "name": name} | more


def part(key, task="T1"):
    return {"task_id": task, "person_id": key, "role": "assignee", "from_at": MONDAY}


@pytest.fixture
def firm(tmp_path):
    """A maker of workspaces from rows: table -> rows."""

    def made(**tables):
        facts = {
            name: pl.DataFrame(
                [dict.fromkeys(TABLES[name].schema) | row for row in rows],
                schema=TABLES[name].schema,
            )
            for name, rows in tables.items()
        }
        with Workspace.open(tmp_path) as workspace:
            workspace.load(
                facts,
                refused=NO_REFUSALS,
                rows_read=1,
                notes=[],
                source=SourceFile("a.csv", str(tables)[:60], 1),
                loader="canonical",
                loader_version=1,
                by="test",
            )
        return tmp_path

    return made


def press(at, label, place=0):
    found = [button for button in at.button if button.label == label]
    return found[place].click().run(timeout=60)


def test_a_suggestion_is_shown_with_key_name_reason_and_score_and_can_be_accepted(
    visit, firm, text
):
    folder = firm(
        person=[staff(7, "Ana Ruiz")],
        participation=[part("login:aruiz"), part("login:aruiz", "T2")],
    )
    at = visit("data", folder)
    shown = text(at)
    assert "`aruiz`" in shown
    assert "2 rows of work" in shown
    assert "Ana Ruiz" in shown
    assert "The login is the first initial and the last name" in shown
    at = press(at, "Accept")
    assert not at.exception
    assert ":green-badge[accepted] `aruiz` is **Ana Ruiz**" in text(at)
    with Workspace.open(folder) as workspace:
        assert workspace.people.unmatched().is_empty()
        [row] = workspace.people.ties().iter_rows(named=True)
        assert (row["by"], row["reason"]) == (
            "this machine",
            "The login is the first initial and the last name",
        )
    at = press(at, "Undo")
    assert "accepted" not in text(at)
    with Workspace.open(folder) as workspace:
        assert workspace.people.unmatched().height == 1


def test_a_rejected_suggestion_is_listed_as_a_decision_and_not_asked_again(visit, firm, text):
    folder = firm(person=[staff(7, "Ana Ruiz")], participation=[part("login:aruiz")])
    at = press(visit("data", folder), "Reject")
    shown = text(at)
    assert ":gray-badge[rejected] `aruiz` is not **Ana Ruiz**" in shown
    assert "No unknown account looks like one of a known person." in shown
    assert "Accept" not in [button.label for button in at.button]


def test_an_address_in_turn_is_suggested_with_its_days(visit, firm, text):
    one = {"email": "sales@firm.example", "termination_date": date(2025, 6, 30)}
    two = {"email": "sales@firm.example", "hire_date": date(2025, 9, 1)}
    folder = firm(
        person=[
            staff(7, "Ana Ruiz", hire_date=date(2020, 1, 1), **one),
            staff(8, "Bo Lind", **two),
        ],
        participation=[part("email:sales@firm.example")],
    )
    assert "Bo Lind from 1 Sep 2025" in text(visit("data", folder))


def test_no_sign_of_a_name_or_key_becomes_a_sign_of_the_page(visit, firm, text):
    folder = firm(person=[staff(7, "Ana *Ruiz* :1")], participation=[part("login:`a*`ruiz")])
    at = visit("data", folder)
    assert "**`'a*'ruiz`**" in text(at)
    assert r"Ana \*Ruiz\* \:1" in [each.value for each in at.markdown]


def test_only_the_largest_accounts_are_shown_at_first(visit, firm, text):
    people = [staff(n, f"{one}na {one}uiz") for n, one in enumerate("bcdfghjklmnp")]
    work = [part(f"login:{one}na{one}uiz", f"T{place}") for place, one in enumerate("bcdfghjklmnp")]
    at = visit("data", firm(person=people, participation=work))
    assert len([each for each in at.button if each.label == "Accept"]) == 10
    at = press(at, "Show 2 more")
    assert len([each for each in at.button if each.label == "Accept"]) == 12
    assert "Show" not in " ".join(each.label for each in at.button)


def test_teams_below_the_floor_are_marked_and_hidden_people_counted(visit, firm, text):
    seats = [
        {"person_id": f"employee_id:{number}", "team_id": team, "valid_from": date(2020, 1, 1)}
        for number, team in ((7, "A"), (8, "B"))
    ]
    work = [
        part("employee_id:7"),
        part("id:concealed:1f"),
        part("id:concealed:2f"),
        part("employee_id:8", "T2"),
    ]
    at = visit("data", firm(membership=seats, participation=work))
    frame = next(each.value for each in at.dataframe if "Known" in each.value.columns)
    rows = [tuple(row) for row in frame[["Team", "Rows", "Known", "Note"]].values]
    assert rows == [("A", 3, 1 / 3, "▲ too few known"), ("B", 1, 1.0, "")]
    assert "'Accounts': '2', 'Rows of work': '2'" in text(at)
    at = next(each for each in at.toggle if each.label == "Only below 60%").set_value(True).run()
    frame = next(each.value for each in at.dataframe if "Known" in each.value.columns)
    assert list(frame["Team"]) == ["A"]
