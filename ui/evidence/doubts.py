"""What speaks against a verdict: other methods, hidden drift, accidents, what was left out."""

import math

import streamlit as st

from evidence.results import Estimate, Finding
from evidence.words import lines
from exports.evidence.sentences import (
    doses,
    false_alarms,
    hidden_drift,
    outcomes_tested,
    second_method,
    shuffles,
    usual,
)
from exports.evidence.wording import LEVELS, change, plainly, spread
from ui.charts import show
from ui.evidence.doubt_pictures import drift, drift_words, side_by_side

SHAPES = {
    "blocks": ":orange-badge[▲ blocks]",
    "warns": ":yellow-badge[● warns]",
}


def methods(finding: Finding) -> None:
    """In all, at equal practice and the second method beside each other."""
    st.header("Do others say the same?", anchor=False)
    st.markdown(second_method(finding))
    rows = method_rows(finding)
    if rows:
        show(side_by_side(finding, rows), alt=_words(finding, rows), key="methods")


def method_rows(finding: Finding) -> list[tuple[str, Estimate, bool]]:
    """Estimates that stand beside each other; the usual regression counts for nothing here."""
    parts = (
        ("In all", finding.total, True),
        ("At equal practice", finding.equal_practice, True),
        ("Second method", finding.second, True),
    )
    return [(name, each, counts) for name, each, counts in parts if each is not None]


def two_doses(finding: Finding) -> None:
    """Hours of training against hours of challenging work, in one model."""
    st.header("Training, or the work itself?", anchor=False)
    st.markdown(doses(finding))


def hidden(finding: Finding) -> None:
    """How much hidden drift the answer bears, in words and as a picture."""
    st.header("How much hidden drift would it take?", anchor=False)
    st.markdown(hidden_drift(finding))
    told = finding.sensitivity
    if told is None or not told.rows:
        return
    show(drift(finding), alt=f"{hidden_drift(finding)} The table holds the numbers", key="drift")
    with st.expander("Intervals by how much worse the drift may have become"):
        st.table(
            [
                {
                    "Times the worst drift before": f"{multiple:g}",
                    "Interval, 95%": drift_words(finding.outcome, low, high),
                    "Leaves out 0": "yes" if low > 0 or high < 0 else "no",
                }
                for multiple, low, high in told.rows
                if math.isfinite(low) and math.isfinite(high)
            ],
            border="horizontal",
            alt="Interval by the multiple of the worst drift before rollout",
        )


def accidents(finding: Finding) -> None:
    """How often chance alone says something, here and among all outcomes."""
    st.header("Could it be an accident?", anchor=False)
    told = [shuffles(finding), false_alarms(finding), outcomes_tested(finding)]
    st.markdown("\n".join(f"- {words}" for words in told if words))


def left_out(finding: Finding) -> None:
    """Every code in words, the gravest first; what stops the answer stands beside it already."""
    st.header("What was left out, and what else to know", anchor=False)
    order = list(LEVELS)
    codes = [code for code in finding.codes if code.level != "stop"]
    if not codes:
        st.markdown("Nothing more: no doubt of the list below was met.")
    for code in sorted(codes, key=lambda code: (order.index(code.level), code.code)):
        st.markdown(
            f"{SHAPES[code.level]} {plainly(code.sentence).rstrip('.')}. "
            f":gray[({LEVELS[code.level]}; `{code.code}`)]"
        )


def all_lines(finding: Finding) -> None:
    """Everything that is always printed beside a verdict, as workbook and command have it."""
    with st.expander("All of it as a list"):
        st.table(
            [{"What": what, "In words": plainly(words)} for what, words in lines(finding)],
            border="horizontal",
            alt="Everything that stands beside the verdict, in a fixed order",
        )


def usual_last(finding: Finding) -> None:
    """What the usual regression would have said, at the very end."""
    with st.expander("What the usual regression would have said"):
        st.markdown(usual(finding))


def _words(finding: Finding, rows: list[tuple[str, Estimate, bool]]) -> str:
    outcome = finding.outcome
    return f"{outcome.label}: " + "; ".join(
        f"{name} {change(outcome, each.estimate)} ({spread(outcome, each)})"
        for name, each, _ in rows
    )
