"""Work that is not our people's: of outsiders, of a bot, and work that nobody has taken yet."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from sample_data.accounts import account_ids
from sample_data.days import Days
from sample_data.plan import Plan
from sample_data.teams import Team

BOT: Final = "app/dependabot"  # as the gh command spells it
BOT_SHARE: Final = 0.02  # of pull requests
LATE_SHARE: Final = 0.15
TEAMS_OF_THE_PLAN: Final = 40
NEWEST: Final = 15  # planned work was written down in the last business days


@dataclass(frozen=True)
class Outside:
    """Accounts of people who are in no HR file, by source."""

    jira: tuple[str, ...]
    github: tuple[str, ...]


def make_outside(plan: Plan, people: int, rng: np.random.Generator) -> Outside:
    """Half of them in each source."""
    half = max(1, round(plan.outside_accounts * people) // 2)
    ids = account_ids("7a11ef", half, rng)
    return Outside(tuple(ids), tuple(f"pier-studio-{i + 1}" for i in range(half)))


def other_work(
    plan: Plan,
    teams: tuple[Team, ...],
    days: Days,
    tasks: int,
    outside: Outside,
    rng: np.random.Generator,
) -> pl.DataFrame:
    """Rows like those of our people's tasks, with their kind and account."""
    scale = len(teams) / TEAMS_OF_THE_PLAN
    in_github = np.array([t.source == "github" for t in teams])
    bots = round(BOT_SHARE * tasks * float(in_github.mean()))
    outsiders = max(4, round(plan.outside_tasks * scale))
    planned = max(10, round(plan.planned_tasks * scale))
    everywhere, last = np.arange(len(teams)), len(days.days) - 1
    frames = []
    for kind, count, where, since in (
        ("outside", outsiders, everywhere, 0),
        ("bot", bots, np.flatnonzero(in_github), 0),
        ("planned", planned, everywhere, last - NEWEST),
    ):
        team = rng.choice(where, count)
        first = rng.integers(since, last - 4, count)
        frame = _drawn(teams, team, first, rng)
        names = np.where(
            in_github[team], rng.choice(outside.github, count), rng.choice(outside.jira, count)
        )
        account = {"outside": names.tolist(), "bot": [BOT] * count}.get(kind, [None] * count)
        frames.append(
            frame.with_columns(
                kind=pl.lit(kind),
                account=pl.Series(account, dtype=pl.String),
                is_open=pl.lit(kind == "planned"),
                is_late=pl.col("is_late") & (kind == "outside"),
                has_effort=~pl.Series(in_github[team]) & (kind == "outside"),
            )
        )
    return pl.concat(frames)


def _drawn(
    teams: tuple[Team, ...], team: np.ndarray, first: np.ndarray, rng: np.random.Generator
) -> pl.DataFrame:
    """Tasks of drawn families and sizes."""
    count = len(team)
    in_jira = np.array([t.source == "jira" for t in teams])[team]
    estimate = np.round(rng.lognormal(2.0, 0.5, count) * 2) / 2
    return pl.DataFrame(
        {
            "team": team,
            "craft": np.array([t.craft for t in teams])[team],
            "family": rng.integers(0, 8, count),
            "estimate_hours": pl.Series(np.where(in_jira, estimate, np.nan), nan_to_null=True),
            "effort_hours": np.round(rng.lognormal(2.0, 0.5, count) * 4) / 4,
            "mask": np.where(in_jira, "on_time", "first_pass").tolist(),
            "is_late": rng.random(count) < LATE_SHARE,
            "has_changes": np.zeros(count, dtype=bool),
            "open": first,
            "close": first + rng.integers(1, 4, count),
        }
    )
