"""`atelier effect`: any panel in, the issue's keys out, as R has them."""

import csv
import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from cli import app
from store.errors import AtelierError
from tests.evidence.made_panels import learning_panel

ROOT = Path(__file__).parents[2]
CAUSAL = ROOT.parent / "shared" / "data" / "causal"
DONE, BAD_INPUT = 0, 2
ESTIMATE = {"estimate", "se", "low", "high"}
MPDTA = (
    *("--panel", str(CAUSAL / "mpdta.csv"), "--unit", "countyreal", "--time", "year"),
    *("--first-treated", "first.treat", "--outcome", "lemp"),
)  # fmt: skip
OURS = ("--unit", "team", "--time", "month", "--first-treated", "first", "--outcome", "y")


def effect(*arguments, expect=DONE):
    """What the command prints; for bad input what its error says."""
    done = CliRunner().invoke(app, ["effect", *arguments])
    if expect == BAD_INPUT:
        assert isinstance(done.exception, AtelierError), done.output
        return str(done.exception)
    assert done.exit_code == DONE, done.output
    return done.stdout


def answer(*arguments):
    return json.loads(effect(*arguments, "--json"))


def written(folder, rows, header=("team", "month", "first", "y")):
    file = folder / "panel.csv"
    with file.open("w", newline="") as out:
        csv.writer(out).writerows([header, *rows])
    return file


def two_periods():
    """By hand: treated 6 and 2, others 1.5 and .5: 4 - 1 = 3."""
    return [
        ("a", 1, 2, 10), ("a", 2, 2, 16), ("b", 1, 2, 20), ("b", 2, 2, 22),
        ("c", 1, "", 5), ("c", 2, "", 6.5), ("d", 1, 0, 7), ("d", 2, 0, 7.5),
    ]  # fmt: skip


def learning_rows(units=24, month=str, never=""):
    panel = learning_panel(units=units)
    for i, unit in enumerate(panel.units):
        first = panel.first[i]
        for t in range(panel.never):
            start = never if first == panel.never else month(int(panel.times[first]))
            yield (
                f"t{unit:03}", month(int(panel.times[t])), start, panel.outcome[i, t],
                panel.practice[i, t],
            )  # fmt: skip


def test_the_keys_of_the_issue_are_there():
    found = answer(*MPDTA, "--method", "cs")
    for mean in ("simple", "group", "calendar", "dynamic"):
        assert found["att"][mean].keys() == ESTIMATE
    assert found["att"]["event"]["-3"].keys() == ESTIMATE
    assert found["att"]["cells"][0].keys() == ESTIMATE | {"group", "time", "n_units"}
    assert found["pretest"].keys() == {"stat", "df", "p", "over"}
    assert found["sensitivity"].keys() == {"breakdown", "rows"}
    assert found["verdict"].keys() == {"code", "sentence"}
    assert found["n"] == {
        "units": 500, "treated": 191, "comparison": 480, "waves": 3, "periods": 5, "rows": 2500,
        "clusters": 500, "share_used": 1.0,
    }  # fmt: skip
    assert found.keys() == {
        "outcome", "method", "control", "verdict", "codes", "doubts", "att", "blocks", "pretest",
        "sensitivity", "mde", "pays", "headline", "n",
    }  # fmt: skip
    assert found["mde"] > 0


def reference(name):
    told = json.loads((CAUSAL / "reference.json").read_text())
    return told["mpdta_callaway_santanna"][name]


def test_callaway_and_santanna_are_as_r_has_them():
    r = reference("never_treated_dr_no_covariates")
    found = answer(*MPDTA, "--method", "cs", "--control", "never")
    for mean in ("simple", "group", "calendar", "dynamic"):
        one, se = r[mean]["overall"]
        assert found["att"][mean]["estimate"] == pytest.approx(one, abs=1e-8)
        assert found["att"][mean]["se"] == pytest.approx(se, abs=1e-6)
    for event, one, se in r["dynamic"]["cells"]:
        assert found["att"]["event"][str(event)]["estimate"] == pytest.approx(one, abs=1e-8)
        assert found["att"]["event"][str(event)]["se"] == pytest.approx(se, abs=1e-6)
    for group, one, _ in r["group"]["cells"]:
        assert found["att"]["by_group"][str(group)]["estimate"] == pytest.approx(one, abs=1e-8)
    for cell, (group, time, one, _) in zip(found["att"]["cells"], r["att_gt"], strict=True):
        assert (cell["group"], cell["time"]) == (group, time)
        assert cell["estimate"] == pytest.approx(one, abs=1e-8)
    assert found["pretest"]["stat"] == pytest.approx(r["pretest_W"], abs=1e-4)
    assert found["pretest"]["p"] == pytest.approx(r["pretest_p"], abs=1e-3)


