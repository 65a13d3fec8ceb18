"""xAPI statements of a learning record store: who completed or passed what when."""

from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

import polars as pl

from loaders.cells import Cells
from loaders.contract import Parcel, loader
from loaders.export import Export
from loaders.flat import first_records, flat
from loaders.gather import part_in, text_in
from loaders.lenient import lenient
from loaders.trainings import BLIND, finished, finished_on, once, parcel, people, training
from loaders.values import hours

DONE: Final = ("completed", "passed")
VOIDED: Final = "http://adlnet.gov/expapi/verbs/voided"
# Kinds of activities that are parts of a training, or tests without one.
PARTS: Final = (
    "assessment",
    "attempt",
    "cmi.interaction",
    "file",
    "interaction",
    "link",
    "media",
    "objective",
    "question",
)
LEFT_OUT: Final = {
    "open": "tell no completion",
    "part": "are about parts of a training",
    "voided": "were voided",
}
CONCEALED: Final = "id:concealed:"
LENGTH, DAY, WHO = "result.duration", "timestamp", "actor"
COLUMNS: Final = (
    "state",
    WHO,
    "email",
    "name",
    "object",
    "course",
    "group",
    DAY,
    LENGTH,
    "platform",
)


def _recognises(export: Export) -> bool:
    is_json = export.shape in {"json", "ndjson"}
    return is_json and {"actor", "verb", "object"} <= export.keys and _has_iri(export)


def _has_iri(export: Export) -> bool:
    first = next((each for each in first_records(export) if "verb" in each), None)
    return "://" in (text_in(first, "verb", "id") or "")


@loader(
    label="xAPI statements",
    fills=("training", "person"),
    keys=("email", "id", "login"),
    grain="one statement: an actor did something to an object",
    verified="specification of xAPI 1.0.3",
    recognises=_recognises,
    meanings={
        "training.hours": "result.duration [h] of the statement that tells the completion; the"
        " longest where several do. Time in statements of the parts is not in it",
    },
    blind=BLIND,
)
def xapi(export: Export) -> Parcel:
    """One row per person, activity and completion.

    export   statements as a list, one a line, or as a store answers (`statements`, `more`)
    returns  training: hours [h], provider is the platform; completed_on is the day as written
             person: e-mail and name tied

    Counts: the verbs completed and passed, of whatever vocabulary, unless the result says that it
    was no completion or no success. Several such statements of one registration, else of one day,
    are one training, on its last day. Voided statements do not count.
    Leaves out: all other verbs, parts of a training (activities with a parent, questions, tests),
    groups, scores, answers.
    """
    voided = set(_voided(export))
    rows = []
    for row, record in zip(export.record_lines, export.records(), strict=True):
        state = "voided" if text_in(record, "id") in voided else _state(record)
        rows.append((row, {"state": state, **(_cells(record) if state == "done" else {})}))
    several = len({home for _, cells in rows if (home := cells.get("home"))}) > 1
    for _, cells in rows:
        cells[WHO] = _key(cells, several=several) if cells["state"] == "done" else None
    table = Cells(flat(export, COLUMNS, rows))
    done = _finished(table)
    facts = {"training": training(done), "person": people(done)}
    return parcel(table, facts, _cut(export))


def _voided(export: Export) -> Iterator[str]:
    """Ids of the statements that others take back."""
    for record in export.records():
        if text_in(record, "verb", "id") == VOIDED:
            yield text_in(record, "object", "id") or ""


def _cells(record: Mapping[str, Any]) -> dict[str, Any]:
    """One statement as a row; stores hold many that tell no completion, and need none."""
    actor, account = part_in(record, "actor"), part_in(record, "actor", "account")
    mail = (text_in(actor, "mbox") or "").removeprefix("mailto:")
    thing = text_in(record, "object", "id")
    return {
        "kind": text_in(actor, "objectType"),
        "email": mail or None,
        "sha1": text_in(actor, "mbox_sha1sum"),
        "openid": text_in(actor, "openid"),
        "home": text_in(account, "homePage"),
        "account": text_in(account, "name"),
        "name": text_in(actor, "name"),
        "object": thing,
        "course": _words(part_in(record, "object", "definition", "name")) or thing,
        "group": text_in(record, "context", "registration"),
        DAY: text_in(record, "timestamp") or text_in(record, "stored"),
        LENGTH: text_in(record, "result", "duration"),
        "platform": text_in(record, "context", "platform"),
    }


