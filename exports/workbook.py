"""The workbook: what the pages show; filters, dates, versions and suppression come first."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import polars as pl
from openpyxl.styles import Alignment
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from exports.sheet import (
    LABEL_FONT,
    MOMENT,
    SHARE,
    TITLE_FONT,
    Row,
    Value,
    colour_when,
    fit_to_width,
    put,
    table_sheet,
)
from exports.workbook_fields import (
    ASSIGNMENT_FIELDS,
    DEFINITION_FIELDS,
    IMPORT_FIELDS,
    INDICATOR_FIELDS,
    RECOMMENDATION_FIELDS,
    STATES,
)
from metrics.contract import Indicator
from metrics.measure import about, indicators
from redesign.match import match
from redesign.recommend import recommend
from store.workspace import Workspace

GOOD, POOR, GREY, AMBER = "DDF0E3", "FBE3DD", "E8E8E8", "FFF3CD"
MIDDLE_SCORE: Final = 50  # the middle anchor: colour only where the whole interval lies beyond it


def write_workbook(
    workspace: Workspace,
    path: Path,
    filters: Mapping[str, str] | None = None,
    *,
    names: bool = True,
) -> Path:
    """Write the workbook of a workspace; answers its path.

    filters  what the reader had chosen: grain, team (a team or unit key), indicator, period (ISO
             day). They stand on the first sheet; an absent filter lets everything through.
    names    the sheet of assignments names people: for the lead who assigns the work
    """
    book = build(workspace, filters or {}, names=names)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def build(workspace: Workspace, filters: Mapping[str, str], *, names: bool = True) -> Workbook:
    """The workbook in memory, sheet by sheet."""
    book = Workbook()
    units = units_below(workspace, filters.get("team"))
    cube = chosen(workspace.cube(filters.get("grain", "quarter")), filters, units)
    teams = team_names(workspace)
    options = chosen(match(workspace).options, filters, units)
    read_me(book, workspace, filters, cube)
    indicators_sheet(book, cube, teams)
    recommendations_sheet(book, chosen(recommend(workspace), filters, units), teams)
    assignments_sheet(book, named(workspace, options) if names else nameless(options))
    definitions_sheet(book)
    imports_sheet(book, workspace.imports())
    return book


def units_below(workspace: Workspace, unit: str | None) -> list[str]:
    """A unit and everything below it; none when nothing was chosen."""
    if not unit:
        return []
    tree = workspace.measured("unit_tree")
    return [unit, *tree.filter(pl.col("unit_id") == unit)["team_id"]]


def chosen(
    frame: pl.DataFrame, filters: Mapping[str, str], units: Sequence[str] = ()
) -> pl.DataFrame:
    """The rows that the reader's filters let through.

    units  the chosen unit and everything below it; empty lets every team through
    """
    if units and "team_id" in frame.columns:
        frame = frame.filter(pl.col("team_id").is_in(units))
    for name in ("indicator", "period"):
        if filters.get(name) and name in frame.columns:
            frame = frame.filter(pl.col(name).cast(pl.String) == filters[name])
    return frame


def team_names(workspace: Workspace) -> dict[str, str]:
    """Names of teams and units by key; a team without a name goes by its key."""
    teams = workspace.facts("team").select("team_id", "name").collect()
    return {key: name or key for key, name in teams.iter_rows()}


def named(workspace: Workspace, options: pl.DataFrame) -> pl.DataFrame:
    """Options with the names of people: a lead who assigns the work must know whom they ask.

    Somebody without a name goes by the firm's own id.
    """
    people = pl.concat([options["person_id"], options["supporter_id"]]).drop_nulls().unique()
    shown = {**workspace.people.source_ids(people), **workspace.people.names(people)}
    return options.with_columns(
        person=pl.col("person_id").replace(shown), supporter=pl.col("supporter_id").replace(shown)
    )


def nameless(options: pl.DataFrame) -> pl.DataFrame:
    """Options without anything that tells on a person, for readers who do not assign the work."""
    nobody = ("person", "supporter", "person_id", "supporter_id")
    return options.with_columns(pl.lit(None, pl.String).alias(column) for column in nobody)


def read_me(
    book: Workbook, workspace: Workspace, filters: Mapping[str, str], cube: pl.DataFrame
) -> None:
    """First sheet: what this is, what was chosen, versions, and what the states mean."""
    sheet = book.active
    if sheet is None or not isinstance(sheet, Worksheet):
        sheet = book.create_sheet()
    sheet.title = "Read me"
    sheet.column_dimensions["A"].width = 30
    sheet.column_dimensions["B"].width = 100
    put(sheet.cell(1, 1), "Atelier: do people still get better at their jobs by doing them?")
    sheet.cell(1, 1).font = TITLE_FONT
    for row, (label, value) in enumerate(_facts(workspace, filters, cube), start=3):
        put(sheet.cell(row, 1), label)
        put(sheet.cell(row, 2), value, MOMENT)
        sheet.cell(row, 1).font = LABEL_FONT
        sheet.cell(row, 2).alignment = Alignment(wrap_text=True, vertical="top", horizontal="left")
    sheet.freeze_panes = "A3"
    fit_to_width(sheet)


def _facts(
    workspace: Workspace, filters: Mapping[str, str], cube: pl.DataFrame
) -> list[tuple[str, Value]]:
    measured = workspace.measurement
    hidden = cube.filter(pl.col("state").is_in(["suppressed", "not_computed"])).height
    versions = (
        f"facts {measured.facts_version}, rules {measured.rule_version},"
        f" anchors {measured.anchors_version}"
        if measured
        else "not measured yet"
    )
    return [
        ("Written", datetime.now(UTC)),
        ("Filters", "; ".join(f"{k}: {v}" for k, v in filters.items() if v) or "none: everything"),
        ("Versions", versions),
        ("Rows of indicators", cube.height),
        ("of these without a figure", hidden),
        (
            "Suppression",
            "A figure about people needs five of them; one about novices also three novices and"
            " three others. Where exactly one team of a unit would be hidden, the next smallest is"
            " hidden too, so that nobody can be found by subtraction. The same for every reader.",
        ),
        (
            "How to read a figure",
            "Value with its 95 % interval. The score puts it on fixed anchors from 0 to 100; it is"
            " coloured only when the whole interval lies beyond the middle anchor. Teams are never"
            " ranked. 'Associated with' is not 'caused by'.",
        ),
        (
            "Decisions",
            "Write accept, edit or reject into the column 'Decision', and why beside it.",
        ),
        *((f"State: {state.replace('_', ' ')}", words) for state, words in STATES.items()),
    ]


def indicators_sheet(book: Workbook, cube: pl.DataFrame, teams: Mapping[str, str]) -> None:
    """One row per team, period and indicator, as the pages show it."""
    known = indicators()
    cells = cube.sort("team_id", "indicator", "period").to_dicts()
    rows = [_indicator_row(cell, known.get(cell["indicator"]), teams) for cell in cells]
    sheet = table_sheet(book, "Indicators", INDICATOR_FIELDS, rows)
    last = len(rows) + 2
    colour_when(sheet, f"H2:H{last}", f"AND(ISNUMBER($I2),$I2>{MIDDLE_SCORE})", GOOD)
    colour_when(sheet, f"H2:H{last}", f"AND(ISNUMBER($J2),$J2<{MIDDLE_SCORE})", POOR)
    colour_when(sheet, f"P2:P{last}", 'OR($P2="suppressed",$P2="not computed")', GREY)
    colour_when(sheet, f"P2:P{last}", 'AND($P2<>"",$P2<>"shown")', AMBER)


def _indicator_row(cell: Row, words: Indicator | None, teams: Mapping[str, str]) -> Row:
    is_share = words is not None and words.unit.startswith("share")
    return {
        **cell,
        "team": teams.get(cell["team_id"], cell["team_id"]),
        "label": words.label if words else cell["indicator"],
        "unit": words.unit if words else None,
        "unit_word": words.unit_word if words else None,
        "state": cell["state"].replace("_", " "),
        "formats": dict.fromkeys(("value", "low", "high"), SHARE) if is_share else {},
    }


def recommendations_sheet(book: Workbook, frame: pl.DataFrame, teams: Mapping[str, str]) -> None:
    """One row per proposed redesign; two columns are for the reader's decision."""
    rows = [{**row, "team": teams.get(row["team_id"], row["team_id"])} for row in frame.to_dicts()]
    sheet = table_sheet(book, "Recommendations", RECOMMENDATION_FIELDS, rows)
    colour_when(sheet, f"C2:C{len(rows) + 2}", '$C2="STRONG"', GOOD)


def assignments_sheet(book: Workbook, options: pl.DataFrame) -> None:
    """One row per open task and option; the last columns are for the lead's decision."""
    rows = [{**row, "proposed": "yes" if row["is_chosen"] else "no"} for row in options.to_dicts()]
    sheet = table_sheet(book, "Assignments", ASSIGNMENT_FIELDS, rows)
    colour_when(sheet, f"J2:J{len(rows) + 2}", '$J2="yes"', GOOD)


def definitions_sheet(book: Workbook) -> None:
    """One row per indicator, made from the code that computes it."""
    rows = [{**asdict(words), "about": about(key)} for key, words in indicators().items()]
    table_sheet(book, "Definitions", DEFINITION_FIELDS, rows)


def imports_sheet(book: Workbook, imports: pl.DataFrame) -> None:
    """One row per file that was loaded: what was read, added, changed and refused."""
    rows = [{**row, "notes": "\n".join(row["notes"] or [])} for row in imports.to_dicts()]
    table_sheet(book, "Data", IMPORT_FIELDS, rows)
