"""The half rule as lines of a spreadsheet: EVIDENCE-MATCHING-MONEY.md C1 and C2."""

from typing import Final

from exports.sheet import WHOLE
from exports.spend.cells import FINE_SHARE, MONEY
from exports.spend.line import Line
from exports.spend.treadmill_formulas import WHOLE_UP

HALF_RULE: Final = (
    Line(
        "ring_fenced_launch",
        "Ring-fenced for compliance at launch",
        "money",
        "{launch_used}*{ring_fence}",
        how="training money at launch x part that is compliance",
    ),
    Line(
        "ring_fenced_yearly",
        "Ring-fenced for compliance a year",
        "money a year",
        "{yearly_used}*{ring_fence}",
        how="training money a year x part that is compliance",
    ),
    Line(
        "redesign_launch",
        "Money for redesign at launch",
        "money",
        "{launch_used}*{moved_share}",
        how="training money at launch x share that moves",
    ),
    Line(
        "redesign_yearly",
        "Money for redesign a year",
        "money a year",
        "{yearly_used}*{moved_share}",
        how="training money a year x share that moves",
    ),
    Line(
        "redesign_people",
        "People whose work that redesigns",
        "people",
        "{people}*{coverage}",
        how="people x share that the moved launch money reaches",
        format=WHOLE,
    ),
    Line(
        "redesign_teams",
        "Teams whose work that redesigns",
        "teams",
        "{redesign_people}/{team_size}",
        how="people / people in a team",
        format=WHOLE,
    ),
    Line(
        "upkeep_yearly",
        "Upkeep of their redesigned work",
        "money a year",
        "{redesign_upkeep}*{coverage}",
        how="upkeep for everybody x share that is reached",
    ),
    Line(
        "launch_left",
        "Moved launch money that stays with the firm",
        "money",
        "{redesign_launch}-{redesign_set_up}*{coverage}",
        how="what moved and buys nothing here",
    ),
    Line(
        "yearly_left",
        "Moved yearly money that stays with the firm",
        "money a year",
        "{redesign_yearly}-{upkeep_yearly}",
        how="what moved less the upkeep; below 0 the upkeep takes new money",
    ),
    Line(
        "training_launch",
        "Training money left at launch",
        "money",
        "{launch_used}*(1-{moved_share})",
        how="what did not move",
    ),
    Line(
        "training_yearly",
        "Training money left a year",
        "money a year",
        "{yearly_used}*(1-{moved_share})",
        how="what did not move",
    ),
    Line(
        "trained_people",
        "People whom the rest trains as before",
        "people",
        "{people}*(1-{moved_share})",
        how="or everybody, with so much fewer sessions",
        format=WHOLE,
    ),
    Line(
        "training_left_launch_per_person",
        "Training money left at launch, for each person",
        "money a person",
        "{training_launch}/{people}",
        how="over everybody in the programme",
        format=MONEY,
    ),
    Line(
        "training_left_yearly_per_person",
        "Training money left a year, for each person",
        "money a person and year",
        "{training_yearly}/{people}",
        how="over everybody in the programme",
        format=MONEY,
    ),
    Line(
        "half_instructors",
        "Instructors that the remaining yearly sessions need",
        "instructors",
        WHOLE_UP.format("{yearly_sessions}*(1-{moved_share})/{sessions_per_instructor}"),
        how="remaining sessions / sessions that an instructor can hold, rounded up",
        format=WHOLE,
    ),
    Line(
        "compliance_share",
        "Part of the remaining training that is compliance",
        "share",
        "IF({moved_share}<1,{ring_fence}/(1-{moved_share}),0)",
        how="ring-fenced / what did not move",
        format=FINE_SHARE,
    ),
    Line(
        "training_break_even",
        "What the remaining training must achieve to pay for itself",
        "share of output",
        'IF({moved_share}<1,{pays_training},"no training is left")',
        "value",
        how="effect on the day after; the same as for all training, as money and people fall alike",
        format=FINE_SHARE,
    ),
    Line(
        "mix_break_even",
        "What it must achieve for both halves together to pay",
        "share of output",
        'IF({moved_share}<1,{pays_mix},"no training is left")',
        "value",
        how="redesign's present value carries part of it, or weighs on it",
        format=FINE_SHARE,
    ),
)
