"""One treated team: what others make of it, the rank among placebos, and what is possible."""

import plotly.graph_objects as go
import streamlit as st

from evidence.change_words import in_units
from evidence.results import Finding, Outcome
from exports.evidence.plan_sentences import one_team_words
from exports.evidence.told import OneTeam
from exports.evidence.wording import change, month_words
from ui.charts import AXIS, MARK, layout, show
from ui.evidence.fixes import ONE_TREATED
from ui.evidence.pictures import AFTER, BEFORE, ROLLOUT, ZERO, brief_axis
from ui.words import percent


def is_one_team(finding: Finding) -> bool:
    """Whether the study is refused because only one team got it."""
    return any(code.code == ONE_TREATED for code in finding.codes)


def one_team(outcome: Outcome, told: OneTeam | None) -> None:
    """The gap between the team and what stands in for it, with the placebos behind."""
    st.header("One team against what others make of it", anchor=False)
    if told is None:
        st.markdown("The other teams have too few months in common with it to stand in for it.")
        return
    st.markdown(one_team_words(told))
    with st.grid(3, min_column_width=200):
        _box("Change after the start", change(outcome, told.effect), "synthetic control")
        second = "cannot tell" if told.second is None else change(outcome, told.second)
        _box("Second method", second, "synthetic difference in differences")
        _box("Rank among all teams", f"{told.rank} of {told.of}", f"chance {percent(told.chance)}")
    show(
        gap_picture(outcome, told),
        alt=f"{outcome.label}: difference of the team to its stand-in by month, in front of the "
        f"same of {len(told.placebos)} other teams; the table holds the numbers",
        key="one_team",
    )
    st.caption(
        "Bold: the team less the weighted mean of others that moved like it before. Thin: every "
        "other team in its place. Before the start the bold line should lie on zero."
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
    """The team in front, the placebos behind."""
    figure = go.Figure(layout=layout(340))
    for gaps in told.placebos:
        _line(figure, outcome, told.months, gaps, MARK, 1.0)
    _line(figure, outcome, told.months, told.gaps, AFTER, 3.5)
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


def _line(
    figure: go.Figure,
    outcome: Outcome,
    months: tuple[int, ...],
    gaps: tuple[float, ...],
    colour: str,
    width: float,
) -> None:
    is_real = colour != MARK
    figure.add_scatter(
        x=list(months),
        y=[in_units(outcome, gap) for gap in gaps],
        mode="lines",
        line={"color": colour if is_real else BEFORE, "width": width},
        opacity=1.0 if is_real else 0.45,
        customdata=[change(outcome, gap) for gap in gaps],
        hovertemplate="month %{x}: %{customdata}<extra></extra>" if is_real else None,
        hoverinfo=None if is_real else "skip",
        showlegend=False,
    )


def _box(label: str, value: str, below: str) -> None:
    with st.container(border=True, height="stretch", gap="xxsmall"):
        st.metric(label, value)
        st.caption(below)
