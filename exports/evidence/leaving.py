"""Leaving by person and month, told beside a study of retention: page, workbook and command."""

import math
from typing import Any

from evidence.judged import judged
from evidence.results import Estimate, Finding, Leaving
from exports.evidence.told import StudyTold
from exports.evidence.wording import gain


def leaving(finding: Finding) -> str:
    """The detail in sentences; empty for other outcomes and where the study has no answer."""
    told = told_of(finding)
    if told is None:
        return ""
    if told.log_ratio is None:
        return f"Per person and month: cannot tell, as {told.reason.rstrip('.')}."
    times = math.exp(told.log_ratio.estimate)
    return " ".join(
        (
            f"Per person and month: leaving is {times:.2f} times as likely ({_spread(told)}; 95% "
            "interval) with it as without it, in the same month and after the same time in the "
            f"firm. At least {rounded(told.people_with):,} people were there with it, of whom "
            f"{rounded(told.exits_with):,} left; {rounded(told.people_without):,} without it, "
            f"{rounded(told.exits_without):,} left; {rounded(told.person_months):,} months of "
            "people, all down to fives. Somebody is with it only since their team has it, so who "
            "was there before counts on both sides.",
            *notes(finding),
        )
    )


def notes(finding: Finding) -> list[str]:
    """What to know of the detail: that no verdict stands on it, and where it says otherwise."""
    told = told_of(finding)
    if told is None or told.log_ratio is None or finding.total is None:
        return []
    found = []
    is_clear = any(one.low > 0 or one.high < 0 for one in (told.log_ratio, finding.total))
    if is_clear and told.log_ratio.estimate * gain(finding.outcome, finding.total.estimate) > 0:
        found.append(
            "It points the other way than the change in all: the two do not agree on whether more "
            "or fewer leave."
        )
    if told.clusters < judged()["few_clusters"]:
        found.append("So few teams decided on it that this interval is rather too narrow.")
    return [
        *found,
        "It compares people of different teams, also where these always differed; the verdict "
        "stands on the change in all, not on this.",
    ]


def told_of(finding: Finding) -> Leaving | None:
    """The detail where it may stand beside the verdict."""
    if finding.verdict.code == "NOT-ANSWERABLE" or finding.total is None:
        return None
    return finding.leaving


def leaving_rows(study: StudyTold, finding: Finding) -> list[dict[str, Any]]:
    """The row of the workbook: none for other outcomes."""
    told = told_of(finding)
    if told is None:
        return []
    row = {"study": study.key, "name": study.name, "words": leaving(finding)}
    if told.log_ratio is None:
        return [row]
    one = told.log_ratio
    return [
        {
            **row,
            "times": math.exp(one.estimate),
            "low": _times(one.low),
            "high": _times(one.high),
            "people_with": rounded(told.people_with),
            "exits_with": rounded(told.exits_with),
            "people_without": rounded(told.people_without),
            "exits_without": rounded(told.exits_without),
            "person_months": rounded(told.person_months),
            "clusters": told.clusters,
        }
    ]


def rounded(people: int) -> int:
    """Down to fives: two studies of nearly the same teams must not tell one person who left."""
    fewest = int(judged()["cell_people"])
    return people // fewest * fewest


def _spread(told: Leaving) -> str:
    one = told.log_ratio or Estimate(math.nan, math.nan, math.nan, math.nan)
    low, high = _times(one.low), _times(one.high)
    return "no interval" if low is None or high is None else f"{low:.2f} to {high:.2f}"


def _times(log: float) -> float | None:
    """A ratio from its logarithm; None where there is no number for it."""
    return math.exp(log) if math.isfinite(log) and abs(log) < 700 else None  # noqa: PLR2004
