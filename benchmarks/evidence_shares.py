"""Shares with their counts and Monte Carlo errors, and lines of a table."""

import math
from collections.abc import Sequence
from statistics import fmean, stdev


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


def off(values: Sequence[float]) -> str:
    """'+.0004 ± .0003': the mean of how far runs are off, and its Monte Carlo error."""
    if len(values) < 2:
        return "not run"
    return f"{fmean(values):+.4f} ± {stdev(values) / math.sqrt(len(values)):.4f}"


def line(cells: Sequence[str]) -> str:
    """One line of a Markdown table."""
    return f"| {' | '.join(cells)} |"
