"""Trainings planted in a large made firm are found for what they are, from its exports alone."""

from datetime import date
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest

from evidence.history import History
from evidence.leaving_view import leaving_view
from evidence.outcomes import OUTCOMES
from evidence.register import courses
from evidence.study import study

pytestmark = pytest.mark.slow

MONTHS = pl.date_range(date(2023, 7, 1), date(2026, 6, 1), "1mo", eager=True)
TITLES = {
    "prompting": "Prompting for everybody",
    "procedure": "Signed task forms: the new procedure",
    "careers": "Career conversations",
}
SLOWER, LEAVING, STAYS = np.log(1.18), 0.04, 0.5
NEAR = 0.25  # of what is planted
NOTHING = {"CANNOT-TELL", "NO-MEANINGFUL-EFFECT"}
TOLD = ("throughput", "rework_rate")  # nothing is planted in them, nor in what needs measuring


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """Facts of the firm of the studies, from the exports that studies need; and its truth."""
    from loaders.load import load_paths
    from sample_data import STUDY_PLAN, make_firm, write_truth
    from sample_data.write_accounts import write_accounts
    from sample_data.write_bamboohr import write_bamboohr
    from sample_data.write_cornerstone import write_cornerstone
    from sample_data.write_github import write_github
    from sample_data.write_jira import write_jira
    from store.workspace import Workspace

    made = make_firm(7, STUDY_PLAN)
    folder = tmp_path_factory.mktemp("large")
    write_truth(made, folder)
    writers = (write_accounts, write_bamboohr, write_cornerstone, write_github, write_jira)
    workspace = Workspace.open(tmp_path_factory.mktemp("large_firm"))
    load_paths(workspace, [path for write in writers for path in write(made, folder)], by="test")
    return namespace(workspace, pl.read_parquet(folder / "truth" / "rollout.parquet"))


def namespace(workspace, rollout):
    names = ("task", "participation", "membership", "person", "training")
    facts = {name: workspace.facts(name).collect() for name in names}
    return SimpleNamespace(workspace=workspace, rollout=rollout, **facts)


def there(day="day"):
    """Whether somebody was in the team of a row of membership on a day."""
    return (pl.col("valid_from") <= pl.col(day)) & (
        pl.col("valid_to").is_null() | (pl.col("valid_to") > pl.col(day))
    )


def wide(rows, teams):
    """(teams, months) of the columns team_id, month, value; NaN where there is none."""
    every = teams.to_frame("team_id").join(MONTHS.to_frame("month"), how="cross")
    told = every.join(rows, on=["team_id", "month"], how="left").sort("team_id", "month")
    return told["value"].cast(pl.Float64).to_numpy().reshape(teams.len(), MONTHS.len())


@pytest.fixture(scope="module")
def teams(large):
    return large.rollout["team_id"].unique().sort()


@pytest.fixture(scope="module")
def first(large, teams):
    """Programme -> (teams,) position of its first month; the number of months: never."""

    def of_programme(key):
        starts = large.rollout.filter(programme=key).sort("team_id")["first_month"]
        return MONTHS.search_sorted(starts.fill_null(date(2099, 1, 1))).to_numpy().astype(int)

    return of_programme


@pytest.fixture(scope="module")
def outcome(large, teams):
    """Outcome -> (teams, months), by plain means over what the exports tell."""
    month, of_team = pl.col("day").dt.month_start().alias("month"), ["team_id", "month"]
    belonging = large.membership.select("person_id", "team_id", "valid_from", "valid_to")
    assigned = large.task.join(large.participation.filter(role="assignee"), on="task_id")
    assigned = assigned.join(belonging, on="person_id")
    # By the month of closing: the slower ones were opened earlier, some in the month before.
    closed = assigned.with_columns(day=pl.col("closed_at").dt.date()).filter(there())
    seconds = pl.col("closed_second") - pl.col("opened_second")
    at_risk = (
        belonging.join(MONTHS.to_frame("month"), how="cross")
        .filter(there("month"))
        .join(large.person.select("person_id", "termination_date"), on="person_id")
    )
    gone = (pl.col("termination_date").dt.month_start() == pl.col("month")).fill_null(value=False)
    people = at_risk.group_by(of_team).agg(people=pl.len(), value=gone.mean())
    per_person = closed.group_by("team_id", month).agg(tasks=pl.len()).join(people, on=of_team)
    rows = {
        "cycle_time": closed.group_by("team_id", month).agg(value=seconds.log().mean()),
        "throughput": per_person.select(*of_team, value=pl.col("tasks") / pl.col("people")),
        "leaving": people.select(*of_team, "value"),
    }
    return {name: wide(frame, teams) for name, frame in rows.items()}


