"""LinkedIn Learning, answer of the reporting API: who completed which course when."""

from collections.abc import Mapping
from typing import Any, Final

from loaders.cells import Cells
from loaders.contract import Parcel, loader
from loaders.export import Export
from loaders.flat import flat
from loaders.gather import part_in, records_in, text_in
from loaders.trainings import (
    BLIND,
    finished,
    finished_on,
    first_filled,
    once,
    parcel,
    people,
    prefixed,
    training,
)
from store.errors import SourceError

ACTIVITIES, LEARNER, CONTENT = "activities", "learnerDetails", "contentDetails"
DONE, VIEWED = "COMPLETIONS", "SECONDS_VIEWED"
COURSE: Final = "COURSE"
PROVIDER: Final = "LinkedIn Learning"
OF_LINKEDIN: Final = "LINKEDIN_LEARNING"  # else ORGANIZATION or THIRD_PARTY
COLUMNS: Final = ("email", "uniqueUserId", "name", "content", "provider", DONE, "day", VIEWED)


@loader(
    label="LinkedIn Learning reporting API",
    fills=("training", "person"),
    keys=("email", "id"),
    grain="one element per learner, content and time window",
    verified="vendor documentation and three connectors",
    recognises=lambda export: (
        export.shape in {"json", "ndjson"} and {ACTIVITIES, "latestDataAt"} <= export.keys
    ),
    meanings={
        "training.hours": "SECONDS_VIEWED / 3600 [h]: length of the content that was played in the"
        " time window of the answer; what was played before the window is not in it",
    },
    blind=BLIND,
)
def linkedin_learning_api(export: Export) -> Parcel:
    """One row per person and completed course.

    export   answers of learningActivityReports by INDIVIDUAL and CONTENT, back to back or a line
             each
    returns  training: hours [h] viewed in the window; completed_on is the day (UTC) on which the
             completion was last seen in the window
             person: e-mail, unique id (an account name of the firm's sign-on) and name tied

    Counts: courses only; videos and articles are parts or no trainings. Windows of up to 14 days
    must follow each other without gaps, or completions are missing; the hours are those of the
    window with the completion, too few for a course that was begun in an earlier one.
    Leaves out: content that was viewed and not completed (a note counts it), groups and attributes
    of learners, all other measures.
    """
    _check(export)
    numbered = zip(export.record_lines, export.records(), strict=True)
    rows = [(row, _cells(record)) for row, record in numbered if ACTIVITIES in record]
    cells = Cells(flat(export, COLUMNS, rows))
    is_finished = (cells.count(DONE) > 0).fill_null(value=False)
    email, own = cells.text("email"), cells.id("uniqueUserId")
    told = {
        "person_id": first_filled(prefixed("email:", email), prefixed("id:", own)),
        "email": email,
        "own": own,
        "name": cells.text("name"),
        "course": cells.text("content"),
        "provider": cells.text("provider"),
        "completed_on": finished_on(cells, is_finished, "day", numerals="milliseconds"),
        "hours": cells.hours(VIEWED, unit="seconds"),
    }
    needed = {"person_id": LEARNER, "course": CONTENT, "completed_on": "lastEngagedAt"}
    done = once(cells, finished(cells, told, is_finished, needed))
    facts = {"training": training(done), "person": people(done)}
    return parcel(cells, facts, _cut(export))


def _check(export: Export) -> None:
    """Stop at totals, saying how to ask for people and courses."""
    if not {LEARNER, CONTENT} <= export.keys:
        raise SourceError(
            f"{export.name} holds totals, not one element per learner and content",
            f"elements with {LEARNER}, {CONTENT} and {ACTIVITIES}",
            "Ask with aggregationCriteria.primary=INDIVIDUAL and"
            " aggregationCriteria.secondary=CONTENT and save the answers",
        )


def _cells(record: Mapping[str, Any]) -> dict[str, Any]:
    """One element as a row: its completions of courses and the seconds viewed."""
    done = _measures(record, DONE)
    days = [each["lastEngagedAt"] for each in done if isinstance(each.get("lastEngagedAt"), int)]
    seconds = [each.get("engagementValue") for each in _measures(record, VIEWED)]
    told = [value for value in seconds if isinstance(value, int)]
    return {
        **part_in(record, LEARNER),
        "content": text_in(record, CONTENT, "name"),
        "provider": text_in(record, CONTENT, "contentProviderName") or _maker(record),
        DONE: sum(_value(each) for each in done),
        "day": max(days, default=None),
        VIEWED: max(told, default=None),
    }


def _maker(record: Mapping[str, Any]) -> str | None:
    """LinkedIn, unless the content is the firm's own or of a third party that is not named."""
    source = text_in(record, CONTENT, "contentSource")
    return PROVIDER if source in (None, OF_LINKEDIN) else None


def _measures(record: Mapping[str, Any], kind: str) -> list[dict[str, Any]]:
    """Activities of a kind; completions of courses only."""
    found = [each for each in records_in(record[ACTIVITIES]) if each.get("engagementType") == kind]
    if kind == VIEWED:
        return found
    return [each for each in found if each.get("assetType") in (COURSE, None) and _value(each)]


def _value(activity: Mapping[str, Any]) -> int:
    value = activity.get("engagementValue")
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _cut(export: Export) -> str:
    """A sentence when the last answer says that another page follows."""
    paging = part_in(export.documents[-1], "paging") if export.documents else {}
    if any(link.get("rel") == "next" for link in records_in(paging.get("links"))):
        return "The last answer says that another page follows; save and load that one too."
    return ""
