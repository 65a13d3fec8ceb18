"""A small firm with figures in every state, in a real workspace: what pages are tested on."""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest

from metrics.measure import indicators
from redesign.blocked import PEOPLE, TASKS
from redesign.match import SUMMARY, MatchPlan
from redesign.options import OPTIONS
from redesign.ranking import PROPOSALS
from store.tables import TABLES
from store.workspace import SourceFile, Workspace

ROOT = Path(__file__).parents[2]
TEAMS = {
    "FIRM": ("Northwind", None),
    "ENG": ("Engineering", "FIRM"),
    "OPS": ("Operations", "FIRM"),
    "PAY": ("Payments", "ENG"),
    "SEA": ("Search", "ENG"),
    "MOB": ("Mobile", "ENG"),
    "SUP": ("Support", "OPS"),
    "FIN": ("Finance", "OPS"),
    "TINY": ("Tiny team", "OPS"),
}
QUARTERS = [date(2025 + q // 4, 1 + 3 * (q % 4), 1) for q in range(8)]
MONTHS = [date(2025 + m // 12, 1 + m % 12, 1) for m in range(24)]
LATEST = QUARTERS[-1]
# Figures of Payments in the first and in the last quarter; the rest of the firm stays where it is.
MOVED = {
    "challenge": (0.44, 0.21),
    "novice_participation": (0.95, 0.48),
    "connection": (0.42, 0.58),
}
STILL = {
    "challenge": 0.36,
    "complexity": 0.61,
    "connection": 0.47,
    "novice_participation": 0.86,
    "productivity_index": 1.03,
    "productivity": 0.62,
    "ai_active_share": 0.42,
}
SCHEMA = {
    "team_id": pl.String(),
    "period": pl.Date(),
    "grain": pl.String(),
    "indicator": pl.String(),
    **dict.fromkeys(
        ("value", "low", "high", "score", "score_low", "score_high", "shrunk"), pl.Float64()
    ),
    **dict.fromkeys(("n_people", "n_novices", "n_units"), pl.Int64()),
    "coverage": pl.Float64(),
    **dict.fromkeys(("state", "reason", "pooled_from"), pl.String()),
    "rule_version": pl.String(),
    "anchors_version": pl.String(),
    "facts_version": pl.Int64(),
}


def figure(team, period, grain, key, rng):
    place = (period.year - 2025) * 4 + (period.month - 1) // 3
    middle = STILL.get(key, 0.3)
    if team == "PAY" and key in MOVED:
        first, last = MOVED[key]
        middle = first + (last - first) * place / 7
    if key == "ai_active_share":
        middle = 0.15 + 0.06 * place
    wide = 0.05 if grain == "quarter" else 0.09
    value = middle + rng.normal(0, wide / 5)
    row = dict(
        team_id=team,
        period=period,
        grain=grain,
        indicator=key,
        value=value,
        low=max(0.0, value - wide),
        high=value + wide,
        shrunk=value,
        score=min(100.0, 100 * value),
        score_low=max(0.0, 100 * (value - wide)),
        score_high=min(100.0, 100 * (value + wide)),
        n_people=9 if team not in ("FIRM", "ENG", "OPS") else 40,
        n_novices=4,
        n_units=64,
        coverage=0.93,
        state="shown",
        reason=None,
        pooled_from=None,
        rule_version="1",
        anchors_version="1-test",
        facts_version=1,
    )
    if (team, key) == ("MOB", "challenge"):
        row.update(state="low_precision", low=0.02, high=0.8)
    if (team, key) == ("SUP", "challenge"):
        row.update(state="partial", coverage=0.45)
    if (team, key) == ("FIN", "connection") and place < 2:
        row.update(hidden("warming_up", "fewer than 90 days of history"))
    if (team, key) == ("FIN", "novice_participation"):
        row.update(state="pooled", pooled_from="OPS")
    if team == "TINY":
        row.update(hidden("suppressed", None), n_people=None, n_novices=None)
    if key == "ai_solo_gap":
        row.update(hidden("not_computed", "no AI usage is linked to tasks"))
    return row


def hidden(state, reason):
    empty = dict.fromkeys(("value", "low", "high", "score", "score_low", "score_high", "shrunk"))
    return {**empty, "state": state, "reason": reason}


def sample_cube():
    rng = np.random.default_rng(7)
    rows = [
        figure(team, period, grain, key, rng)
        for grain, periods in (("quarter", QUARTERS), ("month", MONTHS))
        for period in periods
        for team in TEAMS
        for key in indicators()
    ]
    return pl.DataFrame(rows, schema=SCHEMA)


def with_columns_of(table, rows):
    schema = TABLES[table].schema
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema)


def facts():
    team = [dict(team_id=t, name=name, parent_id=parent) for t, (name, parent) in TEAMS.items()]
    person = [dict(person_id=f"id:P{n}", name=f"Person {n}") for n in range(6)]
    membership = [
        dict(
            person_id=f"id:P{n}",
            team_id="PAY",
            valid_from=date(2024, 1, 1),
            job_family="dev",
            entry_level=n < 3,
            senior_level=n > 3,
        )
        for n in range(6)
    ]
    task = [
        dict(task_id=f"T{n}", title=f"Task {n}", opened_at=datetime(2026, 12, 1, tzinfo=UTC))
        for n in range(3)
    ]
    rows = {"team": team, "person": person, "membership": membership, "task": task}
    return {name: with_columns_of(name, each) for name, each in rows.items()}


def load_facts(folder):
    workspace = Workspace.open(folder)
    workspace.load(
        facts(),
        refused=pl.DataFrame(
            {"row": [7], "column": ["fte"], "reason": ["not a share between 0 and 1"]}
        ),
        rows_read=20,
        notes=["a note of the loader"],
        source=SourceFile("people.csv", "0" * 64, 1234),
        loader="canonical",
        loader_version=1,
        by="test",
    )
    return workspace


@pytest.fixture
def facts_only():
    """A maker of workspaces with facts and no figures."""
    return lambda folder: load_facts(folder).folder


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory):
    """The folder of the small firm. Read it only."""
    workspace = load_facts(tmp_path_factory.mktemp("sample"))
    workspace.publish(
        {
            "cube": sample_cube(),
            "reference": pl.DataFrame({"quarter": QUARTERS[:2]}),
            "periods": pl.DataFrame({"period": QUARTERS, "is_complete": [True] * 8}),
        },
        rule_version="1",
        anchors_version="1-test",
    )
    return workspace.folder


# -- proposals and a plan, by hand: their own rooms are tested elsewhere --


def proposal(team, move, strength, because, rank=1):
    row = dict(
        team_id=team,
        period=LATEST,
        move=move,
        section="M1",
        title=f"Title of {move}",
        rank=rank,
        strength=strength,
        aims_at="novice_participation",
        value=0.48,
        low=0.4,
        high=0.56,
        score=48.0,
        what="Let a novice take part in the next hard task",
        because=because,
        cost_hours=36.0,
        cost_words="8 tasks x 15 expert hours x 0.3",
        prior_low=0.1,
        prior=0.3,
        prior_high=0.5,
        productivity="down at first",
        grade="C",
        guardrail="on-time share",
        stop_rule="stop if it falls 10 points",
        weeks_from=4,
        weeks_to=26,
        expires_on=date(2027, 3, 31),
    )
    return {name: row.get(name) for name in PROPOSALS}


def sample_proposals(_key=None, _period=None):
    return pl.DataFrame(
        [
            proposal("PAY", "novice_joins", "STRONG", "Participation is 0.48, below 0.75"),
            proposal("PAY", "resequence", "WATCH", "Challenge is 21%, below 25%", rank=2),
            proposal("SUP", "advice_pairs", "WATCH", "Connection is 0.28, below 0.30"),
        ],
        schema=PROPOSALS,
    )


def sample_plan(_key=None):
    people = {name: person for person, name in Workspace.open().people.names(everybody()).items()}
    options = [
        option("T0", number, people[f"Person {number}"], people["Person 5"]) for number in (1, 2, 3)
    ]
    tasks = [
        dict(
            task_id="T0",
            title="Task 0",
            team_id="PAY",
            status="proposed",
            reason="see its options",
            is_due=True,
            is_alarm=False,
            season="2026Q4",
        ),
        dict(
            task_id="T1",
            title="Task 1",
            team_id="PAY",
            status="nobody can",
            is_due=False,
            reason="of 6 people, 6 are too unlikely to succeed",
            is_alarm=False,
            season="2026Q4",
        ),
    ]
    novices = [
        dict(
            person_id=people[f"Person {n}"], team_id="PAY", is_novice=True, got_learning_task=n == 1
        )
        for n in (1, 2)
    ]
    return MatchPlan(
        day=date(2026, 12, 31),
        season="2026Q4",
        options=framed(options, OPTIONS),
        people=framed(novices, PEOPLE),
        tasks=framed(tasks, TASKS),
        summary=pl.DataFrame(schema=SUMMARY),
    )


def everybody():
    return Workspace.open().facts("person").select("person_id").collect()["person_id"].to_list()


def option(task, number, person, supporter):
    return dict(
        task_id=task,
        title="Task 0",
        team_id="PAY",
        option=number,
        person_id=person,
        supporter_id=supporter,
        role_in_zone="learning zone",
        worker_value=0.64,
        firm_value=0.52,
        score=0.58,
        p_success=0.82,
        hours=6.0,
        support_hours=1.5,
        because=f"In the learning zone; support by {supporter}, 1.5 h",
        risk="18% chance that it comes late",
        would_change="stays until the pair is worth 0.03 less",
        is_chosen=number == 1,
    )


def framed(rows, schema):
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema)


# -- visiting ------------------------------------------------------------------------------------


@pytest.fixture
def own_store(sample_store, tmp_path):
    """A copy of the small firm that a test may change."""
    return Path(shutil.copytree(sample_store, tmp_path / "workspace"))


@pytest.fixture
def visit(monkeypatch):
    """Open a page as a reader would: through dashboard.py, with filters from the URL."""
    begin = PagesManager.__init__

    def with_the_menu(self, *arguments, **named):
        # AppTest falls back on the old discovery of pages/ in every run, a server only at first.
        begin(self, *arguments, **named)
        PagesManager.uses_pages_directory = False

    monkeypatch.setattr(PagesManager, "__init__", with_the_menu)
    monkeypatch.setattr("ui.readings.proposals", sample_proposals)
    monkeypatch.setattr("ui.readings.plan", sample_plan)
    monkeypatch.chdir(ROOT)  # where .streamlit/config.toml stands
    monkeypatch.delenv("ATELIER_DATABASE", raising=False)

    def go(page, folder, **query):
        monkeypatch.setenv("ATELIER_WORKSPACE", str(folder))
        at = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
        for name, value in query.items():
            at.query_params[name] = value
        at.run()
        if page != "overview":
            at.switch_page(f"pages/{page}.py").run()
        assert not at.exception
        return at

    return go


@pytest.fixture
def text():
    """Everything that stands on a page, as one text."""

    def of(at):
        parts = [*at.title, *at.header, *at.subheader, *at.markdown, *at.caption, *at.metric]
        parts += [*at.info, *at.warning, *at.error, *at.success]
        tables = [str(table.value.to_dict("records")) for table in [*at.table, *at.dataframe]]
        return "\n".join([str(part.value) for part in parts] + tables)

    return of
