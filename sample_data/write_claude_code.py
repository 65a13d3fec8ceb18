"""Claude Code Analytics: answers of the usage report, the pages of a year in one file."""

from pathlib import Path
from typing import Final

import polars as pl

from sample_data.ai import CLAUDE_CODE
from sample_data.firm import Firm
from sample_data.packed import write_packed

ORGANISATION_ID: Final = "00000000-0000-4000-8000-000000000001"
API_KEY: Final = "nightly-tests"  # used by a machine, once a week
WEEK: Final = 7


def write_claude_code(firm: Firm, folder: Path) -> list[Path]:
    """One record per person and day with use, and a few of an API key."""
    used = firm.ai_day.filter(pl.col("tool") == CLAUDE_CODE).join(
        firm.person.select("person", "email"), on="person"
    )
    used = used.sort("day", "person")
    machine = used.unique("day", keep="first", maintain_order=True).gather_every(WEEK)
    rows = pl.concat([used.select(_record(_person())), machine.select(_record(_machine()))])
    rows = rows.sort("date", maintain_order=True)
    written = []
    year = pl.col("date").str.slice(0, 4)
    for each in rows.select(year.unique().sort()).to_series():
        body = rows.filter(year == each).write_json()
        text = f'{{"data":{body},"has_more":false,"next_page":null}}'
        written.append(write_packed(folder / f"claude_code_{each}.json.gz", text))
    return written


def _person() -> pl.Expr:
    """The actor as a signed-in user."""
    return pl.struct(
        type=pl.lit("user_actor"),
        email_address=pl.col("email"),
        api_key_name=pl.lit(None, dtype=pl.String),
    )


def _machine() -> pl.Expr:
    """The actor as an API key."""
    return pl.struct(
        type=pl.lit("api_actor"),
        email_address=pl.lit(None, dtype=pl.String),
        api_key_name=pl.lit(API_KEY),
    )


def _record(actor: pl.Expr) -> list[pl.Expr]:
    none = pl.struct(accepted=pl.lit(0), rejected=pl.lit(0))
    edits = pl.struct("accepted", "rejected")
    tokens = pl.struct(
        input="tokens_in",
        output="tokens_out",
        cache_read="tokens_cached",
        cache_creation=pl.lit(0),
    )
    return [
        pl.col("day").dt.to_string("%Y-%m-%dT00:00:00Z").alias("date"),
        actor.alias("actor"),
        pl.lit(ORGANISATION_ID).alias("organization_id"),
        pl.lit("api").alias("customer_type"),
        pl.col("terminal").alias("terminal_type"),
        pl.struct(
            num_sessions="sessions",
            lines_of_code=pl.struct(added="lines_added", removed="lines_removed"),
            commits_by_claude_code=pl.lit(0),
            pull_requests_by_claude_code=pl.lit(0),
        ).alias("core_metrics"),
        pl.struct(
            edit_tool=edits, multi_edit_tool=none, write_tool=none, notebook_edit_tool=none
        ).alias("tool_actions"),
        pl.concat_list(
            pl.struct(
                "model",
                tokens=tokens,
                estimated_cost=pl.struct(currency=pl.lit("USD"), amount="cents"),
            )
        ).alias("model_breakdown"),
    ]
