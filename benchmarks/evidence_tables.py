"""The error-rate study as tables in Markdown."""

from collections.abc import Callable, Mapping, Sequence
from statistics import fmean, stdev

from benchmarks.evidence_method_tables import few_cells, method_table
from benchmarks.evidence_rows import Row
from benchmarks.evidence_runs import Told
from benchmarks.evidence_shares import line, off, share

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
    "regressions": (
        "Callaway and Sant'Anna, normal",
        "Callaway and Sant'Anna, t(G-1)",
        "extended two-way, clustered t",
        "extended two-way, wild bootstrap",
        "printed (300 runs, wild 150)",
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
    "A3 methods": "What other methods would have said of the same firms",
    "A4": "Few teams: how often does an interval leave out 0 where nothing happened?",
    "A4 methods": "Few teams: and the usual ways of telling an error?",
    "A6": "What the verdict says",
}


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
        lines = _table(of_table, told)
        parts.append("\n".join([f"## {table}. {title}", "", *lines]))
    return "\n\n".join(parts) + "\n"


def _table(rows: Sequence[Row], told: Mapping[str, Sequence[Told]]) -> list[str]:
    if rows[0].asks == "methods":
        return method_table(rows, told)
    heads = ("planted situation", *HEADS[rows[0].asks])
    lines = [line(heads), line(["---"] * len(heads))]
    return lines + [line((row.name, *CELLS[row.asks](row, told[row.key]))) for row in rows]


def _estimate(_: Row, told: Sequence[Told]) -> tuple[str, ...]:
    if len(told) < 2:
        return ("not run",) * len(HEADS["estimate"])
    total, equal = _off(told, ""), _off(told, "_equal")
    return (
        f"{fmean(float(each['planted']) for each in told):.4f}",
        off(total),
        off(equal),
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
    "regressions": few_cells,
    "verdict": _verdict,
}
