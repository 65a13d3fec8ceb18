"""The event study as a picture: what was there before the rollout first, then what came."""

from collections.abc import Sequence
from typing import Final

import plotly.graph_objects as go

from evidence.change_words import in_units
from evidence.judged import judged
from evidence.results import Block, Estimate, Finding, Outcome
from evidence.steps import block_word, step_word
from exports.evidence.wording import change, loss_of, month_words, spread, waves
from ui.charts import AXIS, layout
from ui.evidence.drawing import AFTER, BEFORE, PAYS, ROLLOUT, ZERO, brief_axis, marker, whisker

MOST_TICKS: Final = 13


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
        error_y=whisker(outcome, estimates, colour),
        marker=marker(colour, shape),
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
        marker=marker(BEFORE, "square-open"),
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


def _two_lines(outcome: Outcome) -> str:
    return f"{outcome.label}, {brief_axis(outcome)}<br>({outcome.better} is better)"


def _middle(months: Sequence[int]) -> float:
    return (months[0] + months[1]) / 2


def _tick(months: Sequence[int]) -> str:
    first, last = months
    if last < 0:
        return f"{-last} before" if first == last else f"{-last}–{-first} before"
    return f"{last + 1} after" if first == last else f"{first + 1}–{last + 1} after"
