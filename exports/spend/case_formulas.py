"""The lines that a column of cases needs: the whole model again, its years below one another."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from economics.value import LONGEST_PAYBACK
from exports.sheet import WHOLE
from exports.spend.cells import FACTOR, FINE_SHARE, text
from exports.spend.cells import YEARS as TWO_DIGITS
from exports.spend.line import Line
from exports.spend.treadmill_formulas import BESIDE_IT, TREADMILL
from exports.spend.value_formulas import BREAK_EVEN, HALF, VALUE

YEARS: Final = range(1, LONGEST_PAYBACK + 1)
NEEDED: Final = ("launch_sessions", "yearly_sessions", "launch_cost", "yearly_cost")
"""What the value of training needs of the treadmill."""


def _ramped(months: int) -> str:
    """Months at full effect until a month, before erosion: a straight ramp."""
    return f"IF({months}<{{ramp}},{months}^2/(2*{{ramp}}),{months}-{{ramp}}/2)"


def _factor(year: int) -> Line:
    before = f"{{factor_{year - 1}}}" if year > 1 else "1"
    formula = f"IF({year}<={{years}},{before}/(1+{{discount}}),0)"
    return Line(f"factor_{year}", f"Discount factor, year {year}", "", formula, format=FACTOR)


def _part(year: int) -> Line:
    # 0^0 is an error in a spreadsheet, so the first year has no erosion term
    kept = f"*(1-{{erosion}})^{year - 1}" if year > 1 else ""
    gained = f"({_ramped(12 * year)}-{_ramped(12 * (year - 1))})/12" if year > 1 else _first()
    label = f"Part of the full effect of redesign, year {year}"
    return Line(f"part_{year}", label, "", f"{gained}{kept}", format=FACTOR)


def _first() -> str:
    return f"{_ramped(12)}/12"


def _working() -> Iterator[Line]:
    yield from (line for line in TREADMILL if line.key in NEEDED)
    yield from (*BESIDE_IT[:2], *VALUE, *HALF)
    yield from map(_factor, YEARS)
    yield from map(_part, YEARS)
    yield Line(
        "annuity",
        "Present value of 1 a year",
        "",
        f"SUM({{factor_1}}:{{factor_{LONGEST_PAYBACK}}})",
        format=FACTOR,
    )
    yield Line(
        "value_part",
        "Present value of redesign's part of the full effect",
        "",
        f"SUMPRODUCT({{factor_1}}:{{factor_{LONGEST_PAYBACK}}},{{part_1}}:{{part_{LONGEST_PAYBACK}}})",
        format=FACTOR,
    )


RESULTS: Final = (
    Line(
        "npv_training",
        "Net present value: all training",
        "money",
        "({training_benefit}+{exits_benefit}-{yearly_used})*{annuity}-{launch_used}",
        "value",
    ),
    Line(
        "npv_half",
        "Net present value: half",
        "money",
        "{npv_training}*(1-{half_share})+{npv_redesign}*{half_coverage}",
        "value",
    ),
    Line(
        "npv_redesign",
        "Net present value: all redesign",
        "money",
        "{redesign_benefit}*{value_part}-{redesign_upkeep}*{annuity}-{redesign_set_up}"
        "-{redesign_dip}",
        "value",
    ),
    Line(
        "npv_yours",
        "Net present value: yours",
        "money",
        "{npv_training}*(1-{moved_share})+{npv_redesign}*{coverage}",
        "value",
    ),
)
GAINS: Final = tuple(
    Line(
        f"gain_{option}",
        f"{label} less all training",
        "money",
        f"{{npv_{option}}}-{{npv_training}}",
        "value",
    )
    for option, label in (("half", "Half"), ("redesign", "All redesign"), ("yours", "Yours"))
)
WORKING: Final = tuple(replace(line, working=True) for line in _working())
CASE_LINES: Final = (*RESULTS, *GAINS, *WORKING)

VERDICT_LINES: Final = (
    *RESULTS,
    Line(
        "best",
        "What that says",
        "",
        'IF(MAX({npv_training}:{npv_yours})>0,"pays: ","nothing pays; loses least: ")&'
        "IF({npv_training}=MAX({npv_training}:{npv_yours}),"
        '"all training",IF({npv_half}=MAX({npv_training}:{npv_yours}),"half",'
        'IF({npv_redesign}=MAX({npv_training}:{npv_yours}),"all redesign","yours")))',
        "value",
    ),
    *BREAK_EVEN[:2],
    *WORKING,
)

BASES: Final = {
    "all training": ("1", "0"),
    "half": ("1-{half_share}", "{half_coverage}"),
    "all redesign": ("0", "1"),
    "yours": ("1-{moved_share}", "{coverage}"),
}
"""What each base keeps of the training, and the share of people whose work it redesigns."""

SO_FAR: Final = f"{{so_far_0}}:{{so_far_{LONGEST_PAYBACK}}}"
LATE: Final = f"not within {LONGEST_PAYBACK} years"


def scenario_lines(base: str) -> tuple[Line, ...]:
    """The lines of a column of the sheet 'Scenarios'."""
    kept, reached = BASES[base]
    own = (
        Line("kept", "Part of the training that stays", "share", kept, format=FINE_SHARE),
        Line(
            "reached",
            "Part of the people whose work is redesigned",
            "share",
            reached,
            format=FINE_SHARE,
        ),
        *_so_far(),
    )
    return (
        *SIDE_BY_SIDE,
        *WORKING,
        *(replace(line, working=True) for line in (*RESULTS, *own)),
    )


SIDE_BY_SIDE: Final = (
    Line(
        "npv",
        "Net present value",
        "money",
        "{npv_training}*{kept}+{npv_redesign}*{reached}",
        "value",
    ),
    Line(
        "payback",
        "Paid back after, undiscounted",
        "years",
        f"IF({{unpaid}}>{LONGEST_PAYBACK},{text(LATE)},IF({{unpaid}}=0,0,"
        f"{{unpaid}}-1-INDEX({SO_FAR},{{unpaid}})"
        f"/(INDEX({SO_FAR},{{unpaid}}+1)-INDEX({SO_FAR},{{unpaid}}))))",
        "value",
        format=TWO_DIGITS,
    ),
    Line(
        "at_launch", "Money at launch", "money", "{launch_used}*{kept}+{redesign_set_up}*{reached}"
    ),
    Line(
        "a_year", "Money a year", "money a year", "{yearly_used}*{kept}+{redesign_upkeep}*{reached}"
    ),
    Line("output_lost", "Output lost while people change", "money", "{redesign_dip}*{reached}"),
    Line("trained", "People trained as before", "people", "{people}*{kept}", format=WHOLE),
    Line(
        "redesigned",
        "People whose work is redesigned",
        "people",
        "{people}*{reached}",
        format=WHOLE,
    ),
    *BREAK_EVEN[:2],
)


def _so_far() -> Iterator[Line]:
    """Money that has come in by the end of each year, and in how many years it was below 0."""
    start = "0-{launch_used}*{kept}-({redesign_set_up}+{redesign_dip})*{reached}"
    yield Line("so_far_0", "So far, undiscounted, year 0", "money", start, "value")
    for year in YEARS:
        formula = (
            f"{{so_far_{year - 1}}}"
            "+({training_benefit}+{exits_benefit}-{yearly_used})*{kept}"
            f"+({{redesign_benefit}}*{{part_{year}}}-{{redesign_upkeep}})*{{reached}}"
        )
        yield Line(f"so_far_{year}", f"So far, year {year}", "money", formula, "value")
    yield Line("unpaid_0", "Not paid back by year 0", "", "IF({so_far_0}>=0,0,1)", "value", "", "0")
    for year in YEARS:
        formula = f"IF(OR({{unpaid_{year - 1}}}=0,{{so_far_{year}}}>=0),0,1)"
        yield Line(f"unpaid_{year}", f"Not paid back by year {year}", "", formula, "value", "", "0")
    area = f"{{unpaid_0}}:{{unpaid_{LONGEST_PAYBACK}}}"
    yield Line("unpaid", "Years before it has paid back", "years", f"SUM({area})", "value", "", "0")
