"""Amazon Q Developer and Kiro: the two reports that they leave in a bucket, one file a day."""

from typing import Final

import polars as pl

from loaders.cells import Cells
from loaders.contract import Parcel, loader, shaped
from loaders.export import Export
from loaders.lenient import lenient
from loaders.values import counts, days

TOOL: Final = "amazon_q"
# The identity centre numbers its users itself; the prefix keeps these ids apart from others.
OWN_ID: Final = "login:aws-"
STORE: Final = r"^d-[0-9a-zA-Z]+\."  # the identity store, which some files write before the user
# Feature -> mode, and our column -> the vendor's, in the report by user and activity.
FEATURES: Final[dict[str, tuple[str | None, dict[str, str]]]] = {
    "chat": (
        "ask",
        {"interactions": "Chat_MessagesSent", "lines_added": "Chat_AICodeLines"},
    ),
    "inline": (
        "completion",
        {
            "suggested": "Inline_SuggestionsCount",
            "accepted": "Inline_AcceptanceCount",
            "lines_added": "Inline_AICodeLines",
        },
    ),
    "inline_chat": (
        "edit",
        {
            "interactions": "InlineChat_TotalEventCount",
            "accepted": "InlineChat_AcceptanceEventCount",
            "rejected": "InlineChat_RejectionEventCount",
            "lines_added": "InlineChat_AcceptedLineAdditions",
            "lines_removed": "InlineChat_AcceptedLineDeletions",
        },
    ),
    "dev": (
        "agent",
        {
            "suggested": "Dev_GenerationEventCount",
            "accepted": "Dev_AcceptanceEventCount",
            "lines_added": "Dev_AcceptedLines",
        },
    ),
    "code_fix": (
        None,
        {
            "suggested": "CodeFix_GenerationEventCount",
            "accepted": "CodeFix_AcceptanceEventCount",
            "lines_added": "CodeFix_AcceptedLines",
        },
    ),
    "code_review": (None, {"suggested": "CodeReview_SucceededEventCount"}),
    "doc_generation": (
        None,
        {
            "suggested": "DocGeneration_EventCount",
            "lines_added": "DocGeneration_AcceptedLineAdditions",
        },
    ),
    "test_generation": (
        None,
        {"suggested": "TestGeneration_EventCount", "lines_added": "TestGeneration_AcceptedLines"},
    ),
    "transformation": (None, {"suggested": "Transformation_EventCount"}),
}
MESSAGES, CONVERSATIONS = "Total_Messages", "Chat_Conversations"


def _recognises(export: Export) -> bool:
    is_either = export.has("Chat_MessagesSent") or export.has("Credits_Used")
    return is_either and export.has("UserId", "Date")


@loader(
    label="Amazon Q Developer and Kiro user reports",
    fills=("ai_usage",),
    keys=("login",),
    grain="one row per user and day, in the newer report also per client",
    verified="a connector's source; dates and further columns from programs that read the files",
    recognises=_recognises,
    meanings={
        "ai_usage.interactions": (
            "Chat_MessagesSent, Total_Messages [messages]: to and from the tool, answers included;"
            " for inline_chat InlineChat_TotalEventCount [events]"
        ),
        "ai_usage.sessions": "Chat_Conversations [conversations], newer report only",
        "ai_usage.suggested": (
            "Inline_SuggestionsCount [completions]; generation and event counts of the other"
            " features [events]"
        ),
        "ai_usage.accepted": (
            "Inline_AcceptanceCount [completions]; AcceptanceEventCount of the features [events]"
        ),
        "ai_usage.rejected": "InlineChat_RejectionEventCount [events]",
        "ai_usage.lines_added": "AICodeLines, AcceptedLines, AcceptedLineAdditions [lines taken]",
        "ai_usage.lines_removed": "InlineChat_AcceptedLineDeletions [lines accepted]",
    },
    blind="Use without a subscription of the firm, other tools, and who the users are by name.",
)
def amazon_q(export: Export) -> Parcel:
    """One row per user, day and feature; of the newer report per user, day and client.

    export   CSV `by_user_analytic` or `user_report`, blanks around headers and short rows included
    returns  ai_usage: interactions [messages], sessions, suggested, accepted, rejected [events],
             lines_added, lines_removed [lines that were accepted]

    Counts: users are told by the number that the identity centre gave them, with or without the
    name of its store; who they are takes a table that ties the numbers to people. Dates of three
    numbers are month first, as the vendor writes them. A missing cell is unknown, not zero.
    Leaves out: credits, which are no money; lines that were only offered; the tier and its caps.
    """
    cells = Cells(export)
    user = cells.needed(cells.id("UserId"), "UserId").str.replace(STORE, "")
    first = bool(export.day_first)
    parsed = days(cells.raw("Date"), "Date", day_first=first, numerals=export.numerals)
    day = cells.needed(cells.refusals.take("Date", parsed), "Date")
    key = pl.select(pl.lit(OWN_ID) + user).to_series()
    who = pl.DataFrame({"person_id": key, "day": day}).with_columns(
        tool=pl.lit(TOOL), licensed=pl.lit(value=True)
    )
    is_newer = export.has("Credits_Used")
    rows = _by_client(cells, who) if is_newer else _by_feature(cells, who)
    if is_newer:
        cells.refusals.notes.append("Credits are no money; they were left out.")
    unique = rows.unique(["person_id", "day", "feature"], keep="last", maintain_order=True)
    return cells.parcel({"ai_usage": shaped("ai_usage", unique)})


def _by_client(cells: Cells, who: pl.DataFrame) -> pl.DataFrame:
    """Rows of the newer report: messages and conversations of a client."""
    rows = who.with_columns(
        feature=cells.text("Client_Type").str.to_lowercase(),
        interactions=_count(cells, MESSAGES),
        sessions=_count(cells, CONVERSATIONS),
    )
    return rows.filter(cells.refusals.kept)


def _by_feature(cells: Cells, who: pl.DataFrame) -> pl.DataFrame:
    """Rows of the older report: one per feature that the row tells of."""
    parts = []
    for feature, (mode, columns) in FEATURES.items():
        told = {ours: _count(cells, theirs) for ours, theirs in columns.items()}
        rows = who.with_columns(
            pl.lit(feature).alias("feature"), pl.lit(mode).alias("mode"), **told
        )
        is_told = pl.any_horizontal(pl.col(list(told)).is_not_null())
        parts.append(rows.filter(cells.refusals.kept).filter(is_told))
    return pl.concat(parts, how="diagonal_relaxed").sort("day", "person_id", maintain_order=True)


def _count(cells: Cells, name: str) -> pl.Series:
    return lenient(cells, name, counts(cells.raw(name)))
