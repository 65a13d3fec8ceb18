"""Split the task: a novice owns a risky but bounded part, with a way back and an expert on call."""

from redesign.contract import Proposal, Reading, move
from redesign.thresholds import number
from redesign.triggers import all_of, conversation, expert_hours_cap

PRODUCTIVITY = "neutral to a small loss"


@move(
    section="M3",
    title="Split the task: a bounded risky part for a novice",
    aims_at="novice_exclusion",
    mechanism="harder work of one's own",
    grade="D",
    prior=(0.05, 0.25, 0.45),
    weeks_to_effect=(13, 13),
    guardrail="the exposed share of novices, reopened tasks",
    stop_rule="the novices' exposed share passes 25 %, or a part had to be rolled back twice",
    words=("ROU high", "NEX high", "EXP low"),
    quantities=("challenging_tasks", "expert_hours"),
)
def split_task(reading: Reading) -> Proposal | None:
    """Propose it where novices do routine work, hard work goes past them, and little is too hard.

    Cost: half an hour of planning and .3 hours of an expert's review a part, monthly for a novice.

    Holds if: the part is bounded, can be rolled back and an expert is on call.
    Stop if: the novices' exposed share passes 25 %, or a part had to be rolled back twice.
    """
    signal = all_of(reading, "ROU high", "NEX high", "EXP low")
    if signal.strength is None or not reading.experts or not reading.novices:
        return None
    if signal.strength == "WATCH":
        question = "which hard tasks have a part that is risky, bounded and easy to roll back?"
        return conversation(reading, signal, question, PRODUCTIVITY)
    hours_a_part = number("planning_hours_a_task") + number("review_hours")
    wanted = reading.novices * number("parts_a_novice")
    room = expert_hours_cap(reading) / hours_a_part
    parts = int(min(wanted, reading.hours.get("challenging_tasks", 0.0), room))
    if parts < 1:
        return None
    return Proposal(
        what=(
            f"Split {parts} hard tasks a quarter so that a novice owns a risky but bounded part, "
            "with a rollback and an expert on call"
        ),
        because=signal.because,
        strength="STRONG",
        cost_hours=parts * hours_a_part,
        cost_words=f"{parts} parts x {hours_a_part:.1f} hours of planning and review",
        productivity=PRODUCTIVITY,
        expert_hours=parts * hours_a_part,
        novices_reached=min(reading.novices, parts),
    )
