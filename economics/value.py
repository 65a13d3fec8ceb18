"""What training and redesign are worth: money by line and year, present value, payback.

All functions take one number an input, or an array of draws for some of them: shape (draws,).
"""

from collections.abc import Mapping, Sequence
from typing import Final, Literal, TypeAlias

import numpy as np

from economics.inputs import Figure, Figures, Values, figure
from economics.treadmill import launch_cost, redesign_set_up, yearly_cost

Option: TypeAlias = Literal["training", "redesign", "half", "yours"]
OPTIONS: Final[tuple[Option, ...]] = ("training", "half", "redesign", "yours")
HALF: Final = 0.5
MONTHS: Final = 12
WEEKS: Final = 52
LONGEST_PAYBACK: Final = 30  # years; nobody plans further
INSTANT: Final = 1e-9  # months; keeps a ramp of none, which is a step, from dividing by 0

Lines: TypeAlias = Mapping[str, Sequence[Figure]]  # money by line, each from year 0 to the horizon


def pool(values: Figures) -> Figure:
    """Money a year that an effect of +100 % would be worth: N x wage x touched x capture (C2).

    Raises NotEnoughData without capture.
    """
    return _touched_work(values) * figure(values, "capture")


def mean_decay(half_life: Figure, interval: Figure) -> Figure:
    """Part of the day-one effect that is there on average between two sessions.

    The mean of 2^(-m/half_life) over m from 0 to the interval, both in months.
    """
    passed = interval / half_life * np.log(2)
    return _plain(-np.expm1(-passed) / passed)


def annuity(discount: Figure, years: float) -> Figure:
    """Present value of 1 at the end of each year."""
    return sum(((1 + discount) ** -year for year in range(1, int(years) + 1)), 0.0)


def launch_money(values: Figures) -> Figure:
    """Training money at launch: what was entered, else what the treadmill costs."""
    given = values["launch_money"]
    return launch_cost(values) if given is None else given


def yearly_money(values: Figures) -> Figure:
    """Training money a year: what was entered, else what the treadmill costs."""
    given = values["yearly_money"]
    return yearly_cost(values) if given is None else given


def training_lines(values: Figures, share: Figure = 1.0) -> Lines:
    """Money of training by line, years 0 to n, for a share of the people.

    Counts: exits that training avoids stand on a line of their own, and need no capture: a
    replacement that is not hired costs nothing, whatever happens to freed time.
    """
    kept = mean_decay(figure(values, "half_life"), figure(values, "interval"))
    benefit = pool(values) * figure(values, "effect_training") * kept * share
    exits = figure(values, "exits_saved") * figure(values, "replacement_cost") * share
    years = _years(values)
    return {
        "training_launch": [-launch_money(values) * share, *[0.0] * years],
        "training_yearly": [0.0, *[-yearly_money(values) * share] * years],
        "training_benefit": [0.0, *[benefit] * years],
        "exits_saved": [0.0, *[exits] * years],
    }


def redesign_lines(values: Figures, share: Figure = 1.0) -> Lines:
    """Money of redesign by line, years 0 to n, for a share of the people.

    Counts: the dip is output that is lost, so it counts whether or not freed time becomes money.
    """
    set_up = redesign_set_up(values) * share
    dip = figure(values, "dip") * figure(values, "dip_weeks") / WEEKS
    years = _years(values)
    worth = pool(values) * figure(values, "effect_redesign") * share
    benefit = [worth * effect_part(values, year) for year in range(1, years + 1)]
    return {
        "redesign_set_up": [-set_up, *[0.0] * years],
        "redesign_dip": [-_touched_work(values) * dip * share, *[0.0] * years],
        "redesign_upkeep": [0.0, *[-set_up * figure(values, "upkeep")] * years],
        "redesign_benefit": [0.0, *benefit],
    }


def mix_lines(values: Figures, moved: Figure | None = None) -> Lines:
    """Money by line when a share of the training money moves to redesign.

    moved  share of the training money; without it, the input `moved`

    Counts: training reaches people as far as its money does. How many people redesign reaches is
    decided by the launch money, since the set-up is paid once, at the start (C2, `npv_mix`); the
    yearly money that moved pays the upkeep. All costs count in full, whichever budget pays
    them, and money that moved but is not spent stays with the firm: it buys no benefit here.
    `half_rule.py` tells how much that is.
    """
    share = moved_share(values, moved)
    covered = coverage(values, share)
    return {**training_lines(values, 1 - share), **redesign_lines(values, covered)}


