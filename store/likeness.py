"""What speaks for an account being a person's: numbers, account names and names that are alike."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

import polars as pl
from rapidfuzz import fuzz, process

from store import name_forms

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
VERIFIED_BY: Final = 2  # people of the roster whose addresses make a domain the firm's own
NAMES_AT_ONCE: Final = 500  # of unknown accounts, against all names of the firm
WHOLE: Final = 100  # percent


class Evidence(NamedTuple):
    """One reason why an account may be a person's.

    family  of several reasons of one family only the best counts: they tell the same again
    """

    account: str
    person: str
    family: str
    strength: float
    why: str


def likeness(
    theirs: pl.DataFrame, ours: pl.DataFrame, membership: pl.DataFrame, teams: pl.DataFrame
) -> list[Evidence]:
    """Every reason why an unknown account may be a known person's.

    theirs, ours  person_id, kind, key: of unknown accounts, and of people who are known
    membership    fact table under persons
    teams         person_id (of an unknown account), team_id: where it works most
    """
    return [
        *_numbers(theirs, ours),
        *_accounts(theirs, ours),
        *_names(theirs, ours, membership, teams),
    ]


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


def _names(
    theirs: pl.DataFrame, ours: pl.DataFrame, membership: pl.DataFrame, teams: pl.DataFrame
) -> Iterator[Evidence]:
    """Names that are alike: in the team that the account works with, else in the firm."""
    told, names = (_named(keys) for keys in (theirs, ours))
    team_of = dict(teams.iter_rows())
    members = {
        team: set(rows["person_id"])
        for (team,), rows in membership.select("team_id", "person_id").group_by("team_id")
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
            mates = {who for who in alike if who in members.get(team_of.get(account, ""), ())}
            for person in sorted(mates or alike):
                where = "in the team that the account works with" if mates else "in the firm"
                degree = "the same" if alike[person] == WHOLE else f"{alike[person]:.0f}% alike"
                strength = (NAME_IN_TEAM if mates else NAME_IN_FIRM) * alike[person] / WHOLE
                yield Evidence(account, person, "name", strength, f"The name is {degree}, {where}")


def _named(keys: pl.DataFrame) -> list[tuple[str, str]]:
    """Person and name as compared, once each."""
    rows = keys.filter(pl.col("kind") == "name").select("person_id", "key").iter_rows()
    return sorted({(one, name) for one, key in rows if (name := name_forms.name(key))})
