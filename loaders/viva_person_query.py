"""Viva Insights person query: Copilot use, org attributes and survey answers of hidden people."""

from typing import Final

import polars as pl

from loaders.brackets import with_brackets
from loaders.cells import Cells
from loaders.contract import Parcel, loader, shaped
from loaders.export import Export
from loaders.lenient import lenient
from loaders.values import counts, texts
from loaders.viva_periods import at_kept, distance, intervals, last_day
from loaders.viva_pulse import ITEMS, answers
from store.errors import SourceError

TOOL: Final = "m365_copilot"
# Viva gives each person an id of its own, which no other system knows.
OWN_ID: Final = "login:viva-"
PERIOD: Final = ("MetricDate", "Date")
TOTAL: Final = "Total Copilot actions taken"
PARTS: Final = {
    "teams": ("Copilot actions taken in Teams",),
    "outlook": ("Copilot actions taken in Outlook",),
    "word": ("Copilot actions taken in Word",),
    "excel": ("Copilot actions taken in Excel",),
    "powerpoint": ("Copilot actions taken in PowerPoint",),
    "chat_work": (
        "Copilot actions taken in Copilot chat (work)",
        "Copilot actions taken in Copilot chat work",
    ),
    "chat_web": ("Copilot Chat (web) prompts submitted",),
}
ENABLED, ACTIVE = "Total Copilot enabled days", "Total Copilot active days"


def _recognises(export: Export) -> bool:
    is_older = export.has("PersonId", "Date") and bool(_copilot_columns(export))
    return export.shape == "table" and (export.has("PersonId", "MetricDate") or is_older)


def _copilot_columns(export: Export) -> list[str]:
    """Positions of Copilot's metrics that a licence is needed for; web chat needs none."""
    names = [with_brackets(cell) for cell in export.header]
    return [str(i) for i, name in enumerate(names) if "copilot" in name and "web" not in name]


@loader(
    label="Viva Insights person query",
    fills=("person", "team", "membership", "ai_usage", "survey"),
    keys=("login",),
    grain="one row per person and week (also day or month), people under hidden ids",
    verified="vendor's sample data and metric taxonomy",
    recognises=_recognises,
    meanings={
        "ai_usage.interactions": (
            "Copilot actions taken in an app [actions], for chat_web prompts submitted [prompts];"
            " without feature: what they leave of Total Copilot actions taken (taxonomy of 2026)"
        ),
        "survey.score": "answer of the vendor's pulse [1 to 5], as the query carries it",
    },
    blind=(
        "Who the people are; use outside Microsoft 365; people without a Viva licence; metrics"
        " that the analyst did not tick."
    ),
    anonymous=True,
)
def viva_person_query(export: Export) -> Parcel:
    """One row per person, week and app of Copilot, with memberships and answers of the same query.

    export   CSV, headers as exported or as the vendor's packages write them
    returns  ai_usage: interactions [actions], licensed; `last_day` ends the week
             person, team, membership: Organization, FunctionType, LevelDesignation over intervals
             survey: score of the pulse items, 1 to 5, by team; each week is a wave, and no answer
             can be followed from one to the next

    Counts: blank Copilot metrics are no licence, 0 is a licence without use. A week without enabled
    days and without use is none either; use without enabled days is kept and noted.
    Leaves out: days of active use and modelled hours, for which no column stands; actions by kind
    (summarise, draft), which tell the actions by app again; hours of mail and meetings; whether
    somebody leads people. The vendor's table of ties (p2p) is another file.
    """
    _check(export)
    cells = Cells(export)
    day = cells.needed(cells.day(*PERIOD), *PERIOD)
    who = cells.needed(cells.id("PersonId"), "PersonId")
    key = pl.select(pl.lit(OWN_ID) + who).to_series()
    keys = pl.DataFrame({"at": range(len(day)), "person_id": key, "day": day})
    kept = keys.filter(cells.refusals.kept).unique(
        ["person_id", "day"], keep="last", maintain_order=True
    )
    step = distance(kept["day"])
    people = kept.select("person_id").unique(maintain_order=True)
    facts = {
        "person": shaped("person", people),
        **_places(cells, kept, step),
        "ai_usage": shaped("ai_usage", _usage(cells, kept, step)),
        "survey": shaped("survey", answers(cells, kept)),
    }
    return cells.parcel(facts)


