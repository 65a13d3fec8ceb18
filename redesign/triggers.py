"""STRONG, WATCH or not at all: decided once for all moves (docs/methods.md, 6.1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from redesign.contract import Figure, Proposal, Reading, Strength
from redesign.thresholds import Word, number, word

# A pooled figure is the unit's above, not the team's; the others hold no figure at all.
OWN_FIGURE: Final = ("shown", "low_precision", "partial")

# Shares are shown in percent; everything else keeps its unit.
IN_PERCENT: Final = ("routine", "exposed", "challenge", "ai_solo_gap")


@dataclass(frozen=True)
class Signal:
    """What the trigger words of a move say about one team.

    strength  None: at least one needed word does not hold
    because   the figures that led to it, in a sentence
    """

    strength: Strength | None
    because: str = ""


def heard(reading: Reading, name: str) -> Signal:
    """What one trigger word says about one team.

    STRONG: the 95 % interval and the shrunk value both lie beyond the threshold, the smallest
    sample is met, coverage suffices and the figure is shown without a badge.
    WATCH: only the point lies beyond, or the figure carries a badge.

    Counts: a pooled, suppressed or missing figure never, it does not tell about this team.
    """
    asked = word(name)
    figure = reading.figures.get(asked.indicator)
    if figure is None or figure.value is None or figure.state not in OWN_FIGURE:
        return Signal(None)
    if not asked.holds(figure.value):
        return Signal(None)
    return Signal("STRONG" if _is_strong(figure, asked) else "WATCH", _sentence(figure, asked))


def all_of(reading: Reading, *names: str) -> Signal:
    """All words together: as strong as the weakest of them."""
    signals = [heard(reading, name) for name in names]
    if any(signal.strength is None for signal in signals):
        return Signal(None)
    strong = all(signal.strength == "STRONG" for signal in signals)
    return Signal("STRONG" if strong else "WATCH", _joined(signals))


def any_of(reading: Reading, *names: str) -> Signal:
    """At least one of the words: as strong as the strongest of those that hold."""
    signals = [signal for name in names if (signal := heard(reading, name)).strength]
    if not signals:
        return Signal(None)
    strong = any(signal.strength == "STRONG" for signal in signals)
    return Signal("STRONG" if strong else "WATCH", _joined(signals))


def unheard(reading: Reading, name: str) -> str | None:
    """Why one trigger word could not be evaluated for one team, in a sentence; None if it could."""
    figure = reading.figures.get(word(name).indicator)
    if figure is None:
        return "not computed"
    if figure.value is None or figure.state not in OWN_FIGURE:
        state = figure.state.replace("_", " ")
        return f"{state}: {figure.reason}" if figure.reason else state
    return None


def conversation(reading: Reading, signal: Signal, question: str, productivity: str) -> Proposal:
    """What a WATCH leads to: a question to the team and more data, never a change of the work."""
    return Proposal(
        what=f"Ask the team, and collect another quarter of data, before any change: {question}",
        because=signal.because + "; the interval or the sample does not carry a change yet",
        strength="WATCH",
        cost_hours=number("conversation_hours"),
        cost_words="one conversation",
        productivity=productivity,
        novices_reached=reading.novices,
    )


def expert_hours_cap(reading: Reading) -> float:
    """Hours a quarter that all moves of a team together may ask of its experts."""
    return number("expert_share") * reading.hours.get("expert_hours", 0.0)


def _is_strong(figure: Figure, asked: Word) -> bool:
    inner = figure.high if asked.side == "below" else figure.low
    return (
        figure.state == "shown"
        and inner is not None
        and asked.holds(inner)
        and figure.shrunk is not None
        and asked.holds(figure.shrunk)
        and figure.n_units >= figure.trigger_units
        and figure.coverage is not None
        and figure.coverage >= number("partial_coverage")
    )


def _sentence(figure: Figure, asked: Word) -> str:
    details = []
    if figure.low is not None and figure.high is not None:
        details.append(f"{_number(figure.low, asked)} to {_number(figure.high, asked)}")
    if figure.quarters > 1:
        details.append("two quarters")
    behind = f" ({', '.join(details)})" if details else ""
    bound = f"{asked.side} {_number(asked.bound, asked)}"
    return f"{asked.about}: {_number(figure.value, asked)}{behind}, {bound}"


def _number(value: float | None, asked: Word) -> str:
    if value is None:
        return "unknown"
    return f"{value:.0%}" if asked.indicator in IN_PERCENT else f"{value:.2f}"


def _joined(signals: Sequence[Signal]) -> str:
    text = "; ".join(signal.because for signal in signals)
    return text[:1].upper() + text[1:]
