"""Structured advice pairs: weekly, with a worksheet; the partner is assigned, the seeker asks."""

from redesign.contract import Proposal, Reading, move
from redesign.thresholds import number
from redesign.triggers import any_of, conversation, expert_hours_cap

PRODUCTIVITY = (
    "up: sales rose by more than 15 % for at least 20 weeks in the trial, in one call-centre firm"
)


@move(
    section="M2",
    title="Structured advice pairs",
    aims_at="connection",
    mechanism="advice between peers",
    grade="A",
    prior=(0.15, 0.35, 0.55),
    weeks_to_effect=(13, 26),
    guardrail="productivity, and the hours that skilled peers give",
    stop_rule="half of a month's meetings do not happen, or skilled peers' lead time rises by 10 %",
    words=("CON low", "SKD high"),
    quantities=("expert_hours",),
)
def advice_pairs(reading: Reading) -> Proposal | None:
    """Propose it where novices and experts hardly touch the same work, or skill is spread widely.

    Cost: pairs x .75 hours x 13 weeks, in as many pairs as the cap on expert hours holds.

    Holds if: the partner is assigned (asking is the barrier), and the seeker brings the question.
    Stop if: half of a month's meetings do not happen, or skilled peers' lead time rises by 10 %.
    """
    signal = any_of(reading, "CON low", "SKD high")
    if signal.strength is None or not reading.experts or not reading.novices:
        return None
    if signal.strength == "WATCH":
        question = "whom do newcomers ask when they are stuck, and what keeps them from asking?"
        return conversation(reading, signal, question, PRODUCTIVITY)
    hours_a_pair = number("advice_hours_a_week") * number("weeks_a_quarter")
    pairs = min(reading.novices, int(expert_hours_cap(reading) / hours_a_pair))
    if pairs < 1:
        return None
    return Proposal(
        what=(
            f"Set up advice pairs of a novice and a skilled peer ({pairs}): weekly, with a "
            "worksheet; the partner is assigned, the novice brings the question"
        ),
        because=signal.because,
        strength="STRONG",
        cost_hours=pairs * hours_a_pair,
        cost_words=f"{pairs} pairs x {number('advice_hours_a_week'):.2f} hours x 13 weeks",
        productivity=PRODUCTIVITY,
        expert_hours=pairs * hours_a_pair,
        novices_reached=pairs,
    )
