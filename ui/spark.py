"""A trend as small as a word: line, interval band, last point; readable on light and dark."""

from collections.abc import Callable, Sequence
from typing import Final

from ui.cells import Cell

WIDTH, HEIGHT, EDGE = 240.0, 46.0, 5.0
Point = tuple[float, float]
MINIMUM: Final = 2  # points of a line


def spark(history: Sequence[Cell], colour: str) -> str:
    """An SVG of one figure over time; empty text when there is nothing to draw.

    history  all periods, oldest first; hidden periods leave a gap
    """
    shown = [(place, cell) for place, cell in enumerate(history) if cell.value is not None]
    if len(shown) < MINIMUM:
        return ""
    scale = _scale([cell for _, cell in shown])
    step = (WIDTH - 2 * EDGE) / max(1, len(history) - 1)

    def at(place: int, value: float | None) -> Point:
        return EDGE + place * step, scale(value or 0.0)

    top = [at(place, cell.value if cell.high is None else cell.high) for place, cell in shown]
    bottom = [at(place, cell.value if cell.low is None else cell.low) for place, cell in shown]
    line = [at(place, cell.value) for place, cell in shown]
    end = line[-1]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}" '
        f'width="{WIDTH:.0f}" height="{HEIGHT:.0f}">'
        f'<polygon points="{_text([*top, *bottom[::-1]])}" fill="{colour}" fill-opacity="0.18"/>'
        f'<polyline points="{_text(line)}" fill="none" stroke="{colour}" stroke-width="2" '
        'stroke-linejoin="round" stroke-linecap="round"/>'
        f'<path d="M{end[0]:.1f} {end[1]:.1f}h0.01" stroke="{colour}" stroke-width="6" '
        'stroke-linecap="round"/></svg>'
    )


def _scale(shown: Sequence[Cell]) -> Callable[[float], float]:
    values = [v for cell in shown for v in (cell.value, cell.low, cell.high) if v is not None]
    lowest, highest = min(values), max(values)
    spread = (highest - lowest) or 1.0

    def scale(value: float) -> float:
        return HEIGHT - EDGE - (value - lowest) / spread * (HEIGHT - 2 * EDGE)

    return scale


def _text(points: Sequence[Point]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
