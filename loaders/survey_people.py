"""Who answered a survey: a person, or somebody of a team whom nobody can tell, in one wave."""

from collections.abc import Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import Final

import polars as pl

from loaders.ai_pulse import TEAM_QUESTION
from loaders.cells import Cells
from loaders.contract import Parcel, shaped
from loaders.export import Export, normalise
from loaders.mapping_words import TEAM
from loaders.parsed import texts
from loaders.survey_answers import Answers, Question
from store.errors import SourceError

TEAM_NAMES: Final = frozenset(
    normalise(name)
    for name in (
        *TEAM,
        TEAM_QUESTION,
        "Which team are you in?",
        "Which department do you work in?",
        "Your team",
    )
)
LONGEST_WAVE: Final = 60  # days; assumption: a form that is open longer was sent more than once


def is_team(question: Question) -> bool:
    """Truth that a column tells the team of whoever answered."""
    return bool({normalise(question.name), normalise(question.text)} & TEAM_NAMES)


def teams_told(cells: Cells, questions: Sequence[Question]) -> pl.Series:
    """Team of each response, out of the first column that tells one."""
    told = [question for question in questions if is_team(question)]
    for question in told[1:]:
        note = f"Column {question.place} tells a team as well as column {told[0].place}: left out."
        cells.refusals.notes.append(note)
    if told:
        return texts(cells.rows[told[0].position]).values
    return pl.repeat(None, cells.rows.height, dtype=pl.String, eager=True)


def email_key(email: pl.Series) -> pl.Series:
    """Keys of people by address; `anonymous` and whatever else is no address name nobody."""
    return pl.select(pl.when(email.str.contains("@")).then(pl.lit("email:") + email)).to_series()


def response_ids(questions: Sequence[Question], *parts: pl.Series) -> pl.Series:
    """A hash for each respondent: of the id within the file and of the questions of the form.

    Counts: the same form exported anew gives the same ids; rows that are alike in all parts are
    told apart by their order.
    """
    form = "\n".join(sorted(normalise(question.text) for question in questions))
    frame = pl.DataFrame({str(i): part.cast(pl.String) for i, part in enumerate(parts)})
    keys = frame.select(pl.concat_str(pl.all().fill_null(""), separator="\n").alias("key"))
    repeats = keys.select(pl.col("key"), pl.int_range(pl.len()).over("key").alias("repeat"))
    made = [
        sha256(f"{form}\n{key}\n{repeat}".encode()).hexdigest()[:16]
        for key, repeat in repeats.iter_rows()
    ]
    return pl.Series("response_id", made, dtype=pl.String)


def survey_parcel(cells: Cells, answers: Answers, people: pl.DataFrame) -> Parcel:
    """The parcel of a survey.

    cells    of the file, with what was refused and noted so far
    answers  of the rows of `people`
    people   row, day, person_id, team_id, response_id of every response that counts

    Counts: one file is one wave, on the day of its first answer. Whoever answered twice by name
    counts with the last answers. A named answer has no team of its own: the person has one.
    """
    rows = people.with_columns(
        pl.when(pl.col("person_id").is_null()).then(pl.col(name)).alias(name)
        for name in ("team_id", "response_id")
    )
    last = rows.filter(
        pl.col("person_id").is_null() | (pl.col("row") == pl.col("row").max().over("person_id"))
    )
    notes = [*cells.export.notes, *cells.refusals.notes, *answers.notes]
    if last.height < rows.height:
        again = rows.height - last.height
        notes.append(f"Earlier responses of people who answered again were left out: {again}.")
    wave = _wave(cells.export, people["day"]) if people.height else None
    if wave:
        notes.append(f"All answers count for the wave of {wave}, the day of the first answer.")
        if (people["day"] > wave + timedelta(days=LONGEST_WAVE)).any():
            notes.append(
                f"Some answers came more than {LONGEST_WAVE} days later; if the form was sent again"
                ", export the answers of each time as a file of its own."
            )
    facts = answers.rows.join(last, on="row").sort("row", "item")
    survey = shaped("survey", facts.with_columns(pl.lit(wave, pl.Date).alias("wave")))
    refused = answers.refused.filter(pl.col("row").is_in(last["row"].implode()))
    return Parcel(
        {"survey": survey},
        cells.rows.height,
        pl.concat([refused, cells.refusals.frame]).sort("row", maintain_order=True),
        tuple(dict.fromkeys(notes)),
    )


def _wave(export: Export, days: pl.Series) -> date:
    first = days.min()
    if not isinstance(first, date):
        raise SourceError(
            f"{export.name} tells of no response when it was given",
            "a day for each response, so that the wave has one",
            "Export it again with the dates of the responses",
        )
    return first