def _state(record: Mapping[str, Any]) -> str:
    """What the statement tells: done, part (of a training) or open."""
    verb, kind = text_in(record, "verb", "id"), text_in(record, "object", "definition", "type")
    result = part_in(record, "result")
    if _last_word(verb) not in DONE or False in (result.get("completion"), result.get("success")):
        return "open"
    has_parent = bool(part_in(record, "context", "contextActivities").get("parent"))
    return "part" if has_parent or _last_word(kind) in PARTS else "done"


def _last_word(iri: str | None) -> str:
    """The last word of an identifier: http://adlnet.gov/expapi/verbs/completed is completed."""
    return (iri or "").rstrip("/").replace("#", "/").rpartition("/")[2].casefold()


def _words(names: Mapping[str, Any]) -> str | None:
    """A name out of a map of languages: English first, else the first that is there."""
    told = {code: text for code, text in names.items() if isinstance(text, str) and text.strip()}
    english = [text for code, text in told.items() if code.casefold().startswith("en")]
    return next(iter([*english, *told.values()]), None)


def _key(cells: Mapping[str, Any], *, several: bool) -> str | None:
    """Key of the actor; none for groups and for actors without any.

    several  accounts of several systems are in the file, so their names must be kept apart
    """
    if cells["kind"] == "Group":
        return None
    if cells["email"]:
        return f"email:{cells['email']}"
    if cells["sha1"]:
        return f"{CONCEALED}{cells['sha1']}"
    if cells["account"] and several:
        return f"login:{urlsplit(cells['home'] or '').netloc}/{cells['account']}"
    if cells["account"]:
        return f"id:{cells['account']}"
    return f"login:{cells['openid']}" if cells["openid"] else None


def _finished(table: Cells) -> pl.DataFrame:
    """Rows of the trainings that statements tell as done, each once."""
    state, person = table.text("state"), table.text(WHO)
    is_finished = state == "done"
    for word, words in LEFT_OUT.items():
        count = int((state == word).sum())
        if count:
            table.refusals.notes.append(f"{count} statements {words}; they are left out.")
    if person.str.starts_with(CONCEALED).any():
        table.refusals.notes.append(
            "Some people are told as a hash of their address (mbox_sha1sum) and meet nobody of"
            " another source; let the store tell mbox or account instead."
        )
    told = {
        "person_id": person,
        "email": table.text("email"),
        "own": pl.repeat(None, len(state), dtype=pl.String, eager=True),
        "name": table.text("name"),
        "object": table.text("object"),
        "group": table.text("group"),
        "course": table.text("course"),
        "provider": table.text("platform"),
        "completed_on": finished_on(table, is_finished, DAY),
        "hours": lenient(table, LENGTH, hours(table.raw(LENGTH))),
    }
    needed = {"person_id": WHO, "course": "object", "completed_on": DAY}
    rows = finished(table, told, is_finished, needed, among=is_finished)
    return once(table, _together(rows))


def _together(rows: pl.DataFrame) -> pl.DataFrame:
    """Statements of one training put together: its last day, its longest duration."""
    one = pl.coalesce("group", pl.col("completed_on").cast(pl.String)).alias("one")
    keys = ["person_id", "object", "one"]
    sorted_rows = rows.with_columns(one).sort("completed_on", "row")
    return (
        sorted_rows.group_by(keys, maintain_order=True)
        .agg(pl.col("hours").max(), pl.exclude("hours", *keys).drop_nulls().last())
        .sort("row")
    )


def _cut(export: Export) -> str:
    """A sentence when the last answer of the store says that more follows."""
    last = export.documents[-1] if export.documents else None
    if text_in(last, "more"):
        return "The store says that more statements follow (more); save and load those too."
    return ""
