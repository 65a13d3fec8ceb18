"""Inputs of the money model: fields with their ranges and sources, kept in session and URL.

An input that nobody touched is not in the URL; a changed one stands there under its own name.
"""

from collections.abc import Iterable, Sequence
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from economics.inputs import Input, Values, checked, inputs, preset
from store.errors import AtelierError
from store.scenarios import scenario
from ui.frame import told as shown_errors
from ui.readings import workspace
from ui.spend.print import EDIT
from ui.spend.words import SHOWN_AS, is_share, told, unit_in

PERCENT: Final = 100.0
OFFERED: Final = ("USD", "EUR", "GBP", "CHF")
LARGE: Final = 1_000  # from here the buttons of a field move it by a step that one notices
DECIMALS: Final = {"turnover": "%.1f"}  # one in nine has no end

# Fours: a row of fields. All other inputs are one click away, below them.
WORKSHOP: Final = (
    "people",
    "team_size",
    "sessions_at_launch",
    "session_cost",
    "turnover",
    "refreshers",
    "sessions_per_instructor",
    "launch_instructors",
)
TOKENS: Final = (
    "token_share",
    "tokens_per_day",
    "token_price",
    "token_users",
    "token_days",
    "keep_up_hours",
)
HALF: Final = ("ring_fence", "launch_money", "yearly_money", "redesign_team_cost")
WORTH: Final = ("capture", "touched", "effect_training", "effect_redesign")


START: Final = "spend_start"  # what the fields hold before anybody touches them
YOURS: Final = "yours"


def begin() -> str:
    """Read what the firm has kept as its own, which every field begins with; its currency."""
    own = scenario(workspace(), YOURS)
    st.session_state[START] = {**preset(), **own.inputs}
    return own.currency


def started(key: str) -> float | None:
    """What a field holds before anybody touches it: the firm's own number, else the preset."""
    kept: dict[str, float | None] = st.session_state.get(START) or preset()
    return kept[key]


def rest_of_value() -> tuple[str, ...]:
    """Inputs that no other section shows, in the order of the model: an input can never be lost."""
    elsewhere = {*WORKSHOP, *TOKENS, *HALF, *WORTH, "moved"}
    return tuple(key for key in inputs() if key not in elsewhere)


def currency_field(known: Sequence[str], own: str) -> str:
    """The currency that all amounts of the scenario are in.

    known  currencies of the ledger, the one with the most lines first
    own    currency of what the firm has kept as its own
    """
    picked = st.selectbox(
        "Currency of the scenario",
        list(dict.fromkeys([*known, own, *OFFERED])),
        key="currency",
        bind="query-params",
        help="All amounts below are in this currency. Changing it converts nothing: the presets "
        "are numbers to replace, not prices of your market",
    )
    return str(picked or own)


def editors(keys: Iterable[str], currency: str, place: str) -> None:
    """Fields of some inputs beside each other; on paper the list of assumptions stands instead."""
    with (
        st.container(key=f"{EDIT}_{place}"),
        st.grid(4, min_column_width=176, vertical_alignment="bottom", gap="medium"),
    ):
        for key in keys:
            editor(inputs()[key], currency)


def more_editors(label: str, keys: Sequence[str], currency: str, place: str) -> None:
    """Fields that most readers never touch: one click away."""
    with st.container(key=f"{EDIT}_more_{place}"), st.expander(label):
        editors(keys, currency, place)


def checked_or_why(places: Sequence[DeltaGenerator]) -> Values | None:
    """All inputs, once they make sense; else what is wrong stands in each of the places."""
    try:
        return checked(entered())
    except AtelierError:
        for place in places:
            with place, shown_errors():
                raise
        return None


def editor(each: Input, currency: str) -> None:
    """One input: its field, below it unit, range and tag; the question mark has its source."""
    with st.container(gap="xxsmall"):
        st.number_input(
            each.label,
            value=on_screen(each, started(each.key)),
            step=_step(each),
            format=_format(each),
            key=each.key,
            bind="query-params",
            placeholder="to be entered" if each.key == "capture" else "empty",
            help=_help(each, currency),
        )
        st.markdown(f":small[{beneath(each, currency)}]")


