"""The history of one task as its changes tell it: who had it when, and what became of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum
from itertools import pairwise
from typing import Literal, NamedTuple

from loaders.gather import Gathered


class Phase(IntEnum):
    """How far a status is from done."""

    WAITING = 0
    GOING = 1
    DONE = 2


class Stage(NamedTuple):
    """A status as history needs it: its phase, and its place within the phase (0 if no order)."""

    phase: Phase
    place: int = 0


class Change(NamedTuple):
    """One change of one task.

    at      when
    by      key of the person who changed it; none when the source does not tell
    field   what changed
    before  key of the person who had the task, status, or estimate; none for nothing
    after   the same, after the change

    Where several people have a task together, one more is `None -> key`, one less `key -> None`.
    """

    at: datetime
    by: str | None
    field: Literal["assignee", "status", "estimate"]
    before: str | None
    after: str | None


class Turn(NamedTuple):
    """One person's turn: `from_at` is null when nothing tells its beginning."""

    person_id: str
    from_at: datetime | None
    to_at: datetime | None


@dataclass(frozen=True)
class Course:
    """What became of a task; null is unknown.

    started_at        first work
    closed_at         first closing, also when the task was opened again
    reopened          moves out of done
    estimate_changes  changes of an estimate that was there; setting the first is none
    backward_moves    moves backwards short of reopening, which is counted apart
    """

    started_at: datetime | None = None
    closed_at: datetime | None = None
    reopened: int | None = None
    estimate_changes: int | None = None
    backward_moves: int | None = None


def turns(
    changes: Iterable[Change],
    opened_at: datetime,
    now: Sequence[str] | None,
    *,
    is_cut: bool = False,
) -> list[Turn]:
    """Turns of the people who had a task, by their beginning.

    changes  of one task, in any order; of two at one moment the first in the list came first
    now      who has it at the export; none when the export does not tell
    is_cut   the export lacks the oldest changes

    Counts: in a whole history, who has a task without having got it had it from its opening. In
    one that is cut the beginning of that turn is unknown. A turn without length is none.
    """
    beginning = None if is_cut else opened_at
    running: dict[str, datetime | None] = {}
    past: list[Turn] = []
    for change in _in_order(changes, "assignee"):
        if change.before and change.before != change.after:
            known = change.before in running or any(t.person_id == change.before for t in past)
            since = running.pop(change.before, None if known else beginning)
            if since and since > change.at:
                since = None  # an issue that was imported is younger than its history
            past.append(Turn(change.before, since, change.at))
        if change.after:
            running.setdefault(change.after, change.at)
    seen = {turn.person_id for turn in past}
    for person in now or ():
        running.setdefault(person, None if person in seen else beginning)
    found = [*past, *(Turn(person, since, None) for person, since in running.items())]
    lasting = [turn for turn in found if turn.from_at is None or turn.from_at != turn.to_at]
    return sorted(lasting, key=lambda turn: (turn.from_at or opened_at, turn.person_id))


def course(
    changes: Sequence[Change],
    opened_at: datetime,
    status: str | None,
    stage_of: Callable[[str], Stage | None],
    *,
    is_cut: bool = False,
) -> Course:
    """What became of a task.

    changes   of one task, in any order; of two at one moment the first in the list came first
    status    at the export
    stage_of  status -> its stage, none for a status of which nothing is known
    is_cut    the export lacks the oldest changes

    Counts: the first status is the one before the first change. A history that is cut tells no
    beginning and no counts; a status of unknown stage leaves unknown what it may hide.
    """
    path = _path(changes, opened_at, status, stage_of)
    steps = _steps(path)
    closings = [at for at, a, b in steps if _is_done(b) and not _is_done(a)]
    if path and _is_done(path[0][1]) and not is_cut:
        closings = [opened_at]
    told = Course(closed_at=closings[0] if closings else None)
    if is_cut:
        return told
    estimates = _in_order(changes, "estimate")
    told = replace(
        told,
        started_at=_start(path),
        estimate_changes=sum(bool(c.before) and c.before != c.after for c in estimates),
    )
    if any(stage is None for _, stage in path):
        return told
    reopened = sum(_is_done(a) and not _is_done(b) for _, a, b in steps)
    back = sum(a is not None and b is not None and b < a for _, a, b in steps)
    return replace(told, reopened=reopened, backward_moves=back - reopened)


def add_turns(
    gathered: Gathered,
    task_id: str,
    found: Iterable[Turn],
    *,
    hours: Mapping[str, float] | None = None,
) -> None:
    """Rows of participation of those who had a task.

    hours  person -> hours logged on it; where work is logged the weight is the share of the hours

    Counts: the hours of a person stand in the first of their turns, the weight in each of them.
    """
    told = dict(hours or {})
    total = sum(told.values())
    for turn in found:
        weight = (hours or {}).get(turn.person_id, 0.0) / total if total else None
        gathered.add(
            "participation",
            task_id=task_id,
            person_id=turn.person_id,
            role="assignee",
            from_at=turn.from_at,
            to_at=turn.to_at,
            weight=weight,
            hours=told.pop(turn.person_id, 0.0) if hours else None,
        )


def add_events(gathered: Gathered, task_id: str, changes: Iterable[Change]) -> int:
    """Rows of task_event of assignments and moves; gives the number of changes by nobody known.

    Counts: of a move the value is the new status. The new assignee is no value: it stands in the
    participation of the same moment.
    """
    nameless = 0
    for change in changes:
        if change.field == "estimate":
            continue
        if change.by is None:
            nameless += 1
            continue
        is_status = change.field == "status"
        gathered.add(
            "task_event",
            task_id=task_id,
            person_id=change.by,
            at=change.at,
            kind="status" if is_status else "assign",
            value=change.after if is_status else None,
        )
    return nameless


_Path = list[tuple[datetime, Stage | None]]


def _in_order(changes: Iterable[Change], field: str) -> list[Change]:
    return sorted((each for each in changes if each.field == field), key=lambda each: each.at)


def _path(
    changes: Iterable[Change],
    opened_at: datetime,
    status: str | None,
    stage_of: Callable[[str], Stage | None],
) -> _Path:
    """Stages in their order, each with the moment from which it held."""
    moves = _in_order(changes, "status")
    first = moves[0].before if moves else status
    told = [(opened_at, first), *((move.at, move.after) for move in moves)]
    return [(at, stage_of(name) if name else None) for at, name in told]


def _steps(path: _Path) -> list[tuple[datetime, Stage | None, Stage | None]]:
    """Moment, stage before and stage after of every move."""
    return [(after[0], before[1], after[1]) for before, after in pairwise(path)]


def _is_done(stage: Stage | None) -> bool:
    return stage is not None and stage.phase is Phase.DONE


def _start(path: _Path) -> datetime | None:
    """When work was first going on; unknown behind a status that may have been work."""
    for at, stage in path:
        if stage is None:
            return None
        if stage.phase is Phase.GOING:
            return at
    return None
