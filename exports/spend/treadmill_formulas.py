"""The treadmill as lines of a spreadsheet: EVIDENCE-MATCHING-MONEY.md C1."""

from typing import Final

from exports.sheet import WHOLE
from exports.spend.cells import MONEY, YEARS
from exports.spend.line import Line

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
