"""Intervals of shares and ratios of counts (METHODS R9)."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv, ndtri

from metrics.formulas.jackknife import LEVEL

Numbers = NDArray[np.float64]


def wilson(hits: Numbers, of: Numbers) -> tuple[Numbers, Numbers]:
    """Wilson interval of a proportion: lower and upper limits.

    Paper: Wilson 1927, doi 10.1080/01621459.1927.10502953
    """
    z = float(ndtri(0.5 + LEVEL / 2))
    share = hits / of
    middle = share + z * z / (2 * of)
    half = z * np.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    scale = 1 + z * z / of
    return (middle - half) / scale, (middle + half) / scale


def clopper_pearson_ratio(up: Numbers, out: Numbers) -> tuple[Numbers, Numbers]:
    """Exact interval of the ratio of two counts, given their sum; open ends are 0 and infinity.

    Paper: Clopper and Pearson 1934, doi 10.1093/biomet/26.4.404
    """
    tail = (1 - LEVEL) / 2
    low = np.where(up > 0, betaincinv(np.maximum(up, 1), out + 1, tail), 0.0)
    high = np.where(out > 0, betaincinv(up + 1, np.maximum(out, 1), 1 - tail), 1.0)
    with np.errstate(divide="ignore"):
        return low / (1 - low), high / (1 - high)
