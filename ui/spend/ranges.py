"""How far the answer moves when the assumptions do: ranges of the options, and the tornado."""

from collections.abc import Sequence
from textwrap import wrap
from typing import Final

import plotly.graph_objects as go
import streamlit as st

from economics.inputs import Values, inputs
from economics.uncertainty import Bar, Simulated
from economics.value import Option, npv
from ui.charts import AXIS, MARK, layout, show
from ui.spend.half import LEGEND
from ui.spend.print import EDIT, PART
from ui.spend.value import COLOURS, NAMES, SIGNS
from ui.spend.words import money, told
from ui.words import lower, percent

ROW: Final = 44  # pixels of an option or of a bar
NARROW: Final = 26  # letters of a label before it goes on below: a phone has little room
LONGEST: Final = 10  # bars of the tornado: the rest moves next to nothing
DOWN: Final = "#C4621A"
UP: Final = "#2E7FBF"


def ranges_result(found: Simulated, shown: Sequence[Option], currency: str) -> None:
    """P10, P50 and P90 of every option, and how often one beats the other."""
    st.markdown(
        f"In **{percent(found.p_half_beats_training)}** of {found.draws:,} draws from the ranges, "
        f"half redesign is worth more than all training; your split is in "
        f"**{percent(found.p_yours_beats_training)}**. The ranges themselves are mostly assumed."
    )
    with st.container(key=f"{PART}_ranges"):
        show(
            spans(found, shown, currency),
            alt=spans_words(found, shown, currency),
            key="spend_spans",
        )
        st.table(
            [span_row(found, option, currency) for option in shown],
            border="horizontal",
            alt="Present value of each option at P10, P50 and P90, and how often it is above zero",
        )
        st.caption(
            f"P10: one draw in ten is lower. P50: half are. P90: one in ten is higher. "
            f"{found.draws:,} draws with seed {found.seed}: the same numbers give the same answer."
        )


def span_row(found: Simulated, option: Option, currency: str) -> dict[str, str]:
    """One option in words."""
    spread = found.options[option]
    return {
        "Option": f"**{NAMES[option]}**",
        "P10": money(spread.p10, currency),
        "P50": f"**{money(spread.p50, currency)}**",
        "P90": money(spread.p90, currency),
        "Worth more than nothing": f"in {percent(spread.p_positive)} of draws",
    }


def spans(found: Simulated, shown: Sequence[Option], currency: str) -> go.Figure:
    """P10 to P90 as a line, P50 as a sign on it."""
    figure = go.Figure(layout=layout(90 + ROW * len(shown)))
    for option in shown:
        spread = found.options[option]
        figure.add_scatter(
            x=[spread.p50],
            y=[NAMES[option]],
            mode="markers",
            error_x={
                "array": [spread.p90 - spread.p50],
                "arrayminus": [spread.p50 - spread.p10],
                "symmetric": False,
                "type": "data",
                "color": COLOURS[option],
                "thickness": 5,
                "width": 0,
            },
            marker={"size": 15, "color": COLOURS[option], "symbol": SIGNS[option]},
            customdata=[f"{money(spread.p10, currency)} to {money(spread.p90, currency)}"],
            hovertemplate="<b>%{y}</b>: %{customdata}<extra></extra>",
            showlegend=False,
        )
    figure.add_vline(x=0, line={"color": MARK, "width": 1.5})
    figure.update_layout(
        xaxis={**AXIS, "title": {"text": f"present value, {currency}"}, "tickformat": "~s"},
        yaxis={"autorange": "reversed", "showgrid": False, "ticksuffix": "  "},
    )
    return figure


def spans_words(found: Simulated, shown: Sequence[Option], currency: str) -> str:
    """The picture in words."""
    each = [
        f"{NAMES[option]} {money(spread.p10, currency)} to {money(spread.p90, currency)}"
        for option, spread in found.options.items()
        if option in shown
    ]
    return f"Present value from P10 to P90: {'; '.join(each)}"


def tornado_field(shown: Sequence[Option]) -> Option:
    """Whose assumptions are looked at one by one."""
    with st.container(key=f"{EDIT}_tornado"):
        picked = st.segmented_control(
            "Which assumptions move",
            shown,
            default="redesign",
            required=True,
            format_func=lambda each: NAMES[each],
            key="tornado_of",
            bind="query-params",
        )
    return picked or "redesign"


def tornado_result(bars: Sequence[Bar], option: Option, values: Values, currency: str) -> None:
    """Which assumption moves the answer most."""
    first = bars[0] if bars else None
    if first is None:
        st.caption("No input is varied.")
        return
    middle = float(npv(values, option))
    low, high = sorted((first.at_low, first.at_high))
    st.markdown(
        f"**{NAMES[option]}**: {lower(first.label)} moves it most, between {money(low, currency)} "
        f"and {money(high, currency)}. Find out about the bars on top first; nothing below is "
        "worth an argument before."
    )
    show(
        tornado_picture(bars[:LONGEST], middle, currency),
        alt=f"Present value of {NAMES[option].lower()} when one assumption at a time is low or "
        f"high: {'; '.join(bar_words(bar, currency) for bar in bars[:LONGEST])}",
        key="spend_tornado",
    )


def tornado_picture(bars: Sequence[Bar], middle: float, currency: str) -> go.Figure:
    """A bar an assumption: the present value at its P10 and at its P90, the longest on top."""
    shown = list(bars)[::-1]  # plotly draws the first at the bottom
    names = ["<br>".join(wrap(bar.label, NARROW)) for bar in shown]
    figure = go.Figure(
        layout={**layout(100 + 38 * len(shown)), "barmode": "overlay", "bargap": 0.3}
    )
    for name, colour, shape, ends in (
        ("at the low end of its range (P10)", DOWN, "/", [bar.at_low for bar in shown]),
        ("at the high end (P90)", UP, "", [bar.at_high for bar in shown]),
    ):
        figure.add_bar(
            y=names,
            x=[end - middle for end in ends],
            base=middle,
            name=name,
            orientation="h",
            marker={"color": colour, "pattern": {"shape": shape, "fillmode": "replace"}},
            customdata=[bar_words(bar, currency) for bar in shown],
            hovertemplate="%{customdata}<extra></extra>",
        )
    figure.add_vline(x=0, line={"color": MARK, "width": 1.5, "dash": "dot"})
    figure.update_layout(
        xaxis={**AXIS, "title": {"text": f"present value, {currency}"}, "tickformat": "~s"},
        yaxis={"automargin": True, "showgrid": False, "ticksuffix": "  "},
        legend=LEGEND,
    )
    return figure


def bar_words(bar: Bar, currency: str) -> str:
    """One bar in words: from where to where, for which present values."""
    each = inputs()[bar.key]
    return (
        f"{bar.label}: {money(bar.at_low, currency)} at {told(bar.low, each, '').strip()}, "
        f"{money(bar.at_high, currency)} at {told(bar.high, each, '').strip()}"
    )
