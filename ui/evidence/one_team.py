"""One treated team: what others make of it, the rank among placebos, and what is possible."""

import plotly.graph_objects as go
import streamlit as st

from evidence.change_words import in_units
from evidence.results import Finding, Outcome
from exports.evidence.plan_sentences import one_team_words
from exports.evidence.told import OneTeam
from exports.evidence.wording import change, month_words
from ui.charts import AXIS, layout, show
from ui.evidence.drawing import AFTER, BEFORE, ROLLOUT, ZERO, brief_axis
from ui.evidence.fixes import ONE_TREATED
from ui.words import percent


def is_one_team(finding: Finding) -> bool:
    """Whether the study is refused because only one team got it."""
    return any(code.code == ONE_TREATED for code in finding.codes)


def one_team(outcome: Outcome, told: OneTeam | str) -> None:
    """The gap between the team and what stands in for it, with the placebos behind."""
    st.header("One team against a stand-in made of the others", anchor=False)
    if isinstance(told, str):
        st.markdown(told)
        return
    st.markdown(one_team_words(told))
    with st.grid(3, min_column_width=200):
        _box("Change after the start", change(outcome, told.effect), "synthetic control")
        second = "cannot tell" if told.second is None else change(outcome, told.second)
        _box("Second method", second, "synthetic difference in differences")
        _box("Rank among all teams", f"{told.rank} of {told.of}", f"chance {percent(told.chance)}")
    st.caption("One team has no interval: its rank among the others stands in for it.")
    show(
        gap_picture(outcome, told),
        alt=f"{outcome.label}: difference of the team to its stand-in by month; the table below "
        "holds the numbers",
        key="one_team",
    )
    st.caption(
        "The team less the weighted mean of others that moved like it before. Before the start the "
        "line should lie on zero."
    )
    show(
        rank_picture(told),
        alt=f"How much each of {told.of} teams moved after the start beside before, the one with "
        f"it in front: number {told.rank}",
        key="one_team_rank",
    )
    st.caption(
        "Every point is a team in the place of the one, without its name: how much larger its gap "
        "is after the start than before. Hollow points did not have it."
    )
    with st.expander("The same as a table"):
        st.table(
            [
                {"When": month_words(month), "Difference": change(outcome, gap)}
                for month, gap in zip(told.months, told.gaps, strict=True)
            ],
            border="horizontal",
            alt="Difference of the team to its stand-in by month",
        )


def gap_picture(outcome: Outcome, told: OneTeam) -> go.Figure:
    """The gap by month."""
    figure = go.Figure(layout=layout(320))
    figure.add_scatter(
        x=list(told.months),
        y=[in_units(outcome, gap) for gap in told.gaps],
        mode="lines+markers",
        line={"color": AFTER, "width": 3},
        marker={"size": 6},
        customdata=[
            f"<b>{month_words(month)}</b>: {change(outcome, gap)}"
            for month, gap in zip(told.months, told.gaps, strict=True)
        ],
        hovertemplate="%{customdata}<extra></extra>",
        showlegend=False,
    )
    figure.add_hline(y=0, line=ZERO)
    figure.add_vline(
        x=-0.5,
        line={"color": ROLLOUT, "width": 2, "dash": "dash"},
        annotation={"text": "start", "font": {"size": 13}, "yshift": 10},
        annotation_position="top",
    )
    figure.update_layout(
        xaxis={"showgrid": False, "title": {"text": "months since the start"}, "automargin": True},
        yaxis={**AXIS, "title": {"text": brief_axis(outcome)}},
        margin={"t": 34},
    )
    return figure


def rank_picture(told: OneTeam) -> go.Figure:
    """All teams on one line by how much they moved; the real one is filled and named by words."""
    figure = go.Figure(layout=layout(130))
    *others, own = told.ratios
    for ratios, colour, shape, size in (
        (others, BEFORE, "circle-open", 11),
        ([own], AFTER, "diamond", 15),
    ):
        figure.add_scatter(
            x=ratios,
            y=[0.0] * len(ratios),
            mode="markers",
            marker={"size": size, "color": colour, "symbol": shape, "line": {"width": 2}},
            hovertemplate="%{x:.1f} times<extra></extra>",
            showlegend=False,
        )
    figure.update_layout(
        xaxis={**AXIS, "title": {"text": "gap after the start, times the gap before"}},
        yaxis={"visible": False, "range": [-1, 1]},
    )
    return figure


def _box(label: str, value: str, below: str) -> None:
    with st.container(border=True, height="stretch", gap="xxsmall"):
        st.metric(label, value)
        st.caption(below)