def moved_share(values: Figures, moved: Figure | None = None) -> Figure:
    """The share of the training money that moves: never what is ring-fenced."""
    asked = figure(values, "moved") if moved is None else moved
    return _plain(np.minimum(asked, 1 - figure(values, "ring_fence")))


def coverage(values: Figures, share: Figure) -> Figure:
    """The share of people whose work the moved launch money redesigns, 0 to 1.

    Counts: redesign that costs nothing reaches everybody, as soon as anything moves.
    """
    moved, needed = launch_money(values) * share, redesign_set_up(values)
    reached = np.minimum(moved, needed) / np.where(np.asarray(needed) > 0, needed, 1.0)
    for_nothing = np.where(np.asarray(share) > 0, 1.0, 0.0)
    return _plain(np.where(np.asarray(needed) > 0, reached, for_nothing))


def effect_part(values: Figures, year: int) -> Figure:
    """The part of the full effect that a calendar year sees: linear ramp, then erosion (C2)."""
    ramp = figure(values, "ramp")
    gained = (_ramped(MONTHS * year, ramp) - _ramped(MONTHS * (year - 1), ramp)) / MONTHS
    return gained * (1 - figure(values, "erosion")) ** (year - 1)


def option_lines(values: Figures, option: Option) -> Lines:
    """Money by line of one of the options."""
    if option == "training":
        return training_lines(values)
    if option == "redesign":
        return redesign_lines(values)
    return mix_lines(values, HALF if option == "half" else None)


def present_value(lines: Lines, discount: Figure) -> Figure:
    """Present value of all lines; year 0 is not discounted."""
    return sum((line_value(line, discount) for line in lines.values()), 0.0)


def line_value(line: Sequence[Figure], discount: Figure) -> Figure:
    """Present value of one line."""
    return sum((money / (1 + discount) ** year for year, money in enumerate(line)), 0.0)


def npv(values: Figures, option: Option) -> Figure:
    """Net present value of one of the options."""
    return present_value(option_lines(values, option), figure(values, "discount"))


def npv_training(values: Figures, share: Figure = 1.0) -> Figure:
    """Net present value of training for a share of the people."""
    return present_value(training_lines(values, share), figure(values, "discount"))


def npv_redesign(values: Figures, share: Figure = 1.0) -> Figure:
    """Net present value of redesigned work for a share of the people."""
    return present_value(redesign_lines(values, share), figure(values, "discount"))


def npv_mix(values: Figures, moved: Figure | None = None) -> Figure:
    """Net present value when a share of the training money moves to redesign."""
    return present_value(mix_lines(values, moved), figure(values, "discount"))


def totals(lines: Lines) -> list[Figure]:
    """Money of all lines together, by year."""
    return [sum(year, 0.0) for year in zip(*lines.values(), strict=True)]


def payback(values: Values, option: Option) -> float | None:
    """Years until an option has paid back, undiscounted, evenly within a year.

    None: not within thirty years.
    """
    beyond = {**values, "years": float(LONGEST_PAYBACK)}
    flow = [float(money) for money in totals(option_lines(beyond, option))]
    owed = -flow[0]
    if owed <= 0:
        return 0.0
    for year, money in enumerate(flow[1:]):
        if money >= owed:
            return year + owed / money
        owed -= money
    return None


def _touched_work(values: Figures) -> Figure:
    return figure(values, "people") * figure(values, "wage") * figure(values, "touched")


def _ramped(months: float, ramp: Figure) -> Figure:
    rising = months**2 / (2 * np.maximum(ramp, INSTANT))
    return _plain(np.where(months < ramp, rising, months - np.asarray(ramp) / 2))


def _years(values: Figures) -> int:
    return int(figure(values, "years"))


def _plain(value: Figure) -> Figure:
    """A number where numpy made an array of no dimensions of one."""
    return float(value) if np.ndim(value) == 0 else value
