"""Holm's correction over the outcomes that one page shows."""

import math
from collections.abc import Sequence
from dataclasses import replace

from evidence.codes import code
from evidence.judged import judged
from evidence.results import Estimate, Finding
from evidence.sentences import verdict


def holm(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings of one page with `holm_p` and `tested`, in their order.

    A finding that says of its interval that it works or harms, and whose corrected p is above
    alpha, becomes CANNOT-TELL with the code MANY_OUTCOMES; nothing else changes.
    Counts: findings with an interval are the outcomes tested; one by itself is not corrected.
    Does not tell: anything of outcomes that were looked at and not shown.
    Paper: Holm (1979), https://www.jstor.org/stable/4615733
    """
    chances = [_chance(finding) for finding in findings]
    tested = sum(p is not None for p in chances)
    corrected = _corrected(chances) if tested > 1 else [None] * len(chances)
    return tuple(
        _with(finding, p, max(tested, 1)) for finding, p in zip(findings, corrected, strict=True)
    )


def _chance(finding: Finding) -> float | None:
    """The p that the verdict stands on: of the interval, and of the shuffles where asked."""
    if finding.total is None or finding.counts is None or finding.verdict.code == "NOT-ANSWERABLE":
        return None
    p = chance(finding.total, finding.counts.clusters)
    return None if p is None else max(p, finding.shuffle_p or 0.0)


def chance(estimate: Estimate, clusters: int) -> float | None:
    """Two-sided p of no effect, from the same t(G-1) as the interval; None without an interval."""
    from scipy.stats import t  # noqa: PLC0415 -- not needed by those who only read findings

    half = (estimate.high - estimate.low) / 2
    freedom = clusters - 1
    if freedom < 1 or math.isnan(half):
        return None
    if half == 0:
        return 1.0 if estimate.estimate == 0 else 0.0
    se = half / float(t.ppf(1 - judged()["alpha"] / 2, freedom))
    middle = (estimate.high + estimate.low) / 2
    return float(2 * t.sf(abs(middle) / se, freedom))


def _corrected(chances: Sequence[float | None]) -> list[float | None]:
    """Holm's step-down p: the smallest times m, the next times m - 1, never falling."""
    told = sorted((p, place) for place, p in enumerate(chances) if p is not None)
    corrected: list[float | None] = [None] * len(chances)
    worst = 0.0
    for rank, (p, place) in enumerate(told):
        worst = max(worst, min(1.0, (len(told) - rank) * p))
        corrected[place] = worst
    return corrected


def _with(finding: Finding, p: float | None, tested: int) -> Finding:
    told = replace(finding, holm_p=p, tested=tested)
    if p is None or p <= judged()["alpha"] or not _is_claimed(finding):
        return told
    doubt = code("MANY_OUTCOMES", others=tested - 1, chance=p)
    told = replace(told, codes=(*finding.codes, doubt))
    return replace(told, verdict=verdict("CANNOT-TELL", told))


def _is_claimed(finding: Finding) -> bool:
    return finding.verdict.code.startswith("WORKED") or finding.verdict.code == "HARMED"
