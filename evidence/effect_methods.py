"""What `atelier effect` asks of a table: its columns, the method, and the verdict beside it."""

import math
from dataclasses import dataclass, replace
from typing import Final, Literal

import polars as pl

from evidence.aggregate import effects, pre_test
from evidence.doubly_robust import Adjust
from evidence.effect_answer import Asked
from evidence.errors import NotAnswerable
from evidence.etwfe import etwfe, etwfe_counts
from evidence.group_time import Base, GroupTime, group_time
from evidence.imputation import impute
from evidence.imputed_cells import imputation_effects
from evidence.judge import judge, refused
from evidence.panel import Panel
from evidence.practice import at_own_pace, practice_adjusted
from evidence.results import Control, Effects, Grain, Method, Outcome
from evidence.table import read_panel
from evidence.twfe import usual_regression
from store.errors import RequestError

MOST_LOG_GAIN: Final = 1.0  # counts 2.7 times as many; whoever asks for more meant tasks or percent


@dataclass(frozen=True)
class Question:
    """Names of columns and what is asked of them; options of the command by the same names."""

    unit: str
    time: str
    first: str
    outcome: str
    covariates: tuple[str, ...] = ()
    weight: str | None = None
    cluster: str | None = None
    practice: str | None = None
    control: Control = "not-yet"
    method: Method | None = None
    family: Literal["gaussian", "poisson"] = "gaussian"
    adjust: Adjust = "reg"
    base: Base = "varying"
    anticipation: int = 0
    pays: float = 0.0
    better: Literal["higher", "lower"] = "higher"

    def columns(self) -> tuple[str, ...]:
        """Every column that was named."""
        more = (self.weight, self.cluster, self.practice)
        named = (self.unit, self.time, self.first, self.outcome, *self.covariates, *more)
        return tuple(name for name in named if name is not None)

    def outcome_asked(self) -> Outcome:
        """The outcome: a number in its own unit, or a count."""
        form: Literal["count", "number"] = "count" if self.family == "poisson" else "number"
        name = self.outcome
        return Outcome(name, name, "", self.better, form, "one row a unit and period", "")


def ask(rows: pl.DataFrame, question: Question, grain: Grain = "period") -> Asked:
    """The verdict on a table, and the effects of the method that was asked for.

    grain  what its periods are; whole numbers may count anything
    """
    outcome, method = question.outcome_asked(), _method(question)
    _check_pays(question)
    try:
        panel, warnings = read_panel(
            rows,
            question.unit,
            question.time,
            question.first,
            question.outcome,
            covariates=question.covariates,
            weight=question.weight,
            cluster=question.cluster,
            practice=question.practice,
        )
    except NotAnswerable as stop:
        return Asked(refused(stop, outcome, question.pays), None)
    panel = replace(panel, grain=grain)
    finding = judge(panel, outcome, question.pays, warnings=warnings, adjust=question.adjust)
    if finding.total is None:
        return Asked(finding, None)
    try:
        return _asked(Asked(finding, None), panel, question, method)
    except NotAnswerable as stop:
        return Asked(refused(stop, outcome, question.pays, warnings), None)


def _method(question: Question) -> Method:
    """The method asked for. RequestError for counts with a method that has no counts."""
    if question.family == "poisson" and question.method not in (None, "etwfe"):
        raise RequestError(
            f"--method {question.method} with --family poisson",
            "--method etwfe, the one with a model of counts",
            "Leave --method out, or take --family gaussian",
        )
    return question.method or ("etwfe" if question.family == "poisson" else "imputation")


def _check_pays(question: Question) -> None:
    """RequestError for what no effect can be held against."""
    most = MOST_LOG_GAIN if question.family == "poisson" else math.inf
    if not (math.isfinite(question.pays) and question.pays <= most):
        raise RequestError(
            f"--pays {question.pays:g}",
            f"at most {most:g} for counts, whose gain is told in logarithms: .05 for five percent"
            if math.isfinite(most)
            else "a number in the unit of the outcome",
            "Give the gain from which on it pays, or leave --pays out",
        )


def _asked(asked: Asked, panel: Panel, question: Question, method: Method) -> Asked:
    if method == "cs":
        cells = _cells(panel, question)
        return replace(asked, effects=effects(cells), pretest=pre_test(cells))
    if not asked.finding.blocks:  # years have no quarters, but few enough periods to test them all
        asked = replace(asked, pretest=pre_test(_cells(panel, question)))
    if method == "twfe":
        return replace(asked, effects=_twfe(panel, question))
    if method == "imputation":
        return replace(asked, effects=imputation_effects(panel, at_own_pace(panel)))
    return replace(asked, effects=_etwfe(panel, question))


def _cells(panel: Panel, question: Question) -> GroupTime:
    """Callaway and Sant'Anna; where practice is told, on the outcome without it."""
    if panel.practice is not None:
        bare = replace(panel, covariates=panel.covariates[:, :, :0])
        return practice_adjusted(impute(bare, at_own_pace(bare)), base=question.base)
    return group_time(
        panel, question.control, question.adjust, question.base, question.anticipation
    )


def _etwfe(panel: Panel, question: Question) -> Effects:
    """The extended two-way regression; for counts differences of mean counts."""
    if question.family == "poisson":
        return etwfe_counts(panel, question.control, at_own_pace(panel)).effects
    return etwfe(panel, question.control, at_own_pace(panel))


def _twfe(panel: Panel, question: Question) -> Effects:
    """The usual regression has one number for everything, and no table."""
    told = usual_regression(panel)
    return Effects("twfe", question.control, told, told, told, told, {}, {}, {}, ())
