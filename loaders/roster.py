"""People, their places and their teams out of the rows of a personnel system."""

from datetime import date
from typing import Final

import polars as pl

from loaders.contract import shaped
from loaders.roster_managers import managers
from loaders.roster_teams import CODED, NAMED, teams, with_team
from store.tables import TABLES

PLACE: Final = TABLES["membership"].schema
STAFF: Final = TABLES["person"].schema
TEXTS: Final = (
    *("person_key", "employee_id", "email", "login", "name", "worker_type", "location", "post"),
    *("team_id", "team_name", "parent_id", "parent_name"),
    *NAMED,
    *(f"{unit}_id" for unit in CODED),
    *("job_family", "job_title", "level", "currency"),
    *("manager_key", "manager_email", "manager_name"),
)
# Columns that a row may have, and what they hold; see `roster`.
COLUMNS: Final[dict[str, pl.DataType]] = {
    **dict.fromkeys(TEXTS, pl.String()),
    **dict.fromkeys(("hire_date", "termination_date", "valid_from", "valid_to"), pl.Date()),
    **dict.fromkeys(("share", "fte", "hourly_cost"), pl.Float64()),
    **dict.fromkeys(("is_inactive", "entry_level", "senior_level"), pl.Boolean()),
    **dict.fromkeys(("other_names", "certificates"), pl.List(pl.String())),
    **dict.fromkeys(("row", "order"), pl.Int64()),
}
# What a change of makes a new interval of a history.
CHANGES: Final = tuple(c for c in PLACE if c not in {"person_id", "valid_from", "valid_to"})
# A permanent contract makes an employee, a contractor is none.
OUTSIDERS: Final = (
    r"contractor|contract (worker|staff|labou?r)|^contract$|contingent|freelanc|consultant|vendor"
    r"|extern|agency|non.?employee"
)
ONE_JOB: Final = 1.0  # said outright where a person has one team: belonging then knows who moved


def roster(
    rows: pl.DataFrame, notes: list[str], *, history: bool = False, as_of: date | None = None
) -> dict[str, pl.DataFrame]:
    """The facts person, membership and team.

    rows     a row per person and place; all columns but person_id may be missing:
             row, order (of two rows of one day the higher counts), post (which of several
             jobs at once)
             person_id (the key under which facts go), person_key (the key that stands for the
             person: else number, address, person_id), employee_id, email, login (the system's own
             number, prefixed), name, other_names, certificates, hire_date, termination_date (last
             day), is_inactive, worker_type, location
             team_id, team_name, parent_id, parent_name where units have ids; else team, department,
             division, business_unit, company, from the finest up: their names (with their codes
             in department_id, division_id, business_unit_id, company_id)
             level, entry_level, senior_level, job_family, job_title, fte, share, hourly_cost,
             currency, valid_from, valid_to (first day after)
             manager_key (a key with its kind), manager_email, manager_name
    notes    sentences for the reader; grows
    history  a row holds until the next one of the same person and post begins; else all rows hold
             today, and several rows of a person are several teams at once
    as_of    the day on which the list was true, for people without a hire date

    Counts: of a snapshot, a place begins with its own day when told, else with the hire date, as
    if nobody had ever moved. The share is 1 for whoever has one team, and empty for several.
    """
    told = _told(rows)
    told = with_team(told.with_columns(managers(told, notes).alias("manager_id")))
    placed = _intervals(told, notes) if history else _as_it_stands(told, notes, as_of)
    return {
        "person": _people(placed),
        "membership": _memberships(placed, notes, history=history),
        "team": shaped("team", teams(placed, notes)),
    }


def worker_kind(told: pl.Series) -> pl.Series:
    """Contractor or employee, out of a system's own words; null where nothing is told."""
    kind = pl.when(told.str.to_lowercase().str.contains(OUTSIDERS)).then(pl.lit("contractor"))
    return pl.select(kind.when(told.is_not_null()).then(pl.lit("employee"))).to_series()


