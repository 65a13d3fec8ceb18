"""Microsoft 365 Copilot usage, user detail: a snapshot of a whole period for each licensed user."""

from typing import Final

import polars as pl

from loaders.brackets import place
from loaders.cells import Cells
from loaders.contract import Parcel, loader, shaped
from loaders.export import Export
from loaders.gather import records_in, text_in
from loaders.lenient import lenient
from loaders.m365_apps import APPS, PROMPTS, PROMPTS_OF
from loaders.values import counts, days

TOOL: Final = "m365_copilot"
REFRESHED, USER, NAME = "Report Refresh Date", "User Principal Name", "Display Name"
PERIOD, PERIODS = "Report Period", "copilotActivityUserDetailsByPeriod"
CONCEALED: Final = r"^[0-9A-Fa-f]{32}$"
LONGEST_PERIOD: Final = 366  # days; the report knows 7, 28, 30, 90 and 180
# Prompts are whole: a dot or comma before three digits parts thousands in localised exports.
THOUSANDS: Final = r"^(\d{1,3})[.,\s\u{a0}\u{202f}](\d{3})$"


def _recognises(export: Export) -> bool:
    if export.shape in {"json", "ndjson"}:
        return {"reportRefreshDate", "userPrincipalName", PERIODS} <= export.keys
    heads = (cell.casefold() for cell in export.header)
    is_copilot = any("copilot" in cell or "prompts submitted" in cell for cell in heads)
    return export.has(REFRESHED, USER) and is_copilot


@loader(
    label="Microsoft 365 Copilot usage, user detail",
    fills=("ai_usage", "person"),
    keys=("email", "login", "id"),
    grain="one row per licensed user, a snapshot of the whole report period",
    verified="vendor documentation, a recorded report and programs that read them",
    recognises=_recognises,
    meanings={
        "ai_usage.interactions": (
            "Prompts submitted [prompts in the whole period]: chat_work and chat_web as told,"
            " without feature what they leave of Prompts submitted for all apps; version 2 of the"
            " report only"
        ),
    },
    blind=(
        "People without a licence, Copilot Chat of private accounts, and the last two or three days"
        " before the report; version 1 tells no volume at all."
    ),
)
def m365_copilot(export: Export) -> Parcel:
    """One row per licensed user and app for the whole period of the report.

    export   CSV of the Graph interface or the admin centre, version 1 or 2, or the JSON answer
    returns  ai_usage: interactions [prompts], licensed; `day` to `last_day` is the period, which
             ends with the refresh date
             person: the name beside the address

    Counts: an app with its last activity within the period has a row without a measure: used, how
    much is not told. Blank is unknown, 0 is a licence without use. Concealed users keep their hash.
    Snapshots of overlapping periods tell the same prompts again and are never added.
    Leaves out: days of active use, for which no column stands; the dates of last activity, which
    lie before the period too; reports in other languages, whose headers were not seen.
    """
    table = export.as_table()
    cells = Cells(table)
    refreshed = cells.needed(cells.day(REFRESHED), REFRESHED)
    period = _period(cells)
    key, name = _key(cells), cells.text(NAME)
    rows = pl.DataFrame(
        {"person_id": key, "name": name, "last_day": refreshed, "period": period}
    ).with_columns(
        *_dates(cells),
        *_prompts(cells),
        tool=pl.lit(TOOL),
        day=pl.col("last_day") - pl.duration(days=pl.col("period") - 1),
    )
    rows = rows.filter(cells.refusals.kept)
    _note(cells, rows)
    facts = {"ai_usage": shaped("ai_usage", _usage(cells, rows)), "person": _people(rows)}
    parcel = cells.parcel(facts)
    return Parcel(facts, parcel.rows_read, parcel.refused, parcel.notes, _cut(export))


def _period(cells: Cells) -> pl.Series:
    """Days of the report period."""
    told = cells.text(PERIOD)
    if not cells.export.has(PERIOD) and cells.export.shape in {"json", "ndjson"}:
        lists = (list(records_in(each.get(PERIODS))) for each in cells.export.records())
        first = [text_in(periods[0], "reportPeriod") if periods else None for periods in lists]
        by_row = dict(zip(cells.export.record_lines, first, strict=True))
        told = pl.Series([by_row.get(row) for row in cells.rows["row"]], dtype=pl.String)
    days_told = told.str.extract(r"^D?(\d{1,3})$").cast(pl.Int64)
    valid = days_told.is_between(1, LONGEST_PERIOD)
    period = pl.select(pl.when(valid).then(days_told)).to_series()
    missing = period.is_null() & cells.refusals.kept
    cells.refusals.add(PERIOD, "a number of days was expected, like 28", missing)
    return period


