"""One treated team: a weighted mix of other teams stands in for what would have been (EVIDENCE A9).

Synthetic control (Abadie, Diamond and Hainmueller 2010) and synthetic difference in differences
(Arkhangelsky et al. 2021). The weights are exact optima on the simplex.
"""

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import numpy as np
from scipy.optimize import nnls

from evidence.judged import judged
from evidence.panel import Flags, Floats, Panel
from store.errors import NotEnoughData

Kind: TypeAlias = Literal["sdid", "sc", "did"]

HEAVY: Final = 1e3  # times the largest value: the row that makes the weights add to one
SMALL: Final = 1e-6  # of the noise: enough that the optimum is one point
FEWEST_BEFORE: Final = 2


@dataclass(frozen=True)
class Mix:
    """An effect with the weights behind it.

    estimate  mean over the periods after the rollout, in the unit of the outcome
    donors    (donors,) weights of the other teams, adding to 1
    before    (periods before,) weights of the periods, adding to 1; all 0 for a synthetic control
    """

    estimate: float
    donors: Floats
    before: Floats


@dataclass(frozen=True)
class OneTeamFinding:
    """What one treated team shows beside a mix of others.

    estimate   synthetic difference in differences; control: synthetic control; plain: difference
               in differences against all others alike; each in the unit of the outcome
    gap        (periods,) team minus its synthetic control
    ratios     (teams,) how much larger the gap is after than before, for every team in the place
               of the one, the real one last
    times      (periods,) as the table has them;  start: the first treated one
    donors     team -> weight in the synthetic control, largest first, those above .001
    rank       of its ratio among all teams, itself included; 1: the largest
    rank_p     rank as a share of the teams; smallest_p: the smallest that so many teams allow
    sentence   for the reader; the verdict is CANNOT-TELL where smallest_p is above alpha
    """

    estimate: float
    control: float
    plain: float
    gap: Floats
    ratios: Floats
    times: tuple[int, ...]
    start: int
    donors: dict[str, float]
    rank: int
    rank_p: float
    smallest_p: float
    sentence: str


def one_team(panel: Panel) -> OneTeamFinding:
    """Compare the one treated team of a panel with the teams that never got it.

    Counts: teams without a missing period only.
    raises  NotEnoughData with fewer than two such teams or two periods before
    """
    outcome, names, start = _ordered(panel)
    found = {kind: mix(outcome, start, kind) for kind in ("sdid", "sc", "did")}
    gaps = placebo_gaps(outcome, start)
    grown = ratios(gaps, start)
    rank = int((grown >= grown[-1]).sum())
    p, smallest = rank / len(outcome), 1 / len(outcome)
    shares = dict(zip(names[:-1], found["sc"].donors.tolist(), strict=True))
    return OneTeamFinding(
        estimate=found["sdid"].estimate,
        control=found["sc"].estimate,
        plain=found["did"].estimate,
        gap=gaps[-1],
        ratios=grown,
        times=tuple(int(time) for time in panel.times),
        start=int(panel.times[start]),
        donors={k: v for k, v in sorted(shares.items(), key=lambda x: -x[1]) if v > 1e-3},  # noqa: PLR2004
        rank=rank,
        rank_p=p,
        smallest_p=smallest,
        sentence=_sentence(len(outcome) - 1, p, smallest),
    )


def _ordered(panel: Panel) -> tuple[Floats, list[str], int]:
    """Outcomes with the treated team last, names, position of the first treated period."""
    whole: Flags = np.asarray(np.isfinite(panel.outcome).all(axis=1))
    donors = np.flatnonzero(whole & (panel.first == panel.never))
    treated = np.flatnonzero(panel.first < panel.never)
    start = int(panel.first[treated[0]]) if len(treated) else 0
    is_enough = len(treated) == 1 and bool(whole[treated[0]])
    if not is_enough or len(donors) < 2 or start < FEWEST_BEFORE:  # noqa: PLR2004
        raise NotEnoughData(
            f"{len(treated)} treated teams, {len(donors)} whole teams without it, "
            f"{start} periods before",
            "one treated team without a missing period, two whole teams without it, two periods "
            "before",
            "Load longer histories, or more teams",
        )
    rows = np.append(donors, treated)
    return panel.outcome[rows], [str(name) for name in panel.units[rows]], start


