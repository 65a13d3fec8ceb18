"""Runs of the error-rate study, kept one a line, so that a study goes on where it was ended."""

import hashlib
import json
import re
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeAlias

from benchmarks.evidence_rows import Row

Told: TypeAlias = dict[str, float | str | None]
Ask: TypeAlias = Callable[[Row, int], Told]
ROOT = Path(__file__).parent.parent
KEPT = ROOT / "build" / "evidence-study.jsonl"
# What of the room a kind of run begins with, and which files beside modules it depends on.
BEGINS = {
    "estimate": ("imputation", "practice", "table"),
    "methods": ("aggregate", "group_time", "imputation", "practice", "table", "twfe"),
    "few": ("imputation", "practice", "table", "few_teams"),
    "regressions": ("aggregate", "etwfe", "group_time", "imputation", "table", "wild_bootstrap"),
    "verdict": ("table", "judge"),
}
ALSO = ("sample_data/team_months.py", "benchmarks/evidence_asks.py")
TABLES = {
    "verdict": ("evidence/judged.toml",),
    "methods": ("benchmarks/evidence_methods.py",),
    "regressions": ("benchmarks/evidence_methods.py",),
}
WORDS = {"change_words", "codes", "sentences", "words"}  # how a verdict is told, not which it is
IMPORT = re.compile(r"^\s*(?:from|import) evidence\.(\w+)", re.MULTILINE)


def trace(row: Row) -> str:
    """A trace of what answers a row, and of the row: runs of other code are never mixed with these.

    Counts: modules of `evidence` that are needed, however far away, and what is planted.
    """
    digest = hashlib.sha256(repr(row.plan).encode() + str(row.pays).encode())
    names = [f"evidence/{name}.py" for name in sorted(_needed(BEGINS[row.asks]))]
    for name in (*names, *ALSO, *TABLES.get(row.asks, ())):
        digest.update(name.encode() + (ROOT / name).read_bytes())
    return digest.hexdigest()[:12]


def _needed(begins: Iterable[str]) -> set[str]:
    found: set[str] = set()
    left = list(begins)
    while left:
        name = left.pop()
        if name not in found | WORDS:
            found.add(name)
            left += IMPORT.findall((ROOT / f"evidence/{name}.py").read_text(encoding="utf-8"))
    return found


def run_all(
    rows: Iterable[Row],
    runs: Callable[[Row], int],
    ask: Ask,
    kept: Path | None = KEPT,
    version: Callable[[Row], str] = trace,
    progress: Callable[[str], None] = print,
) -> dict[str, list[Told]]:
    """Answers of each row by its key; run n of a row is always the firm of seed n.

    kept  the file of runs; what stands there of the same code is not run again. None: not kept
    """
    done: dict[str, list[Told]] = {}
    for row in rows:
        now = version(row) if kept else ""
        told = done[row.key] = read(kept, row, now) if kept else []
        start, before = time.perf_counter(), len(told)
        for seed in range(len(told), runs(row)):
            told.append(ask(row, seed))
            if kept:
                _keep(kept, {"version": now, "row": row.key, "seed": seed, "told": told[-1]})
        fresh, seconds = len(told) - before, time.perf_counter() - start
        progress(f"{row.key:<48} {len(told):>5} runs, {fresh:>5} of them now in {seconds:7.1f} s")
    return {row.key: done[row.key][: runs(row)] for row in rows}


def read(kept: Path, row: Row, version: str) -> list[Told]:
    """Runs of a row by this version by their seeds; a line that was cut is left out."""
    told: list[Told] = []
    if not kept.exists():
        return told
    text = kept.read_text(encoding="utf-8")
    if text and not text.endswith("\n"):
        _append(kept, "\n")  # never written anew: another process may be adding runs
    for line in text.splitlines():
        try:
            entry = json.loads(line)
        except json.JSONDecodeError:
            continue
        same = entry["version"] == version and entry["row"] == row.key
        if same and entry["seed"] == len(told):
            told.append(entry["told"])
    return told


def _keep(kept: Path, entry: dict[str, object]) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True)
    _append(kept, json.dumps(entry) + "\n")


def _append(kept: Path, text: str) -> None:
    """In one write, so that lines of two processes are never mixed."""
    with kept.open("ab", buffering=0) as file:
        file.write(text.encode())
