"""Studies that are kept: findings, so that a page opens them at once, and plans that were drawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlmodel import Session, col, func, select

from store.errors import RequestError
from store.state import writing
from store.study_state import FindingRow, StudyPlan

if TYPE_CHECKING:
    from store.workspace import Workspace


@dataclass(frozen=True)
class KeptFinding:
    """The newest finding on a study and an outcome; `body` is read by the evidence room."""

    study: str
    outcome: str
    at: datetime
    facts_version: int
    judged_version: str
    body: str


@dataclass(frozen=True)
class PlanStart:
    """One team of a plan: its wave, from 1 on; first_month None: it stays without it."""

    team_id: str
    wave: int
    first_month: date | None


@dataclass(frozen=True)
class Plan:
    """A plan as it was drawn: seed and teams repeat the draw."""

    number: int
    name: str
    kind: str
    outcome: str
    seed: int
    starts: tuple[PlanStart, ...]
    at: datetime
    by: str
    why: str

    @property
    def key(self) -> str:
        """Its key in the register."""
        return f"plan:{self.number}"


def keep_findings(
    workspace: "Workspace",
    study: str,
    bodies: Mapping[str, str],
    *,
    by: str,
    facts_version: int,
    judged_version: str,
) -> None:
    """Keep what was found of a study, outcome -> finding, all of them or none."""
    with writing(workspace.engine) as session:
        session.add_all(
            FindingRow(
                by=by,
                study=study,
                outcome=outcome,
                facts_version=facts_version,
                judged_version=judged_version,
                body=body,
            )
            for outcome, body in bodies.items()
        )


def findings(workspace: "Workspace") -> tuple[KeptFinding, ...]:
    """The newest finding of each study and outcome, by study and in the order they were kept."""
    with Session(workspace.engine) as session:
        rows = session.exec(select(FindingRow).order_by(col(FindingRow.id)))
        newest = {(row.study, row.outcome): row for row in rows}
    kept = [
        KeptFinding(
            study=row.study,
            outcome=row.outcome,
            at=row.at,
            facts_version=row.facts_version,
            judged_version=row.judged_version,
            body=row.body,
        )
        for row in newest.values()
    ]
    return tuple(sorted(kept, key=lambda each: each.study))


def newest(workspace: "Workspace") -> tuple[int, int]:
    """Numbers of the newest finding and plan: what reads them changes with these."""
    with Session(workspace.engine) as session:
        finding = session.exec(select(func.max(FindingRow.id))).one()
        plan = session.exec(select(func.max(StudyPlan.id))).one()
    return finding or 0, plan or 0


def keep_plan(
    workspace: "Workspace",
    name: str,
    starts: Sequence[PlanStart],
    *,
    kind: str,
    outcome: str,
    seed: int,
    by: str,
    why: str = "",
) -> Plan:
    """Put a drawn plan into the register; a RequestError when its name is taken or it is empty."""
    told = " ".join(name.split())
    taken = {plan.name.casefold() for plan in plans(workspace)}
    if not told or told.casefold() in taken or not starts:
        raise RequestError(
            "a plan without a name, without a team, or with the name of another one",
            "a name of its own and at least one team",
            "Give it another name",
        )
    row = StudyPlan(
        by=by, plan=-1, name=told, kind=kind, outcome=outcome, seed=seed, why=why.strip(),
        starts=[[s.team_id, s.wave, s.first_month and s.first_month.isoformat()] for s in starts],
    )  # fmt: skip
    with writing(workspace.engine) as session:
        session.add(row)
        session.flush()
        row.plan = row.id or 0
        number = row.plan
    return next(plan for plan in plans(workspace) if plan.number == number)


def take_back_plan(workspace: "Workspace", number: int, *, by: str, why: str = "") -> None:
    """Let a plan stand in the register no more; the draw stays in the history."""
    known = {plan.number: plan for plan in plans(workspace)}
    if number not in known:
        raise RequestError(
            "there is no plan of this number",
            ", ".join(f"{each.number} ({each.name})" for each in known.values()) or "a drawn plan",
            "Choose one of these",
        )
    plan = known[number]
    row = StudyPlan(
        by=by, plan=number, name=plan.name, kind=plan.kind, outcome=plan.outcome, seed=plan.seed,
        starts=[], why=why.strip(),
    )  # fmt: skip
    with writing(workspace.engine) as session:
        session.add(row)


def plans(workspace: "Workspace") -> tuple[Plan, ...]:
    """The plans that stand, in the order in which they were drawn."""
    with Session(workspace.engine) as session:
        rows = session.exec(select(StudyPlan).order_by(col(StudyPlan.id)))
        newest = {row.plan: row for row in rows}
    return tuple(_plan(row) for row in newest.values() if row.starts)


def _plan(row: StudyPlan) -> Plan:
    starts = tuple(
        PlanStart(team, wave, date.fromisoformat(month) if month else None)
        for team, wave, month in row.starts
    )
    return Plan(
        number=row.plan,
        name=row.name,
        kind=row.kind,
        outcome=row.outcome,
        seed=row.seed,
        starts=starts,
        at=row.at,
        by=row.by,
        why=row.why,
    )
