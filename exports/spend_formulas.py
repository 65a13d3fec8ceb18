"""The spend model as lines of a spreadsheet: treadmill, half rule, value, break-even.

EVIDENCE-MATCHING-MONEY.md part C; `economics/` says the same in Python, and the tests hold both
against each other after LibreOffice has recalculated the workbook.
"""

from typing import Final

from exports.sheet import WHOLE
from exports.spend_cells import FACTOR, FINE_SHARE, MONEY, YEARS
from exports.spend_line import Line

# A spreadsheet has no ceiling that is safe from the last digit of a division; the model allows
# a billionth of a session before it hires another instructor.
WHOLE_UP: Final = "-INT(1E-9-({}))"

TREADMILL: Final = (
    Line(
        "launch_sessions",
        "Sessions at launch",
        "sessions",
        "{people}/{team_size}*{sessions_at_launch}",
        how="people / people in a session x sessions for everybody at launch",
        format=WHOLE,
    ),
    Line(
        "yearly_sessions",
        "Sessions a year after that",
        "sessions a year",
        "{people}/{team_size}*((1-{turnover})*{refreshers}+{turnover}*{sessions_at_launch})",
        how="who stays takes the refreshers, who joins takes the sessions of the launch",
        format=WHOLE,
    ),
    Line(
        "launch_cost",
        "Cost of the launch",
        "money",
        "{launch_sessions}*{session_cost}",
        how="sessions at launch x cost of a session",
    ),
    Line(
        "yearly_cost",
        "Cost a year after that",
        "money a year",
        "{yearly_sessions}*{session_cost}",
        how="sessions a year x cost of a session",
    ),
    Line(
        "launch_token_cost",
        "of it tokens, at launch",
        "money",
        "{launch_cost}*{token_share}",
        how="cost of the launch x part that is tokens",
        format='#,##0.00,,"M"',
    ),
    Line(
        "yearly_token_cost",
        "of it tokens, a year",
        "money a year",
        "{yearly_cost}*{token_share}",
        how="cost a year x part that is tokens",
        format='#,##0.00,,"M"',
    ),
    Line(
        "launch_per_person",
        "Launch, for each person",
        "money a person",
        "{launch_cost}/{people}",
        how="cost of the launch / people",
        format=MONEY,
    ),
    Line(
        "yearly_per_person",
        "Each year, for each person",
        "money a person and year",
        "{yearly_cost}/{people}",
        how="cost a year / people",
        format=MONEY,
    ),
    Line(
        "instructors",
        "Instructors that the yearly sessions need",
        "instructors",
        WHOLE_UP.format("{yearly_sessions}/{sessions_per_instructor}"),
        how="sessions a year / sessions that an instructor can hold, rounded up",
        format=WHOLE,
    ),
    Line(
        "instructors_for_one_year_launch",
        "Instructors for a launch within one year",
        "instructors",
        WHOLE_UP.format("{launch_sessions}/{sessions_per_instructor}"),
        how="sessions at launch / sessions that an instructor can hold, rounded up",
        format=WHOLE,
    ),
    Line(
        "instructors_used",
        "Instructors at launch",
        "instructors",
        "IF(ISNUMBER({launch_instructors}),INT({launch_instructors}),MAX(1,{instructors}))",
        how="as entered, else as many as the yearly sessions need",
        format=WHOLE,
    ),
    Line(
        "launch_years",
        "Years that the launch takes",
        "years",
        "{launch_sessions}/({instructors_used}*{sessions_per_instructor})",
        how="sessions at launch / what the instructors hold in a year; the gate of the programme",
        format=YEARS,
    ),
    Line(
        "recurring_token_bill",
        "Tokens outside of the sessions",
        "money a year",
        "{tokens_per_day}*{token_days}*{token_users}*{token_price}/1000000",
        how="tokens a day x days x people or agents x price of a million: not in the costs above",
        format=MONEY,
    ),
    Line(
        "keep_up_hours_a_year",
        "Hours of keeping up with new tools",
        "hours a year",
        "{people}*{keep_up_hours}*12",
        how="people x hours a month x 12",
        format=WHOLE,
    ),
    Line(
        "keep_up_cost",
        "Cost of those hours",
        "money a year",
        "{keep_up_hours_a_year}*{wage}/{hours_a_year}",
        how="hours x loaded cost of a person / working hours of a person; not in the costs above",
    ),
)

BESIDE_IT: Final = (
    Line(
        "redesign_set_up",
        "Setting up redesigned work for everybody",
        "money",
        "{people}/{team_size}*{redesign_team_cost}",
        how="people / people in a team x cost of a team",
    ),
    Line(
        "redesign_upkeep",
        "Upkeep of redesigned work for everybody",
        "money a year",
        "{redesign_set_up}*{upkeep}",
        how="set-up x share of the set-up a year",
    ),
    Line(
        "redesign_launch_per_person",
        "Set-up, for each person",
        "money a person",
        "{redesign_set_up}/{people}",
        how="set-up / people",
        format=MONEY,
    ),
    Line(
        "redesign_yearly_per_person",
        "Upkeep, for each person",
        "money a person and year",
        "{redesign_upkeep}/{people}",
        how="upkeep / people",
        format=MONEY,
    ),
)

