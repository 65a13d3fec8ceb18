"""Other methods on the same made firms: each is what it says it is, and goes wrong as printed."""

import json
from dataclasses import replace
from statistics import fmean

import numpy as np
import polars as pl
import pytest

from benchmarks import evidence_study
from benchmarks.evidence_asks import panel_of
from benchmarks.evidence_method_tables import method_table
from benchmarks.evidence_methods import EQUAL, METHODS, ask
from benchmarks.evidence_rows import ROWS
from benchmarks.evidence_runs import read, run_all, trace
from sample_data.team_months import team_months

COMPARED = [row for row in ROWS if row.asks == "methods"]
FEW = [row for row in ROWS if row.asks == "regressions"]


def found(row, seeds=(0, 1, 2)):
    told = [ask(row, seed) for seed in seeds]
    return {
        name: fmean(
            each[f"found {name}"] - each[f"planted {name}" if name == EQUAL else "planted"]
            for each in told
        )
        for name in METHODS
    }


def test_methods_without_practice_claim_an_effect_where_only_novices_learn():
    off = found(COMPARED[1])
    # EVIDENCE A3 prints -.186, -.046, -.033 and -.075 of 200 firms; three firms are near.
    assert off["before and after, treated teams"] < -0.1
    assert -0.09 < off["two-way fixed effects, clustered"] < -0.02
    assert -0.08 < off["Callaway and Sant'Anna, no covariates"] < -0.01
    assert -0.11 < off["imputation without the curve"] < -0.04


def test_methods_with_practice_are_near_the_truth_in_total_and_at_equal_practice():
    off = found(COMPARED[2])
    assert abs(off["imputation with the curve (our headline)"]) < 0.02
    assert abs(off[EQUAL]) < 0.02
    assert abs(off["the same, outcome without the curve (our second opinion)"]) < 0.02


def test_before_and_after_is_the_mean_change_of_treated_teams():
    plan = replace(COMPARED[0].plan, teams=40)
    row = replace(COMPARED[0], plan=plan)
    rows = team_months(plan, 3).drop_nulls("first")
    after = rows["month"] >= rows["first"]
    means = [
        rows.filter(which).group_by("team").agg(pl.mean("outcome")).sort("team")
        for which in (after, ~after)
    ]
    change = (means[0]["outcome"] - means[1]["outcome"]).to_numpy()
    told = METHODS["before and after, treated teams"](panel_of(row, team_months(plan, 3)))
    assert told.estimate == pytest.approx(change.mean())
    assert told.high - told.low == pytest.approx(
        2 * 2.04523 * change.std(ddof=1) / np.sqrt(30), rel=1e-5
    )  # t(29) by a table of quantiles


def test_every_way_for_few_teams_answers_yes_or_no():
    for row in FEW:
        told = ask(row, 0)
        assert set(told) == {"cs_normal", "cs_t", "etwfe_t", "etwfe_wild"}
        assert json.loads(json.dumps(told)) == told


def test_a_large_effect_is_seen_by_every_way_for_few_teams():
    row = next(row for row in FEW if row.plan.teams == 40)
    assert all(ask(replace(row, plan=replace(row.plan, effect=-0.6)), 0).values())


def test_the_comparison_counts_by_hand():
    def told(off, low, high):
        return {"planted": 0.1, f"planted {EQUAL}": 0.0} | {
            f"{what} {name}": value
            for name in METHODS
            for what, value in (("found", 0.1 + off), ("low", low), ("high", high))
        }

    runs = [told(0.01, 0.0, 0.2), told(0.03, 0.15, 0.2)]  # off by .02 on average; one holds .1
    nothing = [told(0, -0.2, -0.1), told(0, -0.2, -0.1), told(0, -0.2, 0.1), told(0, 0.1, 0.2)]
    by_row = dict(zip((row.key for row in COMPARED), (runs, nothing, []), strict=True))
    lines = method_table(COMPARED, by_row)
    headline = next(line for line in lines if "our headline" in line)
    assert "+0.0200 ± 0.0100 | 0.500 ± 0.354 (2) | 0.500 ± 0.250 (4) | not run" in headline
    equal = next(line for line in lines if EQUAL in line)
    assert "+0.1200" in equal  # against its own truth, which is 0


def test_a_cut_line_is_ended_without_touching_what_another_process_adds(tmp_path, monkeypatch):
    path = tmp_path / "runs.jsonl"
    run_all([FEW[0]], lambda _: 2, lambda *_: {"a": 1}, path, progress=lambda _: None)
    whole = path.read_text()
    path.write_text(whole[:-1])
    monkeypatch.setattr(type(path), "write_text", None)  # writing it anew would lose lines
    assert len(read(path, FEW[0], trace(FEW[0]))) == 2
    assert path.read_text() == whole


def test_rows_run_apart_are_told_together(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(evidence_study, "KEPT", tmp_path / "runs.jsonl")
    monkeypatch.setattr(evidence_study, "DOCUMENT", tmp_path / "page.md")
    for only in ("A4 methods: 8 teams", "A4 methods: 12 teams"):
        evidence_study.main(["--only", only, "--runs", "2"])
    lines = (tmp_path / "page.md").read_text().splitlines()
    few = [line for line in lines if line.startswith(("| 8 teams", "| 12 teams"))]
    assert ["(2" in line for line in few] == [False, False, True, True]
    assert "runs" in capsys.readouterr().out
