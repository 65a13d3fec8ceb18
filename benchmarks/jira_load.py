"""Load of a very large Jira export against Polars turning the same file into Parquet."""

import sys
import tempfile
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks.process import Cost, against, fastest, run

ROWS = 5_000_000
ROWS_A_SLICE = 250_000  # made and written at a time, so that the maker stays small
ACCOUNTS = 4_000
HEADER = (
    "Summary,Issue key,Issue id,Issue Type,Status,Priority,Resolution,Assignee,Assignee Id,Reporter"
    ",Created,Updated,Resolved,Original estimate,Labels,Labels,Labels,Sprint,Sprint,Comment,Comment"
    ",Status Category\n"
)

LOAD = """
import sys
from cli import main
sys.argv = ["atelier", "load", sys.argv[1], "--workspace", sys.argv[2]]
main()
"""

BARE = """
import sys
import polars as pl
pl.scan_csv(sys.argv[1]).sink_parquet(sys.argv[2])
"""


def jira_file(path: Path, rows: int) -> None:
    """Write issues as the issue navigator of the cloud exports them, about 200 bytes each."""
    rng = np.random.default_rng(11)
    with path.open("wb") as file:
        file.write(HEADER.encode())
        for first in range(0, rows, ROWS_A_SLICE):
            _issues(rng, first, min(ROWS_A_SLICE, rows - first)).write_csv(
                file, include_header=False
            )


def _issues(rng: np.random.Generator, first: int, rows: int) -> pl.DataFrame:
    """Issues in columns by position: a header repeats names."""
    number = pl.Series(np.arange(first, first + rows)).cast(pl.String)
    opened = rng.integers(1_700_000_000, 1_760_000_000, rows)
    closed = opened + rng.integers(3_600, 2_000_000, rows)
    is_done = pl.Series(rng.random(rows) < 0.8)

    def moment(seconds: np.ndarray) -> pl.Series:
        return pl.from_epoch(pl.Series(seconds), "s").dt.strftime("%-d/%b/%y %-I:%M %p")

    def pick(*values: str) -> pl.Series:
        return pl.Series(np.asarray(values)[rng.integers(0, len(values), rows)])

    def some(cells: pl.Series, share: float) -> pl.Series:
        return pl.select(pl.when(pl.Series(rng.random(rows) < share)).then(cells)).to_series()

    def account(of: pl.Series) -> pl.Series:
        return "5b10ac8d82e05b22cc7d" + of.cast(pl.String).str.zfill(4)

    def comment() -> pl.Series:
        author = account(pl.Series(rng.integers(0, ACCOUNTS, rows)))
        return moment(closed) + ";" + author + ";Fine, with two nits"

    who, asked = (pl.Series(rng.integers(0, ACCOUNTS, rows)) for _ in range(2))
    columns = [
        "Change the way of part " + number,
        "ATL-" + number,
        number,
        pick("Bug", "Story", "Task", "Sub-task"),
        is_done.replace_strict({True: "Done", False: "In Progress"}),
        pick("High", "Medium", "Low"),
        is_done.replace_strict({True: "Done", False: None}, return_dtype=pl.String),
        "Ana Ruiz " + who.cast(pl.String),
        account(who),
        "Bo Chen " + asked.cast(pl.String),
        moment(opened),
        moment(closed),
        pl.select(pl.when(is_done).then(moment(closed))).to_series(),
        some(pl.Series(3_600 * rng.integers(1, 40, rows)).cast(pl.String), 0.5),
        pick("api", "web", "store"),
        some(pick("go", "python", "sql"), 0.4),
        some(pick("gdpr"), 0.1),
        pick("ATL Sprint 7", "ATL Sprint 8"),
        some(pick("ATL Sprint 9"), 0.2),
        some(comment(), 0.3),
        some(comment(), 0.1),
        is_done.replace_strict({True: "Done", False: "In Progress"}),
    ]
    return pl.DataFrame([column.alias(str(i)) for i, column in enumerate(columns)])


def measure(rows: int = ROWS, repeats: int = 1) -> tuple[Cost, Cost, float]:
    """What Polars takes, what the load takes, and the MiB of the file; the two take turns."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "jira.csv"
        jira_file(path, rows)
        bare, ours = [], []
        for turn in range(repeats):
            bare.append(run(BARE, str(path), f"{folder}/{turn}.parquet"))
            ours.append(run(LOAD, str(path), f"{folder}/workspace{turn}"))
        return fastest(bare), fastest(ours), path.stat().st_size / 2**20


def main(rows: int = ROWS, repeats: int = 2) -> None:
    """Print the ratio of the fastest runs and the peak memory."""
    bare, ours, size = measure(rows, repeats)
    print(f"Jira export, {rows:,} rows, {size:.0f} MiB")
    print(f"  polars scan_csv + sink_parquet   {bare.seconds:6.2f} s, {bare.mebibytes:.0f} MiB")
    print(f"  atelier load, empty workspace    {ours.seconds:6.2f} s  = {against(ours, bare)}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
