"""BambooHR: a custom report as CSV, and the history table of jobs as JSON."""

from pathlib import Path
from typing import Final

import polars as pl

from sample_data.accounts import title
from sample_data.firm import Firm
from sample_data.people import HOURS_A_WEEK, PAY
from sample_data.roster import EXPERT, NOVICE
from sample_data.words import CRAFTS, LEVELS

BLANK: Final = "0000-00-00"  # how BambooHR writes a date that is not there
DAY: Final = "%Y-%m-%d"
FIRST_ROW: Final = 9001


def write_bamboohr(firm: Firm, folder: Path) -> list[Path]:
    """The report with the job history of all employees, past ones too, and that table by itself."""
    jobs = _jobs(firm)
    report, history = folder / "bamboohr_report.csv", folder / "bamboohr_job_info.json"
    report.write_text(_report(jobs).write_csv(), encoding="utf-8", newline="")
    history.write_text(_history(jobs).write_json(), encoding="utf-8", newline="")
    return [history, report]


def _jobs(firm: Firm) -> pl.DataFrame:
    """One row per change of job, in the words that BambooHR shows.

    Counts: who came back has a second record with an id of its own and the same employee number.
    """
    team = pl.DataFrame(
        {
            "team": range(len(firm.teams)),
            "department": [t.name for t in firm.teams],
            "division": [t.division for t in firm.teams],
        }
    )
    words = pl.DataFrame(
        [
            (craft, status, title(craft, status), LEVELS[status], CRAFTS[craft].name)
            for craft in range(len(CRAFTS))
            for status in range(len(LEVELS))
        ],
        ["craft", "status", "job_title", "level", "job_family"],
        orient="row",
    )
    person = firm.person.with_columns(name=pl.concat_str("last", "first", separator=", "))
    came_back = pl.col("hire_date") > pl.col("original_hire_date")
    again = came_back & (pl.col("valid_from") >= pl.col("hire_date"))
    earlier = came_back & (pl.col("valid_from") < pl.col("hire_date"))
    second = (pl.col("bamboo_id").cast(pl.Int64) + person.height).cast(pl.String)
    return (
        firm.stint.join(team, on="team")
        .join(person, on="person")
        .join(words, on=["craft", "status"])
        .join(_leads(firm, person), on="team", how="left")
        .with_columns(
            pl.when(pl.col("lead") != pl.col("name")).then(pl.col("lead", "lead_id")),
            bamboo_id=pl.when(again).then(second).otherwise("bamboo_id"),
            hire_date=pl.when(earlier).then("original_hire_date").otherwise("hire_date"),
            termination_date=pl.when(~again).then("termination_date"),
        )
        .sort("person", "valid_from")
    )


def _leads(firm: Firm, person: pl.DataFrame) -> pl.DataFrame:
    """The longest-serving expert of each team, at the end."""
    stays = pl.col("valid_to").is_null() & (pl.col("status") == EXPERT)
    return (
        firm.stint.filter(stays)
        .sort("team", "valid_from", "person")
        .unique("team", keep="first", maintain_order=True)
        .join(person.select("person", "name", "employee_id"), on="person")
        .select("team", lead="name", lead_id="employee_id")
    )


def _history(jobs: pl.DataFrame) -> pl.DataFrame:
    """The table jobInfo; it comes unsorted, as it does from the vendor."""
    return (
        jobs.with_row_index("row")
        .select(
            id=(pl.col("row") + FIRST_ROW).cast(pl.String),
            employeeId="bamboo_id",
            date=pl.col("valid_from").dt.to_string(DAY),
            location="location",
            department="department",
            division="division",
            jobTitle="job_title",
            reportsTo="lead",
        )
        .sort(pl.col("id").str.reverse())
    )


def _report(jobs: pl.DataFrame) -> pl.DataFrame:
    """One row per change of job: with fields of that table, a CSV report repeats employees."""
    pay = pl.col("status").replace_strict(dict(enumerate(PAY)), return_dtype=pl.Int64)
    part_time = pl.when(pl.col("fte") < 1).then(pl.lit("Part-Time")).otherwise(pl.lit("Full-Time"))
    contract = pl.when("is_contractor").then(pl.lit("Contractor")).otherwise(part_time)
    gone = pl.col("termination_date").is_not_null()
    return jobs.select(
        id="bamboo_id",
        employeeNumber="employee_id",
        displayName=pl.concat_str("first", "last", separator=" "),
        workEmail="email",
        department="department",
        division="division",
        location="location",
        jobTitle="job_title",
        supervisorEId="lead_id",
        hireDate=pl.col("hire_date").dt.to_string(DAY),
        originalHireDate=pl.col("original_hire_date").dt.to_string(DAY),
        terminationDate=pl.col("termination_date").dt.to_string(DAY).fill_null(BLANK),
        status=pl.when(gone).then(pl.lit("Inactive")).otherwise(pl.lit("Active")),
        employmentHistoryStatus=contract,
        payRate=pl.concat_str((pay * pl.col("fte")).cast(pl.Int64), pl.lit(" EUR")),
        payType=pl.lit("Salary"),
        paidPer=pl.lit("Year"),
        standardHoursPerWeek=pl.col("fte") * HOURS_A_WEEK,
        **{
            "Level": pl.col("level"),
            "Job Family": pl.col("job_family"),
            "Entry level": _flag(pl.col("status") == NOVICE),
            "Senior level": _flag(pl.col("status") == EXPERT),
            "Job Information: Date": pl.col("valid_from").dt.to_string(DAY),
        },
    )


def _flag(truth: pl.Expr) -> pl.Expr:
    return pl.when(truth).then(pl.lit("Yes")).otherwise(pl.lit("No"))