def test_each_method_gives_its_own_effects():
    told = {
        method: answer(*MPDTA, "--method", method)["att"]["simple"]["estimate"]
        for method in ("cs", "imputation", "etwfe", "twfe")
    }
    assert told["imputation"] == pytest.approx(told["etwfe"])  # a balanced panel: the same
    assert len({round(each, 6) for each in told.values()}) == 3
    assert answer(*MPDTA)["method"] == "imputation"


def test_covariates_are_taken_out_as_asked():
    told = {
        adjust: answer(*MPDTA, "--method", "cs", "--covariates", "lpop", "--adjust", adjust)
        for adjust in ("reg", "dr", "ipw")
    }
    estimates = {each["att"]["simple"]["estimate"] for each in told.values()}
    assert len(estimates) == 3
    default = answer(*MPDTA, "--method", "cs", "--covariates", "lpop")
    assert default["att"] == told["reg"]["att"]


def test_a_universal_base_holds_a_zero_and_anticipation_moves_it():
    found = answer(*MPDTA, "--method", "cs", "--base", "universal")
    assert found["att"]["event"]["-1"]["estimate"] == 0
    assert found["att"]["event"]["-1"]["se"] is None
    early = answer(*MPDTA, "--method", "cs", "--anticipation", "1")
    assert early["att"]["simple"]["estimate"] != found["att"]["simple"]["estimate"]


def test_two_periods_and_one_cohort_are_ordinary(tmp_path):
    file = written(tmp_path, two_periods())
    for method in ("cs", "imputation", "etwfe", "twfe"):
        found = answer("--panel", str(file), *OURS, "--method", method)
        assert found["att"]["simple"]["estimate"] == pytest.approx(3.0)
        assert found["verdict"]["code"] == "CANNOT-TELL"
        assert found["sensitivity"]["breakdown"] is None
    assert (found["n"]["treated"], found["n"]["periods"]) == (2, 2)


def test_calendar_months_come_back_as_they_are_written(tmp_path):
    def month(n):
        return f"{2023 + (n - 1) // 12}-{(n - 1) % 12 + 1:02}"

    rows = [row[:4] for row in learning_rows(month=month)]
    found = answer("--panel", str(written(tmp_path, rows)), *OURS, "--method", "cs")
    assert "2023-12" in found["att"]["by_group"]  # the first wave starts in month 12
    assert "2024-01" in found["att"]["by_calendar"]
    assert found["att"]["cells"][0]["group"] == "2023-12"
    assert "-3" in found["att"]["event"]
    plain = [row[:4] for row in learning_rows()]
    same = answer("--panel", str(written(tmp_path, plain)), *OURS, "--method", "cs")
    assert same["att"]["simple"] == found["att"]["simple"]
    days = [(u, f"{m}-15", f"{f}-15" if f else "", y) for u, m, f, y in rows]
    as_days = answer("--panel", str(written(tmp_path, days)), *OURS, "--method", "cs")
    assert as_days["att"] == found["att"]
    numbers = [(u, m.replace("-", ""), f.replace("-", ""), y) for u, m, f, y in rows]
    assert answer("--panel", str(written(tmp_path, numbers)), *OURS, "--method", "cs") == found
    zeros = [(u, m, f or 0, y) for u, m, f, y in rows]
    assert answer("--panel", str(written(tmp_path, zeros)), *OURS, "--method", "cs") == found


def test_practice_and_pays_and_better_reach_the_verdict(tmp_path):
    header = ("team", "month", "first", "y", "done")
    file = written(tmp_path, learning_rows(units=300), header)
    asked = ("--panel", str(file), *OURS, "--practice", "done", "--pays", "0.02")
    good = answer(*asked, "--better", "lower")
    assert good["verdict"]["code"] == "WORKED"
    assert (good["pays"], good["headline"]["interval"]) == (0.02, "clustered")
    equal, total = (good["headline"][name]["estimate"] for name in ("equal_practice", "total"))
    assert equal == pytest.approx(total, rel=1e-9)  # nobody practises faster since
    assert [each["block"] for each in good["blocks"]] == [-4, -3, -2, 0, 1]
    assert good["pretest"]["over"] == "blocks"  # whole numbers may be anything
    assert answer(*asked)["verdict"]["code"] == "HARMED"
    cs = answer(*asked, "--method", "cs")["att"]["simple"]["estimate"]
    assert cs == pytest.approx(good["headline"]["second"]["estimate"])


