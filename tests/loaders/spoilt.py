"""Samples of the loaders, taken apart and spoilt, and what must be true of whatever comes of them.

A sample is a table (records of cells), a JSON file (documents) or a text (lines). Each can be
written again as it was, so that a test changes one thing and looks at what the loaders make of it.
"""

import copy
import csv
import io
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl

from loaders import detect, loaders
from loaders.contract import REFUSED_SCHEMA, Loader, Parcel, person_columns
from loaders.dates import BEGINNING_OF_TIME, END_OF_TIME
from loaders.export import Export
from loaders.last_look import last_look
from loaders.parsed import NOTHING
from store.errors import SourceError
from store.tables import STORED

SAMPLES = Path(__file__).parent / "samples"
# Rows of a table above its header, and rows that belong to it (labels below the names).
TITLES = {
    "sap_line_items": 3,
    "workday_xlsx": 4,
    "cornerstone": 3,
    "salesforce_cases": 3,
    "workday_learning": 2,
}
LABELS = {"qualtrics": 2, "qualtrics_legacy": 1, "successfactors_udf": 1}
LINES = {"git_log", "oracle_hdl"}  # their cells stand in lines of several layouts
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
# People of the samples, all invented; first names alone occur in words.
PEOPLE = re.compile(r"\b(?:Ana|Bo|Cy|Di|Dee|Eve|Chidi|Dana|Dunn?)[ ,.]+\w+|(?:Ruiz|Chen|Goodman)\b")
LONG = "lorem " * 11_700  # 70,200 characters in one cell
LONGEST_MESSAGE = 4000
STRANGER = "Zelda Quux <zelda.quux@secret.example>"
EARLIEST, LATEST = BEGINNING_OF_TIME, END_OF_TIME


class Broken(AssertionError):
    """What a loader did that it must not do."""


@dataclass(frozen=True)
class Sample:
    """The recorded sample of one loader."""

    loader: Loader
    path: Path

    @property
    def name(self) -> str:
        return self.path.name

    @cached_property
    def raw(self) -> bytes:
        return self.path.read_bytes()

    @cached_property
    def text(self) -> str:
        return "" if self.is_workbook else self.raw.decode("utf-8-sig")

    @property
    def is_workbook(self) -> bool:
        return self.path.suffix == ".xlsx"

    @property
    def kind(self) -> str:
        """table, json, ndjson or lines."""
        if self.loader.name in LINES:
            return "lines"
        return {".jsonl": "ndjson", ".json": "json"}.get(self.path.suffix, "table")

    @cached_property
    def separator(self) -> str:
        return getattr(Export.open(self.path).grid, "separator", ",")

    @cached_property
    def records(self) -> list[list[Any]]:
        """All records of a table, titles and header too."""
        if self.is_workbook:
            sheet = openpyxl.load_workbook(self.path).worksheets[0]
            return [list(row) for row in sheet.iter_rows(values_only=True)]
        return list(csv.reader(io.StringIO(self.text, newline=""), delimiter=self.separator))

    @property
    def top(self) -> int:
        """Place of the header among the records."""
        return TITLES.get(self.loader.name, 0)

    @property
    def below(self) -> int:
        """Place of the first row of data."""
        return self.top + 1 + LABELS.get(self.loader.name, 0)

    @property
    def header(self) -> list[str]:
        return [str(cell or "") for cell in self.records[self.top]]

    @cached_property
    def documents(self) -> list[Any]:
        if self.kind == "ndjson":
            return [json.loads(line) for line in self.text.splitlines() if line.strip()]
        return [json.loads(self.text)]

    @cached_property
    def parcel(self) -> Parcel:
        return last_look(self.loader.read(Export.open(self.path)))

    @cached_property
    def facts(self) -> dict[str, list[tuple[Any, ...]]]:
        return told(self.parcel)

    @cached_property
    def personal(self) -> set[str]:
        """Addresses and names of the sample's people, as written in it."""
        text = self.text or "\n".join(str(cell) for row in self.records for cell in row)
        return set(ADDRESS.findall(text)) | set(PEOPLE.findall(text))

    # -- written again ----------------------------------------------------------------------------

    def write(self, folder: Path, content: bytes) -> Path:
        """A file of the sample's name: some sources tell something in it."""
        path = folder / self.name
        path.write_bytes(content)
        return self.of_its_day(path)

    def of_its_day(self, path: Path) -> Path:
        """The file as old as the sample: a list without days counts from the day of its file."""
        written = self.path.stat().st_mtime
        os.utime(path, (written, written))
        return path

    def write_records(self, folder: Path, records: list[list[Any]]) -> Path:
        if self.is_workbook:
            book = openpyxl.Workbook()
            for record in records:
                book.active.append([_cell(cell) for cell in record])
            book.save(folder / self.name)
            return self.of_its_day(folder / self.name)
        return self.write(folder, self.as_text(records).encode("utf-8", "surrogatepass"))

    def as_text(self, records: list[list[Any]]) -> str:
        made = io.StringIO(newline="")
        csv.writer(made, delimiter=self.separator, lineterminator="\n").writerows(records)
        return made.getvalue()

    def write_documents(self, folder: Path, documents: list[Any]) -> Path:
        texts = [json.dumps(each) for each in documents]
        return self.write(folder, "\n".join(texts).encode() + b"\n")


