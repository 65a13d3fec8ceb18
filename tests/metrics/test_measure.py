"""Measuring a firm: what is published, and what may change nothing."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from metrics.measure import derived_tables, figures, indicators, lineage, measure, rule_version
from store.errors import RequestError
from store.tables import TABLES, Kind
from store.workspace import SourceFile, Workspace

SAME = 1e-9  # sums in another order
START, DAYS = date(2024, 1, 1), 366  # 2024 has a 29th of February
TEAMS, PEOPLE = 4, 9
LEVELS = ["junior"] * 3 + ["mid"] * 3 + ["senior"] * 3


def moment(day, hour=9):
    return datetime(START.year, START.month, START.day, hour, tzinfo=UTC) + timedelta(days=int(day))


def firm(seed=7, tasks=2400):
    """Rows of a made-up firm as a canonical file gives them: four teams of nine, one year."""
    rng = np.random.default_rng(seed)
    people = [f"id:p{k:02}" for k in range(TEAMS * PEOPLE)]
    actor = rng.integers(0, len(people), tasks)
    mate = actor // PEOPLE * PEOPLE + rng.integers(0, PEOPLE, tasks)
    opened = rng.integers(0, DAYS - 20, tasks)
    closed = opened + rng.integers(1, 20, tasks)
    names = [f"T{k:05}" for k in range(tasks)]
    shared = [k for k in range(tasks) if mate[k] != actor[k] and rng.random() < 0.6]
    parts = [rng.choice(9, 2, replace=False) for _ in range(tasks)]
    skill = np.repeat([-0.8, 0.2, 0.9], 3)[actor % PEOPLE]
    margin = skill - np.array([(first - 4) / 2 for first, _ in parts])  # the first part is hard
    fails = rng.random(tasks) > 1 / (1 + np.exp(-margin))
    return {
        "team": [{"team_id": "firm"}]
        + [{"team_id": f"t{k}", "parent_id": "firm"} for k in range(TEAMS)],
        "membership": [
            {
                "person_id": person,
                "team_id": f"t{k // PEOPLE}",
                "valid_from": date(2023, 1, 1),
                "job_family": "craft",
                "level": LEVELS[k % PEOPLE],
                "entry_level": LEVELS[k % PEOPLE] == "junior",
                "senior_level": LEVELS[k % PEOPLE] == "senior",
            }
            for k, person in enumerate(people)
        ],
        "task": [
            {
                "task_id": name,
                "opened_at": moment(opened[k]),
                "closed_at": moment(closed[k]),
                "due_at": moment(closed[k] + 3),
                "type": ("bug", "story")[k % 2],
                "source": "jira",
                "components": [f"c{c}" for c in parts[k]],
                "effort_hours": float(np.round(rng.lognormal(2, 0.6), 1)),
                "reopened": int(fails[k]),
            }
            for k, name in enumerate(names)
        ],
        "participation": [
            {"task_id": name, "person_id": people[actor[k]], "role": "assignee"}
            for k, name in enumerate(names)
        ]
        + [
            {"task_id": names[k], "person_id": people[mate[k]], "role": "collaborator"}
            for k in shared
        ],
        "task_event": [
            {
                "task_id": names[k],
                "person_id": people[mate[k]],
                "at": moment(opened[k] + 1, 14),
                "kind": "comment",
            }
            for k in shared
        ],
        "ai_usage": [
            {"person_id": person, "day": START + timedelta(days=int(d)), "tool": "t", "accepted": 1}
            for person in people
            for d in rng.choice(np.arange(60, DAYS), 40, replace=False)
        ],
    }


def as_loaded(rows):
    """Rows as a loader hands them over."""
    return {
        name: pl.DataFrame(
            [dict.fromkeys(TABLES[name].schema) | row for row in table],
            schema=TABLES[name].schema,
        )
        for name, table in rows.items()
    }


def as_stored(rows):
    """The same as the store keeps it, with integer days and seconds."""
    tables = {name: pl.DataFrame(schema=table.schema) for name, table in TABLES.items()}
    tables |= as_loaded(rows)
    return {name: frame.with_columns(times(name)) for name, frame in tables.items()}


def times(table):
    """Integer days of days, integer days and seconds of moments."""
    for column in TABLES[table].columns:
        if column.stem:
            day = pl.col(column.name).dt.date().to_physical().cast(pl.Int64)
            yield day.alias(f"{column.stem}_day")
        if column.kind is Kind.MOMENT:
            yield pl.col(column.name).dt.epoch("s").alias(f"{column.stem}_second")


def cube_of(facts, **options):
    return figures({name: frame.lazy() for name, frame in facts.items()}, **options)["cube"]


@pytest.fixture(scope="module")
def facts():
    return as_stored(firm())


@pytest.fixture(scope="module")
def measured(facts):
    return figures({name: frame.lazy() for name, frame in facts.items()})


def assert_same(one, other):
    assert_frame_equal(one, other, rel_tol=SAME, abs_tol=SAME)


def test_every_indicator_has_a_row_for_every_unit_and_period(measured):
    cube = measured["cube"].filter(grain="quarter")
    cells = cube.group_by("team_id", "period").agg(pl.col("indicator").n_unique())
    assert cells.height == 5 * 4
    assert cells["indicator"].unique().to_list() == [len(indicators())]
    key = ["grain", "indicator", "period", "team_id"]
    assert measured["cube"].select(key).is_duplicated().sum() == 0


def test_most_figures_of_a_firm_with_data_can_be_read(measured):
    firm_wide = measured["cube"].filter(grain="quarter", team_id="firm", period=date(2024, 7, 1))
    states = dict(firm_wide.select("indicator", "state").rows())
    assert {
        key for key, state in states.items() if state in {"suppressed", "not_computed"}
    } == set()


def test_the_order_of_the_rows_changes_nothing(facts, measured):
    mixed = {name: frame.sample(fraction=1, shuffle=True, seed=3) for name, frame in facts.items()}
    assert_same(cube_of(mixed), measured["cube"])


def test_rows_told_twice_change_nothing(facts, measured):
    twice = {name: pl.concat([frame, frame[::3]]) for name, frame in facts.items()}
    assert_same(cube_of(twice), measured["cube"])


def test_the_time_zone_of_a_moment_changes_nothing(facts, measured):
    moments = [c.name for t in TABLES.values() for c in t.columns if c.kind is Kind.MOMENT]
    elsewhere = {
        name: frame.with_columns(
            pl.col(m).dt.convert_time_zone("Pacific/Auckland")
            for m in moments
            if m in frame.columns
        )
        for name, frame in facts.items()
    }
    assert_same(cube_of(elsewhere), measured["cube"])


def test_missing_efforts_and_components_move_no_headline_by_five_points(facts, measured):
    # V13: a fifth of the efforts and 15 % of the components are lost.
    row = pl.int_range(pl.len())
    task = facts["task"].with_columns(
        effort_hours=pl.when(row % 5 != 0).then("effort_hours"),
        components=pl.when(row % 20 > 2).then("components"),
    )
    headlines = ["challenge", "complexity", "connection", "novice_participation"]
    before, after = (
        cube.filter(pl.col("indicator").is_in(headlines), team_id="firm", grain="quarter")
        for cube in (measured["cube"], cube_of({**facts, "task": task}))
    )
    both = before.join(after, on=["indicator", "period"], suffix="_after").drop_nulls("score")
    assert both["indicator"].n_unique() == len(headlines)
    moved = both.group_by("indicator").agg((pl.col("score") - pl.col("score_after")).mean().abs())
    assert moved["score"].max() < 5, moved  # in one quarter of 200 hard tasks chance moves as much
    coverage = both.filter(indicator="complexity")["coverage_after"]
    assert coverage.to_list() == pytest.approx([0.85] * len(coverage), abs=0.05)


def test_the_29th_of_february_is_a_working_day_like_any_other(measured):
    of_one = measured["unit_counts"].filter(unit_id="t0", period=date(2024, 1, 1))
    assert of_one["capacity"].item() == PEOPLE * 65 * 7.5
    leap_day = (date(2024, 2, 29) - date(1970, 1, 1)).days
    days = measured["participation_hours"].filter(pl.col("closed_day") == leap_day)
    assert days["period"].unique().to_list() == [date(2024, 1, 1)]


def test_challenge_exposed_and_routine_sum_to_one_wherever_they_are_shown(measured):
    three = measured["cube"].filter(pl.col("indicator").is_in(["challenge", "exposed", "routine"]))
    sums = (
        three.drop_nulls("value")
        .group_by("grain", "team_id", "period")
        .agg(pl.len(), pl.col("value").sum())
    )
    assert sums.height > 5
    assert sums["len"].unique().to_list() == [3]
    assert (sums["value"] - 1).abs().max() < SAME


def test_a_half_is_two_quarters_and_begins_with_the_second(measured):
    cube = measured["cube"].filter(indicator="expert_solo", team_id="firm")
    tasks = {grain: cube.filter(grain=grain).sort("period") for grain in ("quarter", "half")}
    quarter = tasks["quarter"]["n_units"].to_list()
    assert tasks["half"]["period"].to_list() == tasks["quarter"]["period"].to_list()[1:]
    expected = [a + b for a, b in pairwise(quarter)]
    assert tasks["half"]["n_units"].to_list() == expected
    assert measured["cube"].filter(grain="half")["indicator"].n_unique() == sum(
        one.trigger_units > 0 for one in indicators().values()
    )


def test_a_half_counts_its_people_once(measured):
    cube = measured["cube"].filter(indicator="expert_solo", team_id="firm", grain="half")
    assert cube["n_people"].unique().to_list() == [TEAMS * PEOPLE]


def test_the_reference_period_may_be_chosen(facts):
    chosen = figures(
        {name: frame.lazy() for name, frame in facts.items()},
        reference_quarters=[date(2024, 4, 1)],
    )
    assert chosen["reference"]["quarter"].to_list() == [date(2024, 4, 1)]
    index = chosen["cube"].filter(
        indicator="productivity_index", team_id="firm", period=date(2024, 4, 1), grain="quarter"
    )
    assert index["value"].item() == pytest.approx(1.0)


def test_a_team_of_four_is_nowhere_told(facts):
    small = {**facts, "membership": facts["membership"].filter(~pl.col("person_id").is_in(FIVE))}
    cube = cube_of(small).filter(team_id="t0")
    assert set(cube["state"]) <= {"pooled", "not_computed", "suppressed", "warming_up"}
    assert (
        cube.filter(pl.col("state") != "pooled")["value"].null_count()
        == cube.filter(pl.col("state") != "pooled").height
    )
    assert set(cube["pooled_from"].drop_nulls()) == {"firm"}


FIVE = [f"id:p{k:02}" for k in range(5)]


@pytest.fixture
def workspace(tmp_path):
    with Workspace.open(tmp_path / "workspace") as opened:
        yield opened


def load(workspace, rows):
    workspace.load(
        as_loaded(rows),
        refused=pl.DataFrame(schema={"row": pl.Int64, "column": pl.String, "reason": pl.String}),
        rows_read=1,
        notes=[],
        source=SourceFile("firm.csv", "sum", 1),
        loader="canonical",
        loader_version=1,
        by="tester",
    )


def test_measuring_publishes_the_cube_with_its_versions(workspace):
    load(workspace, firm(tasks=600))
    told = []
    measurement = measure(workspace, lambda step, of, words: told.append((step, of, words)))
    cube = workspace.cube()
    versions = cube.select("rule_version", "anchors_version", "facts_version").unique().row(0)
    assert versions == (rule_version(), measurement.anchors_version, workspace.facts_version)
    assert measurement.facts_version == workspace.facts_version == 1
    assert [step for step, *_ in told] == list(range(1, 7))
    assert {of for _, of, _ in told} == {6}
    for name in (*derived_tables(), "lineage"):
        assert workspace.measured(name) is not None


def test_measuring_twice_gives_the_same_figures(workspace):
    load(workspace, firm(tasks=600))
    measure(workspace)
    before = workspace.measured("cube")
    measure(workspace)
    assert_same(workspace.measured("cube"), before)


def test_measuring_an_empty_workspace_gives_an_empty_cube(workspace):
    measurement = measure(workspace)
    assert measurement.facts_version == 0
    assert workspace.cube().is_empty()
    assert {"team_id", "state", "pooled_from", "facts_version"} <= set(workspace.cube().columns)


def test_the_lineage_of_something_unknown_lists_what_exists():
    with pytest.raises(RequestError, match=r"There is no table or indicator happiness.*challenge"):
        lineage("happiness")


def test_every_derived_table_says_what_one_of_its_rows_is():
    assert all(words.endswith(".") or "row" in words for words in derived_tables().values())
    assert {
        "capacity",
        "participation_hours",
        "status",
        "success",
        "task_family",
        "ai_flag",
    } <= set(derived_tables())
