"""A line of the spend model: one formula, written once, put into any cell that knows its inputs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from exports.spend.cells import MILLIONS, Named

PLACE: Final = re.compile(r"\{(\w+)\}")

Needs = Literal["costs", "value"]


@dataclass(frozen=True)
class Line:
    """One calculated figure of the model.

    key      its name: the cell on the sheets that read well is called out_<key>
    label    in the words of the page
    unit     as it stands beside the figure; 'money' becomes the scenario's currency
    formula  in a spreadsheet's language; {people} is an input, {launch_cost} another line
    needs    'value' where nothing can be said before capture is entered, else 'costs'
    how      the same in words, for the reader who does not click into the cell
    format   number format
    working  a step on the way that no reader asks for
    """

    key: str
    label: str
    unit: str
    formula: str
    needs: Needs = "costs"
    how: str = ""
    format: str = MILLIONS
    working: bool = False

    def written(self, named: Named) -> str:
        """The formula with the cells of its inputs; it says what is missing instead of an error."""
        gate = named(f"ready_{self.needs}")
        return f'IF({gate}="yes",{PLACE.sub(lambda m: named(m[1]), self.formula)},{gate})'

    def reads(self) -> frozenset[str]:
        """The keys of the inputs and lines that the formula says."""
        return frozenset(PLACE.findall(self.formula))


def by_key(lines: tuple[Line, ...]) -> Mapping[str, Line]:
    """Lines by their keys."""
    return {line.key: line for line in lines}