MONEY_IN: Final = (
    Line(
        "launch_used",
        "Training money at launch",
        "money",
        "IF(ISNUMBER({launch_money}),{launch_money},{launch_cost})",
        how="as entered, else the launch of the treadmill",
    ),
    Line(
        "yearly_used",
        "Training money a year",
        "money a year",
        "IF(ISNUMBER({yearly_money}),{yearly_money},{yearly_cost})",
        how="as entered, else the yearly cost of the treadmill",
    ),
)

TOUCHED_WORK: Final = "{people}*{wage}*{touched}"
SMALL: Final = "1E-5"  # below it the closed form loses digits, and its series has them all

VALUE: Final = (
    *MONEY_IN,
    Line(
        "pool",
        "What an effect of +100 % would be worth",
        "money a year",
        f"{TOUCHED_WORK}*{{capture}}",
        "value",
        how="people x loaded cost x part of the work that is touched x part that becomes money",
    ),
    Line(
        "forgetting",
        "Forgetting between two sessions",
        "half-lives x ln 2",
        "{interval}/{half_life}*LN(2)",
        how="months between sessions / half-life, as an exponent of e",
        format=FACTOR,
    ),
    Line(
        "mean_decay",
        "Part of the effect of training that is there on average",
        "share",
        f"IF({{forgetting}}<{SMALL},1-{{forgetting}}/2+{{forgetting}}^2/6,"
        "(1-EXP(-{forgetting}))/{forgetting})",
        how="mean of what is left from one session to the next",
        format=FINE_SHARE,
    ),
    Line(
        "training_benefit",
        "Benefit of training",
        "money a year",
        "{pool}*{effect_training}*{mean_decay}",
        "value",
        how="pool x effect on the day after x part that is there on average",
    ),
    Line(
        "exits_benefit",
        "Exits that training avoids",
        "money a year",
        "{exits_saved}*{replacement_cost}",
        how="exits x cost of replacing a person: a line of its own, needs no capture",
    ),
    Line(
        "redesign_dip",
        "Output lost while people change",
        "money",
        f"{TOUCHED_WORK}*{{dip}}*{{dip_weeks}}/52",
        how="touched work x dip x weeks / 52; lost whether or not freed time becomes money",
    ),
    Line(
        "redesign_benefit",
        "Benefit of redesign, once it runs",
        "money a year",
        "{pool}*{effect_redesign}",
        "value",
        how="pool x effect; the table of years takes ramp and erosion off",
    ),
    Line(
        "moved_share",
        "Share of the training money that moves",
        "share",
        "MIN({moved},1-{ring_fence})",
        how="as entered, but never what is ring-fenced for compliance",
        format=FINE_SHARE,
    ),
    Line(
        "coverage",
        "Share of people whose work the moved launch money redesigns",
        "share",
        "IF({redesign_set_up}>0,MIN(1,{launch_used}*{moved_share}/{redesign_set_up}),"
        "IF({moved_share}>0,1,0))",
        how="training money at launch x share that moves / set-up for everybody; 100 % at most",
        format=FINE_SHARE,
    ),
)

NO_EFFECT: Final = "no effect pays"

HALF: Final = (
    Line(
        "half_share",
        "Share that moves under the half rule",
        "share",
        "MIN(0.5,1-{ring_fence})",
        how="half, but never what is ring-fenced",
        format=FINE_SHARE,
    ),
    Line(
        "half_coverage",
        "Share of people whose work half of the launch money redesigns",
        "share",
        "IF({redesign_set_up}>0,MIN(1,{launch_used}*{half_share}/{redesign_set_up}),"
        "IF({half_share}>0,1,0))",
        how="as for yours, with half of the money",
        format=FINE_SHARE,
    ),
)

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


def _root(at_zero: str, slope: str) -> str:
    """The effect at which a value that is at_zero without effect, and rises by slope, is 0."""
    nothing = f'IF({at_zero}<0,"{NO_EFFECT}",0)'
    return f"IF({slope}<=0,{nothing},-({at_zero})/({slope}))"


TRAINING_AT_ZERO: Final = "({exits_benefit}-{yearly_used})*{annuity}-{launch_used}"
TRAINING_SLOPE: Final = "{pool}*{mean_decay}*{annuity}"
BREAK_EVEN: Final = (
    Line(
        "pays_training",
        "Effect at which training pays",
        "share of output",
        _root(f"({TRAINING_AT_ZERO})", TRAINING_SLOPE),
        "value",
        how="on the day after a session; present value of costs / present value of an effect of 1",
        format=FINE_SHARE,
    ),
    Line(
        "pays_redesign",
        "Effect at which redesign pays",
        "share of output",
        _root(
            "(0-{redesign_set_up}-{redesign_dip}-{redesign_upkeep}*{annuity})",
            "{pool}*{value_part}",
        ),
        "value",
        how="once it runs; present value of set-up, dip and upkeep / that of an effect of 1",
        format=FINE_SHARE,
    ),
    Line(
        "pays_mix",
        "Effect of training at which your split pays",
        "share of output",
        _root(
            f"((1-{{moved_share}})*({TRAINING_AT_ZERO})+{{coverage}}*{{npv_redesign}})",
            f"(1-{{moved_share}})*{TRAINING_SLOPE}",
        ),
        "value",
        how="the effect that the remaining training must still reach",
        format=FINE_SHARE,
    ),
)