def mix(outcome: Floats, start: int, kind: Kind = "sdid", n_treated: int = 1) -> Mix:
    """The effect on the last `n_treated` rows from a position in time on.

    kind  sdid: weighted teams and weighted periods; sc: weighted teams, with their level; did: all
          alike
    """
    n_donors, n_before = len(outcome) - n_treated, start
    donors, own = outcome[:n_donors, :start], outcome[n_donors:, :start].mean(axis=0)
    after = outcome.shape[1] - start
    noise = float(np.diff(donors, axis=1).std(ddof=1))
    if kind == "did":
        teams, periods = np.full(n_donors, 1 / n_donors), np.full(n_before, 1 / n_before)
    elif kind == "sc":
        teams = simplex_weights(donors.T, own, SMALL * noise, about_mean=False)
        periods = np.zeros(n_before)
    else:
        ridge = (n_treated * after) ** 0.25 * noise
        teams = simplex_weights(donors.T, own, ridge, about_mean=True)
        later = outcome[:n_donors, start:].mean(axis=1)
        periods = simplex_weights(donors, later, SMALL * noise, about_mean=True)
    by_team = np.append(-teams, np.full(n_treated, 1 / n_treated))
    by_period = np.append(-periods, np.full(after, 1 / after))
    return Mix(float(by_team @ outcome @ by_period), teams, periods)


def simplex_weights(rows: Floats, target: Floats, ridge: float, about_mean: bool) -> Floats:
    """Weights, none below 0 and adding to 1, with which the columns of rows are next to a target.

    Least squares with a ridge, solved exactly by active sets; the sum of 1 is one heavy row.
    about_mean  levels may differ: only movements are matched
    """
    if about_mean:
        rows, target = rows - rows.mean(axis=0), target - target.mean()
    n, k = rows.shape
    heavy = HEAVY * max(1.0, float(np.abs(rows).max()))
    design = np.vstack([rows, ridge * np.sqrt(n) * np.eye(k), np.full((1, k), heavy)])
    found, _ = nnls(design, np.concatenate([target, np.zeros(k), [heavy]]), maxiter=50 * k)
    weights: Floats = found / found.sum()
    return weights


def placebo_gaps(outcome: Floats, start: int) -> Floats:
    """(teams, periods) each team minus its own synthetic control, the treated team last.

    The treated team is in no other team's mix.
    """
    n = len(outcome)
    gaps = np.empty_like(outcome)
    for i in range(n):
        others = [j for j in range(n - 1) if j != i]
        weights = simplex_weights(
            outcome[others, :start].T, outcome[i, :start], SMALL, about_mean=False
        )
        gaps[i] = outcome[i] - weights @ outcome[others]
    return gaps


def ratios(gaps: Floats, start: int) -> Floats:
    """(teams,) how much larger each team's gap is after than before (Abadie et al. 2010).

    The ratio of the root mean square of the gap after to that before.
    """
    before = np.maximum((gaps[:, :start] ** 2).mean(axis=1), SMALL**2)
    found: Floats = np.sqrt((gaps[:, start:] ** 2).mean(axis=1) / before)
    return found


def _sentence(donors: int, p: float, smallest: float) -> str:
    asked = judged()["alpha"]
    if smallest > asked:
        needed = int(np.ceil(1 / asked)) - 1
        return (
            f"One team alone cannot tell: with {donors} teams to compare with, even the "
            f"largest gap would come up by chance in {smallest:.0%} of cases. "
            f"{needed - donors} more teams without it would do."
        )
    if p > asked:
        return (
            "This team cannot tell: a gap as large is seen in "
            f"{p:.0%} of the teams that never had it."
        )
    return (
        f"The gap is larger than in {1 - p:.0%} of the teams. It is one team: what holds for it "
        "need not hold for another."
    )
