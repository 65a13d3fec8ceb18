"""The learning zone: how likely a piece of work lies below, in or above it (METHODS 3.1)."""

from math import log

import narwhals as nw

from metrics.formulas.normal import normal_cdf


def logit(share: float) -> float:
    """Log odds of a share between 0 and 1."""
    return log(share / (1 - share))


def zone_shares(
    margin: nw.Expr, spread: nw.Expr, lowest: float, highest: float
) -> tuple[nw.Expr, nw.Expr]:
    """Probabilities that the work is too hard alone (below the zone) and that it lies in the zone.

    margin   skill minus difficulty, logits; no help of AI or of others in it
    spread   standard deviation of margin, logits, above 0
    lowest, highest   ends of the zone as chances of success alone, 0 to 1
    """
    below = normal_cdf((logit(lowest) - margin) / spread)
    return below, normal_cdf((logit(highest) - margin) / spread) - below
