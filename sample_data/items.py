"""What the trackers show of the work: keys, labels, dates and accounts."""

from datetime import date
from typing import Final

import numpy as np
import polars as pl

from sample_data.days import Days
from sample_data.difficulty import FAMILIES
from sample_data.due import with_dates
from sample_data.others import Outside, other_work
from sample_data.plan import Plan
from sample_data.teams import Team
from sample_data.words import CRAFTS, ORGANISATION, THINGS, VERBS

EXTRA_COMPONENTS: Final = (0.5, 0.35, 0.15)  # none, one, two
BLOCKED_SHARE: Final = 0.1
BACKLOG: Final = f"{ORGANISATION}/backlog"  # repository of planned engineering work
FIRST_NUMBER: Final = 1001
SHARED: Final = ("task", "team", "craft", "family", "estimate_hours", "effort_hours")
STATE: Final = ("mask", "is_late", "has_changes", "open", "close")


def make_items(
    plan: Plan,
    teams: tuple[Team, ...],
    days: Days,
    person: pl.DataFrame,
    task: pl.DataFrame,
    outside: Outside,
    rng: np.random.Generator,
) -> pl.DataFrame:
    """One row per issue or pull request, as its tracker shows it.

    item, task  running number; number of the task in `Work`, null for work that is not our people's
    kind        own, outside, bot, planned
    key         project in Jira, repository in GitHub
    task_id     as the product spells it
    account     of the assignee or author; reporter: of who asked for it
    component   main component, null where nobody set it; extras, skills: further labels
    blocked_by  task_id of an item that has to come first, or null
    """
    own = _own(plan, teams, days, person, task, rng)
    others = other_work(plan, teams, days, task.height, outside, rng)
    item = with_dates(pl.concat([own, others], how="diagonal"), days, rng)
    item = _labelled(plan, teams, item, rng)
    return _numbered(_reported(plan.first_day, teams, person, item, rng), rng)


def _own(
    plan: Plan,
    teams: tuple[Team, ...],
    days: Days,
    person: pl.DataFrame,
    task: pl.DataFrame,
    rng: np.random.Generator,
) -> pl.DataFrame:
    """The tasks of our people; the last ones of some are not finished."""
    account = person.sort("person")["account"].to_numpy()
    in_jira = np.array([t.source == "jira" for t in teams])[task["team"].to_numpy()]
    newest = (task["is_last"] & (task["quarter"] == days.quarters - 1)).to_numpy()
    alone = in_jira & ~task["is_shared"].to_numpy()
    unlogged = plan.missing_effort * in_jira.sum() / max(1, alone.sum())
    logged = in_jira & ~(alone & (rng.random(task.height) < unlogged))
    return task.select(*SHARED, *STATE).with_columns(
        kind=pl.lit("own"),
        account=pl.Series(account[task["actor"].to_numpy()].tolist(), dtype=pl.String),
        is_open=pl.Series(newest & (rng.random(task.height) < plan.in_progress)),
        has_effort=pl.Series(logged),
    )


def _labelled(
    plan: Plan, teams: tuple[Team, ...], item: pl.DataFrame, rng: np.random.Generator
) -> pl.DataFrame:
    """Type, components, skills and a short title of made words. Labelling is a habit of teams."""
    with_ai, without = plan.missing_components
    missing = np.array([without if t.wave is None else with_ai for t in teams])
    count = item.height
    craft, family = item["craft"].to_numpy(), item["family"].to_numpy()
    families = np.array([[c.family(f) for f in range(FAMILIES)] for c in CRAFTS])
    types, mains = families[craft, family, 0], families[craft, family, 1]
    extras = np.array([c.extras for c in CRAFTS])
    skills = np.array([c.skills for c in CRAFTS])
    known = rng.random(count) >= missing[item["team"].to_numpy()]
    more = np.where(known, rng.choice(3, count, p=EXTRA_COMPONENTS), 0)
    first = rng.integers(0, extras.shape[1], count)
    skill = (family + rng.integers(0, 2, count)) % skills.shape[1]
    other = rng.integers(0, skills.shape[1], count)
    words = {
        "type": types,
        "component": np.where(known, mains, ""),
        "extra_1": np.where(more > 0, extras[craft, first], ""),
        "extra_2": np.where(more > 1, extras[craft, (first + 1) % extras.shape[1]], ""),
        "skill_1": skills[craft, skill],
        "skill_2": np.where(other == skill, "", skills[craft, other]),
        "verb": np.array(VERBS)[rng.integers(0, len(VERBS), count)],
        "thing": np.array(THINGS)[rng.integers(0, len(THINGS), count)],
        "about": np.char.lower(mains),
    }
    columns = [pl.Series(name, values.tolist()).replace("", None) for name, values in words.items()]
    title = pl.concat_str("verb", "about", "thing", separator=" ")
    return item.with_columns(columns).with_columns(title=title).drop("verb", "about", "thing")


def _reported(
    first_day: date,
    teams: tuple[Team, ...],
    person: pl.DataFrame,
    item: pl.DataFrame,
    rng: np.random.Generator,
) -> pl.DataFrame:
    """A reporter for every item: somebody of the same craft who was there all the time."""
    always = person.filter(pl.col("termination_date").is_null(), pl.col("hire_date") < first_day)
    crafts, accounts = always["craft"].to_numpy(), always["account"].to_numpy()
    drawn = np.empty(item.height, dtype=object)
    for craft in range(len(CRAFTS)):
        rows = np.flatnonzero(item["craft"].to_numpy() == craft)
        drawn[rows] = rng.choice(accounts[crafts == craft], len(rows))
    return item.with_columns(
        reporter=pl.Series(drawn.tolist(), dtype=pl.String),
        key=pl.Series([teams[t].key for t in item["team"]]),
        source=pl.Series([teams[t].source for t in item["team"]]),
    )


def _numbered(item: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """Numbers in the order of opening, from which keys are made, and links to earlier items."""
    planned = (pl.col("kind") == "planned") & (pl.col("source") == "github")
    item = (
        item.with_columns(key=pl.when(planned).then(pl.lit(BACKLOG)).otherwise("key"))
        .sort("key", "opened_at", "team", "task", nulls_last=True, maintain_order=True)
        .with_columns(number=pl.int_range(pl.len()).over("key") + FIRST_NUMBER)
        .with_row_index("item")
    )
    mark = pl.when(pl.col("source") == "jira").then(pl.lit("-")).otherwise(pl.lit("#"))
    item = item.with_columns(task_id=pl.concat_str("key", mark, "number"))
    blocked = pl.Series(rng.random(item.height) < BLOCKED_SHARE)
    earlier = pl.col("task_id").shift(1).over("key")
    in_jira = pl.col("source") == "jira"
    return item.with_columns(blocked_by=pl.when(blocked & in_jira).then(earlier))