@pytest.mark.parametrize("key", TITLES)
def test_the_month_in_which_half_of_a_team_had_a_course_is_the_planted_one(large, key):
    done = large.training.filter(course=TITLES[key]).select("person_id", "completed_on")
    begins = large.rollout.filter(programme=key).drop_nulls("first_month")
    asked = begins.with_columns(end=pl.col("first_month").dt.offset_by("1mo"))
    people = (
        large.membership.join(asked, on="team_id")
        .filter(there("first_month"))
        .join(done, on="person_id", how="left")
    )
    in_month = (pl.col("completed_on") < pl.col("end")).fill_null(value=False)
    before = (pl.col("completed_on") < pl.col("first_month")).fill_null(value=False)
    shares = people.group_by("team_id").agg(reached=in_month.mean(), before=before.mean())
    assert shares.height == begins.height == 450
    assert shares["before"].max() < 0.5
    assert (shares["reached"] >= 0.5).mean() > 0.98  # a few teams of four had two people away


def test_the_harmful_training_slows_the_work_as_planted(effect, outcome, first):
    found = effect(outcome["cycle_time"], first("procedure"))
    assert found.estimate == pytest.approx(SLOWER, rel=NEAR)
    assert found.low > 0.8 * SLOWER


def test_the_training_that_keeps_people_lowers_leaving_as_planted(effect, outcome, first):
    found = effect(outcome["leaving"], first("careers"))
    assert found.estimate == pytest.approx(-LEAVING * STAYS, rel=NEAR)
    assert found.high < -0.4 * LEAVING * STAYS


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("prompting", "cycle_time"),
        ("prompting", "throughput"),
        ("prompting", "leaving"),
        ("procedure", "throughput"),
        ("procedure", "leaving"),
        ("careers", "cycle_time"),
        ("careers", "throughput"),
    ],
)
def test_where_nothing_is_planted_nothing_is_found(effect, outcome, first, key, name):
    found = effect(outcome[name], first(key))
    assert found.low < 0 < found.high


@pytest.fixture(scope="module")
def history(large):
    return History.of(large.workspace)


@pytest.fixture(scope="module")
def registered(large, history):
    """Title of a course -> the rollout that the register makes of its completions."""
    return {each.name: each for each in courses(large.training, history.belonging)}


@pytest.fixture(scope="module")
def verdict(history, registered):
    """Programme and outcome -> the finding of the product."""
    return lambda key, name: study(history, registered[TITLES[key]], OUTCOMES[name])


@pytest.mark.parametrize("key", TITLES)
def test_the_register_finds_the_waves_by_itself(large, registered, key):
    planted = large.rollout.filter(programme=key).drop_nulls("first_month")
    both = planted.join(registered[TITLES[key]].started, on="team_id", how="left", suffix="_found")
    same = both["first_month"] == both["first_month_found"]
    assert same.fill_null(value=False).mean() > 0.97


def test_the_useless_training_is_never_said_to_have_done_anything(verdict):
    for name in (*TOLD, "retention", "cycle_time"):
        found = verdict("prompting", name)
        assert found.verdict.code in NOTHING, name
        assert found.total.low < 0 < found.total.high, name


def test_the_harmful_training_harmed_cycle_time_and_nothing_else(verdict):
    found = verdict("procedure", "cycle_time")
    assert found.verdict.code == "HARMED"
    assert found.total.estimate == pytest.approx(SLOWER, rel=NEAR)
    assert found.sensitivity.breakdown >= 1
    for name in (*TOLD, "retention"):
        assert verdict("procedure", name).verdict.code in NOTHING, name


def test_the_training_that_keeps_people_worked_in_retention_only(verdict):
    found = verdict("careers", "retention")
    assert found.verdict.code == "WORKED"
    assert found.total.estimate == pytest.approx(-LEAVING * STAYS, rel=NEAR)
    for name in (*TOLD, "cycle_time"):
        assert verdict("careers", name).verdict.code in NOTHING, name


def test_person_by_person_leaving_is_as_much_less_likely_as_planted(history, registered):
    kept = leaving_view(history, registered[TITLES["careers"]]).log_ratio
    assert kept.low < np.log(1 - STAYS) < kept.high
    assert np.exp(kept.estimate) == pytest.approx(1 - STAYS, rel=NEAR)
    for key in ("prompting", "procedure"):
        found = leaving_view(history, registered[TITLES[key]]).log_ratio
        assert found.low < 0 < found.high, key