def beneath(each: Input, currency: str) -> str:
    """Unit, range and tag of an input in one line."""
    parts = [f":gray[{unit_in(each, currency)}]"]
    if each.low is not None and each.high is not None:
        parts.append(f":gray[{told(each.low, each, '').strip()} to {_top(each)}]")
    return f"{' · '.join(parts)}  \n{tag_of(each)}"


def tag_of(each: Input) -> str:
    """How far the value in use is trusted; somebody's own number is assumed until they say more."""
    if is_changed(each.key):
        return ":violet-badge[✎ yours]"
    return SHOWN_AS[each.tag] if each.preset is not None else ":gray-badge[empty]"


def entered() -> dict[str, float | None]:
    """All inputs as they stand on the screen, percent as shares, presets exactly as they are."""
    return {key: entered_one(each) for key, each in inputs().items()}


def entered_one(each: Input) -> float | None:
    """One input as it stands on the screen."""
    began = started(each.key)
    shown = on_screen(each, began)
    value = st.session_state.get(each.key, shown)
    if value is None or value == shown:  # percent and back would move the last digit
        return began if value == shown else None
    return float(value) / PERCENT if is_share(each) else float(value)


def is_changed(key: str) -> bool:
    """Whether somebody has changed an input, or entered one that was empty."""
    each = inputs()[key]
    return entered_one(each) != each.preset


def changed() -> dict[str, float | None]:
    """The inputs that differ from their presets."""
    return {key: value for key, value in entered().items() if is_changed(key)}


def put(values: dict[str, float | None]) -> None:
    """Set every input, from a saved scenario or back to the presets: in a callback only."""
    for key, each in inputs().items():
        st.session_state[key] = on_screen(each, values.get(key, each.preset))


def on_screen(each: Input, value: float | None) -> float | None:
    """A value as its field shows it: shares in percent."""
    if value is None:
        return None
    return value * PERCENT if is_share(each) else float(value)


def back_button() -> None:
    """All inputs back to the presets; only there when something has changed."""
    count = len(changed())
    st.button(
        f"Back to the presets ({count} changed)" if count else "Back to the presets",
        on_click=put,
        args=({},),
        icon=":material/restart_alt:",
        type="tertiary",
        disabled=not count,
        key="spend_presets",
    )


def sources(keys: Iterable[str], currency: str, about: str) -> None:
    """Where presets and ranges come from, a row each: one click away from the fields."""
    with (
        st.container(key=f"{EDIT}_sources_{about.replace(' ', '_')}"),
        st.expander(f"Where the numbers of {about} come from"),
    ):
        st.table(
            [_source_row(inputs()[key], currency) for key in keys],
            border="horizontal",
            alt=f"Presets, ranges, tags and sources: {about}",
        )


def _source_row(each: Input, currency: str) -> dict[str, str]:
    return {
        "Input": f"{each.label}, {unit_in(each, currency)}",
        "Preset": told(each.preset, each, ""),
        "Range": f"{told(each.low, each, '')} to {_top(each)}" if each.low is not None else "–",
        "Tag": SHOWN_AS[each.tag],
        "Source or reason": each.reason,
    }


def _top(each: Input) -> str:
    return told(each.high, each, "").strip()


def _help(each: Input, currency: str) -> str:
    empty = f"\n\nEmpty: {each.empty}." if each.empty else ""
    return f"{each.label}, {unit_in(each, currency)}.\n\nSource: {each.reason}.{empty}"


def _step(each: Input) -> float:
    middle = on_screen(each, each.centre) or (LARGE if each.unit.startswith("money") else 1.0)
    if middle >= LARGE:
        return 10.0 ** (len(str(int(middle))) - 2)
    return 5.0 if is_share(each) and middle >= 10 else 1.0 if middle >= 1 else 0.1  # noqa: PLR2004


def _format(each: Input) -> str:
    if each.key in DECIMALS:
        return DECIMALS[each.key]
    return "%.1f" if is_share(each) and (on_screen(each, each.centre) or 0) < 10 else "%g"  # noqa: PLR2004
