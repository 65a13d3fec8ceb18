"""The pulse in a Viva person query: answers by team, which nobody can follow to a person."""

from hashlib import sha256
from typing import Final

import polars as pl

from loaders.cells import Cells
from loaders.lenient import lenient
from loaders.values import numbers
from loaders.viva_periods import at_kept

# The items of the vendor's pulse, 1 to 5; only where an item plainly is one it has a construct.
ITEMS: Final = {
    "Barriers_to_Execution": None,
    "Change_Adaptation": None,
    "Collaboration": None,
    "Communication_Flow": None,
    "Continuous_Improvement": None,
    "eSat": None,
    "Initiative": None,
    "Manager_Recommend": None,
    "Resources": None,
    "Speak_My_Mind": "trust",  # to speak up without fear is what a trust item asks
    "Wellbeing": None,
    "Work_Life_Balance": None,
    "Workload": None,
}
LOWEST, HIGHEST = 1.0, 5.0
RESPONSE_LETTERS: Final = 16


def answers(cells: Cells, kept: pl.DataFrame) -> pl.DataFrame:
    """Rows of survey: one per respondent, period and item that is answered."""
    rows = at_kept(kept, team_id=cells.text("Organization")).with_columns(
        response_id=_responses(kept)
    )
    parts = []
    for item, construct in ITEMS.items():
        if not cells.export.has(item):
            continue
        score = lenient(cells, item, numbers(cells.raw(item)))
        outside = (score < LOWEST) | (score > HIGHEST)
        cells.refusals.add(item, "an answer from 1 to 5 was expected", outside, row_stays=True)
        valid = pl.select(pl.when(~outside).then(score)).to_series()
        parts.append(
            at_kept(rows, score=valid)
            .filter(pl.col("score").is_not_null())
            .select(
                "team_id",
                "response_id",
                "score",
                wave="day",
                item=pl.lit(item),
                construct=pl.lit(construct, pl.String),
                scale_min=pl.lit(LOWEST),
                scale_max=pl.lit(HIGHEST),
            )
        )
    return pl.concat(parts) if parts else pl.DataFrame()


def _responses(kept: pl.DataFrame) -> pl.Series:
    """Keys of answers that belong together, of which none tells who gave them, now or next week."""
    who = zip(kept["person_id"], kept["day"], strict=True)
    keys = [
        sha256(f"{day} {person}".encode()).hexdigest()[:RESPONSE_LETTERS] for person, day in who
    ]
    return pl.Series(keys, dtype=pl.String)
