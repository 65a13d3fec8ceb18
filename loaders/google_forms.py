"""Google Forms, responses as a sheet or as CSV: one row per response, a Timestamp first."""

from typing import Final

import polars as pl

from loaders.ai_pulse import pulse_question
from loaders.cells import Cells
from loaders.contract import Parcel, loader
from loaders.export import Export, normalise
from loaders.lenient import lenient
from loaders.survey_answers import Question, read_answers
from loaders.survey_people import (
    TEAM_NAMES,
    email_key,
    is_team,
    response_ids,
    survey_parcel,
    teams_told,
)
from loaders.values import moments

TIMESTAMP: Final = "Timestamp"
EMAIL: Final = "Email Address"
OWN: Final = frozenset(map(normalise, (TIMESTAMP, EMAIL, "Username", "Score")))
FEWEST_WORDS: Final = 3  # a question is a sentence; the columns of a log are not
ZONE_NAME: Final = r"\s+GMT[+-]\d.*$"


def _recognises(export: Export) -> bool:
    """Truth that questions follow a timestamp: many other files begin with one."""
    if export.shape != "table" or not export.header or export.header[0] != TIMESTAMP:
        return False
    others = [name for name in export.header[1:] if name]
    asked = [name for name in others if normalise(name) in OWN or _is_question(name)]
    return len(asked) > len(others) / 2


def _is_question(name: str) -> bool:
    is_known = normalise(name) in TEAM_NAMES or pulse_question("", name) is not None
    return is_known or len(name.split()) >= FEWEST_WORDS


@loader(
    label="Google Forms responses",
    fills=("survey",),
    keys=("email",),
    grain="one row per response",
    verified="six programs that read such files",
    recognises=_recognises,
    blind="who did not answer; a wave tells of those who did",
    meanings={
        "survey.score": "the answer of a question's column [its own points]: the number chosen, or"
        " the place of the words on a known scale",
    },
)
def google_forms(export: Export) -> Parcel:
    """One row per response and item that is a number on a scale, a known word, or the AI pulse.

    export   CSV or XLSX with Timestamp, Email Address when the form collects it, and a column for
             each question
    returns  survey: wave (day of the first timestamp), item (the question's words), score, its ends
             where words tell them

    Counts: a response without address is anonymous: it has a hash of its timestamp, its place among
    those of the same second and the questions of the form, and its team when the form asks for it.
    Leaves out: text that people wrote, answers with several choices, personal details (age, gender
    ...), the score of a quiz.
    """
    cells = Cells(export)
    questions = [
        Question(str(place), "", " ".join(name.split()))
        for place, name in enumerate(export.header)
        if name and normalise(name) not in OWN
    ]
    asked = [question for question in questions if not is_team(question)]
    at = _at(cells)
    people = pl.DataFrame(
        {
            "row": cells.rows["row"],
            "day": at.dt.date(),
            "person_id": email_key(cells.text(EMAIL, "Username")),
            "team_id": teams_told(cells, questions),
            "response_id": response_ids(asked, at.dt.strftime("%Y-%m-%d %H:%M:%S")),
        }
    )
    return survey_parcel(cells, read_answers(cells.rows, asked), people)


def _at(cells: Cells) -> pl.Series:
    """Moment of each response as the sheet shows it; the name of its zone does not matter."""
    told = cells.raw(TIMESTAMP).str.replace(ZONE_NAME, "")
    parsed = moments(
        told, TIMESTAMP, day_first=cells.export.day_first, numerals=cells.export.numerals
    )
    read = lenient(cells, TIMESTAMP, parsed)
    # Only days are kept of these moments, so nobody needs to be told that they lack a zone.
    cells.refusals.notes = [note for note in cells.refusals.notes if "offset" not in note]
    return read
