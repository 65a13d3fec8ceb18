"""Names, numbers and accounts of the made people."""

from typing import Final

import numpy as np
import polars as pl

from sample_data.plan import Plan
from sample_data.roster import INTERMEDIATE
from sample_data.teams import Team, slug
from sample_data.words import CRAFTS, DOMAIN, FIRST_NAMES, LEVELS, SURNAMES

FIRST_NUMBER, STEP = 100_101, 7  # employee numbers
FIRST_RECORD: Final = 41  # number of the first record in the HR system
DIGITS: Final = 18  # of 24 in an account id of the tracker; the first six are the same for all


def with_accounts(
    plan: Plan,
    teams: tuple[Team, ...],
    person: pl.DataFrame,
    stint: pl.DataFrame,
    rng: np.random.Generator,
) -> pl.DataFrame:
    """People with first and last name, email, employee_id, bamboo_id, account, is_known.

    is_known  the administrator's list has the account; for some it has none
    """
    names = _names(person.height, rng)
    first, last = [name for name, _ in names], [name for _, name in names]
    unknown = _unknown(plan, teams, person, stint)
    number = pl.col("person")
    return person.with_columns(
        pl.Series("first", first),
        pl.Series("last", last),
        pl.Series("email", [f"{a}.{b}@{DOMAIN}".lower() for a, b in names]),
        (number * STEP + FIRST_NUMBER).cast(pl.String).alias("employee_id"),
        (number + FIRST_RECORD).cast(pl.String).alias("bamboo_id"),
        pl.Series("account", _accounts(person["craft"].to_list(), names, rng)),
        (~number.is_in(unknown)).alias("is_known"),
    )


def _names(count: int, rng: np.random.Generator) -> list[tuple[str, str]]:
    """First and last names, no two alike; where there are too few, some have two last names."""
    lasts = [*SURNAMES]
    while len(lasts) * len(FIRST_NAMES) < count:
        ahead = len(lasts) // len(SURNAMES)
        others = (*SURNAMES[ahead:], *SURNAMES[:ahead])
        lasts += [f"{a}-{b}" for a, b in zip(SURNAMES, others, strict=True)]
    pairs = rng.choice(len(FIRST_NAMES) * len(lasts), count, replace=False).tolist()
    return [(FIRST_NAMES[p % len(FIRST_NAMES)], lasts[p // len(FIRST_NAMES)]) for p in pairs]


def _accounts(
    crafts: list[int], names: list[tuple[str, str]], rng: np.random.Generator
) -> list[str]:
    """GitHub logins of engineers, Jira account ids of all others."""
    ids = account_ids("5b10ac", len(crafts), rng)
    in_github = [CRAFTS[craft].source == "github" for craft in crafts]
    logins = [slug(f"{a}-{b}") for a, b in names]
    return [
        login if here else each for here, login, each in zip(in_github, logins, ids, strict=True)
    ]


def account_ids(begin: str, count: int, rng: np.random.Generator) -> list[str]:
    """Account ids of the tracker: 24 hexadecimal digits."""
    return [begin + "".join(f"{d:x}" for d in row) for row in rng.integers(0, 16, (count, DIGITS))]


def _unknown(
    plan: Plan, teams: tuple[Team, ...], person: pl.DataFrame, stint: pl.DataFrame
) -> list[int]:
    """Employees whose accounts nobody knows: intermediates who stay, one in a team at most."""
    redesigned = [number for number, team in enumerate(teams) if team.redesign]
    steady = stint.filter(
        pl.len().over("person") == 1,
        pl.col("status") == INTERMEDIATE,
        pl.col("valid_to").is_null(),
        pl.col("valid_from") < plan.first_day,
        ~pl.col("team").is_in(redesigned),
    )
    of_teams = steady.sort("team", "person").unique("team", keep="first", maintain_order=True)
    wanted = round(plan.unknown_employees * person.height)
    spread = max(1, of_teams.height // max(1, wanted))
    found: list[int] = of_teams["person"].gather_every(spread).head(wanted).to_list()
    return found


def title(craft: int, status: int) -> str:
    """Job title with its level."""
    name = CRAFTS[craft].title
    return name if status == INTERMEDIATE else f"{LEVELS[status]} {name}"
