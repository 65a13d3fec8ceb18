"""Reading and loading a wide workbook against Polars reading the same one."""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
from openpyxl import Workbook

from benchmarks.process import Cost, against, fastest, run
from loaders.load import load_file
from store.workspace import Workspace

ROWS = 100_000
OTHERS = 18  # columns of the firm's own, beside the twelve that are ours

READ = """
import sys
from loaders.export import Export
assert Export.open(sys.argv[1]).rows().height == int(sys.argv[2])
"""

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
pl.read_excel(sys.argv[1], engine="calamine")
"""


def workbook(path: Path, rows: int = ROWS) -> None:
    """Write issues with thirty columns as a tracker exports them to a workbook."""
    rng = np.random.default_rng(5)
    number = pl.Series(range(rows))
    seconds = pl.Series(rng.integers(1_700_000_000, 1_760_000_000, rows))
    opened, updated = (pl.from_epoch(each, "s") for each in (seconds, seconds + 259_200))

    def pick(*values: str) -> pl.Series:
        return pl.Series(np.asarray(values)[rng.integers(0, len(values), rows)])

    frame = pl.DataFrame(
        {
            "Summary": "Change part " + number.cast(pl.String),
            "Issue key": "ATL-" + number.cast(pl.String),
            "Issue id": number,
            "Issue Type": pick("Bug", "Story", "Task"),
            "Status": pick("Done", "In Progress"),
            "Assignee": "Ana Ruiz " + pl.Series(rng.integers(0, 400, rows)).cast(pl.String),
            "Reporter": "Bo Chen " + pl.Series(rng.integers(0, 400, rows)).cast(pl.String),
            "Created": opened,
            "Updated": updated,
            "Due date": opened.dt.date(),
            "Original estimate": pl.Series(3_600 * rng.integers(1, 40, rows)),
            "Labels": pick("api", "web", "store"),
        }
    )
    own = [
        pl.Series(rng.gamma(2, 4, rows).round(2)).alias(f"Custom field (Own {i})")
        if i % 2
        else pick("yes", "no", "perhaps").alias(f"Custom field (Own {i})")
        for i in range(OTHERS)
    ]
    whole = frame.with_columns(own)
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in (whole.columns, *whole.iter_rows()):
        sheet.append(row)
    book.save(path)


def called(work: Callable[[], object]) -> Cost:
    """What one call costs in this process, where everything is imported already."""
    clock, busy = time.perf_counter(), time.process_time()
    work()
    return Cost(time.perf_counter() - clock, time.process_time() - busy, 0)


def main(repeats: int = 3) -> None:
    """Print the ratios of the fastest runs; those compared take turns."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "issues.xlsx"
        workbook(path)
        bare, read, load = [], [], []
        for turn in range(repeats):
            bare.append(run(BARE, str(path)))
            read.append(run(READ, str(path), str(ROWS)))
            load.append(run(LOAD, str(path), f"{folder}/workspace{turn}"))
        reads, loads = [], []
        for turn in range(repeats):
            reads.append(called(lambda: pl.read_excel(path, engine="calamine")))
            with Workspace.open(Path(folder) / f"inside{turn}") as workspace:
                loads.append(called(lambda: load_file(workspace, path, by="benchmark")))
        size = path.stat().st_size / 2**20
    print(f"workbook, {ROWS:,} rows x {12 + OTHERS} columns, {size:.0f} MiB")
    print(f"  polars read_excel                {fastest(bare).seconds:6.2f} s")
    for what, runs in (("opened, all rows as text", read), ("loaded, empty workspace", load)):
        cost = fastest(runs)
        print(f"  {what:<32} {cost.seconds:6.2f} s  = {against(cost, fastest(bare))}")
    inside = against(fastest(loads), fastest(reads)).rpartition(",")[0]
    print(f"  {'the same load, as a call':<32} {fastest(loads).seconds:6.2f} s  = {inside}")


if __name__ == "__main__":
    main()
