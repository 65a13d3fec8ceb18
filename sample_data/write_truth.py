"""The truth about the made firm as files, apart from its exports."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Final

import polars as pl

from sample_data.firm import Firm
from sample_data.rollouts import month_start
from sample_data.truth import STATUSES, closed_tasks, team_quarters
from sample_data.truth_rollouts import accepted_redesigns, programmes, rollout, team_months
from sample_data.words import CRAFTS

DIGITS: Final = 9


def write_truth(firm: Firm, folder: Path) -> list[Path]:
    """truth.json with what was planted, and truth/*.parquet with what came of it.

    team_quarter  one row per team and quarter: participation, zones, connection, output
    skill         one row per person and quarter: theta, status
    task          one row per closed task: difficulty, AI, company, outcome
    spend         one row per month, category, team (null: the firm as a whole) and currency: amount
    rollout       one row per training programme and team: first_month (null: never), reached
    team_month    one row per team and month: people, exits, tasks, log_days
    """
    tables = folder / "truth"
    tables.mkdir(parents=True, exist_ok=True)
    frames = {
        "team_quarter": _named(firm, team_quarters(firm)),
        "skill": _skill(firm),
        "task": _tasks(firm),
        "spend": _spend(firm),
        "rollout": _team_names(firm, rollout(firm)).sort("programme", "team_id"),
        "team_month": _months(firm),
    }
    written = [folder / "truth.json"]
    written[0].write_text(json.dumps(_planted(firm), indent=1, default=str) + "\n", "utf-8")
    for name, frame in frames.items():
        path = tables / f"{name}.parquet"
        # Sums come in the order of the cores: what lies below the ninth digit is noise.
        frame.with_columns(pl.selectors.float().round(DIGITS)).write_parquet(path)
        written.append(path)
    return written


def _planted(firm: Firm) -> dict[str, object]:
    """Parameters, teams, families, and lists of special people by employee number."""
    person = firm.person
    teams = [
        {
            "team_id": team.name,
            "division": team.division,
            "job_family": CRAFTS[team.craft].name,
            "source": team.source,
            "ai_wave": _start(firm, team.wave),
            "redesign": _start(firm, firm.plan.redesign_quarter) if team.redesign else None,
            "hiring_freeze": team.frozen,
            "gated": team.gated,
            "anchored": team.anchored,
        }
        for team in firm.teams
    ]
    families = [
        {
            "job_family": craft.name,
            "type": craft.family(number)[0],
            "component": craft.family(number)[1],
            "delta": round(float(firm.families.delta[c, number]), 6),
        }
        for c, craft in enumerate(CRAFTS)
        for number in range(firm.families.delta.shape[1])
    ]
    came_back = pl.col("hire_date") > pl.col("original_hire_date")
    return {
        "seed": firm.seed,
        "export_day": firm.plan.export_day,
        "quarters": firm.plan.quarter_starts,
        "plan": asdict(firm.plan),
        "teams": teams,
        "programmes": programmes(firm),
        "redesigns_accepted": accepted_redesigns(firm),
        "families": families,
        "hard_from": dict(
            zip((c.name for c in CRAFTS), firm.families.threshold.tolist(), strict=True)
        ),
        "accounts_unknown": person.filter(~pl.col("is_known"))["employee_id"].to_list(),
        "accounts_outside": [*firm.outside.jira, *firm.outside.github],
        "rehired": person.filter(came_back)["employee_id"].to_list(),
        "contractors": person.filter("is_contractor")["employee_id"].to_list(),
    }


def _start(firm: Firm, quarter: int | None) -> str | None:
    return None if quarter is None else firm.plan.quarter_starts[quarter].isoformat()


def _named(firm: Firm, frame: pl.DataFrame) -> pl.DataFrame:
    """Teams by name and quarters by their first day, as the product names them."""
    return _team_names(firm, frame.with_columns(period=_period(firm))).drop("quarter")


def _team_names(firm: Firm, frame: pl.DataFrame) -> pl.DataFrame:
    names = pl.col("team").replace_strict(
        {number: team.name for number, team in enumerate(firm.teams)}, return_dtype=pl.String
    )
    return frame.with_columns(team_id=names).drop("team")


def _months(firm: Firm) -> pl.DataFrame:
    """Team-months by the first day of the month."""
    frame = team_months(firm)
    starts = [month_start(firm.plan, month) for month in frame["month"]]
    return _team_names(firm, frame.with_columns(month=pl.Series(starts, dtype=pl.Date)))


def _period(firm: Firm) -> pl.Expr:
    starts = dict(enumerate(firm.plan.quarter_starts))
    return pl.col("quarter").replace_strict(starts, return_dtype=pl.Date)


def _skill(firm: Firm) -> pl.DataFrame:
    return (
        firm.skill.join(firm.person.select("person", "employee_id", "craft", "email"), on="person")
        .with_columns(
            period=_period(firm),
            status=pl.col("status").replace_strict(
                dict(enumerate(STATUSES)), return_dtype=pl.String
            ),
            job_family=pl.col("craft").replace_strict(
                {c: craft.name for c, craft in enumerate(CRAFTS)}, return_dtype=pl.String
            ),
        )
        .select("employee_id", "email", "period", "job_family", "status", "theta")
        .sort("employee_id", "period")
    )


def _tasks(firm: Firm) -> pl.DataFrame:
    actor = firm.person.select(actor="person", actor_id="employee_id")
    columns = ("structural", "b", "z", "is_hard", "ai", "x", "p", "y", "mask", "effort_hours")
    frame = closed_tasks(firm).join(actor, on="actor").sort("task")
    return _named(firm, frame.select("task_id", "team", "quarter", "actor_id", "family", *columns))


def _spend(firm: Firm) -> pl.DataFrame:
    """Planned totals, in whole units with two digits."""
    names = {number: team.name for number, team in enumerate(firm.teams)}
    return (
        firm.spending.group_by(
            "category",
            "currency",
            month=pl.col("posted_on").dt.truncate("1mo"),
            team_id=pl.col("team").replace_strict(names, default=None, return_dtype=pl.String),
        )
        .agg(amount=pl.col("cents").sum() / 100)
        .sort("month", "category", "team_id", "currency")
    )