def _told(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows with all columns; a last day before the first one ended an earlier employment."""
    missing = [pl.lit(None, dtype=kind).alias(c) for c, kind in COLUMNS.items() if c not in rows]
    full = rows.with_columns(missing).cast({c: kind for c, kind in COLUMNS.items() if c in rows})
    by_number, by_email = pl.lit("employee_id:") + pl.col("employee_id"), pl.lit("email:")
    key = pl.coalesce("person_key", by_number, by_email + pl.col("email"), "person_id")
    is_last = pl.col("hire_date").is_null() | (pl.col("termination_date") >= pl.col("hire_date"))
    row = pl.coalesce("row", pl.int_range(pl.len(), dtype=pl.Int64))
    return full.with_columns(
        row=row,
        order=pl.coalesce("order", row),
        person_key=key,
        termination_date=pl.when(is_last).then("termination_date"),
        is_inactive=pl.col("is_inactive").fill_null(value=False),
    )


def _as_it_stands(told: pl.DataFrame, notes: list[str], as_of: date | None) -> pl.DataFrame:
    """Rows with the first day of each place, as far as a snapshot tells it."""
    if told.get_column("valid_from").is_null().any() and told["hire_date"].is_not_null().any():
        notes.append("Without a day of its own a team counts from the hire date on.")
    undated = told.filter(pl.col("valid_from").is_null(), pl.col("hire_date").is_null())
    if as_of and undated.height:
        notes.append(
            f"{undated.height} people tell no first day; they count from {as_of}, the day of the"
            " file, on."
        )
    begun = pl.coalesce("valid_from", "hire_date", pl.lit(as_of, dtype=pl.Date))
    placed = told.with_columns(valid_from=begun).sort("order", maintain_order=True)
    # Of two rows on one place the one that still holds counts: it is sorted last.
    last = placed.sort(pl.col("termination_date").is_null(), maintain_order=True).unique(
        ["person_id", "team_id", "valid_from"], keep="last", maintain_order=True
    )
    if placed.height > last.height:
        notes.append(
            f"{placed.height - last.height} rows repeat a person and team; the last counts."
        )
    return last.sort("row", maintain_order=True)


def _intervals(told: pl.DataFrame, notes: list[str]) -> pl.DataFrame:
    """Rows of a history with the end of each place; rows that change nothing are joined."""
    place = ["person_id", "post"]
    last = told.sort(*place, "valid_from", "order", maintain_order=True).unique(
        [*place, "valid_from"], keep="last", maintain_order=True
    )
    if told.height > last.height:
        notes.append(
            f"{told.height - last.height} rows of one person and day were replaced by later ones."
        )
    until = pl.min_horizontal("valid_to", pl.col("valid_from").shift(-1).over(place))
    ended = last.with_columns(valid_to=until)
    same = [pl.col(c).eq_missing(pl.col(c).shift(1)).over(place) for c in (*CHANGES, "is_inactive")]
    follows = (pl.col("valid_to").shift(1).over(place) == pl.col("valid_from")).fill_null(
        value=False
    )
    run = (~(pl.all_horizontal(same) & follows)).cum_sum().over(place).alias("run")
    others = pl.exclude("person_id", "post", "run", "valid_from")
    joined = ended.with_columns(run).group_by(*place, "run", maintain_order=True)
    return (
        joined.agg(pl.col("valid_from").first(), others.last())
        .drop("run")
        .sort("row", maintain_order=True)
    )


def _people(placed: pl.DataFrame) -> pl.DataFrame:
    """One row per person, as the last of their rows tells it.

    Counts: whoever has left one of several jobs has not left the firm.
    """
    post = ["person_key", "person_id", "post"]
    last = placed.sort("valid_from", "order", nulls_last=False, maintain_order=True)
    left = last.group_by(post, maintain_order=True).agg(pl.col("termination_date").last())
    day = pl.col("termination_date")
    gone = left.group_by("person_key").agg(day.max(), stays=day.is_null().any())
    gone = gone.select("person_key", pl.when(~pl.col("stays")).then(day))
    taken = [c for c in STAFF if c in last.columns and c not in {"person_id", "termination_date"}]
    told = last.group_by("person_key", maintain_order=True).agg(
        pl.col("login").drop_nulls().unique().sort().alias("logins"),
        pl.col(taken).drop_nulls().last(),
    )
    logins = pl.when(pl.col("logins").list.len() > 0).then("logins").alias("logins")
    people = told.join(gone, on="person_key", how="left").with_columns(logins)
    people = people.rename({"person_key": "person_id"})
    return shaped("person", people.sort("person_id"))


def _memberships(placed: pl.DataFrame, notes: list[str], *, history: bool) -> pl.DataFrame:
    """Rows with a team, a first day, and the last day where it is known."""
    end = pl.min_horizontal("valid_to", pl.col("termination_date").dt.offset_by("1d"))
    rows = placed.with_columns(valid_to=end)
    away = pl.col("is_inactive") & (history | pl.col("termination_date").is_null())
    told = "tell that people are away or gone" if history else "are inactive, without a last day"
    reasons = {
        told: away,
        "tell no unit": pl.col("team_id").is_null(),
        "tell no first day": pl.col("valid_from").is_null(),
        "ended before they began": pl.col("valid_to") <= pl.col("valid_from"),
    }
    for words, where in reasons.items():
        failed = where.fill_null(value=False)
        people = rows.filter(failed).get_column("person_id").n_unique()
        if people:
            notes.append(f"Rows of {people} people {words}; these rows place nobody in a team.")
        rows = rows.filter(~failed)
    post = pl.struct("person_id", "post") if history else pl.col("team_id")
    has_one = (post.n_unique() == 1).over("person_key")
    share = pl.coalesce("share", pl.when(has_one).then(ONE_JOB))
    return shaped("membership", rows.with_columns(share=share).sort("row", maintain_order=True))
