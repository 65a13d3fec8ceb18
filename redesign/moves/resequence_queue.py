"""Re-sequence the queue: rising difficulty, mixed kinds of work, spaced repeats."""

from redesign.contract import Proposal, Reading, move
from redesign.thresholds import number
from redesign.triggers import all_of, conversation

PRODUCTIVITY = "neutral"


@move(
    section="M12",
    title="Re-sequence the queue of open tasks",
    aims_at="challenge",
    mechanism="order of the work",
    grade="B",
    prior=(0.10, 0.25, 0.40),
    weeks_to_effect=(13, 13),
    guardrail="on-time share and lead time of the queue",
    stop_rule="the on-time share of the queue falls by 5 points",
    words=("CHA low",),
    quantities=("zone_tasks_in_backlog",),
)
def resequence_queue(reading: Reading) -> Proposal | None:
    """Propose it where challenge is low although open tasks lie in the novices' learning zone.

    Cost: half an hour of planning a week; no expert's hours.

    Holds if: the backlog holds tasks in the learning zone, and due dates leave room to reorder.
    Stop if: the on-time share of the queue falls by 5 points.
    """
    signal = all_of(reading, "CHA low")
    waiting = int(reading.hours.get("zone_tasks_in_backlog", 0.0))
    if signal.strength is None or not waiting or not reading.novices:
        return None
    if signal.strength == "WATCH":
        question = "who decides which open task comes next, and by what order?"
        return conversation(reading, signal, question, PRODUCTIVITY)
    hours = number("planner_hours_a_week") * number("weeks_a_quarter")
    return Proposal(
        what=(
            "Order the open tasks by rising difficulty, mixed and spaced; "
            f"{waiting} of them lie in a novice's learning zone now"
        ),
        because=signal.because,
        strength="STRONG",
        cost_hours=hours,
        cost_words="half an hour of planning x 13 weeks",
        productivity=PRODUCTIVITY,
        novices_reached=min(reading.novices, waiting),
    )
