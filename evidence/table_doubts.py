"""What a table makes one doubt, and when it is too thin to answer (EVIDENCE A11)."""

from collections.abc import Iterator

import numpy as np

from evidence.errors import NotAnswerable
from evidence.judged import judged
from evidence.panel import Panel
from evidence.results import Code


def doubts(panel: Panel) -> tuple[Code, ...]:
    """Codes that warn. Raises NotAnswerable (TOO_MUCH_MISSING)."""
    missing = 1 - float(np.isfinite(panel.outcome).mean())
    if missing > judged()["missing_stop"]:
        raise NotAnswerable(
            "TOO_MUCH_MISSING",
            f"{missing:.0%} of the unit-periods have no outcome",
            f"at most {judged()['missing_stop']:.0%}",
            "Load what is missing, or choose a window that is whole",
        )
    return tuple(_doubts(panel, missing))


def _doubts(panel: Panel, missing: float) -> Iterator[Code]:
    always = int((panel.first == 0).sum())
    if always:
        words = f"{always} units had it from the first period on; they are left out"
        yield Code("ALWAYS_TREATED_DROPPED", words, "warns")
    if int(panel.times[-1] - panel.times[0]) + 1 != len(panel.times):
        yield Code("TIME_GAPS", "some periods are missing for everybody", "warns")
    if missing > judged()["missing_warn"]:
        words = f"{missing:.1%} of the unit-periods have no outcome"
        yield Code("MISSING", words, "warns")
    bare = int((~np.isfinite(panel.covariates)).any(axis=(1, 2)).sum())
    if bare:
        words = f"{bare} units have no value of a covariate; where it is used they are left out"
        yield Code("COVARIATES_MISSING", words, "warns")
    blank = _without_practice(panel)
    if blank:
        words = f"{blank} unit-periods have no practice above zero, and are left out"
        yield Code("PRACTICE_MISSING", words, "warns")
    gone = _vanished(panel)
    if gone is not None and abs(gone[0] - gone[1]) > judged()["attrition_warn"]:
        words = f"units vanish at different rates: {gone[0]:.0%} with it, {gone[1]:.0%} without it"
        yield Code("ATTRITION_DIFFERS", words, "warns")


def _without_practice(panel: Panel) -> int:
    if panel.practice is None:
        return 0
    return int((np.isfinite(panel.outcome) & ~np.isfinite(panel.practice)).sum())


def _vanished(panel: Panel) -> tuple[float, float] | None:
    """Shares of units with and without it whose outcome ends before the table does."""
    ends_early = ~np.isfinite(panel.outcome[:, -1])
    with_it = panel.first < panel.never
    if with_it.all():
        return None
    return float(ends_early[with_it].mean()), float(ends_early[~with_it].mean())
