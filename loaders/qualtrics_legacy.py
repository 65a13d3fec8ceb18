"""Qualtrics, responses in the legacy layout: V1, V2 ... above the labels, one row per response."""

import re
from dataclasses import replace
from typing import Final

from loaders.contract import Parcel, loader
from loaders.export import Export, normalise
from loaders.qualtrics_answers import aside, cells_below, qualtrics_parcel
from loaders.survey_answers import TICKS, Question

FIRST: Final = ("V1", "V2")
RESPONSE: Final = "ResponseID"
NO_QUESTION: Final = re.compile(r"V\d+|Location\w*", re.IGNORECASE)


def _is_legacy(export: Export) -> bool:
    first = export.header_row
    if export.shape != "table" or first < 1 or len(export.head) <= first:
        return False
    label = (export.head[first][:1] or ("",))[0] or ""
    return export.header[: len(FIRST)] == FIRST and normalise(label) == normalise(RESPONSE)


@loader(
    label="Qualtrics responses, legacy layout",
    fills=("survey", "person"),
    keys=("employee_id", "id", "email"),
    grain="one row per response",
    verified="a published sample file of 2017",
    recognises=_is_legacy,
    version=2,
    blind="who did not answer; a wave tells of those who did",
    meanings={
        "survey.score": "the answer of a question's column [its own points]: the coded value, or"
        " the place of the choice text on a known scale",
    },
)
def qualtrics_legacy(export: Export) -> Parcel:
    """One row per response and item that is a number on a scale, a known word, or the AI pulse.

    export   CSV whose first row is V1, V2 ... and the names of the questions, its second row their
             labels; an empty column at the end does not matter
    returns  survey: wave (day of the first response), item (key of the question), score, its ends
             where words tell them; person only where a response shows several keys of somebody

    Counts: as in the present layout. This one does not tell a question from what was sent along
    with the survey, so every column of small whole numbers is an item.
    Leaves out: text that people wrote, personal details (age, gender ...), columns of ones and
    blanks (one answer of several that could be ticked), IP address, place, names.
    """
    first = export.header_row
    labelled = replace(export, header_row=first + 1)
    cells = cells_below(labelled, first + 1)
    questions = []
    for place, name in enumerate(export.header):
        label = labelled.header[place] if place < len(labelled.header) else ""
        if not name or NO_QUESTION.fullmatch(name):
            continue
        answers = cells.rows[str(place)]
        is_tick = set(answers.drop_nulls()) == {"1"} and answers.null_count() > 0
        why = aside(name) or (TICKS if is_tick else "")
        questions.append(Question(str(place), name, label, why))
    return qualtrics_parcel(cells, questions)
