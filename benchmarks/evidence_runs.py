"""Runs of the error-rate study, kept one a line, so that a study goes on where it was ended."""

import hashlib
import json
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeAlias

from benchmarks.evidence_rows import Row

Told: TypeAlias = dict[str, float | str | None]
Ask: TypeAlias = Callable[[Row, int], Told]
ROOT = Path(__file__).parent.parent
KEPT = ROOT / "build" / "evidence-study.jsonl"
ALSO = ("evidence/*.toml", "sample_data/team_months.py", "benchmarks/evidence_[ar]*s.py")


def trace() -> str:
    """A trace of the code that answers: runs of other code are never mixed with these.

    Counts: the modules of `evidence` that are imported now, the judged numbers, what is planted.
    """
    digest = hashlib.sha256()
    modules = (module for name, module in sys.modules.items() if name.startswith("evidence."))
    paths = {Path(str(module.__file__)) for module in modules}
    paths |= {path for pattern in ALSO for path in ROOT.glob(pattern)}
    for path in sorted(paths):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def run_all(
    rows: Iterable[Row],
    runs: Callable[[Row], int],
    ask: Ask,
    kept: Path | None = KEPT,
    version: str | None = None,
    progress: Callable[[str], None] = print,
) -> dict[str, list[Told]]:
    """Answers of each row by its key; run n of a row is always the firm of seed n.

    kept  the file of runs; what stands there of the same code is not run again. None: not kept
    """
    version = version or trace()
    done = _read(kept, version) if kept else {}
    for row in rows:
        told = done.setdefault(row.key, [])
        start, before = time.perf_counter(), len(told)
        for seed in range(len(told), runs(row)):
            told.append(ask(row, seed))
            if kept:
                _keep(kept, {"version": version, "row": row.key, "seed": seed, "told": told[-1]})
        fresh, seconds = len(told) - before, time.perf_counter() - start
        progress(f"{row.key:<48} {len(told):>5} runs, {fresh:>5} of them now in {seconds:7.1f} s")
    return {row.key: done[row.key][: runs(row)] for row in rows}


def _read(kept: Path, version: str) -> dict[str, list[Told]]:
    """Runs of this version in the order of their seeds; a last line that was cut is left out."""
    done: dict[str, list[Told]] = {}
    if not kept.exists():
        return done
    text = kept.read_text(encoding="utf-8")
    if not text.endswith("\n"):
        kept.write_text(text + "\n", encoding="utf-8")
    for line in text.splitlines():
        try:
            entry = json.loads(line)
        except json.JSONDecodeError:
            continue
        if entry["version"] == version and entry["seed"] == len(done.get(entry["row"], [])):
            done.setdefault(entry["row"], []).append(entry["told"])
    return done


def _keep(kept: Path, entry: dict[str, object]) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True)
    with kept.open("a", encoding="utf-8") as file:
        file.write(json.dumps(entry) + "\n")
