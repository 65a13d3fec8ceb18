"""What a page looks at: grain, period and part of the firm. All of it stands in the URL."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import streamlit as st

from ui.readings import complete_periods, quarter_of, snapshot_key, tree
from ui.units import Units
from ui.words import period_name

GRAINS: Final = {"quarter": "Quarter", "month": "Month"}
WHOLE_FIRM: Final = "Whole firm"
LATEST: Final = "Latest"
# What every filter of every page begins with: 'reset' brings it back, in the URL as well.
BEGINNING: Final = {
    "grain": "quarter",
    "period": LATEST,
    "unit": WHOLE_FIRM,
    "team": None,
    "strength": "All",
    "status": "To decide",
}


@dataclass(frozen=True)
class Filters:
    """What the reader has chosen.

    grain     quarter or month
    period    first day; None as long as nothing is measured
    periods   all periods of that grain, oldest first
    unit      id of the part of the firm; None in an empty workspace
    units     the tree of the firm
    key       snapshot that the choice was made in
    """

    grain: str
    period: date | None
    periods: tuple[date, ...]
    unit: str | None
    units: Units
    key: str

    @property
    def quarter(self) -> date | None:
        """First day of the quarter that holds the period."""
        return quarter_of(self.period) if self.period else None

    @property
    def period_words(self) -> str:
        """The period as the URL names it."""
        return period_name(self.period, self.grain) if self.period else ""

    @property
    def unit_words(self) -> str:
        """The part of the firm by its name."""
        return self.units.label(self.unit)


def draw_filters() -> None:
    """The three filters of all pages: dashboard.py draws them, so they last from page to page."""
    key = snapshot_key()
    grain = st.segmented_control(
        "Figures by",
        list(GRAINS),
        format_func=lambda each: GRAINS[each],
        default="quarter",
        key="grain",
        bind="query-params",
        required=True,
        width="stretch",
    )
    periods = complete_periods(key, grain or "quarter")
    names = [period_name(each, grain or "quarter") for each in reversed(periods)]
    st.selectbox(
        "Period",
        [LATEST, *names],
        key="period",
        bind="query-params",
        format_func=lambda each: f"{LATEST} ({names[0]})" if each == LATEST and names else each,
        help="Only complete periods. A link without a period always opens the latest one.",
    )
    labels = tree(key).labels
    firm = tree(key).firm
    st.selectbox(
        "Part of the firm",
        [WHOLE_FIRM, *(name for unit, name in labels.items() if unit != firm)],
        key="unit",
        bind="query-params",
    )
    st.button(
        "Reset",
        on_click=reset,
        icon=":material/restart_alt:",
        type="tertiary",
        help="Back to the latest quarter of the whole firm",
    )


def chosen() -> Filters:
    """What the reader has chosen, for the page that runs."""
    key = snapshot_key()
    grain = str(st.session_state.get("grain") or "quarter")
    periods = complete_periods(key, grain)
    by_name = {period_name(each, grain): each for each in periods}
    latest = periods[-1] if periods else None
    period = by_name.get(str(st.session_state.get("period")), latest)
    firm = tree(key)
    unit = firm.find(st.session_state.get("unit")) or firm.firm
    return Filters(grain, period, periods, unit, firm, key)


def reset() -> None:
    """Every filter that is in use back to its beginning; the URL follows."""
    for name, value in BEGINNING.items():
        if name in st.session_state:
            st.session_state[name] = value


def choose(name: str, value: str) -> None:
    """Set one filter from a button: to be called in a callback only."""
    st.session_state[name] = value
