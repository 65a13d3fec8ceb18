"""An unknown account is given to the wrong person, and taken back, in a real browser."""

import re

import pytest

from loaders.load import load_paths
from store.workspace import Workspace

PEOPLE = """person_id,employee_id,email,name
7,7,ana.ruiz@firm.example,Ana Ruiz
17,17,alma.ruiz@firm.example,Alma Ruiz
"""
SEATS = """person_id,team_id,valid_from
7,Payments,2020-01-01
17,Payments,2020-01-01
"""
TASKS = """task_id,opened_at,closed_at
T1,2026-01-05,2026-01-09
T2,2026-01-05,2026-01-09
T3,2026-01-05,2026-01-09
T4,2026-01-05,2026-01-09
"""
WORK = """task_id,person_id,role,from_at
T1,7,assignee,2026-01-05
T2,aruiz,assignee,2026-01-05
T3,aruiz,assignee,2026-01-05
T4,concealed:0f3a,assignee,2026-01-05
"""
FILES = {"person": PEOPLE, "membership": SEATS, "task": TASKS, "participation": WORK}


@pytest.fixture
def small_firm(tmp_path):
    """A workspace with an account that two people of one initial could own."""
    exports = tmp_path / "exports"
    exports.mkdir()
    for name, text in FILES.items():
        (exports / f"{name}.csv").write_text(text)
    with Workspace.open(tmp_path / "workspace") as workspace:
        load_paths(workspace, sorted(exports.iterdir()), by="test")
    return tmp_path / "workspace"


def known(reader):
    """The figure 'People behind the work': rows of participations with a known person."""
    table = reader.page.locator("[data-testid=stTable]", has_text="With a known person").first
    row = table.locator("tr", has_text="participation").first
    return row.locator("td").last.inner_text()


def press(reader, key, until):
    button = reader.page.locator(f"[class*='st-key-{key}'] button").first
    button.focus()
    reader.page.keyboard.press("Enter")  # whoever uses no mouse can decide as well
    reader.page.wait_for_function(
        "want => document.querySelector('[data-testid=stApp]').innerText.includes(want)",
        arg=until,
        timeout=60_000,
    )
    return reader.settle()


def test_a_wrong_merge_is_seen_in_the_figure_and_undone(small_firm, served, read):
    reader = read(served(small_firm)).open("data")
    assert known(reader) == "1 (25%)"
    assert "1 account may belong to people who are known" in reader.text
    assert "Ana Ruiz" in reader.text
    assert "Alma Ruiz" in reader.text
    assert "Hidden by their source" in reader.text

    wrong = reader.page.locator("[data-testid=stHorizontalBlock]", has_text="Alma Ruiz").first
    key = re.search(r"tie_\w+", wrong.inner_html()).group()
    press(reader, key, until="3 (75%)")
    assert known(reader) == "3 (75%)"
    assert "There are facts that no figure has seen yet" in reader.text
    assert "No unknown account looks like one of a known person" in reader.text

    press(reader, "undo_1", until="1 (25%)")
    assert known(reader) == "1 (25%)"
    assert "1 account may belong to people who are known" in reader.text
    assert reader.errors == []
    assert reader.outside == []
