"""BambooHR: a custom report as CSV, and the history table of jobs as JSON."""

from pathlib import Path
from typing import Final

import polars as pl

from sample_data.firm import Firm
from sample_data.people import EXPERT, HOURS_A_WEEK, PAY, title
from sample_data.words import CRAFTS, LEVELS

BLANK: Final = "0000-00-00"  # how BambooHR writes a date that is not there


def write_bamboohr(firm: Firm, folder: Path) -> list[Path]:
    """The report of all employees, past ones too, and their job history."""
    jobs = _jobs(firm)
    report, history = folder / "bamboohr_report.csv", folder / "bamboohr_job_info.json"
    report.write_text(_report(firm, jobs).write_csv(), encoding="utf-8", newline="")
    history.write_text(_history(jobs).write_json(), encoding="utf-8", newline="")
    return [history, report]


def _jobs(firm: Firm) -> pl.DataFrame:
    """Job history with the words that BambooHR shows, and who led the team at the end."""
    team = pl.DataFrame(
        {
            "team": range(len(firm.teams)),
            "department": [t.name for t in firm.teams],
            "division": [t.division for t in firm.teams],
            "craft": [t.craft for t in firm.teams],
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
    names = pl.concat_str("last", "first", separator=", ")
    person = firm.person.drop("craft").with_columns(name=names)
    return (
        firm.stint.join(team, on="team")
        .join(words, on=["craft", "status"])
        .join(person, on="person")
        .join(_leads(firm, person), on="team", how="left")
        .with_columns(pl.when(pl.col("lead") != pl.col("name")).then(pl.col("lead", "lead_id")))
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
    """One row per change; the table comes unsorted, as it does from the API."""
    return (
        jobs.with_row_index("row")
        .select(
            id=(pl.col("row") + 9001).cast(pl.String),
            employeeId="bamboo_id",
            date=pl.col("valid_from").dt.to_string("%Y-%m-%d"),
            location="location",
            department="department",
            division="division",
            jobTitle="job_title",
            reportsTo="lead",
            customLevel="level",
            customJobFamily="job_family",
        )
        .sort(pl.col("id").str.reverse())
    )


def _report(firm: Firm, jobs: pl.DataFrame) -> pl.DataFrame:
    """One row per employee with what holds now, or held at the end."""
    last = jobs.unique("person", keep="last", maintain_order=True).sort("person")
    there = pl.col("termination_date").is_null() | (pl.col("hire_date") > pl.col("termination_date"))
    pay = pl.col("status").replace_strict(dict(enumerate(PAY)), return_dtype=pl.Int64)
    contract = pl.when("is_contractor").then(pl.lit("Contractor"))
    contract = contract.when(pl.col("fte") < 1).then(pl.lit("Part-Time"))
    day = "%Y-%m-%d"
    return last.select(
        id="bamboo_id",
        employeeNumber="employee_id",
        displayName=pl.concat_str("first", "last", separator=" "),
        workEmail="email",
        department="department",
        division="division",
        location="location",
        jobTitle="job_title",
        supervisorEId="lead_id",
        hireDate=pl.col("hire_date").dt.to_string(day),
        originalHireDate=pl.col("original_hire_date").dt.to_string(day),
        terminationDate=pl.col("termination_date").dt.to_string(day).fill_null(BLANK),
        status=pl.when(there).then(pl.lit("Active")).otherwise(pl.lit("Inactive")),
        employmentHistoryStatus=contract.otherwise(pl.lit("Full-Time")),
        payRate=pl.concat_str(pay, pl.lit(" EUR")),
        payType=pl.lit("Salary"),
        paidPer=pl.lit("Year"),
        standardHoursPerWeek=pl.col("fte") * HOURS_A_WEEK,
        **{
            "Level": pl.col("level"),
            "Job Family": pl.col("job_family"),
            "Job Information: Date": pl.col("valid_from").dt.to_string(day),
        },
    )


