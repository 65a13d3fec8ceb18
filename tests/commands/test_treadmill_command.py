"""`atelier treadmill`: the essay's figures without a workspace, and bad input refused."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DONE, BAD_INPUT = 0, 2
ASKED_KEYS = {
    "launch_cost",
    "yearly_cost",
    "instructors",
    "launch_sessions",
    "yearly_sessions",
    "launch_token_cost",
    "yearly_token_cost",
    "launch_years",
    "recurring_token_bill",
    "ranges",
}


def treadmill(*arguments, expect=DONE):
    done = subprocess.run(
        [sys.executable, "-m", "cli", "treadmill", *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == expect, done.stderr
    return done


def answer(*arguments):
    return json.loads(treadmill(*arguments, "--json").stdout)


def test_the_preset_is_the_essays():
    found = answer()
    assert found.keys() >= ASKED_KEYS
    assert (found["launch_cost"], found["instructors"]) == (27_000_000, 17)
    assert found["yearly_cost"] == pytest.approx(15_000_000)
    assert found["ranges"]["launch_cost"] == pytest.approx([19_200_000, 48_000_000])
    assert found["ranges"]["recurring_token_bill"] == pytest.approx([5475, 16425])


def test_every_option_reaches_the_treadmill():
    found = answer(
        *("--people", "100", "--team-size", "5", "--sessions", "3", "--cost", "1000"),
        *("--turnover", "0.5", "--refresh", "2", "--per-instructor", "10"),
        *("--token-share", "0.1", "--tokens-day", "1000000", "--token-price", "2"),
        *("--token-users", "4"),
    )
    assert (found["launch_sessions"], found["yearly_sessions"]) == (60, 50)
    assert (found["launch_cost"], found["yearly_cost"]) == (60_000, 50_000)
    assert (found["launch_token_cost"], found["instructors"]) == (6_000, 5)
    assert found["launch_years"] == pytest.approx(60 / 50)
    assert found["recurring_token_bill"] == 365 * 2 * 4


def test_a_session_of_nobody_is_refused_in_three_parts():
    told = treadmill("--team-size", "0", expect=BAD_INPUT).stderr
    assert "(team_size) is 0" in told
    assert "a session needs somebody in it" in told


def test_words_show_each_figure_with_its_range():
    told = treadmill().stderr
    assert "launch cost: 27,000,000.00 (19,200,000.00 to 48,000,000.00)" in told
