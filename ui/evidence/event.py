"""The event study on the page: what was there before first, then what came; and as a table."""

from typing import Final

import streamlit as st

from evidence.judged import judged
from evidence.results import Estimate, Finding
from evidence.steps import block_word, step_word
from exports.evidence.sentences import blocks_words, drift_before
from exports.evidence.wording import change, month_words, spread, waves
from ui.charts import show
from ui.evidence.event_picture import event_blocks, event_months

DETAIL: Final = ("Quarters", "Months")  # names of an address
TALLEST: Final = 420  # pixels of the table before it scrolls


def event_study(finding: Finding) -> None:
    """Before and after the rollout, by blocks; single months are one click away."""
    st.header("Before and after", anchor=False)
    step, block = step_word(finding.counts), block_word(finding.counts)
    if not finding.blocks and not finding.by_event:
        st.markdown(
            f"There are too few {step}s around the rollout to draw them, or too few teams behind "
            "them."
        )
        return
    single = DETAIL[0] if finding.blocks else DETAIL[1]  # blocks may be single steps already
    has_both = step == "month" != block and bool(finding.blocks) and bool(finding.by_event)
    detail = _detail() if has_both else single
    st.markdown(drift_before(finding))
    if detail == DETAIL[1] and finding.by_event:
        show(
            event_months(finding),
            alt=f"{finding.outcome.label} by {step} before and after rollout, with 95% intervals; "
            "the table below holds the same numbers",
            key="event_months",
        )
        rows = [
            _row(month_words(at, step), finding.by_event[at], finding)
            for at in sorted(finding.by_event)
        ]
    else:
        show(event_blocks(finding), alt=blocks_words(finding.blocks, finding), key="event_blocks")
        rows = [_row(waves(each.months, step), each.effect, finding) for each in finding.blocks]
    against = "" if detail == DETAIL[1] else f", against the {block} just before rollout"
    st.caption(
        f"Each point is a difference to teams without it{against}, with its 95% interval. Hollow "
        f"points stand before the rollout: there, nothing should be. {_not_shown(finding)}"
    )
    with st.expander("The same as a table"):
        st.table(
            rows,
            border="horizontal",
            height=TALLEST if len(rows) > len(finding.blocks) + 3 else "content",
            alt=f"{finding.outcome.label} before and after rollout",
        )


def _not_shown(finding: Finding) -> str:
    teams = f"Points behind which stand fewer than {judged()['teams_shown']} teams are not shown"
    return f"{teams}, nor single months of who leaves." if finding.leaving else f"{teams}."


def _detail() -> str:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        return st.segmented_control(
            "By", DETAIL, default=DETAIL[0], key="detail", bind="query-params", required=True
        )


def _row(when: str, each: Estimate, finding: Finding) -> dict[str, str]:
    outcome = finding.outcome
    return {
        "When": when,
        "Change": change(outcome, each.estimate),
        "Interval, 95%": spread(outcome, each),
        "Leaves out 0": "yes" if each.low > 0 or each.high < 0 else "no",
    }