def _cell(value: object) -> object:
    """A cell that a workbook can hold; `=1+1` stays text, as an export writes it."""
    return value[:30_000].replace("=", "'=", 1) if isinstance(value, str) else value


@cache
def samples() -> dict[str, Sample]:
    """The samples of all loaders, by name."""
    found = {loader.name: sorted(SAMPLES.glob(f"{loader.name}.*")) for loader in loaders()}
    return {loader.name: Sample(loader, found[loader.name][0]) for loader in loaders()}


def told(parcel: Parcel) -> dict[str, list[tuple[Any, ...]]]:
    """Facts by table, free of the order of rows and of items in lists."""
    made = {}
    for table, rows in parcel.facts.items():
        lists = [name for name, kind in rows.schema.items() if kind == pl.List(pl.String)]
        if rows.height:
            flat = rows.with_columns(pl.col(lists).list.sort().list.join("\x1f"))
            made[table] = sorted(flat.rows(), key=repr)
    return made


def stored(parcel: Parcel) -> dict[str, list[tuple[Any, ...]]]:
    """Facts as a workspace keeps them: one row for a natural key, the last one."""
    facts = {
        table: rows.unique(STORED[table].key, keep="last", maintain_order=True)
        for table, rows in parcel.facts.items()
    }
    return told(Parcel(facts, parcel.rows_read))


# -- what becomes of a file -----------------------------------------------------------------------


def outcome(sample: Sample, path: Path, *, own: bool = False) -> Parcel | SourceError | None:
    """Rows, an error in three parts, or nothing when no loader knows the file.

    own  the loader of the sample must know it
    """
    try:
        return _read(sample, path, own, None)
    except SourceError as error:
        if "day_first" not in error.do:
            return checked_error(error, sample)
    try:  # the reader was asked for the order of days and answers
        return _read(sample, path, own, True)
    except SourceError as error:
        return checked_error(error, sample)


def _read(sample: Sample, path: Path, own: bool, day_first: bool | None) -> Parcel | None:
    export = Export.open(path, day_first=day_first)
    loader = detect(export)
    if own and loader is not sample.loader:
        raise Broken(f"{path.name} is told as {loader.name if loader else 'nothing'}")
    if loader is None:
        return None
    parcel = loader.read(export)
    problems = list(faults(parcel, loader, export, sample))
    parcel = last_look(parcel)
    problems += faults_of_facts(parcel, loader)
    if problems:
        raise Broken("; ".join(problems))
    return parcel


def checked_error(error: SourceError, sample: Sample) -> SourceError:
    if not all(part.strip() for part in (error.found, error.expected, error.do)):
        raise Broken(f"an error without three parts: {error}")
    problems = list(spilt([error.found, error.expected, error.do], sample))
    if problems:
        raise Broken("; ".join(problems))
    return error


def faults(parcel: Parcel, loader: Loader, export: Export, sample: Sample) -> Iterator[str]:
    """What is wrong with a parcel as the loader made it."""
    if not set(parcel.facts) <= set(loader.fills):
        yield f"fills {sorted(set(parcel.facts) - set(loader.fills))} unannounced"
    for table, rows in parcel.facts.items():
        if rows.schema != pl.Schema(STORED[table].schema):
            yield f"{table} has another schema"
    refused = parcel.refused
    if refused.schema != pl.Schema(REFUSED_SCHEMA):
        yield "the refused have another schema"
    elif refused.select("row", "reason").null_count().row(0) != (0, 0):
        yield "a refused row without number or reason"
    if parcel.rows_read < 0 or (refused.height and refused["row"].min() < 0):
        yield "a negative count of rows"
    if not all(isinstance(each, str) and each for each in parcel.notes):
        yield "a note that is no sentence"
    told = [*export.notes, *parcel.notes, parcel.cut, *refused["reason"], *refused["column"]]
    yield from spilt([each for each in told if each], sample)


