"""Lines of Oracle's HCM Data Loader: `METADATA` names the attributes, `MERGE` fills them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from loaders.export import Export

HEADING, ROW, GONE = "METADATA", "MERGE", "DELETE"
PIPE: Final = re.compile(r"(?<!\\)\|")  # a pipe inside a value has a backslash before it
NUMBER: Final = "PersonNumber"
START: Final = "EffectiveStartDate"
# How an object names the one it belongs to: attribute -> kind of object, and its key there.
LINKS: Final = {
    "PersonId(SourceSystemId)": ("Worker", "SourceSystemId"),
    "PeriodOfServiceId(SourceSystemId)": ("WorkRelationship", "SourceSystemId"),
    "WorkTermsAssignmentId(SourceSystemId)": ("WorkTerms", "SourceSystemId"),
    "WorkTermsNumber": ("WorkTerms", "AssignmentNumber"),
    "AssignmentId(SourceSystemId)": ("Assignment", "SourceSystemId"),
    "AssignmentNumber": ("Assignment", "AssignmentNumber"),
}
LONGEST_CHAIN: Final = 5  # from a supervisor over assignment, terms and relationship to the worker


@dataclass(frozen=True)
class Line:
    """One line that fills attributes: its number, its object, and the cells that are not empty."""

    number: int
    kind: str
    cells: dict[str, str]


@dataclass
class HdlFile:
    """What a file holds.

    rows     lines of MERGE, by their object
    refused  number and reason of lines that cannot be read
    deleted  lines of DELETE
    """

    rows: dict[str, list[Line]] = field(default_factory=dict)
    refused: list[tuple[int, str]] = field(default_factory=list)
    deleted: int = 0

    def of(self, kind: str) -> list[Line]:
        """Lines of one object."""
        return self.rows.get(kind, [])

    def count(self) -> int:
        """Lines that say something of somebody."""
        return sum(map(len, self.rows.values())) + len(self.refused) + self.deleted


def headings(text: str) -> set[str]:
    """Objects that a text has attributes of."""
    lines = (line.lstrip("\ufeff").split("|", 2) for line in text.splitlines())
    return {cells[1] for cells in lines if cells[0] == HEADING and len(cells) > 1}


def read_hdl(export: Export) -> HdlFile:
    """The lines of a file; SET, COMMENT and empty lines say nothing of anybody."""
    found, attributes = HdlFile(), dict[str, list[str]]()
    for number, line in export.lines():
        parts = _cells(line)
        if len(parts) < len((HEADING, "object")):
            continue
        verb, kind, *cells = parts
        if verb == HEADING:
            attributes[kind] = cells
        elif verb == GONE:
            found.deleted += 1
        elif verb == ROW and kind not in attributes:
            found.refused.append((number, "no line METADATA of this object stands above"))
        elif verb == ROW and len(cells) > len(attributes[kind]):
            found.refused.append((number, f"more values than METADATA|{kind} has attributes"))
        elif verb == ROW:
            told = {name: cell for name, cell in zip(attributes[kind], cells, strict=False) if cell}
            found.rows.setdefault(kind, []).append(Line(number, kind, told))
    return found


def _cells(line: str) -> list[str]:
    return [cell.strip().replace("\\|", "|") for cell in PIPE.split(line.strip("\ufeff\r\n"))]


class Owners:
    """Who a line is about: its own person number, or that of the object which it belongs to."""

    def __init__(self, file: HdlFile) -> None:
        """Remember every object under its keys."""
        self._known: dict[tuple[str, str, str], Line] = {}
        for kind, key in dict.fromkeys(LINKS.values()):
            for line in file.of(kind):
                if key in line.cells:
                    self._known[kind, key, line.cells[key]] = line

    def number(self, line: Line) -> str | None:
        """Person number of a line; none when nothing in the file tells it."""
        return self._number(line, LONGEST_CHAIN)

    def _number(self, line: Line, links: int) -> str | None:
        if NUMBER in line.cells:
            return line.cells[NUMBER]
        if not links:
            return None
        above = (self._number(each, links - 1) for each in self._above(line))
        return next((number for number in above if number), None)

    def _above(self, line: Line) -> Iterator[Line]:
        for attribute, (kind, key) in LINKS.items():
            if attribute in line.cells and (kind, attribute) != (line.kind, key):
                found = self._known.get((kind, key, line.cells[attribute]))
                if found is not None:
                    yield found
