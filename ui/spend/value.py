"""What freed time is worth, on the screen: present value, payback, break-even, money by year."""

import math
from collections.abc import Sequence
from itertools import accumulate
from typing import Final

import plotly.graph_objects as go
import streamlit as st

from economics.break_even import pays_redesign, pays_training, pays_training_in_mix, plausibility
from economics.inputs import Values, inputs
from economics.value import (
    HALF,
    OPTIONS,
    Option,
    line_value,
    moved_share,
    npv,
    option_lines,
    payback,
    totals,
    training_lines,
)
from ui.charts import AXIS, MARK, layout, show
from ui.spend.half import LEGEND, OWN, REDESIGN, TRAINING
from ui.spend.print import PART
from ui.spend.words import money, percents, years_words

NAMES: Final[dict[Option, str]] = {
    "training": "All training",
    "half": "Half",
    "redesign": "All redesign",
    "yours": "Yours",
}
COLOURS: Final[dict[Option, str]] = {
    "training": TRAINING,
    "half": "#C4621A",
    "redesign": REDESIGN,
    "yours": OWN,
}
# Told by line and by sign as well as by colour.
DASHES: Final[dict[Option, str]] = {
    "training": "solid",
    "half": "dash",
    "redesign": "solid",
    "yours": "dot",
}
SIGNS: Final[dict[Option, str]] = {
    "training": "circle",
    "half": "diamond",
    "redesign": "square",
    "yours": "triangle-up",
}


def options(values: Values) -> tuple[Option, ...]:
    """The options to show: your split only where it is another one than training or half."""
    split = moved_share(values)
    return tuple(
        option
        for option in OPTIONS
        if option != "yours" or split not in (0.0, moved_share(values, HALF))
    )


def capture_missing() -> None:
    """Why no value is told, and what fixes it."""
    each = inputs()["capture"]
    st.info(
        f"Time that is freed is worth something only when it goes somewhere. Nobody can tell from "
        f"here which part of it your firm turns into money, so nothing is assumed: enter "
        f"**{each.label.lower()}** above. 0 is an answer: then all that is left are the costs.",
        title="No value yet: one number is missing",
        icon=":material/edit:",
    )


def value_result(values: Values, currency: str) -> None:
    """The options side by side, what each must achieve, and their money over the years."""
    with st.container(key=f"{PART}_value"):
        st.table(
            [option_row(values, option, currency) for option in options(values)],
            border="horizontal",
            alt="Present value, payback and break-even effect of each option",
        )
        st.caption(
            f"Over {values['years']:.0f} years at {percents(values['discount'])} a year. Assumed "
            "effects, not measured ones: a negative value is shown as what it is."
        )
        st.markdown("\n".join([*must_achieve(values), secondary(values, currency)]))
    with st.container(key=f"{PART}_flow"):
        st.subheader("Money in and out, added up year by year", anchor=False)
        show(flow(values, currency), alt=flow_words(values, currency), key="spend_flow")


def option_row(values: Values, option: Option, currency: str) -> dict[str, str]:
    """One option in words."""
    worth = float(npv(values, option))
    lines = option_lines(values, option)
    now = -sum(float(line[0]) for line in lines.values())
    back = payback(values, option)
    return {
        "Option": f"**{NAMES[option]}**",
        "Paid at the start": money(now, currency),
        "Present value": f"{_sign(worth)} **{money(worth, currency)}**",
        "Pays back after": years_words(back),
    }


def must_achieve(values: Values) -> list[str]:
    """The smallest effects that pay, beside those that are assumed."""
    rows = (
        ("Training for everybody", pays_training(values), "effect_training"),
        ("Redesign for everybody", pays_redesign(values), "effect_redesign"),
        ("Training beside your split", pays_training_in_mix(values), "effect_training"),
    )
    return [_must(name, effect, values[key]) for name, effect, key in rows]


def _must(name: str, effect: float, assumed: float | None) -> str:
    beyond = plausibility(effect)
    if beyond:
        return f"- **{name}**: {beyond[0].lower()}{beyond[1:]}"
    way = "above" if (assumed or 0) >= effect else "below"
    return (
        f"- **{name}** pays from an effect of **{percents(effect)}** of output on; assumed is "
        f"{percents(assumed)}, {way} it."
    )


def secondary(values: Values, currency: str) -> str:
    """What training does beside, never folded into the rest without a word."""
    line = training_lines(values)["exits_saved"]
    worth = float(line_value(line, values["discount"] or 0.0))
    if not worth:
        return (
            "- **Beside**: exits that training avoids are counted as none, until somebody "
            "measures them."
        )
    return (
        f"- **Beside**: {values['exits_saved']:g} exits avoided a year are worth "
        f"**{money(worth, currency)}** of the present value of all training. They stand on a line "
        "of their own, and do not depend on freed time."
    )


def flow(values: Values, currency: str) -> go.Figure:
    """Money added up from the start, a line an option."""
    figure = go.Figure(layout={**layout(330), "hovermode": "x unified"})
    for option in options(values):
        sums = summed(values, option)
        figure.add_scatter(
            x=list(range(len(sums))),
            y=sums,
            name=NAMES[option],
            mode="lines+markers",
            line={"color": COLOURS[option], "width": 2.5, "dash": DASHES[option]},
            marker={"size": 8, "symbol": SIGNS[option]},
            customdata=[money(each, currency) for each in sums],
            hovertemplate="%{customdata}",
        )
    figure.add_hline(y=0, line={"color": MARK, "width": 1.5})
    figure.update_layout(
        xaxis={"title": {"text": "years after the start"}, "dtick": 1, "showgrid": False},
        yaxis={**AXIS, "title": {"text": f"{currency}, not discounted"}, "tickformat": "~s"},
        legend=LEGEND,
    )
    return figure


def summed(values: Values, option: Option) -> Sequence[float]:
    """Money of an option from the start to the end of each year."""
    return list(accumulate(float(each) for each in totals(option_lines(values, option))))


def flow_words(values: Values, currency: str) -> str:
    """The picture in words: where each option stands at the end."""
    ends = [
        f"{NAMES[each]} {money(summed(values, each)[-1], currency)}" for each in options(values)
    ]
    return f"Money added up after {values['years']:.0f} years: {', '.join(ends)}"


def _sign(worth: float) -> str:
    if not math.isfinite(worth) or worth == 0:
        return ""
    return ":green-badge[▲ gains]" if worth > 0 else ":orange-badge[▼ loses]"
