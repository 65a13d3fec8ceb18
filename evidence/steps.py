"""What a step of a table is called, and a block of its steps.

A table of few periods is one of years, of quarters or of a young firm's months: its blocks are
single periods, and its sentences say so. Blocks of a longer table hold three: of months a quarter.
"""

from typing import Literal, TypeAlias

from evidence.judged import judged
from evidence.results import Counts, Grain

BlockWord: TypeAlias = Grain | Literal["block"]


def is_short(periods: int) -> bool:
    """Whether a table has no room for blocks of more than one period."""
    return bool(periods < judged()["short_table"])


def block_length(periods: int) -> int:
    """Periods of a block, in a table of so many."""
    return 1 if is_short(periods) else int(judged()["block_months"])


def block_word(counts: Counts | None) -> BlockWord:
    """What a block is called in the sentences of a finding."""
    step = step_word(counts)
    if counts is not None and is_short(counts.periods):
        return step
    return "quarter" if step == "month" else "block"


def step_word(counts: Counts | None) -> Grain:
    """What a period is called in the sentences of a finding."""
    return "month" if counts is None else counts.grain
