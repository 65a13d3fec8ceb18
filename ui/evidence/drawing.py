"""What the pictures of a study have in common. Tones for both themes."""

import math
from collections.abc import Sequence
from typing import Any, Final

from evidence.change_words import in_units
from evidence.results import Estimate, Outcome
from exports.evidence.wording import change_unit
from ui.charts import MARK

BEFORE: Final = "#737B83"
AFTER: Final = "#2E7FBF"
ROLLOUT: Final = "#C4621A"
PAYS: Final = "#1B8A6B"
ZERO: Final = {"color": MARK, "width": 1.5}


def brief_axis(outcome: Outcome) -> str:
    """The axis of a low picture: the unit alone."""
    return f"change, {change_unit(outcome)}".replace("standard deviations", "SD")


def whisker(outcome: Outcome, estimates: Sequence[Estimate], colour: str) -> dict[str, Any]:
    """Intervals as plotly draws them: lengths to both sides of the point."""
    up, down = [], []
    for each in estimates:
        middle = in_units(outcome, each.estimate)
        is_known = math.isfinite(each.low) and math.isfinite(each.high)
        up.append(in_units(outcome, each.high) - middle if is_known else 0.0)
        down.append(middle - in_units(outcome, each.low) if is_known else 0.0)
    length = {"array": up, "arrayminus": down, "symmetric": False, "type": "data"}
    return {**length, "color": colour, "thickness": 2, "width": 0}


def marker(colour: str, shape: str) -> dict[str, Any]:
    """A point with a rim, as plotly draws it."""
    return {"size": 11, "color": colour, "symbol": shape, "line": {"width": 2, "color": colour}}
