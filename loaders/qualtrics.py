"""Qualtrics, responses as CSV or TSV: three header rows, one row per response."""

import re
from typing import Final

from loaders.contract import Parcel, loader
from loaders.export import Export
from loaders.qualtrics_answers import aside, cells_below, qualtrics_parcel
from loaders.sheet import Record
from loaders.survey_answers import TICKS, Question

IMPORT_ID: Final = re.compile(r"^\{\s*[\"']+ImportId[\"']+\s*:\s*[\"']+([^\"']*)")
A_CHOICE: Final = re.compile(r"[\"']+choiceId[\"']+\s*:")
A_QUESTION: Final = re.compile(r"QID\d+")
HEADER_ROWS: Final = 3


def _header_rows(export: Export) -> tuple[Record, Record, Record] | None:
    """Names, questions and import ids, when the third row has them."""
    first = export.header_row - 1
    rows = export.head[first : first + HEADER_ROWS] if first >= 0 else ()
    if export.shape != "table" or len(rows) < HEADER_ROWS:
        return None
    names, questions, ids = rows
    return (names, questions, ids) if any(IMPORT_ID.match(cell or "") for cell in ids) else None


@loader(
    label="Qualtrics responses",
    fills=("survey", "person"),
    keys=("employee_id", "id", "email"),
    grain="one row per response",
    verified="the vendor's documentation and a published sample file",
    recognises=lambda export: _header_rows(export) is not None,
    version=2,
    blind="who did not answer; a wave tells of those who did",
    meanings={
        "survey.score": "the answer of a column QIDn [its own points]: the coded value, or the"
        " place of the choice text on a known scale",
    },
)
def qualtrics(export: Export) -> Parcel:
    """One row per response and item that is a number on a scale, a known word, or the AI pulse.

    export   CSV or TSV with names, questions and import ids above the answers; coded values or
             choice text
    returns  survey: wave (day of the first response), item (key of the question), score, its ends
             where words tell them; person only where a response shows several keys of somebody

    Counts: only columns whose import id is a question. A coded value is taken as it is, also where
    the answers of a question have no order: such an item is to be counted, not averaged.
    Previews, tests and spam do not count; responses that are not finished do. A response without
    reference and address is anonymous: it has a hash of its id and, when told, its team.
    Leaves out: text that people wrote, choices of questions with several answers (a blank is no
    'no'), times and orders of pages, personal details (age, gender ...), IP address, place, names.
    """
    found = _header_rows(export)
    names, texts, ids = found or ((), (), ())
    cells = cells_below(export, export.header_row + HEADER_ROWS - 1)
    return qualtrics_parcel(cells, _questions(names, texts, ids))


def _questions(names: Record, texts: Record, ids: Record) -> list[Question]:
    made = []
    for place, (name, text, told) in enumerate(zip(names, texts, ids, strict=False)):
        match = IMPORT_ID.match((told or "").strip())
        if match is None or not A_QUESTION.match(match[1]):
            continue
        called, asked = (name or "").strip(), (text or "").strip()
        why = aside(match[1]) or aside(called) or (TICKS if A_CHOICE.search(told or "") else "")
        made.append(Question(str(place), called, asked, why))
    return made
