"""The error-rate study as tables: shares with their counts and Monte Carlo errors."""

import math
from collections.abc import Callable, Mapping, Sequence
from statistics import fmean, stdev

from benchmarks.evidence_rows import Row
from benchmarks.evidence_runs import Told

WORKED = ("WORKED", "WORKED-MAY-NOT-PAY", "WORKED-NOT-WORTH-IT")
HEADS = {
    "estimate": (
        "planted",
        "off by (total)",
        "off by (equal practice)",
        "spread",
        "error told",
        "interval holds the truth",
        "leaves out 0",
    ),
    "few": (
        "usual interval leaves out 0",
        "leave one team out",
        "shuffles at most .05",
        "both, as the page asks",
    ),
    "verdict": (
        "WORKED",
        "any 'worked'",
        "HARMED",
        "CANNOT-TELL",
        "NO-MEANINGFUL-EFFECT",
        "interval alone leaves out 0",
        "asked",
        "kept",
    ),
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
    if row.most is not None:
        return "yes" if fmean(said(told, WORKED)) <= row.most else "**no**"
    return "yes" if fmean(said(told, WORKED[:1])) >= (row.least or 0.0) else "**no**"


def said(told: Sequence[Told], codes: Sequence[str]) -> list[bool]:
    """Of each run, whether the verdict is one of these."""
    return [each["verdict"] in codes for each in told]


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
    total, equal = _off(told, ""), _off(told, "_equal")
    return (
        f"{fmean(float(each['planted']) for each in told):.4f}",
        *(f"{fmean(off):+.4f} ± {stdev(off) / math.sqrt(len(off)):.4f}" for off in (total, equal)),
        f"{stdev(total):.4f}",
        f"{fmean(float(each['se']) for each in told):.4f}",
        share([bool(each["holds"]) for each in told]),
        share([bool(each["outside"]) for each in told]),
    )


def _off(told: Sequence[Told], which: str) -> list[float]:
    return [float(each[f"found{which}"]) - float(each[f"planted{which}"]) for each in told]


def _few(_: Row, told: Sequence[Told]) -> tuple[str, ...]:
    return (
        share([bool(each["usual"]) for each in told]),
        share([bool(each["shown"]) for each in told]),
        share([bool(each["shuffled"]) for each in told]),
        share([bool(each["both"]) for each in told]),
    )


def _verdict(row: Row, told: Sequence[Told]) -> tuple[str, ...]:
    asked = "" if row.most is None else f"any 'worked' at most {row.most:.2f}"
    asked = asked if row.least is None else f"WORKED at least {row.least:.2f}"
    codes = (WORKED[:1], WORKED, ("HARMED",), ("CANNOT-TELL",), ("NO-MEANINGFUL-EFFECT",))
    plain = share([bool(each["outside"]) for each in told])
    return (*(share(said(told, code)) for code in codes), plain, asked, kept(row, told))


CELLS: dict[str, Callable[[Row, Sequence[Told]], tuple[str, ...]]] = {
    "estimate": _estimate,
    "few": _few,
    "verdict": _verdict,
}
