"""The table that every estimator of this room reads: units by periods."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from evidence.results import Grain

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Panel:
    """Units by periods, and since when each unit is treated; on and stays on.

    outcome     (units, periods) in the scale of the model (log of cycle time, a share, a count);
                NaN where it is missing
    first       (units,) position in `times` of the first treated period; `len(times)`: never, or
                after the last period; 0: from the first period on, so that there is no 'before'
    times       (periods,) whole numbers, rising; gaps are allowed
    units       (units,) keys as the table gave them, sorted
    weights     (units, periods) above 0, mean 1
    clusters    (units,) codes 0..G-1 of the level at which the rollout was decided
    covariates  (units, periods, k), the same in each period where they do not change; k may be 0
    practice    (units, periods) cumulative practice above 0; None: not told
    exposure    (units, periods) people-days behind a count; None: not told
    grain       what a period is; 'period' where the table does not tell
    """

    outcome: Floats
    first: Ints
    times: Ints
    units: npt.NDArray[np.object_]
    weights: Floats
    clusters: Ints
    covariates: Floats
    practice: Floats | None = None
    exposure: Floats | None = None
    grain: Grain = "month"

    @property
    def never(self) -> int:
        """The value of `first` that stands for 'not treated inside the window'."""
        return len(self.times)

    @property
    def n_clusters(self) -> int:
        """How many clusters there are."""
        return int(self.clusters.max()) + 1

    @property
    def treated(self) -> Flags:
        """(units, periods) whether a unit is treated in a period."""
        return np.arange(len(self.times))[None, :] >= self.first[:, None]
