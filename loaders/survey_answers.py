"""Columns of answers turned into survey items: scales and known words; text of people never."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, NamedTuple

import polars as pl

from loaders.agreement import KNOWN, NO_ANSWER, SCALES, Scale, folded, scale_of
from loaders.ai_pulse import CONSTRUCT, pulse_question
from loaders.contract import REFUSED_SCHEMA
from loaders.parsed import texts

LOWEST, HIGHEST = -5, 10  # answers on scales lie here; ages, years and amounts mostly do not
MOSTLY: Final = 0.5  # of the filled cells: more must be answers, then the others are refused
LONGEST_ITEM: Final = 80
NUMBER: Final = r"^[-\u2212]?\d+(?:[.,]\d+)?$"
WHOLE: Final = r"^[-\u2212]?\d{1,2}(?:[.,]0+)?$"
# Names that tools give by themselves; the question itself says more, and alike in every tool.
TOOLS_NAME: Final = re.compile(r"(q|qid|v)\d+([._#]\w+)*", re.IGNORECASE)
# Personal details do not become scores, even where a tool has coded them as small numbers.
PERSONAL: Final = re.compile(
    r"\b(age|birth\w*|born|how old|gender|sex|sexual|orientation|pronouns?|ethnic\w*|race|racial"
    r"|religio\w*|disab\w*|marital|married|children|pregnan\w*|nationality|citizenship|veteran"
    r"|level of education|education level|union member\w*|health condition\w*|illness\w*|salary"
    r"|income|alter|geschlecht|género)\b",
    re.IGNORECASE,
)
FREE_TEXT: Final = "free text"
NO_SCALE: Final = "numbers that are no scale of up to eleven points"
DETAILS: Final = "personal details"
TICKS: Final = "ticks of a question with several answers"
PAGE: Final = "times, clicks and orders of the page"
UNKNOWN: Final = "this is no answer of the scale that the others have used"
ITEM_SCHEMA: Final = {
    "row": pl.Int64(),
    "item": pl.String(),
    "score": pl.Float64(),
    "construct": pl.String(),
    "scale_min": pl.Float64(),
    "scale_max": pl.Float64(),
}


@dataclass(frozen=True)
class Question:
    """One column that may hold answers.

    position  column of the rows
    name      what the tool calls the question inside; "" where it has no such name
    text      the question as it was asked
    left_out  why the column is no item, where that is known before its cells are looked at
    """

    position: str
    name: str
    text: str
    left_out: str = ""

    @property
    def place(self) -> int:
        """The column as a spreadsheet counts."""
        return int(self.position) + 1


class Coded(NamedTuple):
    """A column as numbers.

    codes      answer as it is compared -> number
    construct  what the item measures, where that is known
    low, high  ends of the scale, where they are known
    note       a sentence on how words became numbers
    """

    codes: Mapping[str, float]
    construct: str | None = None
    low: float | None = None
    high: float | None = None
    note: str = ""


class Answers(NamedTuple):
    """Answers of a file: row, item, score, construct, scale; refused cells; notes."""

    rows: pl.DataFrame
    refused: pl.DataFrame
    notes: tuple[str, ...]


def read_answers(rows: pl.DataFrame, questions: Sequence[Question]) -> Answers:
    """The answers of all columns that are items.

    rows  "row" and the text columns of an export

    Counts: a column is an item when more than half of its filled cells are whole numbers of one
    scale or known words; the few others are refused, cell by cell. A blank is no answer.
    """
    columns = {question.position: _compared(rows[question.position]) for question in questions}
    scales = _scales(columns[q.position] for q in questions)
    keys = _keys(questions)
    made: list[pl.DataFrame] = [pl.DataFrame(schema=ITEM_SCHEMA)]
    refused: list[pl.DataFrame] = [pl.DataFrame(schema=REFUSED_SCHEMA)]
    left: dict[str, list[int]] = {}
    notes: list[str] = []
    for question in questions:
        cells = columns[question.position]
        coded = _coded(question, cells, scales)
        if isinstance(coded, Coded):
            answers = _scored(rows["row"], cells, keys[question.position], coded)
            made.append(answers.filter(pl.col("score").is_not_null()).select(*ITEM_SCHEMA))
            refused.append(_refused(answers, cells, question))
            notes += [coded.note] * bool(coded.note and coded.note not in notes)
        elif coded:
            left.setdefault(coded, []).append(question.place)
    notes += [_left_out(reason, places) for reason, places in left.items()]
    return Answers(pl.concat(made), pl.concat(refused), tuple(notes))


def item_key(name: str, text: str) -> str:
    """The key of a question: the name that its maker gave it, else its words."""
    has_own_name = bool(name) and not TOOLS_NAME.fullmatch(name)
    told = name if has_own_name else text or name
    plain = unicodedata.normalize("NFKD", told.casefold())
    letters = "".join(each for each in plain if not unicodedata.combining(each))
    key = re.sub(r"[\W_]+", "_", letters).strip("_")
    if len(key) <= LONGEST_ITEM:
        return key
    trace = sha256(key.encode()).hexdigest()[:6]  # long questions often begin alike
    return f"{key[: LONGEST_ITEM - 7].rstrip('_')}_{trace}"


def _keys(questions: Sequence[Question]) -> dict[str, str]:
    """Column -> key; a question that is asked twice has a number behind its second key."""
    keys: dict[str, str] = {}
    seen: dict[str, int] = {}
    for question in questions:
        pulse = pulse_question(question.name, question.text)
        key = pulse.item if pulse else item_key(question.name, question.text)
        seen[key] = seen.get(key, 0) + 1
        keys[question.position] = key if seen[key] == 1 else f"{key}_{seen[key]}"
    return keys


def _compared(cells: pl.Series) -> pl.Series:
    """Cells as answers are compared; words for `no answer` are null."""
    trimmed = texts(cells).values
    words = {cell: folded(cell) for cell in trimmed.unique().drop_nulls()}
    kept = {cell: word or None for cell, word in words.items() if word not in NO_ANSWER}
    return trimmed.replace_strict(kept, default=None, return_dtype=pl.String)


def _scales(columns: Iterable[pl.Series]) -> dict[str, Scale]:
    """Family -> the scale that the file uses, told by all words of all columns together."""
    there: set[str] = set()
    for cells in columns:
        if _is_mostly(cells, cells.is_in(KNOWN)):
            there |= set(cells.unique().drop_nulls()) & KNOWN
    found: dict[str, Scale] = {}
    for family in dict.fromkeys(scale.family for scale in SCALES):
        within = tuple(scale for scale in SCALES if scale.family == family)
        words = {word for word in there if any(word in scale.codes for scale in within)}
        scale = scale_of(words, within)
        if scale:
            found[family] = scale
    return found


def _is_mostly(cells: pl.Series, where: pl.Series) -> bool:
    filled = cells.len() - cells.null_count()
    return filled > 0 and int(where.fill_null(value=False).sum()) > MOSTLY * filled


def _coded(question: Question, cells: pl.Series, scales: Mapping[str, Scale]) -> Coded | str:
    """How the answers of a column are numbers, or why they are left out; "" when it is empty."""
    filled = cells.drop_nulls()
    pulse = pulse_question(question.name, question.text)
    if pulse:
        ends = (1.0, float(len(pulse.answers))) if pulse.is_ordered else (None, None)
        return Coded(pulse.codes, CONSTRUCT, *ends)
    if filled.is_empty():
        return ""
    if PERSONAL.search(question.text) or PERSONAL.search(question.name.replace("_", " ")):
        return DETAILS
    if question.left_out:
        return question.left_out
    numbers = filled.filter(filled.str.contains(NUMBER))
    if _is_mostly(filled, filled.str.contains(NUMBER)):
        return _numbers(numbers)
    return _words(filled, scales)


def _numbers(numbers: pl.Series) -> Coded | str:
    """Whole numbers of a scale whose ends are not told."""
    found = {}
    for cell in numbers.unique():
        whole = re.match(WHOLE, cell)
        number = float(re.sub(r"[.,]0+$", "", cell).replace("\u2212", "-")) if whole else None
        if number is None or not LOWEST <= number <= HIGHEST:
            return NO_SCALE
        found[cell] = number
    return Coded(found)


def _words(filled: pl.Series, scales: Mapping[str, Scale]) -> Coded | str:
    """Words of a known scale; anything else is text."""
    known = set(filled.unique()) & KNOWN
    for scale in scales.values():
        if known <= set(scale.codes) and _is_mostly(filled, filled.is_in(list(scale.codes))):
            codes = {word: float(code) for word, code in scale.codes.items()}
            note = f"Words of {scale.family} were read as {scale.words}."
            return Coded(codes, None, 1.0, float(len(scale.steps)), note)
    return FREE_TEXT


def _scored(rows: pl.Series, cells: pl.Series, item: str, coded: Coded) -> pl.DataFrame:
    scores = cells.replace_strict(dict(coded.codes), default=None, return_dtype=pl.Float64)
    return pl.DataFrame({"row": rows, "score": scores}).with_columns(
        pl.lit(item).alias("item"),
        pl.lit(coded.construct, pl.String).alias("construct"),
        pl.lit(coded.low, pl.Float64).alias("scale_min"),
        pl.lit(coded.high, pl.Float64).alias("scale_max"),
    )


def _refused(answers: pl.DataFrame, cells: pl.Series, question: Question) -> pl.DataFrame:
    """Filled cells without a number; what they say is told to nobody."""
    where = cells.is_not_null() & answers["score"].is_null()
    column = f"column {question.place}"
    return answers.filter(where).select(
        "row", pl.lit(column).alias("column"), pl.lit(UNKNOWN).alias("reason")
    )


def _left_out(reason: str, places: list[int]) -> str:
    """A sentence like `Columns 7, 9 were left out: free text.` that quotes nothing."""
    listed = ", ".join(map(str, places))
    return (
        f"Column {listed} was left out: {reason}."
        if len(places) == 1
        else f"Columns {listed} were left out: {reason}."
    )
