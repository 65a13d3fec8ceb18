"""ChatGPT Enterprise and Edu user analytics (CSV): messages per person and week or month."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

import polars as pl

from loaders.ai_use import Use, Uses, member
from loaders.cells import Cells
from loaders.contract import Parcel, loader
from loaders.export import Export
from loaders.gather import LARGEST_COUNT, Gathered
from loaders.values import texts

TOOL: Final = "chatgpt"
OWN_ID: Final = "chatgpt-"  # public ids of the workspace; the prefix keeps them apart
CADENCES: Final = ("daily", "weekly", "monthly")
WEEK: Final = timedelta(days=6)
BY_MODEL: Final = "model_to_messages"
MEANINGS: Final = {
    "ai_usage.interactions": "messages [messages]: messages sent by the user in the period; by"
    " model as far as model_to_messages tells it, the rest without model",
}


def _recognises(export: Export) -> bool:
    return export.has("cadence", "period_start", "public_id", "messages")


@loader(
    label="ChatGPT Enterprise user analytics",
    fills=("ai_usage", "person"),
    keys=("email", "login"),
    grain="one row per person and week or month",
    verified="vendor help page and four readers of the file",
    recognises=_recognises,
    version=2,
    meanings=MEANINGS,
    blind="Use with private accounts and through the API is not in it.",
)
def chatgpt_enterprise(export: Export) -> Parcel:
    """One row per person, week or month, and model, with the messages sent.

    export   CSV, weekly or monthly
    returns  ai_usage: interactions [messages], `day` and `last_day` of the period
             person: e-mail, name and the workspace's id, tied

    Counts: the rows of a person and period add up to `messages`; when the models tell more than
    that, they are not believed. Weeks and months tell the same messages: they stay rows of their
    own periods and are never added. An enabled member who sent nothing has a licence and a 0;
    of others (pending ...) nothing is said when the file tells no messages.
    Leaves out: messages to GPTs, tools and projects, which are part of `messages` and overlap;
    GPTs, tools and projects used; rank; credits, which are no money; roles, departments, groups.
    """
    cells = Cells(export, copies_count=False)
    rows = _rows(cells)
    gathered, licensed, others = Gathered(), Uses(), Uses()
    for each in rows.iter_rows(named=True):
        own = f"{OWN_ID}{each['own_id']}" if each["own_id"] else None
        key = member(gathered, each["email"], own, each["name"]) or ""
        last = each["last"] if each["last"] != each["first"] else None
        uses = licensed if each["status"] == "enabled" else others
        told = _by_model(cells, each)
        total = each["messages"]
        rest = None if total is None else total - sum(told.values())
        uses.add(Use(key, each["first"], TOOL, last), {"interactions": rest})
        for model, number in told.items():
            uses.add(Use(key, each["first"], TOOL, last, model=model), {"interactions": number})
    licensed.write(gathered, licensed=True)
    others.write(gathered)
    cells.refusals.notes.append(
        "Weekly and monthly files tell the same messages; their rows are never added up."
    )
    if export.has("credits_used"):
        cells.refusals.notes.append("credits_used is no money and was left out.")
    made = gathered.parcel(("ai_usage", "person"), 0)
    cells.refusals.notes.extend(made.notes)
    return cells.parcel(made.facts)


def _rows(cells: Cells) -> pl.DataFrame:
    """The rows that can be taken: who, first and last day, status, messages, models."""
    email, own_id = cells.text("email"), cells.id("public_id")
    cells.needed(pl.select(pl.coalesce(email, own_id)).to_series(), "email")
    first = cells.needed(cells.day("period_start"), "period_start")
    frame = pl.DataFrame(
        {
            "row": cells.rows.get_column("row"),
            "email": email,
            "own_id": own_id,
            "name": cells.text("name"),
            "first": first,
            "end": cells.day("period_end"),
            "cadence": cells.text("cadence").str.to_lowercase(),
            "status": cells.text("user_status").str.to_lowercase(),
            "messages": cells.count("messages"),
            "models": texts(cells.raw(BY_MODEL)).values,
        }
    )
    frame = frame.with_columns(last=pl.coalesce("end", _last_day()))
    backwards = frame.select(pl.col("last") < pl.col("first")).to_series()
    cells.refusals.add("period_end", "the period ends before it begins", backwards)
    unknown = frame.select(pl.col("last").is_null() & pl.col("first").is_not_null()).to_series()
    reason = f"period_end is empty, and the cadence is none of {', '.join(CADENCES)}"
    cells.refusals.add("period_end", reason, unknown)
    return frame.filter(cells.refusals.kept)


def _last_day() -> pl.Expr:
    """Last day of a period that tells only its beginning."""
    daily, weekly, monthly = (pl.col("cadence") == name for name in CADENCES)
    return (
        pl.when(daily)
        .then("first")
        .when(weekly)
        .then(pl.col("first") + WEEK)
        .when(monthly)
        .then(pl.col("first").dt.month_end())
    )


def _by_model(cells: Cells, each: Mapping[str, Any]) -> dict[str, int]:
    """Messages by model; nothing when they are broken or more than all messages."""
    if each["models"] is None:
        return {}
    try:
        found = json.loads(each["models"])
    except ValueError:
        found = None
    if not isinstance(found, dict) or not all(map(_is_count, found.values())):
        reason = 'a list like {"gpt-5": 37} was expected'
    elif sum(found.values()) > (each["messages"] or 0):
        reason = "the models add up to more than all messages"
    else:
        return {str(model): number for model, number in found.items()}
    is_row = cells.rows.get_column("row") == each["row"]
    cells.refusals.add(BY_MODEL, reason, is_row, row_stays=True)
    return {}


def _is_count(value: object) -> bool:
    return type(value) is int and 0 <= value <= LARGEST_COUNT