def spilt(messages: list[str], sample: Sample) -> Iterator[str]:
    """Personal cells and endless cells in what a reader is told."""
    for message in messages:
        words = [each for each in sample.personal if each in message] + (
            ["Zelda Quux"] if "uux" in message else []
        )
        if words and sample.name not in message.split(words[0])[0][-1:]:
            yield f"a message quotes {words}: {message[:300]}"
        if len(message) > LONGEST_MESSAGE:
            yield f"a message of {len(message)} characters: {message[:100]}"


def faults_of_facts(parcel: Parcel, loader: Loader) -> list[str]:
    """What is wrong with facts after the last look."""
    return [
        f"{t}.{each}" for t, rows in parcel.facts.items() for each in _of_table(t, rows, loader)
    ]


def _of_table(table: str, rows: pl.DataFrame, loader: Loader) -> Iterator[str]:
    for column in STORED[table].columns:
        cells = rows.get_column(column.name).drop_nulls()
        if column.required and len(cells) < rows.height:
            yield f"{column.name} is missing"
        if column.choices and not set(cells) <= set(column.choices):
            yield f"{column.name} holds {sorted(set(cells) - set(column.choices))[:2]}"
        if cells.dtype in (pl.Date, pl.Datetime("us", "UTC")) and len(cells):
            first, last = _day(cells.min()), _day(cells.max())
            if first < EARLIEST or last >= LATEST:
                yield f"{column.name} runs from {first} to {last}"
        if cells.dtype == pl.Float64 and not cells.is_finite().all():
            yield f"{column.name} is not finite"
        if cells.dtype == pl.String and (cells.str.strip_chars() == "").any():
            yield f"{column.name} is blank text"
    for name in person_columns(table):
        keys = rows.get_column(name).drop_nulls()
        for key in keys:
            kind, _, value = key.partition(":")
            if kind not in loader.keys or value.strip().casefold() in NOTHING:
                yield f"{name} is {key[:40]!r}"
    yield from _of_money(rows)


def _of_money(rows: pl.DataFrame) -> Iterator[str]:
    for money in {"cost", "amount"} & set(rows.columns):
        if rows.filter(pl.col(money).is_not_null() & pl.col("currency").is_null()).height:
            yield f"{money} without a currency"
    if "currency" in rows.columns:
        odd = rows.get_column("currency").drop_nulls()
        odd = odd.filter(~odd.str.contains(r"^[A-Z]{3}$"))
        if len(odd):
            yield f"currency is {odd[0][:40]!r}"


def _day(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value


# -- JSON -----------------------------------------------------------------------------------------


def places(value: object, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Places of a document, items of lists as `*`; each once."""
    yield from dict.fromkeys(_places(value, path))


def _places(value: object, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if path:
        yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _places(inner, (*path, key))
    elif isinstance(value, list):
        for inner in value:
            yield from _places(inner, (*path, "*"))


def holders(value: object, path: tuple[str, ...]) -> Iterator[tuple[Any, Any]]:
    """Every container and key that a place names."""
    step, rest = path[0], path[1:]
    keys: list[Any] = []
    if step == "*" and isinstance(value, list):
        keys = list(range(len(value)))
    elif isinstance(value, dict) and step in value:
        keys = [step]
    for key in keys:
        if rest:
            yield from holders(value[key], rest)
        else:
            yield value, key


def with_values(documents: list[Any], path: tuple[str, ...], values: list[Any]) -> list[Any]:
    """Copies of documents with values at a place, in turn where it occurs several times.

    The values themselves are not copied: one may be deeper than a copy can follow.
    """
    made = copy.deepcopy(documents)
    found = [pair for document in made for pair in holders(document, path)]
    for i, (holder, key) in enumerate(found):
        holder[key] = values[i % len(values)]
    return made


def without(documents: list[Any], path: tuple[str, ...]) -> list[Any]:
    """Copies of documents without a place."""
    made = copy.deepcopy(documents)
    for holder, key in [pair for document in made for pair in holders(document, path)][::-1]:
        del holder[key]
    return made


def everywhere(value: object, change: Any) -> Any:
    """A document with a change made to all its records and lists, the inner ones first."""
    if isinstance(value, dict):
        return change({key: everywhere(inner, change) for key, inner in value.items()})
    if isinstance(value, list):
        return change([everywhere(inner, change) for inner in value])
    return value
