"""When tasks are open, and on which days people meet over them."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from sample_data.days import Flags, Floats, Ints
from sample_data.spells import Spells

SHORTEST: Final = 2  # business days, so that a late task can have been due while it was open


@dataclass(frozen=True)
class Slices:
    """One person's days cut into tasks, one after the other; arrays over tasks.

    Tasks of a person do not overlap, so that a day with AI belongs to one task.
    """

    spell: Ints
    open: Ints
    close: Ints
    is_last: Flags


def cut(spells: Spells, tasks: Floats, rng: np.random.Generator) -> Slices:
    """The days of each spell, cut into about so many tasks of two days or more."""
    days = spells.end - spells.first
    counts = np.minimum((tasks + rng.random(len(tasks))).astype(np.int64), days // SHORTEST)
    spell = np.repeat(np.arange(len(counts)), counts)
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    turn = np.arange(len(spell)) - starts[spell]
    width = (days / np.maximum(counts, 1))[spell]
    # The play at each edge leaves two days to the shortest task.
    play = rng.uniform(-0.45, 0.45, len(spell)) * (width - SHORTEST)
    edge = np.where(turn == 0, 0.0, turn * width + play)
    begin = spells.first[spell] + np.floor(edge + 1e-9).astype(np.int64)
    is_last = turn == counts[spell] - 1
    following = np.append(begin[1:], 0)
    close = np.where(is_last, spells.end[spell], following) - 1
    return Slices(spell, begin, close, is_last)


def meeting_days(slices: Slices, twice: Flags, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Positions of the first and the last day on which people leave a trace on a task.

    They are the same day for most tasks; the last is the day of closing.
    """
    earlier = slices.open + (rng.random(len(twice)) * (slices.close - slices.open)).astype(np.int64)
    return np.where(twice, earlier, slices.close), slices.close
