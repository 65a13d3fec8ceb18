"""Ledger lines through the load: loaded again, corrected, alike, and without a reference."""

from dataclasses import replace

import pytest

from loaders.load import load_paths
from store.tables import LEDGER, STORED
from store.workspace import Workspace

HEAD = "posted_on,amount,currency,account,team_id,reference\n"
ALIKE = "2026-02-03,100,EUR,5410,Payments,V-7\n" * 2
LARGE = "2026-02-03,250.5,EUR,5410,Payments,V-7\n"
FIRM = """
name = "firm"
header = ["Beleg", "Betrag", "Geld", "Tag"]

[[fill]]
table = "ledger"
[fill.columns]
posted_on = "Tag"
amount = "Betrag"
currency = "Geld"
reference = "Beleg"
"""


@pytest.fixture
def workspace(tmp_path):
    with Workspace.open(tmp_path / "w") as opened:
        yield opened


@pytest.fixture
def bring(workspace, tmp_path):
    """Load a ledger of these lines: its report."""

    def brought(lines, name="ledger.csv", head=HEAD):
        (tmp_path / name).write_text(head + lines, encoding="utf-8")
        return load_paths(workspace, [tmp_path / name])[0]

    return brought


def lines(workspace, *columns):
    rows = workspace.facts("ledger").select(columns or ("reference", "amount")).collect()
    return sorted(rows.rows(), key=lambda row: (row[0] or "", *row[1:]))


def test_two_equal_lines_and_a_third_of_one_document_all_stay(workspace, bring):
    bring(ALIKE + LARGE)
    assert lines(workspace) == [("V-7", 100.0), ("V-7#2", 100.0), ("V-7#3", 250.5)]


def test_the_same_lines_in_another_file_and_order_change_nothing(bring):
    bring(ALIKE + LARGE)
    again = bring(LARGE + ALIKE, "again.csv")
    assert (again.status, again.added, again.changed) == ("nothing new", 0, 0)


def test_a_corrected_amount_replaces_the_former_and_the_report_says_so(workspace, bring):
    bring(ALIKE + LARGE)
    told = bring(ALIKE + LARGE.replace("250.5", "205.5"), "corrected.csv")
    assert sum(amount for _, amount in lines(workspace)) == 405.5
    assert (told.added, told.changed) == (0, 1)
    note = next(note for note in told.notes if "ledger lines" in note)
    assert note.startswith("1 ledger lines take the place")
    assert "without" not in note


def test_lines_without_a_reference_count_within_their_day_account_and_cost_centre(workspace, bring):
    bare = ALIKE.replace("V-7", "")
    bring(bare + "2026-02-03,7,EUR,5420,Payments,\n2026-02-04,7,EUR,5410,Payments,\n")
    assert lines(workspace) == [(None, 7.0), (None, 7.0), (None, 100.0), ("#2", 100.0)]
    told = bring(bare.replace("100", "90", 1), "corrected.csv")
    assert lines(workspace) == [(None, 7.0), (None, 7.0), (None, 90.0), ("#2", 100.0)]
    assert any("Lines without a reference belong into one file" in note for note in told.notes)


def test_a_mapping_keeps_two_equal_lines_as_well(workspace, bring):
    (workspace.folder / "mappings").mkdir()
    (workspace.folder / "mappings" / "firm.toml").write_text(FIRM, encoding="utf-8")
    report = bring("V-7;100;EUR;2026-02-03\n" * 2, head="Beleg;Betrag;Geld;Tag\n")
    assert report.loader == "mapping:firm"
    assert lines(workspace) == [("V-7", 100.0), ("V-7#2", 100.0)]


def test_lines_stored_under_the_former_key_are_replaced_when_they_are_told_again(
    workspace, bring, monkeypatch
):
    # While the amount was in the key, lines of a document that differed by it had one reference.
    former = replace(LEDGER, key=(*LEDGER.key, "amount"))
    with monkeypatch.context() as before:
        before.setitem(STORED, "ledger", former)
        before.setattr("loaders.last_look.numbered", lambda ledger: ledger)
        bring((ALIKE + LARGE).replace("V-7", "V-7#2", 1), "before.csv")
    assert lines(workspace) == [("V-7", 100.0), ("V-7", 250.5), ("V-7#2", 100.0)]
    bring(ALIKE.replace("100", "90", 1) + LARGE)
    assert lines(workspace) == [("V-7", 90.0), ("V-7#2", 100.0), ("V-7#3", 250.5)]
