"""The command line of money: spend, seats, rates, scenarios, saved time."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

import cli
from store.errors import RequestError

SAMPLE = Path(__file__).parents[1] / "loaders" / "samples" / "erpnext_gl.csv"


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "w"


@pytest.fixture
def ask(folder):
    """Ask the command line and take its answer as JSON; errors come up as they are."""

    def told(*arguments):
        words = [*map(str, arguments), "--workspace", str(folder), "--json"]
        done = CliRunner().invoke(cli.app, words, catch_exceptions=False)
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout)

    return told


def test_spend_is_told_by_currency_and_added_only_with_a_rate(ask):
    ask("load", SAMPLE)
    told = ask("spend")
    assert [(row["category"], row["currency"], row["amount"]) for row in told["by_category"]] == [
        ("AI licences", "USD", 200.0),
        ("training fees", "EUR", 2101.0),
    ]
    assert all(row["is_whole"] for row in told["reconciled"])
    with pytest.raises(RequestError, match="without a rate into EUR: USD from February 2026"):
        ask("spend", "--currency", "EUR")
    rate = ("rates", "add", "USD", "EUR", "0.5", "--day", "2026-01-01", "--source", "ECB")
    assert ask(*rate)["rates"] == 1
    told = ask("spend", "--currency", "EUR")
    assert [row["amount"] for row in told["by_category"]] == [100.0, 2101.0]
    assert told["rates"] == [{"told_in": "USD", "rate": 0.5, "rate_day": "2026-01-01"}]


def test_rates_are_listed_and_removed_with_their_history(ask):
    ask("rates", "add", "USD", "EUR", "0.5", "--day", "2026-01-01", "--source", "ECB")
    assert ask("rates", "list")["rates"][0]["source"] == "ECB"
    ask("rates", "remove", "USD", "EUR", "--day", "2026-01-01", "--reason", "typed wrongly")
    told = ask("rates", "list")
    assert told["rates"] == []
    assert [row["why"] for row in told["history"]] == ["", "typed wrongly"]


def test_a_scenario_is_saved_changed_compared_and_deleted(ask):
    ask("scenario", "set", "yours", "capture=0.4", "--source", "the board", "--reason", "asked")
    ask("scenario", "save", "Plan B", "--base", "half")
    ask("scenario", "set", "plan b", "years=3", "currency=USD", "name=Plan C", "--tag", "quoted")
    told = ask("scenario", "show", "Plan C")
    values = {row["key"]: row for row in told["inputs"]}
    assert (told["currency"], values["years"]["value"], values["years"]["tag"]) == (
        "USD", 3.0, "quoted",
    )  # fmt: skip
    assert (values["capture"]["source"], values["wage"]["is_entered"]) == ("the board", False)
    both = ask("scenario", "compare", "half", "Plan C")
    assert [row["npv"] is None for row in both["figures"]] == [False, False]
    assert {row["key"]: row["is_alike"] for row in both["assumptions"]} == {
        "capture": True, "moved": True, "years": False,
    }  # fmt: skip
    ask("scenario", "set", "Plan C", "years=preset")
    ask("scenario", "delete", "Plan C", "--reason", "done")
    names = [row["name"] for row in ask("scenario", "list")["scenarios"]]
    assert names == ["all training", "half", "all redesign", "yours"]
    history = ask("scenario", "history", "Plan C")["history"]
    assert [row["what"] for row in history[-2:]] == ["set", "deleted"]
    assert ask("scenario", "history")["history"][0]["why"] == "asked"


@pytest.mark.parametrize(
    ("words", "match"),
    [
        (("set", "yours", "capture"), "capture is told without a value"),
        (("set", "yours", "capture=much"), "capture is no number"),
        (("set", "yours", "capture=7"), "capture"),
        (("set", "half", "capture=0.4"), "fixes one input"),
        (("show", "Plan Z"), "no scenario of this name"),
    ],
)
def test_bad_input_of_a_scenario_is_told_and_changes_nothing(ask, words, match):
    with pytest.raises(RequestError, match=match):
        ask("scenario", *words)
    assert ask("scenario", "history")["history"] == []


def test_where_saved_time_went_is_told_listed_and_removed(ask):
    told = ask("saved-time", "tell", "Ledger", "40", "pairing", "--month", "2026-05")
    assert told["hours"] == 40
    assert ask("saved-time", "list")["saved_time"][0]["period"] == "2026-05-01"
    assert ask("saved-time", "remove", "Ledger", "pairing", "--month", "2026-05")["hours"] == 0
    assert len(ask("saved-time", "list")["history"]) == 2


def test_seats_are_told_with_the_day_of_renewal(made_firm, folder, ask):
    shutil.copytree(made_firm, folder)
    told = ask("seats", "--renewal", "copilot=2026-09-30", "--notice-days", "60")
    copilot = next(row for row in told["tools"] if row["tool"] == "copilot")
    assert copilot["notice_from"] == "2026-08-01"
    assert "use is told up to 2026-07-31" in copilot["why_not_reducible"]
    with pytest.raises(RequestError, match="a renewal is not told as a tool and a day"):
        ask("seats", "--renewal", "copilot")


@pytest.mark.parametrize(
    "words",
    [("spend",), ("seats",), ("rates", "list"), ("scenario", "list"), ("scenario", "show", "half"),
     ("scenario", "compare", "half", "yours"), ("scenario", "history"), ("saved-time", "list")],
)  # fmt: skip
def test_answers_are_shown_as_tables_too(words, folder):
    done = CliRunner().invoke(cli.app, [*words, "--workspace", str(folder)], catch_exceptions=False)
    assert done.exit_code == 0, done.output