def _check(export: Export) -> None:
    """Stop at a query that holds nothing of ours."""
    names = (TOTAL, "Organization", *ITEMS, *(name for each in PARTS.values() for name in each))
    if not any(export.has(name) for name in names):
        raise SourceError(
            f"{export.name} is a Viva person query without Copilot, organisation or pulse columns",
            "Organization, Copilot actions taken in ..., or items like Speak_My_Mind",
            "Tick Copilot metrics and organisational data in the query, and export it again",
        )


def _places(cells: Cells, kept: pl.DataFrame, step: int) -> dict[str, pl.DataFrame]:
    """Rows of team and membership."""
    rows = at_kept(
        kept,
        team_id=cells.text("Organization"),
        job_family=cells.text("FunctionType"),
        level=cells.text("LevelDesignation", "Level"),
    )
    teams = rows.select("team_id", name="team_id").drop_nulls().unique().sort("team_id")
    return {
        "team": shaped("team", teams),
        "membership": shaped("membership", intervals(rows, step)),
    }


def _usage(cells: Cells, kept: pl.DataFrame, step: int) -> pl.DataFrame:
    """Rows of ai_usage: one per person, period and app, and one for what the apps leave."""
    columns = _copilot_columns(cells.export)
    apps = [app for app, names in PARTS.items() if cells.export.first(*names) is not None]
    if not columns and not apps:
        return kept.clear().select("person_id", "day")
    told = {app: _count(cells, *PARTS[app]) for app in apps}
    days = {"enabled": _count(cells, ENABLED), "active": _count(cells, ACTIVE)}
    blank = pl.repeat(True, cells.rows.height, dtype=pl.Boolean, eager=True)
    for position in columns:
        blank &= texts(cells.rows[position]).values.is_null()
    rows = at_kept(kept, total=_count(cells, TOTAL), blank=blank, **told, **days)
    _note_days(cells, rows)
    some = pl.any_horizontal(
        pl.col("total", "active", *(app for app in apps if app != "chat_web")) > 0
    )
    is_idle = pl.col("enabled").eq_missing(0) & ~some.fill_null(value=False)
    is_off = pl.col("blank") | is_idle
    # Web chat alone says nothing about a licence.
    licensed = ~is_off if columns else pl.lit(None, pl.Boolean)
    rows = rows.with_columns(licensed=licensed, last_day=last_day(step), tool=pl.lit(TOOL))
    return _by_app(cells, rows, apps)


def _by_app(cells: Cells, rows: pl.DataFrame, apps: list[str]) -> pl.DataFrame:
    """The rows by app; where the apps exceed the total, the total alone."""
    parts = pl.sum_horizontal(pl.col(apps)) if apps else pl.lit(0)
    exceeds = (parts > pl.col("total")).fill_null(value=False)
    rows = rows.with_columns(
        exceeds=exceeds,
        rest=pl.when(exceeds).then("total").otherwise(pl.col("total") - parts),
    )
    wrong = rows["exceeds"].sum()
    if wrong:
        cells.refusals.notes.append(
            f"{wrong} rows tell more actions in the apps than in all; their total alone counts."
        )
    who = ["person_id", "day", "last_day", "tool", "licensed"]
    taken = pl.col("interactions").is_not_null()
    by_app = [
        rows.filter(~pl.col("exceeds"), pl.col("licensed") | pl.lit(app == "chat_web"))
        .select(*who, feature=pl.lit(app), interactions=pl.col(app))
        .filter(taken)
        for app in apps
    ]
    has_app = pl.any_horizontal(pl.col(apps).is_not_null()) if apps else pl.lit(value=False)
    # A row with neither a licence nor a number would say "used, how much is not told".
    says = pl.col("licensed").is_not_null() | pl.col("rest").is_not_null()
    alone = says & (~pl.col("licensed") | pl.col("rest").is_not_null() | ~has_app)
    measured = pl.when("licensed").then("rest")
    nothing = pl.lit(None, pl.String)
    whole = rows.filter(alone).select(*who, feature=nothing, interactions=measured)
    made = pl.concat([whole, *by_app])
    return made.sort("day", "person_id", "feature", maintain_order=True)


def _note_days(cells: Cells, rows: pl.DataFrame) -> None:
    more = rows.filter(pl.col("active") > pl.col("enabled")).height
    if more:
        cells.refusals.notes.append(
            f"{more} rows tell more active than enabled Copilot days; their use was kept."
        )


def _count(cells: Cells, *names: str) -> pl.Series:
    return lenient(cells, names[0], counts(cells.raw(*names)))
