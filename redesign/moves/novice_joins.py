"""Novice joins: a novice takes at least 30 % of the hours of the expert's AI-assisted hard task."""

from math import ceil

from redesign.contract import Proposal, Reading, move
from redesign.thresholds import number, word
from redesign.triggers import all_of, conversation, expert_hours_cap

PRODUCTIVITY = "down at first on the senior side: better quality of complex work for more effort"

ROUNDING = 1e-9  # of a task: a whole number that came out a hair above itself


@move(
    section="M1",
    title="A novice joins the expert's AI-assisted hard task",
    aims_at="novice_exclusion",
    mechanism="working beside an expert",
    grade="C",
    prior=(0.10, 0.30, 0.50),
    weeks_to_effect=(4, 39),
    guardrail="productivity and on-time share; the exposed share of novices",
    stop_rule="on-time share falls by 10 points, or the novices' exposed share passes 25 %",
    words=("NEX high", "AIG high"),
    quantities=("expert_solo_tasks", "expert_solo_hours", "challenging_tasks", "challenging_hours"),
)
def novice_joins(reading: Reading) -> Proposal | None:
    """Propose it where experts do hard AI-assisted work alone.

    Cost: an expert's hours on a shared task x .3, for as many tasks as reach the threshold.

    Holds if: experts keep the decision, and the novice's part is real work on the same task.
    Stop if: the on-time share falls by 10 points, or the novices' exposed share passes 25 %.
    """
    signal = all_of(reading, "NEX high", "AIG high")
    if signal.strength is None or not reading.experts:
        return None
    if signal.strength == "WATCH":
        question = "do experts finish hard AI-assisted tasks alone that a novice could have shared?"
        return conversation(reading, signal, question, PRODUCTIVITY)
    solo = reading.hours.get("expert_solo_tasks", 0.0)
    if not solo:
        return None
    hours_a_task = number("joint_share") * reading.hours["expert_solo_hours"] / solo
    tasks = min(_tasks_needed(reading), int(solo))
    if hours_a_task > 0:
        tasks = min(tasks, int(expert_hours_cap(reading) / hours_a_task))
    if tasks < 1:
        return None
    return Proposal(
        what=(
            f"Open {tasks} of the experts' hard AI-assisted tasks a quarter to a novice who does "
            f"at least {number('joint_share'):.0%} of the hours; the expert keeps the decision"
        ),
        because=signal.because,
        strength="STRONG",
        cost_hours=tasks * hours_a_task,
        cost_words=f"{tasks} tasks x {hours_a_task:.1f} extra expert hours",
        productivity=PRODUCTIVITY,
        expert_hours=tasks * hours_a_task,
        novices_reached=min(reading.novices, tasks),
    )


def _tasks_needed(reading: Reading) -> int:
    """Tasks whose shared hours lift the novices' share of challenging hours to the threshold."""
    tasks, hours = reading.hours["challenging_tasks"], reading.hours["challenging_hours"]
    capacity = reading.hours.get("capacity_hours", 0.0)
    figure = reading.figures["novice_participation"].value
    if not tasks or not hours or not capacity or figure is None:
        return 1
    missing = word("NEX high").bound - figure
    wanted = missing * hours * reading.hours.get("novice_hours", 0.0) / capacity
    each = number("joint_share") * hours / tasks
    return max(1, ceil(wanted / each - ROUNDING))
