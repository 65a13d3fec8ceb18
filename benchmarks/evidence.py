"""Headline, event study and sensitivity of 1,500 teams by 36 months against two other libraries.

`diff-diff` comes with what developers install; `csdid` lives in a Python of its own, named by the
environment variable CSDID_PYTHON. Both are asked for the effect and the event study alone.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import polars as pl

from sample_data.team_months import TeamMonths, team_months

PLAN = TeamMonths(teams=1500, effect=-0.06)
REPEATS = 10  # calls in a process
ROUNDS = 3  # processes
TIMED = """
import json, os, resource, sys, time, warnings
warnings.simplefilter("ignore")
path, repeats = sys.argv[1], int(sys.argv[2])
{imports}
rows = {read}
def once():
    start = time.perf_counter()
    with open(os.devnull, "w") as nowhere:
        screen, sys.stdout = sys.stdout, nowhere
        try:
            value = {call}
        finally:
            sys.stdout = screen
    return time.perf_counter() - start, value
told = [once() for _ in range(repeats)]
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([min(t for t, _ in told), told[-1][1], peak]))
"""
OURS = """
import polars as pl
from evidence.aggregate import effects
from evidence.blocks import block_study
from evidence.headline import headline
from evidence.sensitivity import relative_magnitudes
from evidence.table import read_panel
def answer(rows, practice):
    panel, _ = read_panel(rows, "team", "month", "first", "outcome", practice=practice)
    head = headline(panel)
    events, drift = effects(head.cells), block_study(head.cells)
    relative_magnitudes(drift.estimates, drift.covariance, drift.n_before)
    return events.simple.estimate if practice is None else head.total.estimate
"""
PANDAS = "import pandas as pd\n"
CS = 'CallawaySantAnna(control_group="not_yet_treated")'
DRAWS = 'CallawaySantAnna(control_group="not_yet_treated", n_bootstrap=999, seed=7)'
CSDID = """
from csdid.att_gt import ATTgt
def answer(rows, bootstrap):
    cells = ATTgt(yname="outcome", gname="first", idname="unit", tname="month", data=rows,
                  xformla="outcome~1", control_group="notyettreated")
    cells.fit(est_method="reg", bstrap=bootstrap)
    simple = float(cells.aggte(typec="simple", bstrap=bootstrap).atte["overall_att"])
    cells.aggte(typec="dynamic", bstrap=bootstrap)
    return simple
"""
DIFF_DIFF = """
from diff_diff import CallawaySantAnna, ImputationDiD
def answer(rows, estimator):
    found = estimator.fit(rows, outcome="outcome", unit="unit", time="month", first_treat="first")
    found.aggregate("event_study")
    return float(found.overall_att)
def imputed(rows):
    found = ImputationDiD().fit(rows, outcome="outcome", unit="unit", time="month",
                                first_treat="first", aggregate="event_study")
    return float(found.overall_att)
"""


class Run(NamedTuple):
    """The shortest of the calls in seconds, the effect, and the peak of the process in MiB."""

    seconds: float
    effect: float
    mebibytes: float


def timed(python: str, imports: str, read: str, call: str, path: Path) -> Run:
    """A call in a process of its own, without what imports and reading the file take."""
    script = TIMED.format(imports=imports, read=read, call=call)
    command = [python, "-c", script, str(path), str(REPEATS)]
    root = str(Path(__file__).parent.parent)
    env = os.environ | {"PYTHONPATH": root if python == sys.executable else ""}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=env)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return Run(*json.loads(done.stdout.splitlines()[-1]))


def table(path: Path) -> None:
    """The table as all of them read it: whole numbers for teams, 0 for never."""
    rows = team_months(PLAN).with_columns(
        pl.col("first").fill_null(0), unit=pl.col("team").rank("dense").cast(pl.Int64)
    )
    rows.select("team", "unit", "month", "first", "outcome", "practice").write_csv(path)


def shortest(calls: dict[str, tuple[str, str, str, str]], path: Path) -> dict[str, Run]:
    """The quickest of a few processes each; they take turns, so that a slow minute hits them all.

    calls  name -> Python, what it imports, how it reads the table, and what is timed
    """
    found: dict[str, Run] = {}
    for _ in range(ROUNDS):
        for name, call in calls.items():
            run = timed(*call, path)
            found[name] = min(run, found.get(name, run))
    return found


def main() -> None:
    """Print seconds and ratios; each process is alone on the machine while it runs."""
    here, others = sys.executable, os.environ.get("CSDID_PYTHON")
    polars, pandas = "pl.read_csv(path)", "pd.read_csv(path)"
    own = {
        "with practice": (here, OURS, polars, 'answer(rows, "practice")'),
        "without practice": (here, OURS, polars, "answer(rows, None)"),
    }
    rival = (here, PANDAS + DIFF_DIFF, pandas)
    rivals = {
        "diff-diff, Callaway and Sant'Anna": (*rival, f"answer(rows, {CS})"),
        "the same with 999 bootstrap draws": (*rival, f"answer(rows, {DRAWS})"),
        "diff-diff, imputation": (*rival, "imputed(rows)"),
    }
    if others:
        for name, boot in (("csdid, its usual bootstrap", True), ("csdid, analytic", False)):
            rivals[name] = (others, PANDAS + CSDID, pandas, f"answer(rows, {boot})")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "teams.csv"
        table(path)
        found = shortest(own | rivals, path)
    ours, plain, theirs = *(found[name] for name in own), {name: found[name] for name in rivals}
    print("1,500 teams by 36 months: headline, event study and sensitivity")
    for name, run in (("with practice", ours), ("without practice", plain)):
        print(f"  {name:<36}{run.seconds:7.3f} s  {run.effect:+.4f}  {run.mebibytes:4.0f} MiB")
    print("the effect and the event study alone, without practice")
    for name, run in theirs.items():
        ratios = " and ".join(f"{each.seconds / run.seconds:.2f} x" for each in (ours, plain))
        print(f"  {name:<36}{run.seconds:7.3f} s  {run.effect:+.4f}  ours is {ratios} of it")
    if not others:
        print("  csdid: not run; CSDID_PYTHON names a Python that has it")


if __name__ == "__main__":
    main()