def test_a_table_of_years_is_not_told_of_months_or_quarters(tmp_path):
    short = [  # a year before the rollout, so that there is nothing to hold drift against
        (i, t, 2005 if i < 20 else "", (i * 7 % 5) / 10 + (i * t % 3) / 10 + (i < 20) * (t >= 2005))
        for i in range(40)
        for t in (2004, 2005)
    ]
    thin = ("--panel", str(written(tmp_path, short)), *OURS)
    assert "Fewer than two periods before the rollout" in effect(*thin)
    for asked in (MPDTA, thin):
        text = effect(*asked)
        assert not re.search("months?\\b|quarter", text, re.IGNORECASE), text
        assert answer(*asked)["pretest"]["over"] == "periods"
    assert "By period " in effect(*MPDTA)


def test_thirty_years_are_periods_and_have_no_quarters(tmp_path):
    rows = [row[:4] for row in learning_rows()]  # 36 periods, counted in whole numbers
    asked = ("--panel", str(written(tmp_path, rows)), *OURS)
    text = effect(*asked)
    assert "Periods: 36." in text
    assert "By block " in text
    assert not re.search("months?\\b|quarter", text, re.IGNORECASE), text
    assert answer(*asked)["pretest"]["over"] == "blocks"


def test_starts_that_are_no_months_leave_numbers_as_they_are(tmp_path):
    def month(n):
        return f"{2023 + (n - 1) // 12}{(n - 1) % 12 + 1:02}"

    rows = [(u, m, 999999 if f == "" else f, y) for u, m, f, y, _ in learning_rows(month=month)]
    found = answer("--panel", str(written(tmp_path, rows)), *OURS, "--method", "cs")
    assert "202312" in found["att"]["by_group"]  # 999999 is after the last period: never
    assert found["n"]["units"] > found["n"]["treated"]


@pytest.mark.parametrize(("pays", "family"), [("2", "poisson"), ("inf", "gaussian")])
def test_a_gain_that_nothing_can_be_held_against_is_refused(tmp_path, pays, family):
    asked = ("--panel", str(written(tmp_path, two_periods())), *OURS, "--family", family)
    assert f"--pays {pays}" in effect(*asked, "--pays", pays, expect=BAD_INPUT)


def test_counts_are_for_the_poisson_family(tmp_path):
    rng = np.random.default_rng(2)
    rows = [
        (i, t, 4 if i < 60 else 0, rng.poisson(20 * (1.3 if i < 60 and t >= 4 else 1)))
        for i in range(120)
        for t in range(1, 8)
    ]
    asked = ("--panel", str(written(tmp_path, rows)), *OURS, "--family", "poisson")
    found = answer(*asked)
    assert found["method"] == "etwfe"
    assert found["att"]["simple"]["estimate"] == pytest.approx(6.0, abs=1.2)  # 20 x .3
    assert found["headline"]["total"]["estimate"] == pytest.approx(np.log(1.3), abs=0.05)
    refused = effect(*asked, "--method", "cs", expect=BAD_INPUT)
    assert "--method etwfe" in refused


