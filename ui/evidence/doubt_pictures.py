"""What speaks against a verdict as pictures: methods side by side, hidden drift."""

import math
from collections.abc import Sequence
from typing import Final

import plotly.graph_objects as go

from evidence.change_words import in_units
from evidence.results import Estimate, Finding, Outcome
from exports.evidence.wording import axis_words, change, loss_of, spread
from ui.charts import AXIS, layout
from ui.evidence.drawing import AFTER, BEFORE, PAYS, ZERO, brief_axis, marker, whisker

ROW: Final = 46  # pixels of one method
ROOM: Final = 0.07  # of the width, at both ends


def side_by_side(finding: Finding, rows: Sequence[tuple[str, Estimate, bool]]) -> go.Figure:
    """Estimates below each other, each with its interval, against nothing and against break-even.

    rows  name, estimate, whether it counts: what does not is drawn hollow
    """
    outcome = finding.outcome
    figure = go.Figure(layout=layout(96 + ROW * len(rows)))
    for name, each, counts in rows[::-1]:  # plotly draws the first at the bottom
        figure.add_scatter(
            x=[in_units(outcome, each.estimate)],
            y=[name],
            mode="markers",
            error_x=whisker(outcome, [each], AFTER if counts else BEFORE),
            marker=marker(AFTER if counts else BEFORE, "circle" if counts else "diamond-open"),
            customdata=[f"{change(outcome, each.estimate)} ({spread(outcome, each)})"],
            hovertemplate="<b>%{y}</b>: %{customdata}<extra></extra>",
            showlegend=False,
        )
    figure.add_vline(x=0, line=ZERO)
    if finding.pays > 0:
        figure.add_vline(
            x=in_units(outcome, loss_of(outcome, finding.pays)),
            line={"color": PAYS, "width": 1.5, "dash": "dot"},
            annotation={"text": "pays from here", "yshift": 12, "font": {"size": 12}},
            annotation_position="top",
        )
    figure.update_layout(
        xaxis={**AXIS, "title": {"text": axis_words(outcome)}, "range": _range(finding, rows)},
        yaxis={"automargin": True, "showgrid": False, "ticksuffix": "  "},
    )
    return figure


def _range(finding: Finding, rows: Sequence[tuple[str, Estimate, bool]]) -> list[float]:
    """From the lowest to the highest end of all intervals, 0 and break-even within, with room."""
    ends = [in_units(finding.outcome, end) for _, each, _ in rows for end in (each.low, each.high)]
    ends += [in_units(finding.outcome, loss_of(finding.outcome, finding.pays)), 0.0]
    ends += [in_units(finding.outcome, each.estimate) for _, each, _ in rows]
    known = [end for end in ends if math.isfinite(end)]
    room = ROOM * (max(known) - min(known)) or 1.0
    return [min(known) - room, max(known) + room]


def drift(finding: Finding) -> go.Figure:
    """The interval as hidden drift after the rollout is allowed to be worse and worse."""
    outcome = finding.outcome
    figure = go.Figure(layout=layout(230))
    told = finding.sensitivity.rows if finding.sensitivity else ()
    rows = [row for row in told if math.isfinite(row[1]) and math.isfinite(row[2])]
    for multiple, low, high in rows:
        holds = low > 0 or high < 0
        figure.add_scatter(
            x=[multiple, multiple],
            y=[in_units(outcome, low), in_units(outcome, high)],
            mode="lines+markers",
            line={
                "color": AFTER if holds else BEFORE,
                "width": 3,
                "dash": None if holds else "dot",
            },
            marker={"symbol": "line-ew-open", "size": 9, "line": {"width": 2}},
            hovertemplate=f"{multiple:g} times: {drift_words(outcome, low, high)}<extra></extra>",
            showlegend=False,
        )
    figure.add_hline(y=0, line=ZERO)
    figure.update_layout(
        xaxis={
            "title": {"text": "times the worst drift seen before rollout"},
            "tickvals": [multiple for multiple, _, _ in rows],
            "showgrid": False,
            "automargin": True,
        },
        yaxis={**AXIS, "title": {"text": brief_axis(outcome)}},
    )
    return figure


def drift_words(outcome: Outcome, low: float, high: float) -> str:
    """An interval of the sensitivity in words."""
    return spread(outcome, Estimate(math.nan, math.nan, low, high))
