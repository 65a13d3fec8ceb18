"""Shrinkage of many estimates towards their mean, before any trigger or order (METHODS R11)."""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]


def between_variance(estimates: Numbers, errors: Numbers, group: Places) -> Numbers:
    """Variance of the true values in each group, tau squared, (groups,).

    estimates, errors  (teams,), errors above 0
    group              number of each team's group, from 0, (teams,)

    Paper: DerSimonian and Laird 1986, doi 10.1016/0197-2456(86)90046-2
    """
    weights = 1 / errors**2
    total = np.bincount(group, weights)
    mean = np.bincount(group, weights * estimates) / total
    distance = np.bincount(group, weights * (estimates - mean[group]) ** 2)
    excess = distance - (np.bincount(group) - 1)
    scale = total - np.bincount(group, weights**2) / total
    several = np.bincount(group) > 1
    return np.maximum(np.where(several, excess / np.where(several, scale, 1.0), 0.0), 0.0)


def shrunk(estimates: Numbers, errors: Numbers, group: Places) -> Numbers:
    """Estimates drawn towards the mean of their group by how much of the spread is noise, (teams,).

    One estimate alone has no neighbours to learn from and stays as it is.
    """
    if not len(estimates):
        return estimates
    tau_squared = between_variance(estimates, errors, group)[group]
    weights = 1 / (errors**2 + tau_squared)
    mean = (np.bincount(group, weights * estimates) / np.bincount(group, weights))[group]
    trust = tau_squared / (tau_squared + errors**2)
    return np.asarray(trust * estimates + (1 - trust) * mean)
