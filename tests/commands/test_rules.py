"""The command line of the rules: what ledger lines are spent on, what survey items measure."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

import cli
from store.errors import RequestError, SourceError

SAMPLES = Path(__file__).parents[1] / "loaders" / "samples"
LEDGER = SAMPLES / "erpnext_gl.csv"


@pytest.fixture
def ask(tmp_path):
    """Ask the command line and take its answer as JSON; errors come up as they are."""

    def told(*arguments):
        words = [*map(str, arguments), "--workspace", str(tmp_path / "w"), "--json"]
        done = CliRunner().invoke(cli.app, words, catch_exceptions=False)
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout)

    return told


def test_a_ledger_is_tested_before_it_is_loaded(ask):
    told = ask("spend-rules", "test", LEDGER)
    assert told["spend"] == [
        {"category": "AI licences", "currency": "USD", "lines": 1, "amount": 200.0},
        {"category": "not categorised", "currency": "EUR", "lines": 1, "amount": -2401.0},
        {"category": "training fees", "currency": "EUR", "lines": 3, "amount": 2101.0},
    ]
    assert [line["account"] for line in told["not_categorised"]] == ["2110 - Creditors - AC"]


def test_a_rule_is_added_counts_and_is_removed(ask):
    own = ("instructors", "--account", "*training*", "--cost-centre", "Ledger*", "--reason", "ours")
    assert ask("spend-rules", "add", *own)["place"] == 1
    first = ask("spend-rules", "list")["rules"][0]
    assert (first["category"], first["cost_centre"], first["reason"]) == (
        "instructors",
        "Ledger*",
        "ours",
    )
    spend = {row["category"]: row["amount"] for row in ask("spend-rules", "test", LEDGER)["spend"]}
    assert spend["instructors"] == -300.0
    assert ask("spend-rules", "remove", 1)["category"] == "instructors"
    spend = {row["category"] for row in ask("spend-rules", "test", LEDGER)["spend"]}
    assert "instructors" not in spend


def test_a_word_that_is_no_category_is_bad_input_that_lists_what_is(ask):
    with pytest.raises(RequestError, match="AI licences"):
        ask("spend-rules", "add", "parties", "--account", "*party*")


def test_a_file_without_ledger_lines_is_told(ask, tmp_path):
    with pytest.raises(SourceError, match="no ledger lines"):
        ask("spend-rules", "test", SAMPLES / "google_forms.csv")
    poem = tmp_path / "poem.txt"
    poem.write_text("shall I compare thee\n")
    with pytest.raises(SourceError, match="no source that is known"):
        ask("spend-rules", "test", poem)


def test_a_ledger_through_a_mapping_is_tested_too(ask, tmp_path):
    path = tmp_path / "bookings.csv"
    path.write_text(
        "Journal Date,Account Name,Amount,Currency,Voucher Number\n"
        "2026-02-03,Staff training,1200.50,EUR,V-7\n"
    )
    with pytest.raises(SourceError, match="atelier map"):
        ask("spend-rules", "test", path)
    ask("map", path, "--save", "bookings")
    assert ask("spend-rules", "test", path)["spend"][0]["category"] == "training fees"
    other = shutil.copy(path, tmp_path / "other.csv")
    told = ask("spend-rules", "test", other, "--mapping", "bookings")
    assert told["spend"][0]["amount"] == 1200.5


def test_rules_on_survey_items_are_added_and_removed(ask):
    ask("survey-rules", "add", "*lunch*", "climate")
    assert ask("survey-rules", "list")["rules"][0]["measures"] == "climate"
    assert ask("survey-rules", "remove", 1)["item"] == "*lunch*"


def test_lists_are_shown_as_tables_too(tmp_path):
    words = ["spend-rules", "list", "--workspace", str(tmp_path / "w")]
    assert "training fees" in CliRunner().invoke(cli.app, words).output
