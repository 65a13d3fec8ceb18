"""The administrator's list of accounts and the tree of units, in the product's own format."""

from pathlib import Path
from typing import Final

import polars as pl

from sample_data.events import AGENT, AUTOMATION
from sample_data.firm import Firm
from sample_data.others import BOT
from sample_data.words import CRAFTS, DIVISIONS, FIRM

GOALS: Final = 2  # skills that a person wants to grow
CERTIFICATES: Final = ("first-aid", "data-protection", "crane-licence")
OPTED_OUT: Final = 11  # the person who wants no proposals
EVERY_THIRD: Final = 3
UNIT: Final = "division:"  # before names of divisions, as the reader of BambooHR tells them apart


def write_accounts(firm: Firm, folder: Path) -> list[Path]:
    """accounts.csv (a `person` table) and team.csv (the units above the teams)."""
    accounts, team = folder / "accounts.csv", folder / "team.csv"
    accounts.write_text(_people(firm).write_csv(), encoding="utf-8", newline="")
    team.write_text(_units(firm).write_csv(), encoding="utf-8", newline="")
    return [accounts, team]


def _people(firm: Firm) -> pl.DataFrame:
    """One row per person, then bots and agents; accounts that nobody knows are left empty."""
    skills = [c.skills for c in CRAFTS]
    person = firm.person
    goals = [
        ";".join(skills[craft][(number + i) % len(skills[craft])] for i in range(GOALS))
        for craft, number in person.select("craft", "person").iter_rows()
    ]
    certificates = [
        CERTIFICATES[number % len(CERTIFICATES)] if number % EVERY_THIRD == 0 else None
        for number in person["person"]
    ]
    ours = person.select(
        person_id="employee_id",
        employee_id="employee_id",
        email="email",
        logins=pl.when("is_known").then("account"),
        worker_type=pl.when("is_contractor")
        .then(pl.lit("contractor"))
        .otherwise(pl.lit("employee")),
        location="location",
        opt_out=pl.when(pl.col("person") == OPTED_OUT)
        .then(pl.lit("true"))
        .otherwise(pl.lit("false")),
        certificates=pl.Series(certificates, dtype=pl.String),
        goals=pl.Series(goals),
    )
    machines = pl.DataFrame(
        {
            "person_id": ["dependabot", "claude-agent", "tracker-rules"],
            "logins": [f"dependabot[bot];{BOT}", f"{AGENT}[bot];{AGENT}", AUTOMATION],
            "worker_type": ["bot", "agent", "bot"],
        }
    )
    return pl.concat([ours, machines], how="diagonal")


def _units(firm: Firm) -> pl.DataFrame:
    """The firm above its divisions, divisions above teams."""
    here = {team.division for team in firm.teams}
    rows: list[tuple[str, str, str | None]] = [(FIRM, FIRM, None)]
    rows += [(UNIT + name, name, FIRM) for name, *_ in DIVISIONS if name in here]
    rows += [(team.name, team.name, UNIT + team.division) for team in firm.teams]
    return pl.DataFrame(rows, ["team_id", "name", "parent_id"], orient="row")
