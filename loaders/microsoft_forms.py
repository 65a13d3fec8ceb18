"""Microsoft Forms, responses as a workbook, or saved again as CSV: one row per response."""

import re
from typing import Final

import polars as pl

from loaders.cells import Cells
from loaders.contract import Parcel, loader
from loaders.export import Export, normalise
from loaders.lenient import lenient
from loaders.survey_answers import Question, read_answers
from loaders.survey_people import email_key, is_team, response_ids, survey_parcel, teams_told
from loaders.values import moments

FIRST: Final = ("start time", "completion time", "email", "name")
WITHIN: Final = 5  # an id stands before them, and is left out by some who save the file again
STARTED: Final = ("Start time", "Completion time")
# What the tool adds by itself: to every form, and to a quiz beside each question.
OWN: Final = frozenset(
    normalise(name)
    for name in ("ID", *FIRST, "Language", "Last modified time", "Total points", "Quiz feedback")
)
OF_A_QUIZ: Final = re.compile(r"(points|feedback) - ", re.IGNORECASE)


def _recognises(export: Export) -> bool:
    there = [cell.casefold() for cell in export.header[:WITHIN]]
    return export.shape == "table" and set(FIRST) <= set(there)


@loader(
    label="Microsoft Forms responses",
    fills=("survey",),
    keys=("email",),
    grain="one row per response",
    verified="eight programs that read such files",
    recognises=_recognises,
    version=2,
    blind="who did not answer; a wave tells of those who did",
    meanings={
        "survey.score": "the answer of a question's column [its own points]: the number chosen, or"
        " the place of the words on a known scale",
    },
)
def microsoft_forms(export: Export) -> Parcel:
    """One row per response and item that is a number on a scale, a known word, or the AI pulse.

    export   XLSX, or CSV (often Windows-1252) with ID, Start time, Completion time, Email, Name and
             a column for each question
    returns  survey: wave (day of the first start), item (the question's words), score, its ends
             where words tell them

    Counts: an e-mail of `anonymous` is nobody's: the response has a hash of its id, its start and
    the questions of the form, and its team when the form asks for it.
    Leaves out: text that people wrote, answers with several choices, personal details (age, gender
    ...), points and feedback of quizzes, names.
    """
    cells = Cells(export, copies_count=not export.has("ID"))
    questions = _questions(export)
    asked = [question for question in questions if not is_team(question)]
    started = _started(cells)
    people = pl.DataFrame(
        {
            "row": cells.rows["row"],
            "day": started.dt.date(),
            "person_id": email_key(cells.text("Email")),
            "team_id": teams_told(cells, questions),
            "response_id": response_ids(
                asked, cells.text("ID"), started.dt.strftime("%Y-%m-%d %H:%M")
            ),
        }
    )
    return survey_parcel(cells, read_answers(cells.rows, asked), people)


def _questions(export: Export) -> list[Question]:
    names = enumerate(export.header)
    return [
        Question(str(place), "", " ".join(name.split()))
        for place, name in names
        if name and normalise(name) not in OWN and not OF_A_QUIZ.match(name)
    ]


def _started(cells: Cells) -> pl.Series:
    """Start of each response as the clock of whoever exported it showed it."""
    first, told = cells.export.day_first, cells.export.numerals
    read = [
        lenient(cells, name, moments(cells.raw(name), name, day_first=first, numerals=told))
        for name in STARTED
    ]
    # Only days are kept of these moments, so nobody needs to be told that they lack a zone.
    cells.refusals.notes = [note for note in cells.refusals.notes if "offset" not in note]
    return pl.select(pl.coalesce(read)).to_series()
