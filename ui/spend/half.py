"""The half rule on the screen: where money goes, whom it reaches, what training must still do."""

from typing import Final

import plotly.graph_objects as go
import streamlit as st

from economics.half_rule import HalfRule, half_rule
from economics.inputs import Values, inputs
from ui.charts import AXIS, layout, show
from ui.spend.inputs import HALF, PERCENT, editors, started
from ui.spend.print import EDIT, PART
from ui.spend.words import amount, money, percents, plainly

TRAINING: Final = "#2E7FBF"
REDESIGN: Final = "#1B8A6B"
FENCED: Final = "#737B83"
OWN: Final = "#9C62B3"
# Above the picture and growing upwards: where it wraps it never lies on the bars.
LEGEND: Final = {
    "orientation": "h", "yanchor": "bottom", "y": 1.03, "x": 0, "traceorder": "normal"
}  # fmt: skip
STEP: Final = 5.0  # percent a step of the slider


def split_fields(currency: str) -> None:
    """The slider of the split, and what it is read with."""
    each = inputs()["moved"]
    with st.container(key=f"{EDIT}_split"):
        st.slider(
            f"{each.label}, %",
            min_value=0.0,
            max_value=PERCENT,
            value=PERCENT * (started("moved") or 0.0),
            step=STEP,
            format="%.0f%%",
            key="moved",
            bind="query-params",
            help=f"Preset: {each.reason}. What is ring-fenced for compliance never moves",
        )
    editors(HALF, currency, "half")


def half_result(values: Values, currency: str) -> None:
    """Both budgets as bars, then what each of them reaches."""
    found = half_rule(values)
    st.markdown(moved_words(found, currency))
    if found.moved < found.asked:
        st.warning(
            f"{percents(found.asked)} was asked for. {percents(1 - found.moved)} of the training "
            "money is ring-fenced for compliance and cannot move, so the rest is computed with "
            f"{percents(found.moved)}.",
            title="The ring-fence holds",
            icon=":material/fence:",
        )
    with st.container(key=f"{PART}_budgets"):
        show(
            budgets(found, currency),
            alt=f"Training money after the move: {moved_words(found, currency)}",
            key="spend_budgets",
        )
    with st.container(key=f"{PART}_reach"):
        st.table(reach(found, currency), border="horizontal", alt="What each half reaches")
        # The first sentence is told above when the ring-fence holds.
        told = found.sentences[1:] if found.moved < found.asked else found.sentences
        st.markdown(" ".join(plainly(each) for each in told))


def moved_words(found: HalfRule, currency: str) -> str:
    """What moves, in one sentence."""
    return (
        f"**{percents(found.moved)}** of the training money moves to redesign: "
        f"**{money(found.redesign_launch, currency)}** at launch, then "
        f"**{amount(found.redesign_yearly)} a year**."
    )


def budgets(found: HalfRule, currency: str) -> go.Figure:
    """Launch and yearly money as one bar each: ring-fenced, training, redesign."""
    names = ["At launch", "Every year after"]
    free = (
        found.training_launch - found.ring_fenced_launch,
        found.training_yearly - found.ring_fenced_yearly,
    )
    parts = (
        ("Compliance, ring-fenced", (found.ring_fenced_launch, found.ring_fenced_yearly), FENCED),
        ("Training", free, TRAINING),
        ("Redesign", (found.redesign_launch, found.redesign_yearly), REDESIGN),
    )
    figure = go.Figure(layout={**layout(190), "barmode": "stack", "bargap": 0.35})
    for name, sizes, colour in parts:
        figure.add_bar(
            y=names,
            x=list(sizes),
            name=name,
            orientation="h",
            marker={"color": colour},
            text=[amount(size) if size > 0 else "" for size in sizes],
            textposition="inside",
            insidetextanchor="middle",
            textfont={"color": "#FFFFFF", "size": 14},
            hovertemplate=f"<b>%{{y}}</b>, {name}: {currency} %{{text}}<extra></extra>",
        )
    figure.update_layout(
        xaxis={**AXIS, "title": {"text": currency}, "tickformat": "~s"},
        yaxis={"autorange": "reversed", "showgrid": False, "ticksuffix": "  "},
        legend=LEGEND,
    )
    return figure


def reach(found: HalfRule, currency: str) -> list[dict[str, str]]:
    """Whom each half reaches, and what is left of the other one."""
    left = (found.training_left_launch_per_person, found.training_left_yearly_per_person)
    return [
        {
            "Half": "Redesign",
            "Money": f"{money(found.redesign_launch, currency)}, then "
            f"{amount(found.redesign_yearly)} a year",
            "Reaches": f"{found.redesign_people:,.0f} people in {found.redesign_teams:,.0f} teams "
            f"({percents(found.redesign_coverage)})",
            "What it takes": f"upkeep {money(found.upkeep_yearly, currency)} a year",
        },
        {
            "Half": "Training",
            "Money": f"{money(found.training_launch, currency)}, then "
            f"{amount(found.training_yearly)} a year",
            "Reaches": f"{found.trained_people:,.0f} people as before",
            "What it takes": f"{found.instructors:,} instructors; {money(left[0], currency)} a "
            f"person, then {amount(left[1])} a year; {percents(found.compliance_share)} of it is "
            "compliance",
        },
    ]
