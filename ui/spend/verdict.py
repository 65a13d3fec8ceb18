"""What each capture would say, whether an effect was measured, what a pilot may cost at most."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from economics.guards import EffectKey, redeployed
from economics.inputs import Values
from economics.pilot import PilotAdvice, pilot_advice
from economics.uncertainty import Simulated
from economics.value import OPTIONS, Option
from economics.verdict import Verdict, verdicts
from exports.evidence.pays import measured
from exports.evidence.told import StudyTold
from exports.evidence.wording import verdict_mark
from ui.frame import sentence
from ui.spend.inputs import PERCENT
from ui.spend.print import EDIT, PART
from ui.spend.value import NAMES, options
from ui.spend.words import amount, money, percents, plainly
from ui.words import lower

PILOT_SE: Final = 1.5  # percent of output: a pilot of some forty teams (EVIDENCE A10)


def verdict_table(values: Values, currency: str) -> None:
    """Every option at a capture of nothing, two fifths, everything, and of what was entered."""
    found = verdicts(values)
    with st.container(key=f"{PART}_verdict"):
        st.subheader("When freed time goes nowhere, partly, or all of it somewhere", anchor=False)
        st.table(
            [verdict_row(each, options(values), currency) for each in found],
            border="horizontal",
            alt="Present value of each option by the part of freed time that becomes money",
        )
        for each in found:
            if each.is_entered:
                st.markdown(f"**Your capture.** {plainly(sentence(each.sentence))}")


def verdict_row(found: Verdict, shown: Sequence[Option], currency: str) -> dict[str, str]:
    """One capture in words."""
    yours = " :violet-badge[✎ yours]" if found.is_entered else ""
    cells = {
        NAMES[option]: f"**{amount(found.npv[option])}**"
        if option == found.best
        else amount(found.npv[option])
        for option in shown
    }
    best = NAMES[found.best]
    says = (
        f"{best} is worth most"
        if found.does_any_pay
        else f"Nothing pays; {lower(best)} loses least"
    )
    return {
        f"Becomes money, values in {currency}": f"{percents(found.capture)}{yours}",
        **cells,
        "Says": says,
    }


def guards(values: Values, told_hours: float, studies: Sequence[StudyTold] = ()) -> None:
    """Whether effects were measured, and whether told hours back the capture that was entered."""
    with st.container(key=f"{PART}_guards"):
        st.subheader("What this stands on", anchor=False)
        st.markdown("\n".join([*_effects(studies), *_backing(values, told_hours)]))


def _effects(studies: Sequence[StudyTold]) -> list[str]:
    keys: tuple[tuple[str, EffectKey], ...] = (
        ("training", "effect_training"),
        ("redesign", "effect_redesign"),
    )
    return [f"- **Effect of {name}.** {effect_words(key, studies)}" for name, key in keys]


def effect_words(key: EffectKey, studies: Sequence[StudyTold]) -> str:
    """Which effect the model may take, and the study that it stands on."""
    told = measured(key, studies)
    if told.study is None or told.finding is None:
        return plainly(told.used.sentence)
    word = f"'{verdict_mark(told.finding).word}'"
    words = plainly(told.used.sentence.replace(told.finding.verdict.code, word))
    return f"{words} Study: {told.study.name}, {lower(told.finding.outcome.label)}."


def _backing(values: Values, told_hours: float) -> list[str]:
    parts: tuple[tuple[str, Option], ...] = (("training", "training"), ("redesign", "redesign"))
    found = [(name, redeployed(values, told_hours, option)) for name, option in parts]
    return [
        f"- **Hours that {name} frees.** "
        f"{':green-badge[● backed]' if each.is_backed else ':orange-badge[○ assumed]'} "
        f"{each.sentence}"
        for name, each in found
    ]


def pilot(values: Values, found: Simulated, currency: str) -> None:
    """What a pilot of redesign may cost at most, for a precision that the reader chooses."""
    with st.container(key=f"{EDIT}_pilot"), st.grid(3, min_column_width=200, gap="medium"):
        option = st.selectbox(
            "Pilot of",
            OPTIONS,
            index=OPTIONS.index("redesign"),
            format_func=lambda each: NAMES[each],
            key="pilot_of",
            bind="query-params",
        )
        error = st.number_input(
            "Standard error of its effect, % of output",
            min_value=0.0,
            value=PILOT_SE,
            step=0.5,
            format="%.1f",
            key="pilot_se",
            bind="query-params",
            help="How precisely the pilot tells the effect: about 1.5 with some forty teams; half "
            "of it takes four times as many",
        )
        cost = st.number_input(
            f"What it would cost, {currency}",
            min_value=0.0,
            value=None,
            step=50_000.0,
            format="%.0f",
            placeholder="empty",
            key="pilot_cost",
            bind="query-params",
        )
    advice = pilot_advice(values, cost or 0.0, (error or 0.0) / PERCENT, option, found)
    pilot_words(advice, option, cost, currency)


def pilot_words(advice: PilotAdvice, option: Option, cost: float | None, currency: str) -> None:
    """The advice: what it is worth, and whether this cost is below that."""
    with st.container(key=f"{PART}_pilot"), st.grid(3, min_column_width=200):
        st.metric("A pilot may cost at most", money(advice.worth, currency), border=True)
        st.metric(
            "If it tells the effect alone",
            money(advice.worth_alone, currency),
            border=True,
            help="A pilot also tells set-up cost, the dip, and where freed time goes; if it does "
            "not, it is worth less",
        )
        st.metric("Knowing everything would be worth", money(advice.perfect, currency), border=True)
    if cost is not None:
        st.markdown(
            (":green-badge[▲ advised] " if advice.is_advised else ":orange-badge[▼ not advised] ")
            + advice.sentence
        )
    st.caption(
        f"Before the pilot, {NAMES[option].lower()} is worth {money(advice.payoff_mean, currency)} "
        f"on average, ± {amount(advice.payoff_sd)}. A pilot that costs more than it can teach is "
        "not worth it."
    )
