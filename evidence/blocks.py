"""The event study in quarters, and whether units drifted apart before the rollout (EVIDENCE A5).

Single months are too many and too noisy: the test over all of them rejects 22 % at nominal 5 %.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from evidence.aggregate import Mean, by_event
from evidence.group_time import GroupTime
from evidence.influence import covariance, estimate
from evidence.judged import judged
from evidence.panel import Floats
from evidence.results import Block, PreTest
from evidence.singular import inverse
from evidence.steps import block_length


@dataclass(frozen=True)
class BlockStudy:
    """Quarters before and after the rollout, against the quarter just before it.

    blocks      by time, without the reference
    estimates   (blocks,) and covariance (blocks, blocks) of them;  n_before: how many stand before
    """

    blocks: tuple[Block, ...]
    pretest: PreTest
    estimates: Floats
    covariance: Floats
    n_before: int


def block_study(cells: GroupTime, length: int | None = None) -> BlockStudy | None:
    """Means of the event study over blocks of periods; None without two before and one after.

    cells   of the universal base, so that all periods are against the last one before the rollout
    length  periods of a block; None: the judged quarter, and single periods of a table that has
            fewer than the judged number: of years, quarters, or the months of a young firm

    Counts: up to the judged numbers of blocks, whole and without a gap to the rollout.
    """
    size = block_length(len(cells.panel.times)) if length is None else length
    events = by_event(cells)
    reference = _block(events, -1, size)
    before = _run(events, [-2 - j for j in range(int(judged()["blocks_before"]) - 1)], size)
    after = _run(events, list(range(int(judged()["blocks_after"]))), size)
    if reference is None or not before or not after:
        return None
    told = dict(sorted({**before, **after}.items()))
    estimates = np.array([mean.value - reference.value for mean in told.values()])
    influence = np.column_stack([m.influence - reference.influence for m in told.values()])
    spread = covariance(influence, cells.panel.clusters)
    return BlockStudy(
        blocks=_told(list(told), size, estimates, spread, cells.panel.n_clusters),
        pretest=_pre_test(estimates, spread, len(before), cells.panel.n_clusters),
        estimates=estimates,
        covariance=spread,
        n_before=len(before),
    )


def _block(events: Mapping[int, Mean], block: int, size: int) -> Mean | None:
    """Mean over the event times of a block; None where one is missing."""
    times = range(block * size, (block + 1) * size)
    if not all(time in events for time in times):
        return None
    means = [events[time] for time in times]
    return Mean(
        float(np.mean([mean.value for mean in means])),
        np.mean([mean.influence for mean in means], axis=0),
    )


def _run(events: Mapping[int, Mean], wanted: Sequence[int], size: int) -> dict[int, Mean]:
    """The blocks that follow each other without a gap, from the first that is wanted."""
    found: dict[int, Mean] = {}
    for block in wanted:
        mean = _block(events, block, size)
        if mean is None:
            break
        found[block] = mean
    return found


def _told(
    blocks: Sequence[int], size: int, estimates: Floats, spread: Floats, n_clusters: int
) -> tuple[Block, ...]:
    errors = np.sqrt(np.diag(spread))
    return tuple(
        Block(
            block=block,
            months=(block * size, (block + 1) * size - 1),
            effect=estimate(float(value), float(se), n_clusters),
        )
        for block, value, se in zip(blocks, estimates, errors, strict=True)
    )


def _pre_test(estimates: Floats, spread: Floats, n_before: int, n_clusters: int) -> PreTest:
    """Hotelling's F that all blocks before are 0: stat is F with (q, G - q) degrees of freedom."""
    if n_clusters <= n_before:
        return PreTest(float("nan"), n_before, float("nan"))
    own = estimates[:n_before]
    squared = float(own @ inverse(spread[:n_before, :n_before]) @ own)
    rest = n_clusters - n_before
    stat = squared * rest / (n_before * (n_clusters - 1))
    return PreTest(stat, n_before, float(stats.f.sf(stat, n_before, rest)))
