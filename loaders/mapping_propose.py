"""A mapping proposed from the names and cells of a file; somebody looks at it before it is used."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from loaders.export import Export, normalise
from loaders.mapping_profile import Profile, profiles
from loaders.mapping_toml import Plan
from loaders.mapping_words import CREDIT, DEBIT, FEWEST, ROLES, WORDS
from loaders.origin import Origin
from loaders.reading import Fill
from store.tables import TABLES, Column, Kind

OUR_NAME, KNOWN_NAME, PART_OF_NAME, BY_CELLS = 1.0, 0.9, 0.6, 0.4
LEAST: Final = 0.4  # below this a column is left for the reader to choose
SHORTEST_PART: Final = 5  # shorter words (date, type, team) are found inside all kinds of names
FIRST_TO_THE_NEEDED: Final = 0.05  # of two uses of a column the one that cannot be missed wins


@dataclass(frozen=True)
class Suggestion:
    """Where one column of a fact table could come from.

    confidence  from 0 to 1
    reason      why, in words
    """

    table: str
    column: str
    source: str
    confidence: float
    reason: str


@dataclass(frozen=True)
class Proposed:
    """A mapping that somebody should look at, and why each column was chosen.

    missing  needed columns that were not found, as table.column, when no table could be proposed
    """

    plan: Plan
    suggestions: tuple[Suggestion, ...]
    missing: tuple[str, ...] = ()


def propose(export: Export, name: str = "") -> Proposed:
    """A mapping for a file that no loader knows. Text that people wrote is never proposed.

    Counts: a table is proposed only when all its needed columns are found. Each column of the file
    is used once in a table; the surest use goes first.
    """
    export = export.as_table()
    seen = [profile for profile in profiles(export) if not profile.is_free_text]
    found = {table: _columns(table, seen) for table in WORDS}
    _start_with_hire(found, seen)
    credit = _debit_less_credit(found["ledger"], seen)
    tables = [table for table in WORDS if _is_enough(table, found)]
    stem = normalise(name or export.name.split(".")[0]) or "mapping"
    if not tables:
        best = max(found, key=lambda table: len(found[table]))
        names = {each.column for each in found[best]}
        needed = [column.name for column in TABLES[best].columns if column.required]
        missing = tuple(f"{best}.{name}" for name in needed if name not in names)
        return Proposed(Plan(stem, (), export.header), tuple(found[best]), missing)
    if "task" in tables:  # a file about work names its people by their part in it
        tables = [table for table in tables if table == "task"]
    fills = [Fill(table, _origins(table, found[table], seen)) for table in tables]
    if credit and "ledger" in tables:
        how = fills[tables.index("ledger")]
        amount = replace(how.origins["amount"], minus=(credit,))
        fills[tables.index("ledger")] = replace(how, origins={**how.origins, "amount": amount})
    told = [each for table in tables for each in found[table]]
    if "task" in tables:
        roles, why = _roles(found["task"], seen)
        fills.extend(roles)
        told.extend(why)
    return Proposed(Plan(stem, tuple(fills), export.header), tuple(told))


def _columns(table: str, seen: Sequence[Profile]) -> list[Suggestion]:
    """The surest source of every column of a table, each source once."""
    candidates = [
        suggestion
        for name, words in WORDS[table].items()
        for profile in seen
        if (suggestion := _suggestion(table, name, words, profile)) is not None
    ]
    candidates += _by_cells(table, seen)
    chosen: dict[str, Suggestion] = {}
    used: set[str] = set()
    for each in sorted(candidates, key=_order):
        if each.column not in chosen and each.source not in used and each.confidence >= LEAST:
            chosen[each.column] = each
            used.add(each.source)
    return [chosen[name] for name in TABLES[table].names if name in chosen]


def _order(suggestion: Suggestion) -> float:
    is_needed = TABLES[suggestion.table].column(suggestion.column).required
    return -suggestion.confidence - FIRST_TO_THE_NEEDED * is_needed


def _suggestion(table: str, name: str, words: Iterable[str], profile: Profile) -> Suggestion | None:
    column = TABLES[table].column(name)
    if not profile.fits(column):
        return None
    confidence, reason = _by_name(name, words, profile.name)
    if column.kind is Kind.PERSON and profile.is_number and confidence == PART_OF_NAME:
        return None  # years with the manager are no manager
    if not profile.filled:
        confidence, reason = confidence / 2, f"{reason}, but it is empty"
    elif column.kind in {Kind.DAY, Kind.MOMENT}:
        order = "; its dates can be read both ways, set day_first" if profile.is_ambiguous else ""
        reason = f"{reason}, and it holds dates{order}"
    return Suggestion(table, name, profile.name, confidence, reason) if confidence else None


def _by_name(name: str, words: Iterable[str], told: str) -> tuple[float, str]:
    """How sure a name is, and why."""
    here, ours = normalise(told), normalise(name)
    known = [normalise(word) for word in words]
    if here == ours:
        return OUR_NAME, "it has our name"
    if here in known:
        # Words that come first say more: "employee id" before "user".
        return KNOWN_NAME - known.index(here) / 100, "it is a common name for this"
    parts = [word for word in (ours, *known) if len(word) >= SHORTEST_PART and word in here]
    return (PART_OF_NAME, "its name contains a common name for this") if parts else (0.0, "")


def _by_cells(table: str, seen: Sequence[Profile]) -> list[Suggestion]:
    """Keys told by their cells alone: ids that occur once."""
    key = TABLES[table].columns[0].name
    if table != "task":
        return []
    return [
        Suggestion(table, key, each.name, BY_CELLS, "every cell occurs once")
        for each in seen
        if each.is_key and not each.is_time and not each.is_spoken and not each.is_email
    ]


def _start_with_hire(found: dict[str, list[Suggestion]], seen: Sequence[Profile]) -> None:
    """Where no column says since when somebody is in a team, the hire date may stand for it."""
    hired = [each for each in found["person"] if each.column == "hire_date"]
    has_start = any(each.column == "valid_from" for each in found["membership"])
    if hired and not has_start and len(found["membership"]) > 1:
        reason = "no column says since when; in the team since the hire date"
        source = hired[0].source
        found["membership"].append(Suggestion("membership", "valid_from", source, BY_CELLS, reason))


def _debit_less_credit(ledger: list[Suggestion], seen: Sequence[Profile]) -> str | None:
    """The column of credits, where debits and credits stand apart and no column has the amount."""
    named = {normalise(profile.name): profile.name for profile in seen}
    debit, credit = (
        next((named[normalise(word)] for word in words if normalise(word) in named), None)
        for words in (DEBIT, CREDIT)
    )
    if not debit or not credit or any(each.column == "amount" for each in ledger):
        return None
    reason = f"debits stand here, credits in {credit}; the amount is their difference"
    ledger.append(Suggestion("ledger", "amount", debit, KNOWN_NAME, reason))
    return credit


def _is_enough(table: str, found: dict[str, list[Suggestion]]) -> bool:
    names = {each.column for each in found[table]}
    needed = {column.name for column in TABLES[table].columns if column.required}
    if table == "team" and not names - {"team_id"}:
        return _is_enough("membership", found)
    return needed <= names and len(names) >= FEWEST[table]


def _origins(
    table: str, chosen: Iterable[Suggestion], seen: Sequence[Profile]
) -> dict[str, Origin]:
    by_name = {profile.name: profile for profile in seen}
    return {
        each.column: _origin(TABLES[table].column(each.column), by_name[each.source])
        for each in chosen
    }


def _origin(column: Column, profile: Profile) -> Origin:
    is_list = column.kind is Kind.LIST
    return Origin(
        (profile.name,),
        separator=profile.list_mark if is_list else None,
        key=key_kind(profile) if column.kind is Kind.PERSON else "id",
    )


def key_kind(profile: Profile) -> str:
    """Kind of person key that a column holds."""
    name = normalise(profile.name)
    if profile.is_email:
        return "email"
    if "login" in name or "username" in name:
        return "login"
    if "employee" in name or "personnel" in name:
        return "employee_id"
    return "name" if profile.is_spoken else "id"


def _roles(
    task: Sequence[Suggestion], seen: Sequence[Profile]
) -> tuple[list[Fill], list[Suggestion]]:
    """One fill of participation for every column of people."""
    key = next(each for each in task if each.column == "task_id")
    used = {each.source for each in task}
    fills, told = [], []
    for role, words in ROLES.items():
        rated = [
            (*_by_name(role, words, profile.name), profile)
            for profile in seen
            if profile.name not in used and not profile.is_time and not profile.is_flag
        ]
        confidence, reason, best = max(rated, key=lambda one: one[0], default=(0.0, "", None))
        if best is None or confidence < LEAST:
            continue
        used.add(best.name)
        # With a separator an empty cell makes no row: a task without a reviewer is no error.
        people = Origin((best.name,), separator=best.list_mark or ";", key=key_kind(best))
        origins = {"task_id": Origin((key.source,)), "person_id": people}
        fills.append(Fill("participation", {**origins, "role": Origin(constant=role)}))
        told.append(Suggestion("participation", role, best.name, confidence, reason))
    return fills, told
