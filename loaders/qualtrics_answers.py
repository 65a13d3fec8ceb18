"""What the two layouts of Qualtrics have in common: who answered, and which answers count."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import polars as pl

from loaders.cells import Cells
from loaders.contract import Parcel, shaped
from loaders.export import Export
from loaders.lenient import lenient
from loaders.parsed import Refusals
from loaders.survey_answers import FREE_TEXT, PAGE, Question, read_answers
from loaders.survey_people import email_key, is_team, response_ids, survey_parcel, teams_told
from loaders.values import days

STARTED: Final = ("StartDate", "RecordedDate", "EndDate")
NORMAL: Final = "0"  # all other numbers are previews, tests and what Qualtrics takes for spam
NOT_REAL: Final = r"preview|test|spam"
NOT_FINISHED: Final = ("0", "false")


def cells_below(export: Export, row: int) -> Cells:
    """The cells below a row: labels of columns stand above it and are no answers."""
    cells = Cells(export, copies_count=export.first("ResponseId", "ResponseID") is None)
    cells.rows = cells.rows.filter(pl.col("row") > row)
    cells.refusals = Refusals(cells.rows["row"])
    return cells


def real_answers(cells: Cells) -> pl.Series:
    """Truth per row that a respondent gave it: no preview, no test, no spam."""
    status = cells.text("Status", "Response Type").str.to_lowercase()
    is_number = status.str.contains(r"^\d+$")
    is_real = pl.when(is_number).then(status == NORMAL).otherwise(~status.str.contains(NOT_REAL))
    return pl.select(is_real.fill_null(value=True)).to_series()


def qualtrics_parcel(cells: Cells, questions: Sequence[Question]) -> Parcel:
    """The parcel of the answers to the questions."""
    is_real = real_answers(cells)
    notes = cells.refusals.notes
    if not is_real.all():
        notes.append(f"Previews, tests and spam were left out: {(~is_real).sum()} responses.")
    unfinished = cells.text("Finished").str.to_lowercase().is_in(NOT_FINISHED) & is_real
    if unfinished.any():
        notes.append(
            f"Responses that are not finished count with what they say: {unfinished.sum()}."
        )
    asked = [question for question in questions if not is_team(question)]
    people = _people(cells, questions).filter(is_real)
    answers = read_answers(cells.rows.filter(is_real), asked)
    whole = survey_parcel(cells, answers, people)
    return replace(whole, facts={**whole.facts, "person": _tied(people)})


def _people(cells: Cells, questions: Sequence[Question]) -> pl.DataFrame:
    """One row per response: row, day, keys of the person, team, response_id."""
    number = cells.person("employee_id", "EmployeeID", "Employee ID")
    reference = cells.person("id", "ExternalReference", "ExternalDataReference")
    email = email_key(cells.text("RecipientEmail", "EmailAddress"))
    key = pl.select(pl.coalesce(number, reference, email)).to_series()
    days_told = [
        lenient(cells, name, days(cells.raw(name), name, day_first=cells.export.day_first))
        for name in STARTED
    ]
    return pl.DataFrame(
        {
            "row": cells.rows["row"],
            "day": pl.select(pl.coalesce(days_told)).to_series(),
            "person_id": key,
            "employee_id": number.str.strip_prefix("employee_id:"),
            "email": email.str.strip_prefix("email:"),
            "keys": _count(number, reference, email),
            "team_id": _team(cells, questions),
            "response_id": response_ids([], cells.text("ResponseId", "Response ID")),
        }
    )


def _count(*keys: pl.Series) -> pl.Series:
    told = [key.is_not_null().cast(pl.Int64) for key in keys]
    return pl.select(pl.sum_horizontal(told)).to_series()


def _team(cells: Cells, questions: Sequence[Question]) -> pl.Series:
    """Team as told by a question or by a column that was sent along with the survey."""
    if not any(map(is_team, questions)):
        sent = [cell for cell in cells.export.header if is_team(Question("0", cell, ""))]
        return cells.text(*(sent or ["team"]))
    team = teams_told(cells, questions)
    coded = team.drop_nulls()
    if coded.len() and coded.str.contains(r"^\d+$").all():
        cells.refusals.notes.append(
            "The teams are told as numbers of answers, not by name; export the choice text."
        )
        return pl.repeat(None, team.len(), dtype=pl.String, eager=True)
    return team


def _tied(people: pl.DataFrame) -> pl.DataFrame:
    """Rows of person: the keys that one response shows together."""
    tied = people.filter(pl.col("keys") > 1).unique("person_id", keep="last", maintain_order=True)
    return shaped("person", tied.select("person_id", "employee_id", "email").sort("person_id"))


def aside(name: str) -> str:
    """Why a column is no answer on a scale by its name; "" when it may be one."""
    if re.search(r"_TEXT(_|$)", name):
        return FREE_TEXT
    ends = r"(_DO|_DO_\d+|[ _](First Click|Last Click|Page Submit|Click Count))$"
    return PAGE if re.search(ends, name) else ""
