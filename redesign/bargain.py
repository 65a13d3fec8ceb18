"""The rate at which both sides gain most together, and the plan at that rate."""

from typing import Final

import numpy as np
import polars as pl

from redesign.balance import USUAL_RATE, Balance, nash
from redesign.graph import Floats, Ints
from redesign.hashes import drawn, hashed
from redesign.mentors import SupportedPlan, solve_supported
from redesign.problem import Problem

SEARCH_ROUNDS: Final = 4  # the same for all rates, so that their plans can be compared
SAMPLE_PAIRS: Final = 50_000  # one number is found as well on some of the pairs of a large firm
FEWEST_EACH: Final = 20  # best pairs of a person that the search sees


def bargain(asked: Problem, sample: Problem) -> tuple[float, SupportedPlan]:
    """The rate at the Nash point, and the plan of the whole firm at it, supporters' hours kept.

    sample  the same problem for some of the pairs, or `asked` itself

    Counts: where the rate of the sample would put the firm below today, half of it is tried, then
    none of it.
    """
    balance, quick = _searched(sample)
    if sample is asked:
        deep = solve_supported(asked.graph, asked.worth(balance.rate), prices=quick.prices)
        kept = (balance.firm_kept, balance.habit_worker)
        best = max((quick, deep), key=lambda one: (_is_kept(asked, one, kept), one.plan.total))
        return balance.rate, best
    kept = (total(asked.firm, asked.habit), total(asked.worker, asked.habit))
    for rate in (balance.rate, balance.rate / 2):
        solved = solve_supported(asked.graph, asked.worth(rate))
        if _is_kept(asked, solved, kept):
            return rate, solved
    return 0.0, solve_supported(asked.graph, asked.worth(0.0))


def some_pairs(pairs: pl.DataFrame) -> pl.DataFrame:
    """Enough pairs to find the rate: teams drawn by name; in a huge team, each person's best."""
    if pairs.height <= SAMPLE_PAIRS:
        return pairs
    sizes = pairs.group_by("team_id").len().sort("team_id")
    order = np.argsort(drawn(hashed(sizes["team_id"])))
    enough = int(np.searchsorted(sizes["len"].to_numpy()[order].cumsum(), SAMPLE_PAIRS)) + 1
    teams = sizes["team_id"].gather(order[:enough])
    few = pairs.filter(pl.col("team_id").is_in(teams.implode()))
    if few.height <= 2 * SAMPLE_PAIRS:
        return few
    each = max(FEWEST_EACH, SAMPLE_PAIRS // few["person_id"].n_unique())
    best_first = pl.struct("score", "tie").rank("ordinal", descending=True)
    return few.filter(best_first.over("person_id") <= each)


def total(values: Floats, chosen: Ints) -> float:
    """Sum of the values of the chosen pairs."""
    return float(values[chosen].sum())


def _searched(asked: Problem) -> tuple[Balance, SupportedPlan]:
    first = solve_supported(asked.graph, asked.worth(USUAL_RATE), rounds=SEARCH_ROUNDS)
    plans = {USUAL_RATE: first}

    def at(rate: float) -> Ints:
        if rate not in plans:
            nearest = plans[min(plans, key=lambda known: abs(known - rate))]
            plans[rate] = solve_supported(
                asked.graph, asked.worth(rate), prices=nearest.prices, rounds=SEARCH_ROUNDS
            )
        return plans[rate].plan.chosen

    balance = nash(asked.firm, asked.worker, asked.habit, at)
    return balance, plans[balance.rate]


def _is_kept(asked: Problem, solved: SupportedPlan, kept: tuple[float, float]) -> bool:
    """Neither side is below what it is to keep: firm, worker."""
    chosen = solved.plan.chosen
    return total(asked.firm, chosen) >= kept[0] and total(asked.worker, chosen) >= kept[1]
