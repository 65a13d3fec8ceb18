"""The firm in ten tables, column by column, and beside them the taxonomies of work and skills."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import polars as pl


class Kind(StrEnum):
    """What a column holds; decides how it is read, checked and stored."""

    TEXT = "text"
    NUMBER = "number"
    COUNT = "count"
    SHARE = "share"
    FLAG = "flag"
    DAY = "day"
    MOMENT = "moment"
    LIST = "list"
    PERSON = "person"


# Integers and floats have one width each: small integers wrap without a word in some engines.
TYPES: Final[Mapping[Kind, pl.DataType]] = {
    Kind.TEXT: pl.String(),
    Kind.NUMBER: pl.Float64(),
    Kind.COUNT: pl.Int64(),
    Kind.SHARE: pl.Float64(),
    Kind.FLAG: pl.Boolean(),
    Kind.DAY: pl.Date(),
    Kind.MOMENT: pl.Datetime("us", "UTC"),
    Kind.LIST: pl.List(pl.String()),
    Kind.PERSON: pl.String(),
}


@dataclass(frozen=True)
class Column:
    """One column of a fact table.

    name      as canonical files and all rooms spell it
    kind      what it holds
    about     meaning and unit, in the words of the users
    required  a row without it is refused
    choices   the only values allowed, when they are a closed set
    stem      stem of the integer time columns that the store adds: a day gives `<stem>_day`
              (days since 1970-01-01), a moment gives `<stem>_day` and `<stem>_second`
    personal  names, addresses and account names: never reach a fact table, only the identity table
    """

    name: str
    kind: Kind
    about: str
    required: bool = False
    choices: tuple[str, ...] = ()
    stem: str = ""
    personal: bool = False


@dataclass(frozen=True)
class Table:
    """One fact table: its grain, its natural key, its columns.

    A second row with the same natural key replaces the first.
    """

    name: str
    grain: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        """The column of that name."""
        return next(column for column in self.columns if column.name == name)

    @property
    def names(self) -> tuple[str, ...]:
        """Column names, in order."""
        return tuple(column.name for column in self.columns)

    @property
    def schema(self) -> dict[str, pl.DataType]:
        """What a loader hands over: every column with its type, in order."""
        return {column.name: TYPES[column.kind] for column in self.columns}

    @property
    def stored_schema(self) -> dict[str, pl.DataType]:
        """What the store keeps: no personal column, integers beside days and moments."""
        kept = {c.name: TYPES[c.kind] for c in self.columns if not c.personal}
        for column in self.columns:
            if column.stem:
                kept[f"{column.stem}_day"] = pl.Int64()
                if column.kind is Kind.MOMENT:
                    kept[f"{column.stem}_second"] = pl.Int64()
        return kept


def _text(name: str, about: str, **more: object) -> Column:
    return Column(name, Kind.TEXT, about, **more)  # type: ignore[arg-type]


PERSON = Table(
    "person",
    "one row per person",
    ("person_id",),
    (
        Column("person_id", Kind.PERSON, "any id of the source", required=True),
        _text("employee_id", "the firm's own number for the person", personal=True),
        _text("email", "work e-mail address", personal=True),
        Column("logins", Kind.LIST, "account names in other systems", personal=True),
        _text("name", "name as shown to those who may see it", personal=True),
        Column("hire_date", Kind.DAY, "first day in the firm; unknown is not new", stem="hire"),
        Column("termination_date", Kind.DAY, "last day in the firm", stem="termination"),
        _text(
            "worker_type",
            "who acts; missing means employee",
            choices=("employee", "contractor", "bot", "agent"),
        ),
        _text("location", "site"),
        Column("opt_out", Kind.FLAG, "wants no task proposals"),
        Column("certificates", Kind.LIST, "licences held"),
        Column("goals", Kind.LIST, "skills the person wants to grow"),
    ),
)

TEAM = Table(
    "team",
    "one row per team",
    ("team_id",),
    (
        _text("team_id", "key of the team", required=True),
        _text("name", "name on the screen"),
        _text("parent_id", "the unit above; a tree of any depth"),
    ),
)

MEMBERSHIP = Table(
    "membership",
    "one row per person, team and interval [valid_from, valid_to)",
    ("person_id", "team_id", "valid_from"),
    (
        Column("person_id", Kind.PERSON, "who", required=True),
        _text("team_id", "in which team", required=True),
        Column("valid_from", Kind.DAY, "first day", required=True, stem="from"),
        Column("valid_to", Kind.DAY, "first day after; empty is still there", stem="to"),
        Column("share", Kind.SHARE, "share of the person's time in this team, (0, 1]"),
        Column("fte", Kind.SHARE, "full-time equivalent, (0, 1]"),
        _text("job_family", "craft: people of one family do comparable work"),
        _text("job_title", "title"),
        _text("level", "level of the firm's own scale"),
        Column("entry_level", Kind.FLAG, "the level is an entry level of its family"),
        Column("senior_level", Kind.FLAG, "the level is a senior level of its family"),
        Column("manager_id", Kind.PERSON, "to whom the person reports"),
        Column("hourly_cost", Kind.NUMBER, "loaded cost of an hour"),
        _text("currency", "ISO 4217 code of hourly_cost"),
    ),
)

# Status of a task that was closed without being done: it has no closing, so it counts as no work
# done, and nobody is to take it up.
CANCELLED: Final = "cancelled"

TASK = Table(
    "task",
    "one row per task",
    ("task_id",),
    (
        _text("task_id", "key of the task", required=True),
        Column("opened_at", Kind.MOMENT, "when it was opened", required=True, stem="opened"),
        _text("source", "system it comes from"),
        _text("title", "short title; shown with assignments only"),
        _text("type", "type in the tracker"),
        _text("status", "status at the time of the export; `cancelled` was closed undone"),
        Column("priority", Kind.COUNT, "1 is highest"),
        Column("value", Kind.NUMBER, "worth to the firm, in the firm's own points"),
        Column("components", Kind.LIST, "parts of the system touched"),
        Column("skills", Kind.LIST, "skills needed"),
        Column("estimate_hours", Kind.NUMBER, "estimated effort, hours"),
        Column("effort_hours", Kind.NUMBER, "logged effort of all, hours"),
        Column("started_at", Kind.MOMENT, "first work", stem="started"),
        Column("closed_at", Kind.MOMENT, "first closing; empty is open", stem="closed"),
        Column("due_at", Kind.MOMENT, "due", stem="due"),
        _text("parent_id", "the larger task"),
        Column("depends_on", Kind.LIST, "tasks that must come first"),
        Column("reopened", Kind.COUNT, "times reopened"),
        Column("changes_requested", Kind.COUNT, "rounds of 'changes requested'"),
        Column("estimate_changes", Kind.COUNT, "times the estimate changed"),
        Column("backward_moves", Kind.COUNT, "times the status moved backwards"),
        Column("certificates", Kind.LIST, "licences needed"),
        Column("truncated_history", Kind.FLAG, "the export cut the history"),
    ),
)

PARTICIPATION = Table(
    "participation",
    "one row per task, person and role",
    ("task_id", "person_id", "role", "from_at"),
    (
        _text("task_id", "which task", required=True),
        Column("person_id", Kind.PERSON, "who", required=True),
        _text(
            "role",
            "part played",
            required=True,
            choices=("assignee", "collaborator", "reviewer", "mentor", "reporter"),
        ),
        Column("weight", Kind.NUMBER, "share of the work; missing takes the weight of the role"),
        Column("from_at", Kind.MOMENT, "start of the part", stem="from"),
        Column("to_at", Kind.MOMENT, "end of the part", stem="to"),
        Column("hours", Kind.NUMBER, "hours logged by this person"),
    ),
)

TASK_EVENT = Table(
    "task_event",
    "one row per event",
    ("task_id", "person_id", "at", "kind"),
    (
        _text("task_id", "which task", required=True),
        Column("person_id", Kind.PERSON, "who acted", required=True),
        Column("at", Kind.MOMENT, "when", required=True, stem="event"),
        _text(
            "kind",
            "what happened",
            required=True,
            choices=(
                "comment",
                "review",
                "approval",
                "change_request",
                "worklog",
                "pairing",
                "assign",
                "status",
            ),
        ),
        _text("value", "hours of a worklog, new status, new assignee; never text of people"),
    ),
)

AI_USAGE = Table(
    "ai_usage",
    "one row per person, day or period, tool, feature, model, mode and task",
    ("person_id", "day", "last_day", "tool", "feature", "model", "mode", "task_id"),
    (
        Column("person_id", Kind.PERSON, "who", required=True),
        Column("day", Kind.DAY, "day, UTC; of a period its first day", required=True, stem="usage"),
        Column("last_day", Kind.DAY, "last day of a period that is told as one", stem="usage_last"),
        _text("tool", "product", required=True),
        _text("feature", "part of the product"),
        _text("model", "model as the vendor names it"),
        Column("model_is_default", Kind.FLAG, "the model is the tool's default"),
        _text("mode", "ask, edit, agent ..."),
        _text("task_id", "the task it was used on"),
        Column("licensed", Kind.FLAG, "has a licence; no licence is missing, not zero"),
        Column("sessions", Kind.COUNT, "sessions"),
        Column("interactions", Kind.COUNT, "prompts sent"),
        Column("suggested", Kind.COUNT, "times the tool produced something"),
        Column("accepted", Kind.COUNT, "times it was accepted"),
        Column("edited", Kind.COUNT, "times it was accepted after edits"),
        Column("rejected", Kind.COUNT, "times it was rejected"),
        Column("lines_added", Kind.COUNT, "lines written"),
        Column("lines_removed", Kind.COUNT, "lines removed"),
        Column("tokens_in", Kind.COUNT, "input tokens, fresh"),
        Column("tokens_cached", Kind.COUNT, "input tokens read from or written to a cache"),
        Column("tokens_out", Kind.COUNT, "output tokens"),
        Column("active_minutes", Kind.NUMBER, "minutes in use"),
        Column("cost", Kind.NUMBER, "cost in `currency`, whole units"),
        _text("currency", "ISO 4217 code of cost"),
    ),
)

TRAINING = Table(
    "training",
    "one row per person, course and completion",
    ("person_id", "course", "completed_on"),
    (
        Column("person_id", Kind.PERSON, "who", required=True),
        _text("course", "course", required=True),
        Column("completed_on", Kind.DAY, "day of completion", required=True, stem="completed"),
        _text("topic", "topic"),
        _text("provider", "provider"),
        Column("hours", Kind.NUMBER, "hours of training"),
        Column("cost", Kind.NUMBER, "cost in `currency`"),
        _text("currency", "ISO 4217 code of cost"),
        Column("mandatory", Kind.FLAG, "compliance training"),
        Column("about_ai", Kind.FLAG, "teaches the use of AI"),
    ),
)

SURVEY = Table(
    "survey",
    "one row per respondent, wave and item",
    ("wave", "item", "person_id", "team_id", "response_id"),
    (
        Column("wave", Kind.DAY, "day of the wave", required=True, stem="wave"),
        _text("item", "question key", required=True),
        Column("score", Kind.NUMBER, "answer on the item's scale", required=True),
        Column("person_id", Kind.PERSON, "who, when the survey is not anonymous"),
        _text("team_id", "team, when it is"),
        _text("response_id", "tells answers of one anonymous respondent from another's"),
        _text("construct", "trust, challenge, complexity, climate, ai ..."),
        Column("scale_min", Kind.NUMBER, "lowest answer"),
        Column("scale_max", Kind.NUMBER, "highest answer"),
    ),
)

LEDGER = Table(
    "ledger",
    "one row per ledger line",
    ("posted_on", "reference", "account", "team_id"),
    (
        Column("posted_on", Kind.DAY, "posting day", required=True, stem="posted"),
        Column("amount", Kind.NUMBER, "amount in `currency`", required=True),
        _text("currency", "ISO 4217 code", required=True),
        _text("category", "spend category"),
        _text("account", "account"),
        _text("team_id", "team that carries it"),
        _text("tag", "how far it can be trusted", choices=("measured", "quoted", "assumed")),
        _text("reference", "document number; of lines that are alike with their number behind"),
    ),
)

TABLES: Final[Mapping[str, Table]] = {
    table.name: table
    for table in (
        PERSON,
        TEAM,
        MEMBERSHIP,
        TASK,
        PARTICIPATION,
        TASK_EVENT,
        AI_USAGE,
        TRAINING,
        SURVEY,
        LEDGER,
    )
}


# What an occupation asks for; O*NET's words, of which ESCO has skill and knowledge.
ASKED: Final = ("skill", "knowledge", "ability", "activity", "task", "technology")

OCCUPATION = Table(
    "occupation",
    "one row per occupation of a taxonomy",
    ("taxonomy", "code"),
    (
        _text("taxonomy", "onet, esco, or the name of another one", required=True),
        _text("code", "code in the taxonomy", required=True),
        _text("title", "title in the taxonomy"),
        Column("alternate_titles", Kind.LIST, "other titles of the same work"),
        _text("group_code", "the group above; of ESCO the ISCO-08 unit group"),
        Column("job_zone", Kind.COUNT, "O*NET job zone: preparation needed, 1 (little) to 5"),
    ),
)

SKILL = Table(
    "skill",
    "one row per skill of a taxonomy",
    ("taxonomy", "skill_id"),
    (
        _text("taxonomy", "onet, esco, own, or the name of another one", required=True),
        _text("skill_id", "key in the taxonomy; in a firm's own list its name", required=True),
        _text("label", "name on the screen"),
        Column("alternate_labels", Kind.LIST, "other names"),
        _text("parent_id", "the larger skill"),
        _text("kind", "what it is", choices=ASKED),
    ),
)

OCCUPATION_SKILL = Table(
    "occupation_skill",
    "one row per occupation and what it asks for",
    ("taxonomy", "code", "kind", "skill_id"),
    (
        _text("taxonomy", "onet, esco, or the name of another one", required=True),
        _text("code", "which occupation", required=True),
        _text("kind", "what is asked for", required=True, choices=ASKED),
        _text("skill_id", "key of it in the taxonomy", required=True),
        _text("label", "its name, where the file tells it"),
        Column("importance", Kind.NUMBER, "O*NET importance, 1 to 5"),
        Column("level", Kind.NUMBER, "O*NET level, 0 to 7"),
        _text("need", "how far it is needed", choices=("essential", "optional")),
    ),
)

# Not about the firm: what the world knows of occupations and skills. No indicator counts them.
REFERENCES: Final[Mapping[str, Table]] = {
    table.name: table for table in (OCCUPATION, SKILL, OCCUPATION_SKILL)
}

# Everything that loads, snapshots and the import ledger keep.
STORED: Final[Mapping[str, Table]] = {**TABLES, **REFERENCES}
