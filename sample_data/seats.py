"""Who holds a seat of Copilot at the export, and since when: used or not, and who left."""

from typing import Final

import numpy as np
import polars as pl

from sample_data.ai import COPILOT
from sample_data.plan import Plan
from sample_data.teams import Team

HELD_AFTER_LEAVING: Final = 3  # seats that nobody took back
RECENT_DAYS: Final = 90  # whoever used it since then has a seat, whatever the team
WITHOUT: Final = 0.15  # of engineers in teams with AI: they never asked for one
DAYS_TO_ROLL_OUT: Final = 20


def make_seats(
    plan: Plan,
    teams: tuple[Team, ...],
    person: pl.DataFrame,
    stint: pl.DataFrame,
    ai_day: pl.DataFrame,
    rng: np.random.Generator,
) -> pl.DataFrame:
    """One row per seat: person, created_on, last_day of use (null: never used).

    Counts: engineers of teams with AI, all who used it lately, and some who left. Nobody whose
    account the HR file does not know: what that does to figures is planted elsewhere.
    """
    use = ai_day.filter(pl.col("tool") == COPILOT).group_by("person").agg(
        first_day=pl.col("day").min(), last_day=pl.col("day").max()
    )  # fmt: skip
    waves = [None if t.wave is None or t.source != "github" else t.wave for t in teams]
    starts = {i: plan.quarter_starts[w] for i, w in enumerate(waves) if w is not None}
    wave_on = pl.col("team").replace_strict(starts, default=None, return_dtype=pl.Date)
    history = stint.with_columns(wave_on=wave_on).sort("person", "valid_from")
    now = history.filter(pl.col("valid_to").is_null()).select("person", "team", "wave_on")
    known = person.filter("is_known").select("person").sort("person")
    drawn = known.with_columns(
        asked=pl.Series(rng.random(known.height) >= WITHOUT),
        ahead=pl.Series(rng.integers(0, DAYS_TO_ROLL_OUT, known.height)),
    )
    all_of_them = drawn.join(now, on="person", how="left").join(use, on="person", how="left")
    recent = (pl.lit(plan.export_day) - pl.col("last_day")).dt.total_days() <= RECENT_DAYS
    in_team = pl.col("wave_on").is_not_null() & pl.col("asked")
    left = pl.col("team").is_null() & pl.col("last_day").is_not_null() & ~recent
    held = all_of_them.filter(in_team | recent.fill_null(value=False))
    kept = all_of_them.filter(left).head(HELD_AFTER_LEAVING)
    rollout = pl.col("wave_on") + pl.duration(days="ahead")
    joined = history.group_by("person").agg(joined_on=pl.col("valid_from").max())
    return (
        pl.concat([held, kept])
        .join(joined, on="person")
        .with_columns(begun=pl.max_horizontal(rollout, "joined_on"))
        .with_columns(created_on=pl.min_horizontal("begun", "first_day"))
        .select("person", "created_on", "last_day")
        .sort("person")
    )
