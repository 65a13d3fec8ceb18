"""Figures as pictures: trends with intervals, units side by side. Middle tones for both themes."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

import plotly.graph_objects as go
import streamlit as st

from metrics.contract import Indicator
from ui.cards import COLOURS, OTHER
from ui.cells import Cell
from ui.words import MARKERS, SHORT_STATES, interval, is_share, number, period_name, unit_words

CONFIG: Final = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}
GROUND: Final = "rgba(0,0,0,0)"
GRID: Final = "rgba(115,123,131,0.22)"
MARK: Final = "rgba(115,123,131,0.75)"
ROW: Final = 34  # pixels of one unit in a picture of units side by side


def show(figure: go.Figure, alt: str, key: str) -> None:
    """A figure on the page: no tool bar, the words of `alt` for those who do not see it."""
    st.plotly_chart(figure, key=key, config=CONFIG, alt=alt, width="stretch")


def factor(indicator: Indicator) -> float:
    """What a value is multiplied with on the screen: shares are shown in percent."""
    return 100.0 if is_share(indicator) else 1.0


def trend(
    indicator: Indicator,
    history: Sequence[Cell],
    grain: str,
    marks: Mapping[str, float],
    beside: tuple[Indicator, Sequence[Cell]] | None = None,
) -> go.Figure:
    """One figure over time with its 95 % interval; below it how much AI was in use.

    history  all periods, oldest first; a hidden period leaves a gap
    marks    level -> name of horizontal lines, such as parity
    """
    names = [period_name(cell.period, grain) for cell in history]
    rows = [0.34, 1.0] if beside else [0.0, 1.0]
    figure = go.Figure(layout=layout(400 if beside else 290))
    _band(figure, indicator, history, names)
    _line(figure, indicator, history, names)
    figure.update_layout(
        xaxis={"anchor": "y2" if beside else "y", "type": "category", "showgrid": False},
        yaxis={"domain": rows, "title": {"text": unit_words(indicator)}, **AXIS},
    )
    if marks:
        figure.update_layout(margin={"r": 92})
    for name, level in marks.items():
        height = level * factor(indicator)
        figure.add_hline(
            y=height,
            line={"dash": "dot", "width": 1.5, "color": MARK},
            annotation={
                "x": 1.0,
                "xanchor": "left",
                "yanchor": "middle",
                "text": name,
                "xshift": 6,
            },
        )
    if beside:
        _intensity(figure, *beside, grain)
    return figure


def small_trend(indicator: Indicator, history: Sequence[Cell], grain: str) -> go.Figure:
    """One part over time with its interval, small: for rows of parts beside each other."""
    names = [period_name(cell.period, grain) for cell in history]
    figure = go.Figure(layout={**layout(150), "margin": {"l": 4, "r": 4, "t": 6, "b": 4}})
    _band(figure, indicator, history, names)
    _line(figure, indicator, history, names)
    ends = [names[0], names[-1]] if len(names) > 1 else names
    figure.update_xaxes(type="category", showgrid=False, tickvals=ends, automargin=True)
    figure.update_yaxes(**{**AXIS, "nticks": 4}, ticksuffix="%" if is_share(indicator) else "")
    figure.update_traces(marker={"size": 5}, line={"width": 2}, selector={"mode": "lines+markers"})
    return figure


def _intensity(
    figure: go.Figure, indicator: Indicator, history: Sequence[Cell], grain: str
) -> None:
    known = [cell for cell in history if cell.value is not None]
    figure.add_bar(
        x=[period_name(cell.period, grain) for cell in known],
        y=[factor(indicator) * (cell.value or 0) for cell in known],
        yaxis="y2",
        marker={"color": OTHER, "opacity": 0.65},
        customdata=[number(indicator, cell.value) for cell in known],
        hovertemplate="%{x}: %{customdata}<extra>" + indicator.label + "</extra>",
        showlegend=False,
        width=0.45,
    )
    title = {"text": f"{indicator.label}, %"}
    figure.update_layout(
        yaxis2={"domain": [0.0, 0.22], "anchor": "x", "title": title, "rangemode": "tozero", **AXIS}
    )


def _band(
    figure: go.Figure, indicator: Indicator, history: Sequence[Cell], names: list[str]
) -> None:
    times = factor(indicator)
    known = [(name, c) for name, c in zip(names, history, strict=True) if c.low is not None]
    across = [name for name, _ in known]
    high = [times * (cell.high or 0.0) for _, cell in known]
    low = [times * (cell.low or 0.0) for _, cell in known]
    figure.add_scatter(
        x=across + across[::-1],
        y=high + low[::-1],
        fill="toself",
        mode="lines",
        line={"width": 0},
        fillcolor=_faint(COLOURS.get(indicator.key, OTHER)),
        hoverinfo="skip",
        showlegend=False,
    )


def _line(
    figure: go.Figure, indicator: Indicator, history: Sequence[Cell], names: list[str]
) -> None:
    colour = COLOURS.get(indicator.key, OTHER)
    values = [None if cell.value is None else factor(indicator) * cell.value for cell in history]
    figure.add_scatter(
        x=names,
        y=values,
        mode="lines+markers",
        connectgaps=False,
        line={"color": colour, "width": 2.5},
        marker={
            "size": 9,
            "color": colour,
            "symbol": [MARKERS.get(cell.state, "circle") for cell in history],
            "line": {"width": 2, "color": colour},
        },
        customdata=[said(indicator, cell) for cell in history],
        hovertemplate="<b>%{x}</b>: %{customdata}<extra></extra>",
        showlegend=False,
    )


def side_by_side(
    indicator: Indicator, units: Sequence[tuple[str, Cell]], mark: tuple[str, float] | None
) -> go.Figure:
    """One figure of several units as points with intervals.

    units  name and figure, in the order in which they are drawn: by name, never by value
    mark   name and value of the vertical line, such as the unit that they are part of
    """
    # From the last to the first: plotly draws the first at the bottom.
    shown = [(name, cell) for name, cell in units if cell.value is not None][::-1]
    cells, colour = [cell for _, cell in shown], COLOURS.get(indicator.key, OTHER)
    figure = go.Figure(layout=layout(110 + ROW * len(shown)))
    figure.add_scatter(
        x=[factor(indicator) * (cell.value or 0.0) for cell in cells],
        y=[name for name, _ in shown],
        mode="markers",
        error_x=_whiskers(indicator, cells, colour),
        marker={
            "size": 11,
            "color": colour,
            "symbol": [MARKERS.get(cell.state, "circle") for cell in cells],
            "line": {"width": 2, "color": colour},
        },
        customdata=[said(indicator, cell) for cell in cells],
        hovertemplate="<b>%{y}</b>: %{customdata}<extra></extra>",
        showlegend=False,
    )
    if mark:
        figure.add_vline(
            x=factor(indicator) * mark[1],
            line={"dash": "dot", "width": 1.5, "color": MARK},
            annotation_text=mark[0],
            annotation_position="top",
            annotation_font={"size": 12},
        )
    figure.update_layout(
        xaxis={"title": {"text": unit_words(indicator)}, **AXIS},
        yaxis={"automargin": True, "showgrid": False, "ticksuffix": "  "},
    )
    return figure


def _whiskers(indicator: Indicator, cells: Sequence[Cell], colour: str) -> dict[str, Any]:
    """Intervals as plotly draws them: lengths to both sides of the point."""
    times = factor(indicator)
    up = [times * ((c.high or 0.0) - (c.value or 0.0)) if c.high is not None else 0 for c in cells]
    down = [times * ((c.value or 0.0) - (c.low or 0.0)) if c.low is not None else 0 for c in cells]
    length = {"array": up, "arrayminus": down, "symmetric": False, "type": "data"}
    return {**length, "color": colour, "thickness": 2, "width": 0}


AXIS: Final[dict[str, Any]] = {
    "gridcolor": GRID,
    "zeroline": False,
    "automargin": True,
    "nticks": 6,
}


def layout(height: int) -> dict[str, Any]:
    """What all pictures share."""
    return {
        "height": height,
        "margin": {"l": 8, "r": 8, "t": 28, "b": 8},
        "paper_bgcolor": GROUND,
        "plot_bgcolor": GROUND,
        "hovermode": "closest",
        "dragmode": False,
        "bargap": 0.5,
    }


def said(indicator: Indicator, cell: Cell) -> str:
    """One figure in words, for the pointer: value, interval and state."""
    badge = f", {SHORT_STATES[cell.state]}" if cell.state in SHORT_STATES else ""
    return f"{number(indicator, cell.value)} ({interval(indicator, cell.low, cell.high)}){badge}"


def levels(
    indicator: Indicator, reference: Sequence[date], history: Sequence[Cell]
) -> dict[str, float]:
    """Horizontal lines of a trend: parity where it means something, the reference where known."""
    lines: dict[str, float] = {}
    if indicator.key in ("novice_participation", "productivity_index"):
        lines["even share" if indicator.key == "novice_participation" else "as before"] = 1.0
    known = [c.value for c in history if c.period in reference and c.value is not None]
    if known and indicator.key != "productivity_index":
        lines["reference"] = sum(known) / len(known)
    return lines


def _faint(colour: str) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.18)"
