"""Issues and merge requests of GitLab: what both of its CSV files have in common."""

from typing import Final

import polars as pl

from loaders.actors import acts_as
from loaders.cells import Cells
from loaders.contract import shaped
from loaders.export import Export

SOURCE: Final = "gitlab"
# People choose their user names, and may have another one's in another system.
OWN: Final = "gitlab:"
PLACE: Final = r"^https?://[^/]+/(?:groups/)?(.+?)(?:/-)?/(?:issues|work_items|merge_requests)/\d+"
# GitLab mails the file and cuts it here; only the mail says so.
MAIL_LIMIT: Final = 15_000_000
# Users that GitLab itself makes for an access token.
TOKEN_USER: Final = r"^(?:project|group)_\d+_bot"
# GitLab counts a day of effort as 8 hours, a week as 5 days, a month as 4 weeks.
UNITS: Final = {"mo": 160.0, "w": 40.0, "d": 8.0, "h": 1.0, "m": 1 / 60, "s": 1 / 3600}
SECONDS_AN_HOUR: Final = 3600
WORDS: Final = r"^-?(?:\d+(?:mo|w|d|h|m|s)\s*)+$"


def task_ids(cells: Cells, mark: str, *names: str) -> pl.Series:
    """`group/project#12`: the number is unique in a project only, and the address tells that.

    mark   what GitLab puts before the number: # for issues, ! for merge requests
    names  of the column of the number
    """
    number, place = cells.id(*names), cells.text("URL").str.extract(PLACE)
    cells.needed(number, *names)
    if place.null_count() and len(place):
        cells.refusals.notes.append(
            f"{place.null_count()} rows have no address; they are named by their number alone. Do"
            " not load a second project like that."
        )
    named = pl.select(pl.coalesce(place, pl.lit("gitlab")) + mark + number)
    return named.to_series()


def logins(cells: Cells, *names: str) -> pl.Series:
    """Person keys of a column of user names with commas between; a missing column is empty."""
    told = cells.list(*names, separator=",")
    keys = told.to_frame("keys").select(
        pl.col("keys").list.eval(pl.lit(f"login:{OWN}") + pl.element().str.strip_prefix("@"))
    )
    return keys.to_series()


def durations(cells: Cells, *names: str) -> pl.Series:
    """Hours out of seconds (older files) or words like `1w 2d` (newer ones).

    Counts: GitLab writes 0 where nobody estimated or logged anything; that is unknown.
    """
    told = cells.text(*names)
    seconds = told.cast(pl.Float64, strict=False) / SECONDS_AN_HOUR
    in_words = told.str.contains(WORDS).fill_null(value=False)
    frame = pl.DataFrame({"told": told})
    sums = frame.select(
        pl.sum_horizontal(
            pl.col("told").str.extract(rf"(\d+){unit}(?:\s|$)").cast(pl.Float64).fill_null(0) * size
            for unit, size in UNITS.items()
        )
    ).to_series()
    hours = seconds.zip_with(~in_words, sums)
    failed = told.is_not_null() & (hours.is_null() | ~hours.is_finite())
    reason = "seconds, or a duration like 1w 2d, was expected"
    cells.refusals.add(names[0], reason, failed, row_stays=True)
    return pl.select(pl.when((hours > 0) & hours.is_finite()).then(hours)).to_series()


def people(cells: Cells, *columns: tuple[str, str]) -> pl.DataFrame:
    """Rows of person: user names with the names beside them.

    columns  (column of names, column of user names)

    Counts: names with a comma in them break a list of names; then user names stand alone.
    """
    found = []
    for names, users in columns:
        pair = pl.DataFrame(
            {
                "name": cells.list(names, separator=","),
                "login": cells.list(users, separator=","),
            }
        ).filter(pl.col("login").is_not_null())
        fits = (pl.col("name").list.len() == pl.col("login").list.len()).fill_null(value=False)
        told = pair.filter(fits).explode("name", "login")
        alone = pair.filter(~fits).select("login").explode("login")
        found += [told, alone]
    known = pl.concat(found, how="diagonal").sort("login", "name", nulls_last=True)
    each = known.unique("login", keep="first", maintain_order=True)
    kinds = [_kind(login) for login in each.get_column("login")]
    rows = each.with_columns(
        person_id=pl.lit(f"login:{OWN}") + pl.col("login"),
        logins=pl.concat_list(pl.lit(OWN) + pl.col("login")),
        worker_type=pl.Series(kinds, dtype=pl.String),
    )
    return shaped("person", rows.drop("login"))


def _kind(login: str) -> str | None:
    is_token = pl.Series([login]).str.contains(TOKEN_USER).item()
    return acts_as(login, is_bot=bool(is_token))


def mail_cut(export: Export) -> str:
    """Why the file is not the whole: GitLab stops where its mails end."""
    size = export.text.path.stat().st_size if export.text else 0
    if size < MAIL_LIMIT:
        return ""
    return (
        f"The file has {size / 1e6:.0f} MB and GitLab cuts its mails at 15 MB: issues or merge"
        " requests are probably missing. Export fewer at a time, by milestone or period."
    )
