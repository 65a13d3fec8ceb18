"""A month that overlaps what is known already, into two years of facts and into none."""

import shutil
import tempfile
from pathlib import Path

from benchmarks.jira_load import LOAD, jira_file
from benchmarks.process import against, fastest, run

MONTHS = 24
ISSUES = 20_000  # of one month


def main(repeats: int = 3) -> None:
    """Print the ratio of the fastest runs; the two take turns."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        known, month = folder / "months", folder / "month.csv"
        jira_file(folder / "all.csv", ISSUES * MONTHS + ISSUES // 2)
        header, *lines = (folder / "all.csv").read_text().splitlines(keepends=True)
        known.mkdir()
        for i in range(MONTHS):
            of_month = lines[i * ISSUES : (i + 1) * ISSUES]
            (known / f"{i:02}.csv").write_text(header + "".join(of_month))
        # Half of its issues are known, and half of those have got another title since.
        late = [line.replace("Change", "Mend", i % 2) for i, line in enumerate(lines[-ISSUES:])]
        month.write_text(header + "".join(late))
        run(LOAD, str(known), f"{folder}/before")
        empty, full = [], []
        for turn in range(repeats):
            shutil.copytree(folder / "before", folder / f"full{turn}")
            empty.append(run(LOAD, str(month), f"{folder}/empty{turn}"))
            full.append(run(LOAD, str(month), f"{folder}/full{turn}"))
    bare, ours = fastest(empty), fastest(full)
    print(f"a month of {ISSUES:,} issues, half of them known")
    print(f"  into an empty workspace          {bare.seconds:6.2f} s")
    print(
        f"  into {MONTHS} months of facts           {ours.seconds:6.2f} s  = {against(ours, bare)}"
    )


if __name__ == "__main__":
    main()
