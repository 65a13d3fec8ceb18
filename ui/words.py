"""Numbers and states in the users' words: a share in percent, an interval, a quarter, a reason."""

from datetime import date
from typing import Final

from metrics.contract import Indicator

# The five figures that a newcomer meets first, with a sentence each.
HEADLINES: Final[dict[str, str]] = {
    "challenge": "Novices' working hours near the edge of what they can do",
    "complexity": "How much of the wider system people see and touch",
    "connection": "How steadily novices work alongside experts",
    "novice_participation": "Novices' part in the hard work against their share; 1 is even",
    "productivity_index": "Standard work per hour against the reference; 1 is as before",
}
SHORT_STATES: Final[dict[str, str]] = {
    "low_precision": "low precision",
    "partial": "partial data",
    "pooled": "pooled",
    "warming_up": "warming up",
    "suppressed": "fewer than 5 people",
    "not_computed": "not computed",
}
# A state is told by shape and by word as well as by colour.
MARKERS: Final[dict[str, str]] = {
    "shown": "circle",
    "low_precision": "circle-open",
    "partial": "square-open",
    "pooled": "diamond-open",
    "warming_up": "triangle-up-open",
}
MINUS: Final = "−"


def is_share(indicator: Indicator) -> bool:
    """Whether the value runs 0 to 1 as a share and is shown in percent."""
    return indicator.unit.startswith("share")


def number(indicator: Indicator, value: float | None) -> str:
    """A value as it is read: `41%` for a share, `0.62` for the rest."""
    if value is None:
        return "–"
    return f"{100 * value:.0f}%" if is_share(indicator) else plain(value)


def plain(value: float) -> str:
    """A number with as many decimals as it deserves."""
    size = abs(value)
    decimals = 2 if size < 10 else 1 if size < 100 else 0  # noqa: PLR2004 -- three figures are enough
    return f"{value:,.{decimals}f}".replace("-", MINUS)


def interval(indicator: Indicator, low: float | None, high: float | None) -> str:
    """A 95 % interval as it is read: `38 to 44%`."""
    if low is None or high is None:
        return "no interval"
    if is_share(indicator):
        return f"{100 * low:.0f} to {100 * high:.0f}%".replace("-", MINUS)
    return f"{plain(low)} to {plain(high)}"


def difference(indicator: Indicator, change: float) -> str:
    """A change with its sign and unit: `+4 points`, `−0.12`."""
    size = f"{abs(100 * change):.0f}" if is_share(indicator) else plain(abs(change))
    sign = "+" if change > 0 else MINUS
    if not float(size.replace(",", "")):
        sign = "±"
    return f"{sign}{counted(int(size), 'point')}" if is_share(indicator) else f"{sign}{size}"


def percent(share: float | None) -> str:
    """A share from 0 to 1 in percent."""
    return "–" if share is None else f"{100 * share:.0f}%"


def counted(amount: float, word: str) -> str:
    """A number and its noun: `1 team`, `4 teams`."""
    plural = {"person": "people"}.get(word, f"{word}s")
    return f"{amount:,.0f} {word if amount == 1 else plural}"


def table_words(table: str) -> str:
    """A kind of fact in the users' words."""
    return {"ai_usage": "AI usage"}.get(table, table.replace("_", " "))


def period_name(period: date, grain: str) -> str:
    """A period in the words of the URL: `2026-Q3`, `2026-07`."""
    if grain == "quarter":
        return f"{period.year}-Q{(period.month + 2) // 3}"
    return f"{period.year}-{period.month:02d}"


def state_words(state: str, reason: str | None, pooled_from: str | None) -> str:
    """Why a figure is not simply shown, in a few words; empty when it is.

    reason       what the cube says; without it a hidden figure is of fewer than five people
    pooled_from  name of the unit whose figure stands in
    """
    if state not in SHORT_STATES:
        return ""
    short = SHORT_STATES[state]
    if state == "pooled" and pooled_from:
        short = f"pooled from {pooled_from}"
    if not reason or reason.casefold().startswith(short):
        return reason or short
    if state == "suppressed":
        return f"hidden: {lower(reason)}"
    return f"{short}: {lower(reason)}"


def lower(text: str) -> str:
    """The same text with a small letter at its beginning."""
    return text[:1].lower() + text[1:]


def unit_words(indicator: Indicator) -> str:
    """The unit as an axis says it."""
    return f"{indicator.unit}, %" if is_share(indicator) else indicator.unit


def direction(indicator: Indicator, change: float) -> str:
    """Whether a change is `better`, `worse` or, where neither end is good, `different`."""
    if indicator.better == "neither" or change == 0:
        return "different"
    return "better" if (change > 0) == (indicator.better == "higher") else "worse"