def _key(cells: Cells) -> pl.Series:
    """Person keys: the address, the account name where it is none, or the hash of who is hidden."""
    user = cells.needed(cells.id(USER), USER)
    told = pl.lit(user)
    kind = (
        pl.when(told.str.contains(CONCEALED))
        .then(pl.lit("id:concealed:"))
        .when(told.str.contains("@", literal=True))
        .then(pl.lit("email:"))
        .otherwise(pl.lit("login:"))
    )
    return pl.select(kind + told).to_series()


def _dates(cells: Cells) -> list[pl.Series]:
    """Last activity of each app in the file, as `last_<app>`."""
    found = {app: place(cells.export, *names) for app, names in APPS.items()}
    if found["chat_work"] or found["chat_web"]:
        found["chat"] = None  # the older column tells of both together
    made = []
    for app, at in found.items():
        if at is not None:
            head, first = cells.export.header[int(at)], cells.export.day_first
            parsed = days(cells.rows[at], head, day_first=first, numerals=cells.export.numerals)
            made.append(lenient(cells, head, parsed).alias(f"last_{app}"))
    return made


def _prompts(cells: Cells) -> list[pl.Series]:
    """Prompts of the period as `prompts` (all apps) and `prompts_<app>`; null where not told."""
    columns = {"prompts": PROMPTS} | {f"prompts_{app}": heads for app, heads in PROMPTS_OF.items()}
    made = []
    for name, heads in columns.items():
        at = place(cells.export, *heads)
        raw = cells.rows[at] if at else cells.rows["row"].cast(pl.String).clear(cells.rows.height)
        whole = raw.str.strip_chars().str.replace(THOUSANDS, "$1$2")
        made.append(lenient(cells, heads[0], counts(whole)).alias(name))
    return made


def _usage(cells: Cells, rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of ai_usage: what the chats leave of all prompts, then one row per app."""
    chats = [f"prompts_{app}" for app in PROMPTS_OF]
    exceeds = (pl.sum_horizontal(chats) > pl.col("prompts")).fill_null(value=False)
    wrong = rows.select(exceeds).to_series().sum()
    if wrong:
        cells.refusals.notes.append(
            f"{wrong} rows tell more prompts in chat than in all apps; their total alone counts."
        )
    rest = pl.when(exceeds).then("prompts").otherwise(pl.col("prompts") - pl.sum_horizontal(chats))
    who = ["person_id", "day", "last_day", "tool"]
    nothing = pl.lit(None, pl.String)
    parts = [rows.select(*who, feature=nothing, licensed=pl.lit(value=True), interactions=rest)]
    for app in APPS:
        number = pl.lit(None, pl.Int64)
        if app in PROMPTS_OF:
            number = pl.when(~exceeds).then(f"prompts_{app}")
        is_used = pl.lit(value=False)
        if f"last_{app}" in rows.columns:
            is_used = pl.col(f"last_{app}").is_between("day", "last_day")
        told = rows.select(*who, feature=pl.lit(app), interactions=number, used=is_used)
        kept = told.filter(
            pl.col("used").fill_null(value=False) | pl.col("interactions").is_not_null()
        )
        # Without a number the row says "used"; a licence beside it would say no more than that.
        licensed = pl.when(pl.col("interactions").is_not_null()).then(pl.lit(value=True))
        parts.append(kept.select(*who, "feature", licensed=licensed, interactions="interactions"))
    return pl.concat(parts).unique([*who, "feature"], keep="last", maintain_order=True)


def _people(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of person: the name beside the address; concealed users have neither."""
    is_hidden = pl.col("person_id").str.starts_with("id:concealed:")
    key = pl.col("person_id")
    named = pl.when(~pl.col("name").str.contains(CONCEALED)).then("name")
    people = rows.filter(~is_hidden).select(
        "person_id",
        email=pl.when(key.str.starts_with("email:")).then(key.str.strip_prefix("email:")),
        logins=pl.when(key.str.starts_with("login:")).then(
            pl.concat_list(key.str.strip_prefix("login:"))
        ),
        name=named,
    )
    return shaped("person", people.unique("person_id", keep="last", maintain_order=True))


def _note(cells: Cells, rows: pl.DataFrame) -> None:
    hidden = rows["person_id"].str.starts_with("id:concealed:").sum()
    if hidden:
        cells.refusals.notes.append(
            f"{hidden} users are concealed and can be tied to nobody. In the Microsoft 365 admin"
            " centre, Settings, Org settings, Reports, turn off concealed names; export again."
        )
    if not rows["prompts"].count():
        cells.refusals.notes.append(
            "The report tells no prompts (version 1, or all blank): who used which app is known,"
            " how much is not."
        )
    cells.refusals.notes.append("Prompts are those of the whole period; snapshots are never added.")


def _cut(export: Export) -> str:
    pages = export.documents if export.shape in {"json", "ndjson"} else []
    if not any(isinstance(page, dict) and page.get("@odata.nextLink") for page in pages[-1:]):
        return ""
    return "The file says that another page follows; load all pages."