def test_weights_and_clusters_are_read(tmp_path):
    rows = [(*row[:4], 1 + i % 3, int(row[0][1:]) // 2) for i, row in enumerate(learning_rows(60))]
    file = written(tmp_path, rows, ("team", "month", "first", "y", "w", "site"))
    asked = ("--panel", str(file), *OURS)
    plain, weighted = answer(*asked), answer(*asked, "--weights", "w")
    assert plain["att"]["simple"]["estimate"] != weighted["att"]["simple"]["estimate"]
    assert answer(*asked, "--cluster", "site")["n"]["clusters"] == 30


@pytest.mark.parametrize(
    ("rows", "stopped"),
    [
        ([*two_periods(), ("a", 1, 2, 10)], "DUPLICATE_TEAM_MONTH"),
        ([(u, t, "", y) for u, t, _, y in two_periods()], "NOBODY_TREATED"),
        ([(u, t, 1, y) for u, t, _, y in two_periods()], "NO_BEFORE"),
        ([(u, t, 2, y) for u, t, _, y in two_periods()], "NO_COMPARISON"),
        ([(u, t, f, "high") for u, t, f, _ in two_periods()], "OUTCOME_NOT_NUMERIC"),
        ([(u, f"Q{t}", f, y) for u, t, f, y in two_periods()], "TIME_NOT_INTEGER"),
        ([(u, t, f, 1) for u, t, f, _ in two_periods()], "OUTCOME_CONSTANT"),
        ([row for row in two_periods() if row[0] != "b"], "ONE_TREATED_TEAM"),
    ],
)
def test_a_table_that_cannot_answer_is_told_with_its_code_and_no_number(tmp_path, rows, stopped):
    asked = ("--panel", str(written(tmp_path, rows)), *OURS)
    found = answer(*asked)
    assert found["verdict"]["code"] == "NOT-ANSWERABLE"
    assert found["codes"][0] == stopped
    assert set(found["att"]["simple"].values()) == {None}
    assert (found["mde"], found["sensitivity"]["breakdown"], found["pretest"]["p"]) == (None,) * 3
    assert set(found["n"].values()) == {None}
    assert found.keys() == answer(*MPDTA).keys()
    assert "This table cannot answer" in effect(*asked)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (",,", ",NA,"),  # R
        ("\n", "\r\n"),  # Windows, with blank lines at the end
        (",", ";"),  # Excel in half of Europe
        (",", "\t"),
        ("team,", "\ufeffteam,"),
    ],
)
def test_a_table_is_read_however_it_was_exported(tmp_path, before, after):
    file = written(tmp_path, [row[:4] for row in learning_rows()])
    asked = ("--panel", str(file), *OURS)
    found = answer(*asked)
    text = file.read_text().replace("t000,", "NA,")  # a team of that name
    text = text.replace(before, after)
    file.write_text((text.replace(".", ",") if after == ";" else text) + "\n\n")
    assert answer(*asked) == found


def test_a_missing_outcome_of_r_is_missing(tmp_path):
    rows = [list(row[:4]) for row in learning_rows()]
    rows[7][3] = "NA"
    assert answer("--panel", str(written(tmp_path, rows)), *OURS)["n"]["rows"] == len(rows) - 1


def test_practice_that_is_not_above_zero_is_left_out_and_said_to_be(tmp_path):
    header = ("team", "month", "first", "y", "done")
    rows = [list(row) for row in learning_rows(units=60)]
    asked = ("--panel", str(tmp_path / "panel.csv"), *OURS, "--practice", "done")
    written(tmp_path, rows, header)
    whole = answer(*asked)
    for row in rows:
        row[4] = 0 if row[1] == "1" else row[4]
    written(tmp_path, rows, header)
    found = answer(*asked)
    assert found["codes"].count("PRACTICE_MISSING") == 1
    assert "PRACTICE_MISSING" not in whole["codes"]
    without = [row for row in rows if row[1] != "1"]
    written(tmp_path, without, header)
    same = answer(*asked)["att"]["simple"]["estimate"]
    assert found["att"]["simple"]["estimate"] == pytest.approx(same, abs=1e-9)


def test_counts_below_zero_are_refused(tmp_path):
    rows = [(u, t, f, round(10 * y) - 60) for u, t, f, y, _ in learning_rows()]
    found = answer("--panel", str(written(tmp_path, rows)), *OURS, "--family", "poisson")
    assert found["codes"] == ["COUNT_NEGATIVE"]
    assert found["verdict"]["code"] == "NOT-ANSWERABLE"


def test_a_call_that_is_wrong_ends_with_bad_input(tmp_path):
    file = written(tmp_path, two_periods())
    wrong = effect("--panel", str(file), *OURS, "--covariates", "size", expect=BAD_INPUT)
    assert "no column size" in wrong
    missing = effect("--panel", str(tmp_path / "none.csv"), *OURS, expect=BAD_INPUT)
    assert "cannot be read" in missing
    empty = tmp_path / "empty.csv"
    empty.write_text("")
    effect("--panel", str(empty), *OURS, expect=BAD_INPUT)
    called = [sys.executable, "-m", "cli", "effect", "--panel", str(empty), *OURS]
    done = subprocess.run(called, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == BAD_INPUT
    assert "Do:" in done.stderr


def test_the_screen_shows_the_verdict_first_and_then_the_tables():
    shown = effect(*MPDTA, "--method", "cs")
    assert shown.startswith("Verdict: This table cannot tell.")
    for title in ("Effects (cs)", "By first treated period", "By period", "By periods since"):
        assert title in shown
    assert "-0.0398" in shown
    assert "nan" not in shown
