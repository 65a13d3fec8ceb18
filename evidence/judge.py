"""From a panel to a finding: estimates, doubts and the verdict (EVIDENCE A1 to A6)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from evidence.aggregate import effects
from evidence.blocks import BlockStudy, block_study
from evidence.codes import code
from evidence.doubly_robust import Adjust
from evidence.errors import NotAnswerable
from evidence.headline import (
    CLUSTERED,
    LEAVE_ONE_OUT,
    Headline,
    headline,
    headline_of_counts,
    is_few,
    shuffle_chance,
    total_effect,
    total_of_counts,
    with_few_teams,
)
from evidence.panel import Panel
from evidence.power import mde
from evidence.relative_rates import in_logs, relative_rates
from evidence.results import Code, Counts, Estimate, Finding, Outcome, PreTest, Sensitivity, Verdict
from evidence.sensitivity import relative_magnitudes
from evidence.sentences import not_answerable, verdict
from evidence.singular import is_regular
from evidence.steps import block_word
from evidence.twfe import usual_regression
from evidence.verdict import Grounds, decide, doubts, gain, shuffles_agree


@dataclass(frozen=True)
class Clusters:
    """Clusters that got it, and those that were without it when the first one did."""

    treated: int
    comparison: int


def judge(
    panel: Panel,
    outcome: Outcome,
    pays: float = 0.0,
    by_lot: bool = False,
    warnings: Sequence[Code] = (),
    adjust: Adjust = "reg",
) -> Finding:
    """What a rollout did to an outcome, with everything that a reader must know beside it.

    panel     as `table.read_panel` answers it; logs for `log`, counts for `count`
    pays      the gain from which on it pays, in the scale of the model, above 0; 0: not asked
    by_lot    rollout dates were drawn by lot, so that the shuffles are exact
    warnings  of `read_panel` and of those who made the table
    A table that cannot answer is a finding NOT-ANSWERABLE without a number, not an error.
    """
    try:
        return _judged(panel, outcome, pays, by_lot, tuple(warnings), adjust)
    except NotAnswerable as stop:
        return refused(stop, outcome, pays, warnings)


def refused(
    stop: NotAnswerable, outcome: Outcome, pays: float = 0.0, warnings: Sequence[Code] = ()
) -> Finding:
    """The finding on a table that cannot answer: its code first, and no number."""
    sentence = stop.sentence[:1].upper() + stop.sentence[1:]
    codes = (Code(stop.code, sentence, "stop"), *warnings)
    return Finding(outcome, not_answerable(sentence), codes, pays)


def _judged(
    panel: Panel,
    outcome: Outcome,
    pays: float,
    by_lot: bool,
    warnings: tuple[Code, ...],
    adjust: Adjust,
) -> Finding:
    clusters, is_count = _clusters(panel), outcome.form == "count"
    if is_count and (panel.outcome < 0).any():
        raise NotAnswerable(
            "COUNT_NEGATIVE",
            code("COUNT_NEGATIVE").sentence,
            "counts of 0 and above",
            "Bring counts, or ask for the outcome as a number",
        )
    linear = relative_rates(panel) if is_count else panel
    head = headline_of_counts(panel, linear, adjust) if is_count else headline(panel, adjust)
    few = is_few(clusters.treated, clusters.comparison, panel.n_clusters)
    quick = total_of_counts if is_count else partial(total_effect, adjust=adjust)
    alone = with_few_teams(panel, head.total, quick) if few else head.total
    total = head.total if alone is None else alone
    draft = Finding(outcome, Verdict("CANNOT-TELL", ""), (), pays, by_lot=by_lot)
    finding = replace(
        _with_doubts(draft, linear, head),
        counts=_counts(panel, clusters, head),
        mde=None if alone is None else _smallest(alone, panel.n_clusters),
        total=total,
        equal_practice=head.equal_practice,
        shuffle_p=shuffle_chance(linear) if few else None,
        interval=CLUSTERED if total is head.total else LEAVE_ONE_OUT,
    )
    finding = in_logs(finding) if is_count else finding
    notes = finding.effects.notes if finding.effects else ()
    noted = (*warnings, *notes, *_warnings(panel, few, finding.shuffle_p, warnings))
    return _decided(finding, clusters, noted, hangs_on_one=alone is None)


def _with_doubts(draft: Finding, panel: Panel, head: Headline) -> Finding:
    """The finding with all that the headline is held against."""
    drift, told = block_study(head.cells), effects(head.cells)
    return replace(
        draft,
        second=told.simple,
        usual=usual_regression(panel),
        effects=told,
        by_event=told.by_event,
        blocks=drift.blocks if drift else (),
        pretest=drift.pretest if drift else PreTest(float("nan"), 0, float("nan")),
        sensitivity=_sensitivity(drift),
    )


def _decided(
    finding: Finding, clusters: Clusters, noted: tuple[Code, ...], hangs_on_one: bool
) -> Finding:
    """The finding with its doubts and its verdict."""
    if finding.total is None or finding.counts is None:
        return finding
    grounds = Grounds(
        total=finding.total,
        second=finding.second,
        pretest=finding.pretest,
        sensitivity=finding.sensitivity,
        shuffle_p=finding.shuffle_p,
        treated=clusters.treated,
        comparison=clusters.comparison,
        share_used=finding.counts.share_used,
        hangs_on_one=hangs_on_one,
        block=block_word(finding.counts),
    )
    blockers = doubts(grounds)
    said = decide(
        gain(finding.outcome, finding.total),
        finding.pays,
        blockers,
        shuffles_agree(finding.shuffle_p),
    )
    told = replace(finding, codes=(*blockers, *noted))
    return replace(told, verdict=verdict(said, told))


def _clusters(panel: Panel) -> Clusters:
    """Raises NotAnswerable where there is nobody, or one alone, to be compared."""
    started = (panel.first > 0) & (panel.first < panel.never)
    if not started.any():
        raise _stop("NOBODY_TREATED", "Load later periods, or check the rollout dates")
    n_treated = len(np.unique(panel.clusters[started]))
    if n_treated == 1:
        raise _stop("ONE_TREATED_TEAM", "Ask for the synthetic control of this team")
    later = panel.first > panel.first[started].min()
    return Clusters(n_treated, len(np.unique(panel.clusters[later])))


def _stop(name: str, do: str) -> NotAnswerable:
    return NotAnswerable(name, code(name).sentence, "several teams with it and without it", do)


def _counts(panel: Panel, clusters: Clusters, head: Headline) -> Counts:
    started = (panel.first > 0) & (panel.first < panel.never)
    seen = np.isfinite(panel.outcome)
    treated_rows = int((seen & panel.treated).sum())
    later = panel.first > panel.first[started].min()
    return Counts(
        units=len(panel.units),
        treated=int(started.sum()),
        comparison=int(later.sum()),
        waves=len(np.unique(panel.first[started])),
        periods=len(panel.times),
        rows=int(seen.sum()),
        clusters=panel.n_clusters,
        share_used=1 - head.imputed.dropped / treated_rows,
        grain=panel.grain,
    )


def _smallest(total: Estimate, n_clusters: int) -> float | None:
    """The smallest effect that would be found, by the interval that stands."""
    if np.isnan(total.high) or n_clusters < 2:  # noqa: PLR2004 -- one cluster has no spread
        return None
    from scipy.stats import t  # noqa: PLC0415 -- pages that only read findings need not wait

    half = (total.high - total.low) / 2
    return mde(half / float(t.ppf(0.975, n_clusters - 1)), n_clusters)


def _sensitivity(drift: BlockStudy | None) -> Sensitivity | None:
    """None without blocks, and where too few clusters stand behind them to tell errors apart."""
    if drift is None or not is_regular(drift.covariance):
        return None
    return relative_magnitudes(drift.estimates, drift.covariance, drift.n_before)


def _warnings(
    panel: Panel, few: bool, shuffle_p: float | None, known: tuple[Code, ...]
) -> tuple[Code, ...]:
    """What is to be known of this estimate; practice that is the outcome is not also unknown."""
    told = []
    is_outcome = "PRACTICE_IS_THE_OUTCOME" in {each.code for each in known}
    if few:
        told.append(code("FEW_TEAMS", clusters=panel.n_clusters))
        if shuffle_p is None:
            told.append(code("SHUFFLE_NOT_POSSIBLE"))
    if panel.practice is None and not is_outcome:
        told.append(code("PRACTICE_NOT_SEPARATED"))
    return tuple(told)
