"""A study that was ended goes on, never with runs of other code; and its tables count right."""

from dataclasses import replace

from benchmarks.evidence_rows import ROWS, YEARS_2, Row
from benchmarks.evidence_runs import run_all, trace
from benchmarks.evidence_tables import kept, share, tables

ROW = Row("A6", "nothing", YEARS_2, "verdict", runs=3, most=0.05)


def study(path, version, runs, seen):
    def ask(row, seed):
        seen.append(seed)
        return {"verdict": "CANNOT-TELL", "seed": seed}

    return run_all([ROW], lambda _: runs, ask, path, lambda _: version, progress=lambda _: None)


def test_a_study_goes_on_where_it_was_ended(tmp_path):
    path, seen = tmp_path / "build" / "runs.jsonl", []
    study(path, "a", 2, seen)
    told = study(path, "a", 5, seen)
    assert seen == [0, 1, 2, 3, 4]
    assert [each["seed"] for each in told[ROW.key]] == [0, 1, 2, 3, 4]


def test_runs_of_other_code_are_run_again(tmp_path):
    path, seen = tmp_path / "runs.jsonl", []
    study(path, "a", 2, seen)
    study(path, "b", 2, seen)
    assert seen == [0, 1, 0, 1]


def test_a_line_that_was_cut_is_run_again_and_spoils_no_other(tmp_path):
    path, seen = tmp_path / "runs.jsonl", []
    study(path, "a", 3, seen)
    path.write_text(path.read_text()[:-20])
    study(path, "a", 4, seen)
    study(path, "a", 4, seen)
    assert seen == [0, 1, 2, 2, 3]


def test_a_run_that_was_kept_twice_counts_once(tmp_path):
    path = tmp_path / "runs.jsonl"
    study(path, "a", 2, [])
    path.write_text(path.read_text() * 2)
    told = study(path, "a", 3, [])
    assert [each["seed"] for each in told[ROW.key]] == [0, 1, 2]


def test_a_shorter_form_takes_the_first_runs_only(tmp_path):
    study(tmp_path / "runs.jsonl", "a", 5, [])
    assert len(study(tmp_path / "runs.jsonl", "a", 2, [])[ROW.key]) == 2


def test_a_share_tells_its_error_and_its_runs_and_none_has_a_bound():
    # By hand: 1 of 100 has an error of (.01 x .99 / 100)^.5 = .00995; 1 - .05^(1/100) = .0295.
    assert share([True] + [False] * 99) == "0.010 ± 0.010 (100)"
    assert share([False] * 100) == "0.000 (100; at most 0.030)"
    assert share([True] * 100) == "1.000 (100; at least 0.970)"
    assert share([]) == "not run"


def test_a_row_is_kept_when_worked_is_said_as_seldom_or_as_often_as_was_asked():
    def told(worked, of):
        codes = ["WORKED"] * worked + ["CANNOT-TELL"] * (of - worked)
        return [{"verdict": code} for code in codes]

    power = Row("A6", "-6 %", YEARS_2, "verdict", runs=3, least=0.75)
    assert [kept(ROW, told(n, 100)) for n in (5, 6)] == ["yes", "**no**"]
    assert [kept(power, told(n, 100)) for n in (75, 74)] == ["yes", "**no**"]
    assert kept(ROW, []) == "not run"


def test_what_did_not_run_is_said_in_the_tables():
    text = tables(ROWS, {row.key: [] for row in ROWS})
    assert text.count("not run") >= len(ROWS)
    assert all(row.name in text for row in ROWS)


def test_names_of_rows_are_used_once():
    assert len({row.key for row in ROWS}) == len(ROWS)


def test_other_plans_have_other_traces_and_the_same_one_the_same():
    row = next(row for row in ROWS if row.asks == "estimate")
    assert trace(row) == trace(row)
    assert trace(row) != trace(replace(row, plan=replace(row.plan, noise=0.2)))
