"""Stretch assignment: one task beyond the routine, with a fixed slot for feedback."""

from redesign.contract import Proposal, Reading, move
from redesign.thresholds import number
from redesign.triggers import all_of, conversation, expert_hours_cap

PRODUCTIVITY = "a risk on that task, nothing expected elsewhere"


@move(
    section="M11",
    title="Stretch assignment with a feedback slot",
    aims_at="challenge",
    mechanism="harder work of one's own",
    grade="C",
    prior=(0.10, 0.30, 0.45),
    weeks_to_effect=(13, 26),
    guardrail="the exposed share of novices, on-time share of these tasks",
    stop_rule="the novices' exposed share passes 25 %, or feedback is missed twice running",
    words=("ROU very high", "EXP low"),
    quantities=("expert_hours",),
)
def stretch_assignment(reading: Reading) -> Proposal | None:
    """Propose it where novices' work is mostly routine and hardly ever too hard.

    Cost: an expert's hour of feedback a week, for as many assignments as the cap holds.

    Holds if: feedback comes every week; without it hard work stops teaching.
    Stop if: the novices' exposed share passes 25 %, or feedback is missed twice running.
    """
    signal = all_of(reading, "ROU very high", "EXP low")
    if signal.strength is None or not reading.experts or not reading.novices:
        return None
    if signal.strength == "WATCH":
        question = "is the work that newcomers get really routine to them?"
        return conversation(reading, signal, question, PRODUCTIVITY)
    hours_each = number("feedback_hours_a_week") * number("weeks_a_quarter")
    assignments = min(reading.novices, int(expert_hours_cap(reading) / hours_each))
    if assignments < 1:
        return None
    return Proposal(
        what=(
            f"Offer stretch assignments to novices this quarter ({assignments}), each with an hour "
            "of feedback a week"
        ),
        because=signal.because,
        strength="STRONG",
        cost_hours=assignments * hours_each,
        cost_words=f"{assignments} assignments x 1 hour of feedback x 13 weeks",
        productivity=PRODUCTIVITY,
        expert_hours=assignments * hours_each,
        novices_reached=assignments,
    )
