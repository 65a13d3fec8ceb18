"""The error-rate study as tables: shares with their counts and Monte Carlo errors."""

import math
from collections.abc import Callable, Mapping, Sequence
from statistics import fmean, stdev

from benchmarks.evidence_rows import Row
from benchmarks.evidence_runs import Told

HEADS = {
    "estimate": (
        "planted",
        "found",
        "bias",
        "spread of the estimates",
        "mean error told",
        "interval holds it",
    ),
    "few": ("usual interval leaves out 0", "interval shown leaves out 0", "shuffles at most .05"),
    "verdict": ("'worked'", "'harmed'", "'cannot tell'", "'no meaningful effect'", "asked", "kept"),
}
TITLES = {
    "A3": "Is the headline right, and does its interval hold the truth in 95 of 100?",
    "A4": "Few teams: how often does an interval leave out 0 where nothing happened?",
    "A6": "What the verdict says",
}


def share(hits: Sequence[bool]) -> str:
    """'.052 ± .007 (1000)': share, its Monte Carlo error, runs; a bound where the share is 0."""
    n = len(hits)
    if n == 0:
        return "not run"
    p = sum(hits) / n
    if p in {0.0, 1.0}:
        bound = 1 - 0.05 ** (1 / n)
        return f"{p:.3f} ({n}; {'at most' if p == 0 else 'at least'} {abs(p - bound):.3f})"
    return f"{p:.3f} ± {math.sqrt(p * (1 - p) / n):.3f} ({n})"


def kept(row: Row, told: Sequence[Told]) -> str:
    """Whether 'worked' is said as seldom, or as often, as was asked."""
    if row.most is None and row.least is None:
        return ""
    if not told:
        return "not run"
    worked = fmean(said(told, "WORKED"))
    within = worked <= row.most if row.most is not None else worked >= (row.least or 0.0)
    return "yes" if within else "**no**"


def said(told: Sequence[Told], verdict: str) -> list[bool]:
    """Of each run, whether the verdict begins with this word."""
    return [str(each["verdict"]).startswith(verdict) for each in told]


def tables(rows: Sequence[Row], told: Mapping[str, Sequence[Told]]) -> str:
    """All tables in Markdown."""
    parts = []
    for table, title in TITLES.items():
        of_table = [row for row in rows if row.table == table]
        if not of_table:
            continue
        heads = ("planted situation", *HEADS[of_table[0].asks])
        lines = [f"## {table}. {title}", "", _line(heads), _line(["---"] * len(heads))]
        lines += [_line((row.name, *CELLS[row.asks](row, told[row.key]))) for row in of_table]
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _estimate(_: Row, told: Sequence[Told]) -> tuple[str, ...]:
    if len(told) < 2:
        return ("not run",) * len(HEADS["estimate"])
    of = {name: [float(each[name]) for each in told] for name in ("planted", "found", "se")}
    off = [found - planted for found, planted in zip(of["found"], of["planted"], strict=True)]
    return (
        f"{fmean(of['planted']):.4f}",
        f"{fmean(of['found']):.4f}",
        f"{fmean(off):+.4f} ± {stdev(off) / math.sqrt(len(off)):.4f}",
        f"{stdev(off):.4f}",
        f"{fmean(of['se']):.4f}",
        share([bool(each["holds"]) for each in told]),
    )


def _few(_: Row, told: Sequence[Told]) -> tuple[str, ...]:
    return (
        share([bool(each["usual"]) for each in told]),
        share([bool(each["shown"]) for each in told]),
        share([bool(each["shuffled"]) for each in told if each["shuffled"] is not None]),
    )


def _verdict(row: Row, told: Sequence[Told]) -> tuple[str, ...]:
    asked = "" if row.most is None else f"at most {row.most:.2f}"
    asked = asked if row.least is None else f"at least {row.least:.2f}"
    codes = ("WORKED", "HARMED", "CANNOT-TELL", "NO-MEANINGFUL-EFFECT")
    return (*(share(said(told, code)) for code in codes), asked, kept(row, told))


CELLS: dict[str, Callable[[Row, Sequence[Told]], tuple[str, ...]]] = {
    "estimate": _estimate,
    "few": _few,
    "verdict": _verdict,
}
