"""GitHub Copilot usage reports of users: JSON lines, one file a year."""

from pathlib import Path
from typing import Final

import polars as pl

from sample_data.ai import COPILOT
from sample_data.firm import Firm
from sample_data.packed import write_packed

FIRST_USER: Final = 1001
ORGANISATION_ID: Final = "100000001"
ENTERPRISE_ID: Final = "200001"


def write_copilot(firm: Firm, folder: Path) -> list[Path]:
    """One record per user and day with use."""
    used = firm.ai_day.filter(pl.col("tool") == COPILOT).join(
        firm.person.select("person", "account"), on="person"
    )
    used = used.sort("day", "person")
    written = []
    for year in used.get_column("day").dt.year().unique().sort():
        rows = used.filter(pl.col("day").dt.year() == year).select(_record())
        path = folder / f"copilot_users_{year}.ndjson.gz"
        written.append(write_packed(path, rows.write_ndjson()))
    return written


def _named(expressions: dict[str, pl.Expr]) -> list[pl.Expr]:
    return [expression.alias(name) for name, expression in expressions.items()]


def _record() -> list[pl.Expr]:
    """The record as the report has it; the counts of the day are those of its one feature."""
    counts = {
        "user_initiated_interaction_count": pl.col("interactions"),
        "code_generation_activity_count": pl.col("generated"),
        "code_acceptance_activity_count": pl.col("accepted"),
        "loc_suggested_to_add_sum": pl.col("lines_added") * 2,
        "loc_suggested_to_delete_sum": pl.lit(0),
        "loc_added_sum": pl.col("lines_added"),
        "loc_deleted_sum": pl.col("lines_removed"),
    }
    in_chat = pl.col("feature").str.starts_with("chat")
    return [
        (pl.col("person") + FIRST_USER).alias("user_id"),
        pl.col("account").alias("user_login"),
        pl.col("day").dt.to_string("%Y-%m-%d").alias("day"),
        pl.lit(ORGANISATION_ID).alias("organization_id"),
        pl.lit(ENTERPRISE_ID).alias("enterprise_id"),
        *_named(counts),
        (pl.col("feature") == "agent_edit").alias("used_agent"),
        in_chat.alias("used_chat"),
        pl.concat_list(pl.struct("feature", *_named(counts))).alias("totals_by_feature"),
        pl.concat_list(
            pl.struct(
                "model",
                "feature",
                user_initiated_interaction_count=pl.col("interactions"),
            )
        ).alias("totals_by_model_feature"),
    ]
