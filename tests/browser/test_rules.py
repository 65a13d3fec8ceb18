"""Rules of the firm by keyboard alone: moved, seen in the preview, kept, taken back."""

import pytest

from loaders.load import load_paths
from store.spend_rules import SPEND_RULES
from store.workspace import Workspace

LEDGER = """posted_on,amount,currency,account,reference
2026-01-05,100,EUR,Training income,D1
2026-01-06,50,USD,Travel,D2
"""


@pytest.fixture
def here(tmp_path):
    path = tmp_path / "ledger.csv"
    path.write_text(LEDGER)
    workspace = Workspace.open(tmp_path / "workspace")
    load_paths(workspace, [path], by="test")
    return workspace


def press(reader, *keys):
    for key in keys:
        reader.page.keyboard.press(key)
        reader.page.wait_for_timeout(150)


def test_a_rule_is_moved_kept_and_taken_back_by_keyboard_alone(here, served, read):
    reader = read(served(here.folder)).open("data")
    reader.page.locator("summary", has_text="Spend categories by account").focus()
    press(reader, "Enter")
    reader.settle()
    assert "*income*" in reader.text.partition("What the rules above catch")[2]
    while reader.page.evaluate("document.activeElement.tagName") != "TD":
        press(reader, "Tab")  # past the buttons of the table, to the order of its first rule
    press(reader, "Enter", "Control+a", "9", "9", "Enter")
    reader.page.get_by_text("changed, not saved").wait_for()
    reader.settle()
    assert "*training*" in reader.text.partition("What the rules above catch")[2]
    first = SPEND_RULES.defaults()[0]
    assert SPEND_RULES.rules(here)[0] == first
    reader.page.get_by_role("button", name="Save the rules").focus()
    press(reader, "Enter")
    reader.page.get_by_text("the firm's own").wait_for()
    assert SPEND_RULES.rules(here)[-1] == first
    reader.settle()
    reader.page.get_by_role("button", name="Back to ours").focus()
    press(reader, "Enter")
    reader.page.get_by_text(f"{len(SPEND_RULES.defaults())} rules, ours").wait_for()
    assert SPEND_RULES.rules(here) == SPEND_RULES.defaults()
