"""The comparison of methods as tables, beside what the design document printed of them."""

from collections.abc import Mapping, Sequence
from typing import Final

from benchmarks.evidence_methods import EQUAL, METHODS
from benchmarks.evidence_rows import Row
from benchmarks.evidence_runs import Told
from benchmarks.evidence_shares import line, off, share

# Off by at -5.4 %, interval holds the truth, 'worked' at no effect, off by at +40 % practice; by
# the order of METHODS. None: the document has no such line.
PRINTED: Final = (
    "-.186, .02, .96, -.184",
    "-.046, .00, 1.00, -.041",
    "-.033, .20, .81, -.033",
    "+.001, .88, .06, +.001",
    "+.001, .94, .02, +.001",
    "-.013, .82, .18, -.013",
    "",
    "-.075, .00, 1.00, -.075",
    "-.0003, .955, .04, -.0003",
    "(only the last:) -.0002",
)
# Shares of CS normal, CS t, ETWFE t, ETWFE wild; by the order of the rows.
PRINTED_FEW: Final = {
    8: ".160, .090, .060, .053",
    12: ".103, .063, .020, .033",
    20: ".077, .060, .027, .013",
    40: ".070, .053, .040, .047",
    24: ".193, .170, .167, .020",
}


def method_table(rows: Sequence[Row], told: Mapping[str, Sequence[Told]]) -> list[str]:
    """One line a method: the rows are an effect, no effect, and one through practice alone."""
    effect, nothing, practice = rows
    heads = (
        "method",
        f"{effect.name}: off by",
        f"{effect.name}: interval holds the truth",
        f"{nothing.name}: interval all on the good side",
        f"{practice.name}: off by",
        "printed (200 runs)",
    )
    lines = [line(heads), line(["---"] * len(heads))]
    for name, printed in zip(METHODS, PRINTED, strict=True):
        cells = (
            off(_off(told[effect.key], name)),
            share([_holds(each, name) for each in told[effect.key]]),
            share([float(each[f"high {name}"] or 0.0) < 0 for each in told[nothing.key]]),
            off(_off(told[practice.key], name)),
        )
        lines.append(line((name, *cells, printed)))
    return lines


def few_cells(row: Row, told: Sequence[Told]) -> tuple[str, ...]:
    """Shares in which each way of telling an error leaves out 0, and the printed ones."""
    ways = ("cs_normal", "cs_t", "etwfe_t", "etwfe_wild")
    shares = (share([bool(each[way]) for each in told]) for way in ways)
    return (*shares, PRINTED_FEW[row.plan.teams])


def _planted(told: Told, name: str) -> float:
    return float(told[f"planted {name}" if name == EQUAL else "planted"] or 0.0)


def _off(told: Sequence[Told], name: str) -> list[float]:
    return [float(each[f"found {name}"] or 0.0) - _planted(each, name) for each in told]


def _holds(told: Told, name: str) -> bool:
    low, high = (float(told[f"{end} {name}"] or 0.0) for end in ("low", "high"))
    return low <= _planted(told, name) <= high
