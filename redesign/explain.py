"""Why this pair, what may go wrong, what would change it: sentences on numbers, naming no name."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

SMALLEST_SHOWN: Final = 0.005  # of a score; smaller differences read as "next to nothing"
WHOLE_SCALE: Final = 1.0  # a pair is worth 1 at most: what takes more is decided by a promise
FEW_TASKS: Final = 10  # finished tasks below which a skill estimate says little

Row = Mapping[str, Any]


def because(pair: Row) -> str:
    """Why the pair fits: zone, chance, support, goals, ties."""
    parts = [_zone(pair)]
    if pair["supporter_id"]:
        parts.append(f"support by {pair['supporter_id']}, {pair['support_hours']:.1f} h")
    if pair["goal_fit"]:
        parts.append(f"{pair['goal_fit']:.0%} of its skills are goals of this person")
    if pair["is_owner"]:
        parts.append("it is this person's already")
    return "; ".join(parts)


def next_best(other_task: str, lower: float, elsewhere: float | None) -> str:
    """The person's best other task, and how much more it is worth where it goes (None: nowhere)."""
    if lower >= 0:
        text = f"next best for this person is {other_task}, {_difference(lower, 'lower')}"
    else:
        text = f"{other_task} would be worth {_difference(-lower, 'more')} to this person"
    if elsewhere is None:
        return text
    if elsewhere < 0:
        return f"{text}, but goes where the plan as a whole gains more"
    return f"{text}, but goes to somebody for whom it is worth {_difference(elsewhere, 'more')}"


def risk(pair: Row) -> str:
    """What may go wrong with the pair."""
    parts = [f"{1 - pair['p_success']:.0%} chance that it comes late, back or open again"]
    if pair["zone"] == "exposed":
        parts.append("too hard to do alone with ease, and nobody beside")
    if pair["zone"] == "supported stretch":
        parts.append("falls to a bare stretch if the support does not come")
    if not pair["n_tasks"]:
        parts.append("no finished task tells of this person's skill yet")
    elif pair["n_tasks"] < FEW_TASKS:
        parts.append(f"skill known from {pair['n_tasks']} finished tasks only")
    if pair["effort_hours"] is None:
        parts.append("its size is not known, a day is assumed")
    if pair["is_waiting"]:
        parts.append("another open task must come first")
    if pair["days_to_due"] is not None and pair["days_to_due"] < 0:
        parts.append("already overdue")
    return "; ".join(parts)


def would_enter(missing: float, promise: float, *, is_supported: bool) -> str:
    """What would bring a pair into the plan that is not in it."""
    if np.isinf(missing):
        if is_supported:
            return "would need another hour of the supporter, whose hours are given away"
        return "no swap of tasks brings it in"
    if missing >= min(promise, WHOLE_SCALE):
        return "kept out by a promise: another's learning task, or a task that is due"
    return f"would be proposed if the pair were worth {_difference(missing, 'more')}"


def would_leave(spare: float, promise: float) -> str:
    """What would take a chosen pair out of the plan."""
    if spare >= min(promise, WHOLE_SCALE):
        return "stays: it keeps a promise, a learning task or a task that is due"
    return f"stays until the pair is worth {_difference(spare, 'less')}"


def _zone(pair: Row) -> str:
    alone = f"{pair['alone']:.0%} likely to succeed alone"
    if pair["zone"] == "learning zone":
        return f"in the learning zone ({alone})"
    if pair["zone"] == "supported stretch":
        return f"a stretch with support ({alone}, {pair['p_success']:.0%} as planned)"
    if pair["zone"] == "routine":
        return f"routine for this person ({alone})"
    return f"hard for this person ({alone}, {pair['p_success']:.0%} as planned)"


def _difference(size: float, word: str) -> str:
    return f"{size:.2f} {word}" if size >= SMALLEST_SHOWN else f"next to nothing {word}"
