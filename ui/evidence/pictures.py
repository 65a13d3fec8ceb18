"""A study as pictures: event study, methods side by side, hidden drift. Tones for both themes."""

import math
from collections.abc import Sequence
from typing import Any, Final

import plotly.graph_objects as go

from evidence.change_words import in_units
from evidence.judged import judged
from evidence.results import Block, Estimate, Finding, Outcome
from evidence.steps import block_word, step_word
from exports.evidence.wording import (
    axis_words,
    change,
    change_unit,
    loss_of,
    month_words,
    spread,
    waves,
)
from ui.charts import AXIS, MARK, layout

BEFORE: Final = "#737B83"
AFTER: Final = "#2E7FBF"
ROLLOUT: Final = "#C4621A"
PAYS: Final = "#1B8A6B"
ROW: Final = 46  # pixels of one method
ZERO: Final = {"color": MARK, "width": 1.5}
MOST_TICKS: Final = 13
ROOM: Final = 0.07  # of the width, at both ends


def event_blocks(finding: Finding) -> go.Figure:
    """The event study by blocks: what was there before the rollout first, then what came."""
    outcome, step = finding.outcome, step_word(finding.counts)
    figure = go.Figure(layout=layout(360))
    middles = [_middle(block.months) for block in finding.blocks]
    for is_after, name, colour, shape in (
        (False, "Before", BEFORE, "circle-open"),
        (True, "After", AFTER, "circle"),
    ):
        mine = [block for block in finding.blocks if (block.block >= 0) == is_after]
        _points(
            figure, outcome, [_middle(block.months) for block in mine],
            [block.effect for block in mine],
            [waves(block.months, step) for block in mine], name, colour, shape,
        )  # fmt: skip
    just_before = _just_before(finding.blocks)
    _reference(figure, just_before, block_word(finding.counts))
    ticks = sorted([*middles, _middle(just_before)])
    names = {_middle(block.months): _tick(block.months) for block in finding.blocks}
    figure.update_layout(
        xaxis={
            "tickvals": ticks,
            "ticktext": [names.get(at, f"{_tick(just_before)}<br>(reference)") for at in ticks],
            "showgrid": False,
            "title": {"text": f"{step}s before and after rollout"},
            "automargin": True,
        }
    )
    return _with_lines(figure, finding)


def event_months(finding: Finding) -> go.Figure:
    """The event study month by month."""
    outcome, step = finding.outcome, step_word(finding.counts)
    figure = go.Figure(layout=layout(360))
    for is_after, name, colour, shape in (
        (False, "Before", BEFORE, "circle-open"),
        (True, "After", AFTER, "circle"),
    ):
        months = [month for month in sorted(finding.by_event) if (month >= 0) == is_after]
        _points(
            figure, outcome, [float(month) for month in months],
            [finding.by_event[month] for month in months],
            [month_words(month, step) for month in months], name, colour, shape,
        )  # fmt: skip
    figure.update_layout(
        xaxis={
            "showgrid": False,
            "nticks": MOST_TICKS,
            "title": {"text": f"{step}s since rollout; 0 is the first {step} with it"},
            "automargin": True,
        }
    )
    return _with_lines(figure, finding)


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
            error_x=_whisker(outcome, [each], AFTER if counts else BEFORE),
            marker=_marker(AFTER if counts else BEFORE, "circle" if counts else "diamond-open"),
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


def _points(
    figure: go.Figure,
    outcome: Outcome,
    places: Sequence[float],
    estimates: Sequence[Estimate],
    when: Sequence[str],
    name: str,
    colour: str,
    shape: str,
) -> None:
    figure.add_scatter(
        x=list(places),
        y=[in_units(outcome, each.estimate) for each in estimates],
        mode="markers",
        name=name,
        error_y=_whisker(outcome, estimates, colour),
        marker=_marker(colour, shape),
        customdata=[
            f"<b>{words}</b>: {change(outcome, each.estimate)} ({spread(outcome, each)})"
            for words, each in zip(when, estimates, strict=True)
        ],
        hovertemplate="%{customdata}<extra></extra>",
        showlegend=False,
    )


def _just_before(blocks: Sequence[Block]) -> tuple[int, int]:
    """Event times of the block just before the rollout, which all others are held against."""
    first, last = blocks[0].months if blocks else (0, int(judged()["block_months"]) - 1)
    return first - last - 1, -1


def _reference(figure: go.Figure, just_before: tuple[int, int], block: str) -> None:
    figure.add_scatter(
        x=[_middle(just_before)],
        y=[0.0],
        mode="markers",
        marker=_marker(BEFORE, "square-open"),
        hovertemplate=f"the {block} just before: all others are held against it<extra></extra>",
        showlegend=False,
    )


def _with_lines(figure: go.Figure, finding: Finding) -> go.Figure:
    figure.add_hline(y=0, line=ZERO)
    figure.add_vline(
        x=-0.5,
        line={"color": ROLLOUT, "width": 2, "dash": "dash"},
        annotation={"text": "rollout", "font": {"size": 13}, "yshift": 10},
        annotation_position="top",
    )
    if finding.pays > 0:
        figure.add_hline(
            y=in_units(finding.outcome, loss_of(finding.outcome, finding.pays)),
            line={"color": PAYS, "width": 1.5, "dash": "dot"},
            annotation={"text": "pays from here", "font": {"size": 12}, "xanchor": "left", "x": 0},
        )
    title = {"text": _two_lines(finding.outcome)}
    figure.update_layout(yaxis={**AXIS, "title": title}, margin={"t": 34})
    return figure


def brief_axis(outcome: Outcome) -> str:
    """The axis of a low picture: the unit alone."""
    return f"change, {change_unit(outcome)}".replace("standard deviations", "SD")


def _two_lines(outcome: Outcome) -> str:
    return f"{outcome.label}, {brief_axis(outcome)}<br>({outcome.better} is better)"


def _whisker(outcome: Outcome, estimates: Sequence[Estimate], colour: str) -> dict[str, Any]:
    """Intervals as plotly draws them: lengths to both sides of the point."""
    up, down = [], []
    for each in estimates:
        middle = in_units(outcome, each.estimate)
        is_known = math.isfinite(each.low) and math.isfinite(each.high)
        up.append(in_units(outcome, each.high) - middle if is_known else 0.0)
        down.append(middle - in_units(outcome, each.low) if is_known else 0.0)
    length = {"array": up, "arrayminus": down, "symmetric": False, "type": "data"}
    return {**length, "color": colour, "thickness": 2, "width": 0}


def _marker(colour: str, shape: str) -> dict[str, Any]:
    return {"size": 11, "color": colour, "symbol": shape, "line": {"width": 2, "color": colour}}


def _middle(months: Sequence[int]) -> float:
    return (months[0] + months[1]) / 2


def _tick(months: Sequence[int]) -> str:
    first, last = months
    if last < 0:
        return f"{-last} before" if first == last else f"{-last}–{-first} before"
    return f"{last + 1} after" if first == last else f"{first + 1}–{last + 1} after"
