"""Who an unknown account may be: suggestions with their reasons, for somebody to decide.

Nothing here ties anybody. Keys and names are read through `store.identity` alone, and the reasons
name nobody.
"""

from dataclasses import dataclass
from typing import Final

import polars as pl

from store import decided
from store.accounts import is_concealed
from store.employment import SLACK_DAYS, employment
from store.likeness import Evidence, likeness

SUGGESTIONS: Final = pl.Schema(
    {
        **dict.fromkeys(("account", "kind", "source"), pl.String()),
        "rows": pl.Int64(),
        **dict.fromkeys(("first_day", "last_day"), pl.Date()),
        "person_id": pl.String(),
        "score": pl.Float64(),
        "reasons": pl.List(pl.String()),
        "candidates": pl.Int64(),
        **dict.fromkeys(("valid_from", "valid_to"), pl.Date()),
    }
)
# assumption: judgement, as are the strengths in `store.likeness`.
# Times: two accounts in one system at one time are seldom one person's.
ANOTHER_ACCOUNT: Final = 0.6
NOT_EMPLOYED: Final = 0.5  # times: work from outside of their time in the firm
MOST: Final = 5  # evidence that points to more people than this points to nobody
LEAST: Final = 0.15  # a score below it is not worth anybody's time


@dataclass(frozen=True)
class Known:
    """What is known of people, to compare with.

    keys     account, kind, key, person_id: every key and name
    worked   `store.unmatched.work`
    people   person_id of everybody known
    person, membership  fact tables under persons
    teams    person_id (of an unknown account), team_id: where it works most
    """

    keys: pl.DataFrame
    worked: pl.DataFrame
    people: pl.Series
    person: pl.DataFrame
    membership: pl.DataFrame
    teams: pl.DataFrame


def strangers(worked: pl.DataFrame, keys: pl.DataFrame) -> pl.DataFrame:
    """One row per unknown person that may be somebody known, with the most work first.

    returns  account (the strongest one), kind, source, rows, first_day, last_day

    Counts: accounts that strict keys tie are one row. Concealed ones can be nobody's.
    """
    own = keys.unique("account", keep="first", maintain_order=True)
    hidden = own.filter(is_concealed()).select("account")
    return (
        worked.filter(~pl.col("is_matched"))
        .group_by(account="person_id")
        .agg(
            pl.col("source").unique().sort().str.join(", "),
            pl.col("rows").sum(),
            pl.col("first_day").min(),
            pl.col("last_day").max(),
        )
        .join(hidden, on="account", how="anti")
        .join(own.select("account", "kind"), on="account")
        .select("account", "kind", "source", "rows", "first_day", "last_day")
        .sort("rows", "account", descending=[True, False])
    )


def suggestions(known: Known, decisions: pl.DataFrame) -> pl.DataFrame:
    """One row per unknown account and person it may be, with the most work first.

    decisions  decisions on ties, `store.decided.DECIDED`; their accounts under persons
    returns    account, kind, source, rows, first_day, last_day, person_id, score (0 to 1), reasons,
               candidates (people the account may be), valid_from, valid_to (empty: every day)

    Counts: independent reasons add up as chances do, 1 - (1 - a)(1 - b). Evidence that points to
    several people is divided among them. What was rejected does not come back.
    """
    unknown = strangers(known.worked, known.keys)
    if unknown.is_empty() or known.people.is_empty():
        return pl.DataFrame(schema=SUGGESTIONS)
    ours = known.keys.filter(pl.col("person_id").is_in(known.people.implode()))
    theirs = known.keys.join(unknown.select(person_id="account"), on="person_id", how="semi")
    rows = _scored(likeness(theirs, ours, known.membership, known.teams))
    doubted = _doubted(rows, unknown, known)
    rejected = decided.in_force(decisions).filter(choice=decided.REJECT)
    return (
        doubted.join(
            rejected.select("account", person_id="person"), on=["account", "person_id"], how="anti"
        )
        .filter(pl.col("score") >= LEAST)
        .with_columns(candidates=pl.len().over("account").cast(pl.Int64))
        .join(unknown, on="account")
        .with_columns(valid_from=pl.lit(None, pl.Date()), valid_to=pl.lit(None, pl.Date()))
        .select(list(SUGGESTIONS))
        .sort("rows", "account", "score", "person_id", descending=[True, False, True, False])
    )


def _scored(found: list[Evidence]) -> pl.DataFrame:
    """One row per account and person: account, person_id, score, reasons (the strongest first)."""
    rows = pl.DataFrame(
        found,
        schema={
            **dict.fromkeys(("account", "person_id", "family"), pl.String()),
            "strength": pl.Float64(),
            "why": pl.String(),
        },
        orient="row",
    )
    people = pl.col("person_id").n_unique().over("account", "why").alias("people")
    shared = rows.unique().with_columns(people).filter(pl.col("people") <= MOST)
    best = (
        shared.with_columns(strength=pl.col("strength") / pl.col("people"))
        .sort("strength", "why", descending=[True, False])
        .unique(["account", "person_id", "family"], keep="first", maintain_order=True)
    )
    several = pl.format("{} (as it is for {} people)", "why", "people")
    return best.group_by("account", "person_id", maintain_order=True).agg(
        score=1 - (1 - pl.col("strength")).product(),
        reasons=pl.when(pl.col("people") > 1).then(several).otherwise("why"),
    )


def _doubted(rows: pl.DataFrame, unknown: pl.DataFrame, known: Known) -> pl.DataFrame:
    """The same with lower scores, and the reason, where days or other accounts speak against it."""
    seen = rows.join(unknown.select("account", "first_day", "last_day"), on="account").join(
        employment(known.person, known.membership), on="person_id", how="left"
    )
    slack = pl.duration(days=SLACK_DAYS)
    outside = (pl.col("first_day") < pl.col("begins") - slack) | (
        pl.col("last_day") > pl.col("ends") + slack
    )
    double = _doubles(rows, known.worked)
    elsewhere = "but some of the work is from outside of their time in the firm"
    twice = "but they have another account in the same system at the same time"
    doubts = (
        (outside.fill_null(value=False), NOT_EMPLOYED, elsewhere),
        (pl.col("is_double").fill_null(value=False), ANOTHER_ACCOUNT, twice),
    )
    found = seen.join(double, on=["account", "person_id"], how="left")
    for holds, factor, why in doubts:
        found = found.with_columns(
            score=pl.when(holds).then(pl.col("score") * factor).otherwise("score"),
            reasons=pl.when(holds)
            .then(pl.concat_list("reasons", pl.lit(why)))
            .otherwise("reasons"),
        )
    return found.select("account", "person_id", "score", "reasons")


def _doubles(rows: pl.DataFrame, worked: pl.DataFrame) -> pl.DataFrame:
    """Pairs whose accounts of one kind worked in one system on the same days."""
    days = ["source", "table", "kind", "first_day", "last_day"]
    theirs = worked.filter(~pl.col("is_matched")).select("person_id", *days)
    ours = worked.filter("is_matched").select("person_id", *days)
    both = (
        rows.select("account", "person_id")
        .join(theirs.rename({"person_id": "account"}), on="account")
        .join(ours, on=["person_id", "source", "table", "kind"])
    )
    meets = (pl.col("first_day") <= pl.col("last_day_right")) & (
        pl.col("first_day_right") <= pl.col("last_day")
    )
    pairs = both.filter(meets).select("account", "person_id").unique()
    return pairs.with_columns(is_double=pl.lit(value=True))
