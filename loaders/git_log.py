"""The text that `git log` prints, with or without the files that a commit touched."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from loaders.actors import BOT_ENDING, acts_as
from loaders.ai_tools import PRODUCTS, product
from loaders.contract import Parcel, loader
from loaders.dates import within_time
from loaders.export import Export
from loaders.folders import first_folders
from loaders.gather import Gathered

SOURCE: Final = "git"
FILLS: Final = ("task", "participation", "task_event", "ai_usage", "person")
SHALLOW: Final = (
    "The log comes from a shallow clone: commits before its depth are missing. Fetch the whole"
    " history with git fetch --unshallow and export again."
)
HEAD: Final = re.compile(r"commit ([0-9a-f]{7,64})((?: [0-9a-f]{7,64})*)(?: \((.*)\))?\s*$")
GRAFTED: Final = "grafted"  # how git marks the commit at which a shallow clone ends
PERSON: Final = re.compile(r"^(?P<name>.*?)\s*<(?P<mail>[^<>]*)>\s*$")
LONG_DATE: Final = re.compile(
    r"(?:\w{3} )?(?P<month>\w{3}) (?P<day>\d{1,2}) (?P<time>[\d:]{8}) (?P<year>\d{4}) (?P<zone>\S+)"
)
MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
TRAILER: Final = re.compile(r"^([A-Za-z][A-Za-z-]+-by): (.+)$", re.IGNORECASE)
NUMSTAT: Final = re.compile(r"^(?:\d+|-)\t(?:\d+|-)\t(.+)$")
RAW: Final = re.compile(r"^:\d{6} \d{6} \S+ \S+ [A-Z]\d*\t(?:.*\t)?([^\t]+)$")
RENAMED: Final = re.compile(r"\{[^{}]* => ([^{}]*)\}")
ISSUE: Final = re.compile(r"^\W*([A-Z][A-Z0-9]+-\d+)\b")
ROLES: Final = {
    "co-authored-by": "collaborator",
    "helped-by": "collaborator",
    "reviewed-by": "reviewer",
    "acked-by": "reviewer",
    "tested-by": "reviewer",
    "mentored-by": "mentor",
    "reported-by": "reporter",
    "suggested-by": "reporter",
}
# Domain of a trailer's address -> the tool that wrote with the author, and the word that name or
# account must hold too: the vendors have employees, and a person may be called Claude.
TOOLS: Final = {
    "anthropic.com": ("claude_code", "claude"),  # the trailer is Claude Code's own
    "github.com": ("copilot", "copilot"),
    "users.noreply.github.com": ("copilot", "copilot"),
    "cursor.sh": ("cursor", "cursor"),
    "cursor.com": ("cursor", "cursor"),
    "x.ai": ("grok", "grok"),
    "openai.com": ("codex", "codex"),
}
PLATFORM: Final = (
    "noreply@github.com"  # commits with this committer were made by a button on a page
)


@dataclass
class Commit:
    """One commit as printed: people as `Name <address>`, paths as written.

    is_last  the clone ends here, and the history before it is missing
    """

    line: int
    sha: str
    parents: list[str] = field(default_factory=list)
    people: dict[str, str] = field(default_factory=dict)
    message: list[str] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    is_last: bool = False


def _recognises(export: Export) -> bool:
    first = next(iter(export.sample_text.lstrip().splitlines()), "")
    return export.shape == "text" and HEAD.match(first) is not None


@loader(
    label="git log",
    fills=FILLS,
    keys=("email", "name"),
    grain="one commit",
    history=True,
    verified="source of a connector; read on a public history",
    recognises=_recognises,
    meanings={
        "ai_usage.accepted": "co-author trailer [commits]: one per commit, tool and model that the"
        " author let stand in the message (written by the tools themselves, no vendor's count)",
    },
    blind="Use of AI tools that leave no trailer, or whose trailer was removed, is not seen.",
    version=3,
)
def git_log(export: Export) -> Parcel:
    """One task per commit: the author did it, trailers tell who helped.

    export   text of `git log`, better with `--pretty=fuller --numstat --date=iso-strict`
    returns  task (opened when it was written, closed when it was committed; components are the
             first folders of its files), participation, task_event (somebody else committed it),
             ai_usage (one row per commit, tool and model that a trailer names, with one acceptance:
             the author kept what the tool wrote), person (bots and agents)

    Counts: an AI co-author is a sign of AI use by the author, not a person. A merge of commits that
    are in the file themselves is left out; other merges (of a log of first parents) are the work.
    Leaves out: messages beyond the title; Signed-off-by, which is a legal statement; lines added
    and removed. The addresses are those of the log: apply a mailmap when you export.
    """
    gathered = Gathered()
    commits = list(_commits(export.lines()))
    known = sorted(commit.sha for commit in commits)
    merges = trailers = 0
    for commit in commits:
        if _brings_known(commit, known):
            merges += 1
            continue
        trailers += _write(gathered, commit)
    if merges:
        gathered.note(f"{merges} merge commits were left out: the file holds what they merge.")
    if trailers:
        gathered.note(f"{trailers} co-author trailers of AI tools count as use by the author.")
    if not any(commit.paths for commit in commits):
        gathered.note("The log lists no files, so tasks have no components; add --numstat.")
    parcel = gathered.parcel(FILLS, len(commits))
    return replace(parcel, cut=SHALLOW if any(commit.is_last for commit in commits) else "")


def _commits(lines: Iterable[tuple[int, str]]) -> Iterator[Commit]:
    """Commits of a log, in its order."""
    commit: Commit | None = None
    for number, line in lines:
        head = HEAD.match(line)
        if head:
            if commit:
                yield commit
            marks = (head[3] or "").split(", ")
            commit = Commit(number, head[1], head[2].split(), is_last=GRAFTED in marks)
        elif commit:
            _read(commit, line)
    if commit:
        yield commit


def _read(commit: Commit, line: str) -> None:
    """One line below the head of a commit."""
    if line.startswith("    "):
        commit.message.append(line.strip())
        return
    path = NUMSTAT.match(line) or RAW.match(line)
    if path:
        commit.paths.append(path[1])
        return
    label, colon, value = line.partition(":")
    if colon and not commit.message and label.isalpha():
        commit.people[label] = value.strip()
        if label == "Merge":
            commit.parents = value.split()


def _brings_known(commit: Commit, known: Sequence[str]) -> bool:
    """Truth that a merge brings commits that are in the file themselves."""
    for parent in commit.parents[1:]:
        place = bisect_left(known, parent)
        if place < len(known) and known[place].startswith(parent):
            return True
    return False


def _write(gathered: Gathered, commit: Commit) -> int:
    """The rows of one commit; gives the number of AI trailers."""
    author = PERSON.match(commit.people.get("Author", ""))
    told = commit.people.get("AuthorDate") or commit.people.get("Date")
    written, committed = _moment(told), _moment(commit.people.get("CommitDate")) or _moment(told)
    if author is None or written is None or committed is None:
        column = "Author" if author is None else "AuthorDate"
        reason = "an author and a date were expected, see --pretty=fuller"
        gathered.refuse(commit.line, column, reason)
        return 0
    title = commit.message[0] if commit.message else None
    issue = ISSUE.match(title or "")
    gathered.add(
        "task",
        task_id=commit.sha,
        source=SOURCE,
        title=title,
        type="commit",
        status="committed",
        opened_at=min(written, committed),
        closed_at=committed,
        parent_id=issue[1] if issue else None,
        components=first_folders(_path(path) for path in commit.paths) or None,
    )
    actor = _person(gathered, author)
    gathered.add("participation", task_id=commit.sha, person_id=actor, role="assignee")
    committer = PERSON.match(commit.people.get("Commit", ""))
    if committer and committer["mail"].casefold() not in (author["mail"].casefold(), PLATFORM):
        event = {"task_id": commit.sha, "person_id": _person(gathered, committer), "at": committed}
        gathered.add("task_event", **event, kind="status", value="committed")
    return _write_trailers(gathered, commit, actor, written)


def _write_trailers(gathered: Gathered, commit: Commit, actor: str, at: datetime) -> int:
    """Who helped, and which AI tools; gives the number of AI trailers."""
    found = 0
    for line in commit.message[1:]:
        trailer = TRAILER.match(line)
        role = ROLES.get(trailer[1].lower()) if trailer else None
        person = PERSON.match(trailer[2]) if trailer and role else None
        if person is None:
            continue
        tool = _tool(person["name"], person["mail"])
        if tool:
            found += 1
            model = None if product(person["name"]) in PRODUCTS else person["name"]
            use = {"person_id": actor, "day": at.date(), "task_id": commit.sha, "tool": tool}
            gathered.add("ai_usage", **use, model=model, feature="commit trailer", accepted=1)
            continue
        helper = _person(gathered, person)
        if helper != actor:
            gathered.add("participation", task_id=commit.sha, person_id=helper, role=role)
    return found


def _tool(name: str, mail: str) -> str | None:
    """The AI tool that a trailer names; none for people and other bots."""
    account, _, domain = mail.casefold().rpartition("@")
    tool, word = TOOLS.get(domain, (None, ""))
    return tool if tool and (word in name.casefold() or word in account) else None


def _person(gathered: Gathered, person: re.Match[str]) -> str:
    """Key of a person; a bot or an AI agent gets a person row."""
    mail = person["mail"].strip()
    key = f"email:{mail}" if mail else f"name:{person['name'].strip() or 'unknown'}"
    marked = f"{BOT_ENDING}@" in mail or person["name"].strip().endswith(BOT_ENDING)
    is_agent = _tool(person["name"], mail) is not None
    kind = acts_as(person["name"].strip(), is_bot=True) if marked else "agent" if is_agent else None
    if kind:
        gathered.add("person", person_id=key, email=mail or None, worker_type=kind)
    return key


def _path(written: str) -> str:
    """Path of a file after the commit: of a rename the new one."""
    path = RENAMED.sub(r"\1", written.strip('"')).rpartition(" => ")[2]
    return path.replace("//", "/").lstrip("/")


def _moment(told: str | None) -> datetime | None:
    """A date as git prints it by default or with `--date=iso[-strict]`, in UTC."""
    if not told:
        return None
    long = LONG_DATE.fullmatch(told)
    try:
        if long:
            month = MONTHS.index(long["month"]) + 1
            told = f"{long['year']}-{month:02}-{int(long['day']):02} {long['time']} {long['zone']}"
        moment = datetime.fromisoformat(re.sub(r" ([+-]\d)", r"\1", told))
    except ValueError:
        return None
    return within_time(moment)
