"""Value and break-even as lines of a spreadsheet: EVIDENCE-MATCHING-MONEY.md C2.

`economics/` says the same in Python, and the tests hold both against each other after LibreOffice
has recalculated the workbook.
"""

from typing import Final

from exports.spend.cells import FACTOR, FINE_SHARE
from exports.spend.line import Line

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


def _root(at_zero: str, slope: str) -> str:
    """The effect at which a value that is at_zero without effect, and rises by slope, is 0."""
    nothing = f'IF({at_zero}<0,"{NO_EFFECT}",0)'
    return f"IF({slope}<=0,{nothing},-({at_zero})/({slope}))"


def _says(pays: str, effect: str) -> str:
    """What a break-even effect says beside the effect that was entered."""
    told = f'IF({effect}>={pays},"the entered effect is enough","the entered effect is too small")'
    return (
        f"IF(NOT(ISNUMBER({pays})),{pays},IF({pays}>1,"
        f'"no plausible effect pays for this: above 100 %",'
        f'IF({pays}<=0,"this pays without any effect on output",{told})))'
    )


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
SAYS: Final = tuple(
    Line(
        f"{option}_says",
        f"What that says of {option}",
        "",
        _says(f"{{pays_{option}}}", f"{{effect_{option}}}"),
        "value",
        how="beside the effect on the sheet 'Inputs', which may be an assumption: see its tag",
    )
    for option in ("training", "redesign")
)
