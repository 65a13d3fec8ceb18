"""Who an unknown account may be: suggestions with their reasons, for somebody to decide.

Nothing here ties anybody. Keys and names are read through `store.identity` alone, and the reasons
name nobody.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

import polars as pl
from rapidfuzz import fuzz, process

from store import decided, name_forms
from store.employment import SLACK_DAYS, employment
from store.unmatched import is_concealed

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
# How far one piece of evidence is believed when it points to one person, 0 to 1.
# assumption: all of them are judgement, ordered by how often the evidence is shared by chance; a
# firm's own share of rejected suggestions is the test of them.
NUMBER: Final = 0.95  # zeros at the front come and go with spreadsheets, numbers do not
OTHER_DOMAIN: Final = 0.9  # firms keep local parts when they merge or change their domain
LOCAL_PART: Final = 0.85
SAME_LETTERS: Final = 0.7  # ana.ruiz and ana-ruiz
STRANGE_DOMAIN: Final = 0.4  # a private or a partner's address may be anybody's
PATTERNS: Final[Mapping[str, float]] = {
    name_forms.FULL_NAME: 0.65,
    name_forms.INITIAL_LAST: 0.55,
    name_forms.LAST_INITIAL: 0.5,
    name_forms.FIRST_INITIAL: 0.45,
}
NAME_IN_TEAM: Final = 0.8
NAME_IN_FIRM: Final = 0.6
# Names are alike from this token-sort ratio on (0 to 100): a letter more or less in a name of ten,
# as in Jon and John, is; another first name of the same family is not.
NAME_CUT: Final = 90.0
ANOTHER_ACCOUNT: Final = (
    0.6  # times: two accounts in one system at one time are seldom one person's
)
NOT_EMPLOYED: Final = 0.5  # times: work from outside of their time in the firm
VERIFIED_BY: Final = 2  # people of the roster whose addresses make a domain the firm's own
MOST: Final = 5  # evidence that points to more people than this points to nobody
LEAST: Final = 0.15  # a score below it is not worth anybody's time
NAMES_AT_ONCE: Final = 500  # of unknown accounts, against all names of the firm


class Evidence(NamedTuple):
    """One reason why an account may be a person's.

    family  of several reasons of one family only the best counts: they tell the same again
    """

    account: str
    person: str
    family: str
    strength: float
    why: str


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
    found = [
        *_numbers(theirs, ours),
        *_accounts(theirs, ours),
        *_names(theirs, ours, known),
    ]
    rows = _scored(found)
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


def _numbers(theirs: pl.DataFrame, ours: pl.DataFrame) -> Iterator[Evidence]:
    """Employee numbers that differ by zeros at the front; only where one person has it."""
    short = pl.col("key").str.strip_chars_start("0").alias("short")
    is_number = pl.col("key").str.contains(r"^\d+$")
    numbers = ours.filter(pl.col("kind") == "employee_id").select("person_id", short)
    one = numbers.unique().filter(pl.col("person_id").n_unique().over("short") == 1)
    told = theirs.filter(pl.col("kind").is_in(["employee_id", "id"]), is_number)
    pairs = told.select(short, account="person_id").unique().join(one, on="short")
    for account, person in pairs.select("account", "person_id").iter_rows():
        why = "The employee number is the same but for zeros at its front"
        yield Evidence(account, person, "number", NUMBER, why)


def _accounts(theirs: pl.DataFrame, ours: pl.DataFrame) -> Iterator[Evidence]:
    """Addresses and logins that are alike, or that a firm would make of a known name."""
    verified = _verified(ours)
    by_local, by_letters, by_pattern = _book(ours)
    for account, kind, key in theirs.select("person_id", "kind", "key").iter_rows():
        own = name_forms.handle(kind, key)
        if not own:
            continue
        is_address = kind == "email"
        domain = name_forms.address(key)[1] if is_address else ""
        told = is_address and domain != name_forms.NO_REPLY
        for person, is_local in by_local.get(own, {}).items():
            yield Evidence(account, person, "account", *_same(told, is_local, domain in verified))
        if told and domain not in verified:
            continue
        for form in {name_forms.squashed(own), name_forms.squashed(own.rpartition("_")[0])} - {""}:
            for person in by_letters.get(form, ()):
                why = "The login and theirs are the same but for dots, dashes and endings"
                yield Evidence(account, person, "account", SAME_LETTERS, why)
        for person, pattern in by_pattern.get(name_forms.letters(own), {}).items():
            yield Evidence(
                account, person, "account", PATTERNS[pattern], pattern[:1].upper() + pattern[1:]
            )


def _same(is_address: bool, is_local: bool, is_verified: bool) -> tuple[float, str]:
    """How far equal names of accounts are believed, and why."""
    if is_address and not is_verified:
        return STRANGE_DOMAIN, "The part before the @ is the same, at an address not of the firm"
    if is_address and is_local:
        return OTHER_DOMAIN, "The part before the @ is the same, at another domain of the firm"
    if is_local or is_address:
        return LOCAL_PART, "The login is the part before the @ of the work address"
    return LOCAL_PART, "The login is the same as in another system"


def _verified(ours: pl.DataFrame) -> set[str]:
    """Domains of addresses of the firm."""
    domains = Counter(
        domain
        for _, domain in {
            (person, name_forms.address(key)[1])
            for person, key in ours.filter(pl.col("kind") == "email")
            .select("person_id", "key")
            .iter_rows()
        }
    )
    return {one for one, people in domains.items() if people >= VERIFIED_BY} - name_forms.PUBLIC


Book = tuple[
    Mapping[str, Mapping[str, bool]], Mapping[str, set[str]], Mapping[str, Mapping[str, str]]
]


def _book(ours: pl.DataFrame) -> Book:
    """Names of accounts -> people: as written (and whether it is of an address), letters, made."""
    by_local: dict[str, dict[str, bool]] = defaultdict(dict)
    by_letters: dict[str, set[str]] = defaultdict(set)
    by_pattern: dict[str, dict[str, str]] = defaultdict(dict)
    for person, kind, key in ours.select("person_id", "kind", "key").iter_rows():
        if own := name_forms.handle(kind, key):
            by_local[own][person] = by_local[own].get(person, False) or kind == "email"
            by_letters[name_forms.squashed(own)].add(person)
        if kind == "name":
            for login, pattern in name_forms.patterns(key).items():
                by_pattern[login].setdefault(person, pattern)
    return by_local, by_letters, by_pattern


def _names(theirs: pl.DataFrame, ours: pl.DataFrame, known: Known) -> Iterator[Evidence]:
    """Names that are alike: in the team that the account works with, else in the firm."""
    told, names = (_named(keys) for keys in (theirs, ours))
    teams = dict(known.teams.iter_rows())
    members = {
        team: set(rows["person_id"])
        for (team,), rows in known.membership.select("team_id", "person_id").group_by("team_id")
    }
    for begin in range(0, len(told), NAMES_AT_ONCE):
        part = told[begin : begin + NAMES_AT_ONCE]
        ratios = process.cdist(
            [name for _, name in part],
            [name for _, name in names],
            scorer=fuzz.token_sort_ratio,
            score_cutoff=NAME_CUT,
        )
        for (account, _), row in zip(part, ratios, strict=True):
            alike: dict[str, float] = {}
            for place in row.nonzero()[0]:
                person = names[place][0]
                alike[person] = max(alike.get(person, 0.0), float(row[place]))
            mates = {who for who in alike if who in members.get(teams.get(account, ""), ())}
            for person in sorted(mates or alike):
                where = "in the team that the account works with" if mates else "in the firm"
                degree = "the same" if alike[person] == 100 else f"{alike[person]:.0f}% alike"  # noqa: PLR2004 -- percent
                strength = (NAME_IN_TEAM if mates else NAME_IN_FIRM) * alike[person] / 100
                yield Evidence(account, person, "name", strength, f"The name is {degree}, {where}")


def _named(keys: pl.DataFrame) -> list[tuple[str, str]]:
    """Person and name as compared, once each."""
    rows = keys.filter(pl.col("kind") == "name").select("person_id", "key").iter_rows()
    return sorted({(one, name) for one, key in rows if (name := name_forms.name(key))})


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
