"""Money in words: large amounts short, small ones whole, ranges, how far a figure is trusted."""

import re
from collections.abc import Mapping
from math import isfinite
from typing import Final

from economics.inputs import Input
from ui.words import MINUS, plain

HYPHEN_MINUS: Final = re.compile(r"(?<![\w-])-(?=\d)")
SIZES: Final = ((1e9, "B"), (1e6, "M"))
WHOLE_FROM: Final = 1_000  # below, an amount is written with its cents
FINE_BELOW: Final = 10  # below, a large amount is told with two decimals
SHOWN_AS: Final[Mapping[str, str]] = {
    "measured": ":green-badge[● measured]",
    "quoted": ":blue-badge[◆ quoted]",
    "assumed": ":orange-badge[○ assumed]",
}
TAGS_TELL: Final = (
    "**Measured**: read from a ledger or a bill. **Quoted**: somebody's price or a published "
    "number. **Assumed**: nobody knows yet; change it."
)


def amount(value: float | None) -> str:
    """An amount without its currency: `27.0 M`, `9,000`, `−3.00`."""
    if value is None or not isfinite(value):
        return "–"
    size = abs(value)
    for unit, word in SIZES:
        if size >= unit * (1 - 5e-4):
            decimals = 2 if size < FINE_BELOW * unit else 1
            return _signed(value, f"{size / unit:,.{decimals}f} {word}")
    return _signed(value, f"{size:,.{0 if size >= WHOLE_FROM or size == int(size) else 2}f}")


def money(value: float | None, currency: str) -> str:
    """An amount with its currency before it: `EUR 27.0 M`."""
    return "–" if value is None or not isfinite(value) else f"{currency} {amount(value)}"


def exact(value: float, currency: str) -> str:
    """An amount to the cent: `EUR 12,345.67`."""
    return f"{currency} {_signed(value, f'{abs(value):,.2f}')}"


def money_range(low: float, high: float, currency: str) -> str:
    """A range of amounts: `EUR 19.2 M to 48.0 M`."""
    return f"{currency} {amount(low)} to {amount(high)}"


def years_words(years: float | None) -> str:
    """A time in years: `1.8 years`; never when it does not end."""
    if years is None or not isfinite(years):
        return "never within thirty years"
    return "1 year" if years == 1 else f"{years:.1f} years"


def percents(share: float | None) -> str:
    """A share in percent with the decimals that small effects need: `3.5%`, `41%`, `−0.5%`."""
    if share is None or not isfinite(share):
        return "–"
    size = 100 * abs(share)
    decimals = 1 if size < 10 and round(size, 1) != round(size) else 0  # noqa: PLR2004 -- two figures
    return _signed(share, f"{size:.{decimals}f}%")


def told(value: float | None, each: Input, currency: str) -> str:
    """A value of an input in the words of its unit."""
    if value is None:
        return "empty"
    if is_share(each):
        return percents(value)
    if each.unit.startswith("money"):
        return f"{currency} {briefly(value)}".strip()
    if abs(value) < WHOLE_FROM and value != int(value):
        return plain(value)
    return briefly(value)


def briefly(value: float) -> str:
    """A round number without its noughts: `5 M`, `400 B`, `12,000`."""
    size, _, word = amount(value).partition(" ")
    return f"{size.rstrip('0').rstrip('.')} {word}" if word else size


def unit_in(each: Input, currency: str) -> str:
    """The unit as a label says it: percent for shares, the currency for money."""
    words = each.unit.replace("money", currency, 1)
    return words.replace("share", "%", 1) if is_share(each) else words


def is_share(each: Input) -> bool:
    """Whether an input runs 0 to 1 and is shown in percent."""
    return each.unit.startswith("share")


def _signed(value: float, size: str) -> str:
    return f"{MINUS}{size}" if value < 0 and size.strip("0.,% ") else size


def plainly(text: str) -> str:
    """A sentence of the model in the words of the screen: 'cannot tell', and a real minus."""
    words = text.replace("CANNOT-TELL", "'cannot tell'")
    return HYPHEN_MINUS.sub(MINUS, words)
