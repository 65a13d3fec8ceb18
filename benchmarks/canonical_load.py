"""Load of a large canonical task file against Polars reading and writing the same file."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import polars as pl

ROWS = 1_000_000

LOAD = """
import sys
from pathlib import Path
from loaders.load import load_file
from store.workspace import Workspace
report = load_file(Workspace.open(Path(sys.argv[2])), Path(sys.argv[1]), by="benchmark")
assert report.refused == 0, report
"""

BARE = """
import sys
import polars as pl
pl.read_csv(sys.argv[1]).write_parquet(sys.argv[2])
"""


def task_file(path: Path, rows: int = ROWS) -> None:
    """Write a canonical task file with every column filled as a firm would fill it."""
    rng = np.random.default_rng(7)
    number = pl.Series(range(rows))
    opened = pl.Series(rng.integers(1_700_000_000, 1_760_000_000, rows))
    closed = opened + pl.Series(rng.integers(3_600, 2_000_000, rows))

    def moment(seconds: pl.Series) -> pl.Series:
        return pl.from_epoch(seconds, "s").dt.strftime("%Y-%m-%dT%H:%M:%S+00:00")

    def pick(*values: str) -> pl.Series:
        return pl.Series(np.asarray(values)[rng.integers(0, len(values), rows)])

    frame = pl.DataFrame(
        {
            "task_id": "T" + number.cast(pl.String),
            "opened_at": moment(opened),
            "source": pick("tracker"),
            "title": "Task " + number.cast(pl.String),
            "type": pick("Bug", "Story", "Task"),
            "status": pick("Done"),
            "priority": pl.Series(rng.integers(1, 6, rows)),
            "value": pl.Series(rng.integers(1, 100, rows)),
            "components": pick("api", "api;web", "store", "web;store;api"),
            "skills": pick("go", "python;sql", "sql"),
            "estimate_hours": pl.Series(rng.integers(1, 40, rows)),
            "effort_hours": pl.Series(rng.gamma(2, 4, rows).round(2)),
            "started_at": moment(opened + 1_800),
            "closed_at": moment(closed),
            "due_at": moment(closed + 86_400),
            "parent_id": "T" + (number // 10).cast(pl.String),
            "depends_on": "T" + (number // 3).cast(pl.String),
            "reopened": pl.Series(rng.integers(0, 2, rows)),
            "changes_requested": pl.Series(rng.integers(0, 3, rows)),
            "estimate_changes": pl.Series(rng.integers(0, 3, rows)),
            "backward_moves": pl.Series(rng.integers(0, 3, rows)),
            "certificates": pick("", "gdpr"),
            "truncated_history": pick("false"),
        }
    )
    frame.write_csv(path)


def run(script: str, *arguments: str) -> tuple[float, float]:
    """Seconds and peak MiB of a script in a process of its own."""
    start = time.perf_counter()
    measured = (
        f"{script}\nimport resource\nprint(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", measured, *arguments], check=True, capture_output=True, text=True
    )
    return time.perf_counter() - start, float(done.stdout.split()[-1]) / 1024


def main(repeats: int = 3) -> None:
    """Print the ratio of the medians and the peak memory."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "task.csv"
        task_file(path)
        bare, ours = [], []
        for turn in range(repeats):
            bare.append(run(BARE, str(path), f"{folder}/{turn}.parquet"))
            ours.append(run(LOAD, str(path), f"{folder}/workspace{turn}"))
        seconds = [sorted(pair[0] for pair in runs)[repeats // 2] for runs in (bare, ours)]
        memory = max(pair[1] for pair in ours)
        size = path.stat().st_size / 2**20
    print(f"canonical task file, {ROWS:,} rows, {size:.0f} MiB")
    print(f"  polars read_csv + write_parquet  {seconds[0]:6.2f} s")
    print(
        f"  load into an empty workspace     {seconds[1]:6.2f} s  = {seconds[1] / seconds[0]:.2f} x"
    )
    print(f"  peak memory of the load          {memory:6.0f} MiB")


if __name__ == "__main__":
    main()
