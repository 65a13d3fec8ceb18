"""How often the evidence room is wrong: tables A3, A4 and A6 on made firms with planted truth.

`make evidence-study` runs all of it (minutes of one core), goes on where it was ended, and writes
docs/evidence-study.md. `--short` is a minute and writes nothing; `--runs N` bounds every row.
"""

import argparse
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks import evidence_asks, evidence_methods
from benchmarks.evidence_rows import ROWS, Row
from benchmarks.evidence_runs import KEPT, ROOT, Told, read, run_all, trace
from benchmarks.evidence_tables import tables

DOCUMENT = ROOT / "docs" / "evidence-study.md"
ABOUT = """# How often the evidence room is wrong

`make evidence-study` writes this page. Firms are made with a planted truth
(`sample_data/team_months.py`), the room answers, and what it answers is counted. The firm of a run
is that of its number as a seed, so each can be looked at again. A share stands with its Monte Carlo
error and, in brackets, the number of runs: `0.050 ± 0.022 (100)` is five of a hundred. Where
nothing was found, a bound of 95 % stands instead of an error. What did not run says so.

Planted are logs of cycle time that fall with practice by a power law ({learning} per log of tasks
done), lasting differences between teams, seasons, and noise that lasts (standard deviation {noise},
monthly correlation {rho}). An effect is fully there in its fourth month. A3 has 36 months and seven
waves, A4 and A6 24 months, in A6 with four waves; a quarter of the teams never starts unless a row
says otherwise. Rollouts are by lot or to novices first, who learn fastest anyway. Drift means that
teams of the rollout change by so much a month anyway, before it and after it.

'Kept' holds the share that was seen against what is asked; how far chance reaches stands beside the
share. 'Printed' is what the design document printed (EVIDENCE A3 and A4), of a research code and
other firms of the same plan. Not in this study: counts and shares instead of logs, missing cells,
and rollouts that sites decide.

This is our own data process: of a firm whose noise is of another kind it tells nothing. So the page
Evidence tells false alarms, and the planner power, from the firm's own months.
"""


def study(rows: Sequence[Row], runs: Mapping[str, int], kept: Path | None) -> dict[str, list[Told]]:
    """Answers of the rows, each by as many runs as are told for its key."""
    return run_all(rows, lambda row: runs[row.key], _ask, kept)


def _ask(row: Row, seed: int) -> Told:
    of_methods = row.asks in {"methods", "regressions"}
    return (evidence_methods if of_methods else evidence_asks).ask(row, seed)


def short() -> tuple[tuple[Row, ...], dict[str, list[Told]]]:
    """The short form: a few runs of a few rows, for CI."""
    rows = tuple(row for row in ROWS if row.short)
    return rows, study(rows, {row.key: row.short for row in rows}, kept=None)


def document(told: Mapping[str, Sequence[Told]]) -> str:
    """The page: what was planted, and every table."""
    plan = ROWS[0].plan
    about = ABOUT.format(learning=plan.learning, noise=plan.noise, rho=plan.rho)
    return about + "\n" + tables(ROWS, told)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the study and print its tables; the whole one is written to the docs."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--short", action="store_true", help="a minute, a few rows, for CI")
    reader.add_argument("--runs", type=int, help="at most so many runs of each row")
    reader.add_argument(
        "--only",
        default="",
        help="run rows whose name holds this; of the others what is kept is told",
    )
    asked = reader.parse_args(arguments)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if asked.short:
        rows, told = short()
        print(tables(rows, told))
        return
    wanted = [row for row in ROWS if asked.only in row.key]
    study(wanted, {row.key: min(row.runs, asked.runs or row.runs) for row in wanted}, KEPT)
    text = document({row.key: read(KEPT, row, trace(row)) for row in ROWS})
    print(text)
    DOCUMENT.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
