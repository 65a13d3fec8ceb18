"""What all reports of trainings have in common: who finished what when, each once."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import polars as pl

from loaders.cells import Cells
from loaders.contract import REFUSED_SCHEMA, Parcel, shaped
from loaders.values import Numerals, days
from store.tables import TABLES

# Titles that name AI itself. One-sided: a title without these words may still teach it, so the
# others are not told. AI and KI count in capitals only (`ai` is a word in Italian) and not where
# the whole title is in capitals; copilot only with its maker or its place, as pilots have one too.
NAMES_AI: Final = (
    r"(?i)\b(?:artificial intelligence|(?:generative|responsible) ai|gen-?ai|prompt engineering"
    r"|chat-?gpt|large language models?|llms?|(?:github|microsoft|m365|office|365) copilot"
    r"|copilot (?:chat|for|in|studio)|claude code|künstliche[rn]? intelligenz"
    r"|inteligencia artificial|intelligence artificielle|intelligenza artificiale)\b"
)
CAPITALS_AI: Final = r"\b(?:AI|KI)\b"
BLIND: Final = "It cannot see what people learn outside this system, or on the job."


def finished(
    cells: Cells,
    told: Mapping[str, pl.Series],
    is_finished: pl.Series,
    needed: Mapping[str, str],
    among: pl.Series | None = None,
) -> pl.DataFrame:
    """Rows of finished trainings: row, and the columns that were told.

    told         column of ours -> its values, one for each row of the file
    is_finished  truth that a row tells a finished training
    needed       column of ours that must be filled -> header in the file, for the report
    among        truth that a row tells a registration; the loader has told of the others

    Counts: a finished row that lacks something is refused; an unfinished one is left out with a
    note, whatever it lacks.
    """
    rows = pl.DataFrame({"row": cells.rows["row"], **told})
    is_finished = is_finished.fill_null(value=False)
    for name, column in needed.items():
        where = is_finished & rows[name].is_null() & cells.refusals.kept
        cells.refusals.add(column, "a finished training needs a value here", where)
    registered = rows.height if among is None else int(among.fill_null(value=False).sum())
    open_rows = registered - int(is_finished.sum())
    if open_rows:
        sentence = f"{open_rows} registrations are not completed; they are left out."
        cells.refusals.notes.append(sentence)
    return rows.filter(is_finished & cells.refusals.kept)


def once(cells: Cells, rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of which each person, course and day stands once; the last row counts."""
    best = rows.unique(list(TABLES["training"].key), keep="last", maintain_order=True)
    if best.height < rows.height:
        cells.refusals.notes.append(
            f"{rows.height - best.height} rows tell a training of one person and day again; "
            "the last counts."
        )
    return best


def training(rows: pl.DataFrame) -> pl.DataFrame:
    """The fact table, with about_ai where the title says it."""
    course = pl.col("course")
    in_capitals = course.str.contains(CAPITALS_AI) & (course != course.str.to_uppercase())
    names_ai = course.str.contains(NAMES_AI) | in_capitals
    told = rows.sort("row").with_columns(about_ai=pl.when(names_ai).then(pl.lit(value=True)))
    return shaped("training", told)


def finished_on(
    cells: Cells, is_finished: pl.Series, *names: str, numerals: Numerals | None = None
) -> pl.Series:
    """Days of completion; an unfinished row may have none, or one that cannot be read."""
    column, told = header(cells, names), numerals or cells.export.numerals
    read = days(cells.raw(*names), column, day_first=cells.export.day_first, numerals=told)
    cells.refusals.notes.extend(note for note in read.notes if note not in cells.refusals.notes)
    failed = read.reasons.is_not_null() & is_finished
    cells.refusals.add(column, "a day was expected, like 2024-05-31", failed)
    return read.values


def header(cells: Cells, names: tuple[str, ...]) -> str:
    """The name that the file itself uses."""
    return next((name for name in names if cells.export.has(name)), names[0])


def prefixed(prefix: str, keys: pl.Series) -> pl.Series:
    """Person keys of a kind; null stays null."""
    return pl.select(pl.lit(prefix) + keys).to_series()


def first_filled(*columns: pl.Series) -> pl.Series:
    """The first filled cell of each row."""
    return pl.select(pl.coalesce(columns)).to_series()


def people(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of person that tie what the rows show together.

    rows  email, name, own (account of the system, with its prefix)

    Counts: a person without e-mail has no row: nothing ties them.
    """
    told = rows.filter(pl.col("email").is_not_null()).with_columns(
        email=pl.col("email").str.to_lowercase()
    )
    logins = pl.col("own").drop_nulls().unique().sort()
    people = told.group_by("email", maintain_order=True).agg(
        logins.alias("logins"), pl.col("name").drop_nulls().last()
    )
    filled = pl.when(pl.col("logins").list.len() > 0).then("logins").alias("logins")
    key = (pl.lit("email:") + pl.col("email")).alias("person_id")
    return shaped("person", people.sort("email").with_columns(filled, key))


def parcel(cells: Cells, facts: Mapping[str, pl.DataFrame], cut: str = "") -> Parcel:
    """The parcel, with the lines of the file that are no record among what was refused."""
    made = cells.parcel(facts)
    broken = [(line, "", reason) for line, reason in cells.export.refused_lines]
    lines = pl.DataFrame(broken, schema=REFUSED_SCHEMA, orient="row")
    refused = pl.concat([lines, made.refused]).sort("row", maintain_order=True)
    return replace(made, rows_read=made.rows_read + len(broken), refused=refused, cut=cut)
