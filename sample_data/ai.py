"""Use of AI, by person and day: the days of the tasks that were done with it."""

from typing import Final

import numpy as np
import polars as pl

from sample_data.days import Days
from sample_data.plan import Plan
from sample_data.teams import Team

COPILOT: Final = "copilot"
CLAUDE_CODE: Final = "claude_code"
WITH_COPILOT: Final = 0.75  # of engineers; the others, and all other crafts, use Claude Code
# What people turn to one after the other, if they do not stay with the first use they learned.
FEATURES: Final = (
    "code_completion",
    "chat_panel_ask_mode",
    "chat_inline",
    "chat_panel_agent_mode",
    "agent_edit",
)
TERMINALS: Final = ("vscode", "iTerm.app", "tmux")
MODELS: Final = ("claude-sonnet-4-5", "claude-opus-4-5", "claude-haiku-4-5")  # the first is default
QUARTERS_A_FEATURE: Final = 2


def make_ai_days(
    plan: Plan,
    teams: tuple[Team, ...],
    days: Days,
    person: pl.DataFrame,
    task: pl.DataFrame,
    rng: np.random.Generator,
) -> pl.DataFrame:
    """One row per person and day with use of AI: tool, feature, terminal, model, counts.

    Counts: every business day of a task done with AI, no day of any other, so that the share of
    days (R6) tells which tasks were.
    """
    used = task.filter("ai").select("actor", "team", "quarter", "open", "close")
    lengths = (used["close"] - used["open"] + 1).to_numpy()
    row = np.repeat(np.arange(used.height), lengths)
    offset = np.arange(len(row)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    team = used["team"].to_numpy()[row]
    frame = pl.DataFrame(
        {
            "person": used["actor"].to_numpy()[row],
            "quarter": used["quarter"].to_numpy()[row],
            "is_anchored": np.array([t.anchored for t in teams])[team],
            "in_github": np.array([t.source == "github" for t in teams])[team],
            "day": days.days[used["open"].to_numpy()[row] + offset],
        }
    )
    frame = frame.unique(["person", "day"], keep="first", maintain_order=True).sort("day", "person")
    habit = rng.random(person.height)[frame["person"].to_numpy()]
    copilot = frame["in_github"].to_numpy() & (habit < WITH_COPILOT)
    return _with_counts(frame, copilot, habit, rng)


def _with_counts(
    frame: pl.DataFrame, copilot: np.ndarray, habit: np.ndarray, rng: np.random.Generator
) -> pl.DataFrame:
    """Counts of a day, and the surface and model: people of anchored teams keep the first ones."""
    count = frame.height
    anchored = frame["is_anchored"].to_numpy()
    steps = frame["quarter"].to_numpy() // QUARTERS_A_FEATURE + (habit * 3).astype(np.int64)
    feature = np.where(anchored, 0, steps % len(FEATURES))
    other = rng.random(count) < 0.5  # noqa: PLR2004
    model = np.where(anchored | ~other, 0, 1 + steps % (len(MODELS) - 1))
    generated = rng.integers(4, 40, count)
    accepted = (generated * rng.uniform(0.2, 0.8, count)).astype(np.int64)
    added = accepted * rng.integers(2, 14, count)
    tokens = rng.integers(8_000, 160_000, count)
    return frame.with_columns(
        pl.col("day").cast(pl.Int32).cast(pl.Date),
        pl.Series("tool", np.where(copilot, COPILOT, CLAUDE_CODE).tolist()),
        pl.Series("feature", [FEATURES[i] for i in feature]),
        pl.Series("model", [MODELS[i] for i in model]),
        pl.Series("terminal", [TERMINALS[i] for i in (habit * len(TERMINALS)).astype(int)]),
        pl.Series("interactions", rng.integers(2, 30, count)),
        pl.Series("sessions", rng.integers(1, 6, count)),
        pl.Series("generated", generated),
        pl.Series("accepted", accepted),
        pl.Series("rejected", generated - accepted),
        pl.Series("lines_added", added),
        pl.Series("lines_removed", added // 4),
        pl.Series("tokens_in", tokens),
        pl.Series("tokens_out", tokens // 5),
        pl.Series("tokens_cached", tokens * 3),
        pl.Series("cents", tokens // 900 + 3),
    )
