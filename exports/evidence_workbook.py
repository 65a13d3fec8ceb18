"""The evidence workbook: every study with its verdict, its doubts, and what they stand on.

The same findings as on the page Evidence, in the same units, as real numbers. Two columns are
formulas: what practice explains, and what is gained beyond break-even.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.workbook.properties import CalcProperties
from openpyxl.worksheet.worksheet import Worksheet

from evidence.results import Outcome
from exports.evidence import fields
from exports.evidence.about_sheet import about_sheet
from exports.evidence.charts import event_charts
from exports.evidence.leaving import leaving_rows
from exports.evidence.rows import (
    doubt_rows,
    event_rows,
    findings,
    line_rows,
    method_rows,
    plan_rows,
    register_row,
    sensitivity_rows,
    verdict_row,
)
from exports.evidence.told import EvidenceBook
from exports.evidence.wording import VERDICTS
from exports.sheet import DECIMAL, Field, Row, Value, colour_when, table_sheet
from exports.spend.cells import calculate, text

QUESTION: Final = "Did training or a redesign change anything?"


def write_evidence_workbook(told: EvidenceBook, path: Path) -> Path:
    """Write the workbook; answers its path."""
    book = build_evidence_workbook(told)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def build_evidence_workbook(told: EvidenceBook) -> Workbook:
    """The workbook in memory, sheet by sheet."""
    book, every = Workbook(), list(findings(told))
    about_sheet(book, QUESTION, _facts(told, len(every)))
    table_sheet(book, "Register", fields.REGISTER, [register_row(each) for each in told.studies])
    _verdicts(book, [verdict_row(study, each) for study, each in every])
    words = [row for study, each in every for row in line_rows(study, each)]
    _plain(table_sheet(book, "In words", fields.LINES, words))
    events = [row for study, each in every for row in event_rows(study, each)]
    sheet = table_sheet(book, "Event study", fields.EVENTS, events)
    event_charts(sheet, events, len(fields.EVENTS))
    rows = [row for study, each in every for row in sensitivity_rows(study, each)]
    _plain(table_sheet(book, "Sensitivity", fields.SENSITIVITY, rows))
    leave = [row for study, each in every for row in leaving_rows(study, each)]
    _plain(table_sheet(book, "Leaving", fields.LEAVING, leave))
    doubts = [row for study, each in every for row in doubt_rows(study, each)]
    _plain(table_sheet(book, "Doubts", fields.DOUBTS, doubts))
    _plain(table_sheet(book, "Plan lists", fields.PLANS, plan_rows(told.plans)))
    _plain(table_sheet(book, "Methods", fields.METHODS, method_rows(_outcomes(told))))
    book.calculation = CalcProperties(fullCalcOnLoad=True)
    return book


def _verdicts(book: Workbook, rows: Sequence[Row]) -> None:
    sheet = table_sheet(book, "Verdicts", _unique(fields.VERDICTS), rows)
    at = {
        field.key: get_column_letter(place) for place, field in enumerate(fields.VERDICTS, start=1)
    }
    for line in range(2, len(rows) + 2):
        total, equal, pays, better = (
            f"{at[key]}{line}" for key in ("total", "equal", "pays", "better")
        )
        both = f"AND(ISNUMBER({total}),ISNUMBER({equal}))"
        calculate(sheet[f"{at['learned']}{line}"], f'IF({both},{total}-{equal},"")', DECIMAL)
        both = f"AND(ISNUMBER({total}),ISNUMBER({pays}))"
        beyond = f'IF({better}="lower",{pays}-{total},{total}-{pays})'
        calculate(sheet[f"{at['beyond']}{line}"], f'IF({both},{beyond},"")', DECIMAL)
    area = f"{at['verdict']}2:{at['verdict']}{len(rows) + 2}"
    for mark in VERDICTS.values():
        colour_when(sheet, area, f"${at['verdict']}2={text(mark.word)}", mark.fill)


def _unique(columns: Sequence[Field]) -> list[Field]:
    """The same columns with headers that differ: a table of a spreadsheet needs that.

    Counts: 'low' and 'high' take the header before them along.
    """
    told, last = [], ""
    for column in columns:
        if column.header in ("low", "high"):
            told.append(replace(column, header=f"{last}, {column.header}"))
        else:
            told.append(column)
            last = column.header
    return told


def _plain(sheet: Worksheet) -> None:
    """Headers of these sheets are read from the first column on."""
    sheet.freeze_panes = "A2"


def _outcomes(told: EvidenceBook) -> list[Outcome]:
    """Every outcome that was studied, once, by its name."""
    known = {each.outcome.key: each.outcome for study in told.studies for each in study.findings}
    return sorted(known.values(), key=lambda outcome: outcome.label)


def _facts(told: EvidenceBook, count: int) -> dict[str, Value]:
    return {
        "Written": datetime.now(UTC),
        "Studies": len(told.studies),
        "Findings": count,
        **{f"Version of {what}": version for what, version in told.versions.items()},
    }
