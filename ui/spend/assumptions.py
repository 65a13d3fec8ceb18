"""Every assumption as a list: on paper it stands where the screen has fields."""

import streamlit as st

from economics.inputs import Values, inputs
from ui.spend.inputs import is_changed
from ui.spend.print import PAPER
from ui.spend.words import told, unit_in


def assumptions(values: Values, currency: str) -> None:
    """All inputs with their values, ranges and tags; those that were changed first."""
    order = sorted(inputs(), key=lambda key: not is_changed(key))
    with st.container(key=f"{PAPER}_assumptions"):
        st.subheader("Every assumption", anchor=False)
        st.table(
            [_row(key, values, currency) for key in order],
            border="horizontal",
            alt="Every assumption with its value, range, tag and source",
        )


def _row(key: str, values: Values, currency: str) -> dict[str, str]:
    each = inputs()[key]
    span = (
        f"{told(each.low, each, '')} to {told(each.high, each, '')}"
        if each.low is not None
        else "–"
    )
    return {
        "Assumption": f"{each.label}, {unit_in(each, currency)}",
        "Value": f"**{told(values[key], each, '').strip()}**",
        "Range": span,
        "Tag": "yours" if is_changed(key) else each.tag,
        "Source or reason": "entered on this page" if is_changed(key) else each.reason,
    }
