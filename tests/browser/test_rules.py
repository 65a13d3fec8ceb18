"""Rules of the firm by keyboard alone: moved, seen in the preview, kept, taken back."""

import pytest
from playwright.sync_api import TimeoutError as TookTooLong

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


TABLE = "Spend rules in the order in which they are tried"
STEPS = 4  # of the tabulator, from the last button of the table to its first cell
IN_A_CELL = "document.activeElement.tagName === 'TD'"


def press(reader, *keys):
    for key in keys:
        reader.page.keyboard.press(key)
        reader.page.wait_for_timeout(150)


def go_to_the_first_cell(reader):
    """By the tabulator from the last button of the table, however long the page above it is."""
    reader.page.get_by_role("button", name=f"Fullscreen: {TABLE}").focus()
    for _ in range(STEPS):
        press(reader, "Tab")
        try:  # the cell takes the focus a moment after the key, later on a busy machine
            reader.page.wait_for_function(IN_A_CELL, timeout=2_000)
        except TookTooLong:
            continue
        place = "document.activeElement.getAttribute('data-testid')"
        assert reader.page.evaluate(place) == "glide-cell-1-0"
        return
    raise AssertionError(f"no cell of the table within {STEPS} steps of the tabulator")


def test_a_rule_is_moved_kept_and_taken_back_by_keyboard_alone(here, served, read):
    reader = read(served(here.folder)).open("data")
    reader.page.locator("summary", has_text="Spend categories by account").focus()
    press(reader, "Enter")
    reader.settle()
    assert "*income*" in reader.text.partition("What the rules above catch")[2]
    go_to_the_first_cell(reader)
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
