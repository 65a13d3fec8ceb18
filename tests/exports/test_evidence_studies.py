"""The register as page, command and workbook read it: on the made firm, with findings by hand."""

from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
import pytest

from evidence.change_words import in_units
from evidence.finding_json import to_json
from evidence.judged import judged_version
from evidence.outcomes import OUTCOMES
from exports.evidence import computing
from exports.evidence.book import evidence_book
from exports.evidence.computing import compute
from exports.evidence.one_team import as_told, in_logs, panel_of_one, parts_of_before
from exports.evidence.one_team_shown import (
    FEW_NOVICES,
    LEAVERS_BY_MONTH,
    is_told_elsewhere,
    novices_are_few,
    why_not_shown,
)
from exports.evidence.planning import PlanRequest, drawn, keep
from exports.evidence.studies import plans_told, studies_told
from exports.evidence.told import OneTeam
from store.errors import RequestError
from store.studies import keep_findings, newest
from store.workspace import Workspace
from tests.evidence.gallery import HARMED, WORKED
from tests.evidence.small_histories import PEOPLE, history, members, rollout

STUDY = "training:Career conversations"


@pytest.fixture
def firm(own_made_firm):
    with Workspace.open(own_made_firm) as here:
        yield here


def of(firm, key=STUDY):
    return next(each for each in studies_told(firm) if each.key == key)


def put(firm, *found, version=None):
    bodies = {each.outcome.key: to_json(each) for each in found}
    keep_findings(
        firm, STUDY, bodies, by="test", judged_version=judged_version(),
        facts_version=firm.facts_version if version is None else version,
    )  # fmt: skip


def test_programmes_arrive_from_training_with_their_months_and_without_a_verdict(firm):
    told = of(firm)
    assert (told.kind, told.findings, told.reason) == ("training", (), "")
    assert told.teams > 20
    assert told.first < told.last


def test_what_was_kept_is_read_in_the_order_of_outcomes_and_corrected_for_each_other(firm):
    before = newest(firm)
    put(firm, HARMED, WORKED)
    told = of(firm)
    assert [each.outcome.key for each in told.findings] == ["cycle_time", "retention"]
    assert {each.tested for each in told.findings} == {2}
    assert all(each.holm_p is not None for each in told.findings)
    assert not told.is_old
    assert newest(firm) != before  # the page reads anew
    put(firm, replace(HARMED, pays=0.5), version=0)
    assert of(firm).is_old
    assert of(firm).findings[-1].pays == 0.5


def test_a_study_is_computed_on_every_outcome_and_kept(firm, monkeypatch):
    asked, steps = [], []

    def by_hand(history, rollout, outcome, pays, known):
        asked.append((rollout.key, outcome.key, pays))
        return replace(WORKED, outcome=outcome)

    monkeypatch.setattr(computing, "study_of", by_hand)
    compute(firm, STUDY, lambda done, total, words: steps.append((done, total)), "test")
    assert [key for _, key, _ in asked] == list(OUTCOMES)
    assert {pays for _, _, pays in asked} == {0.0}  # nobody has entered a capture
    assert steps[-1] == (len(OUTCOMES), len(OUTCOMES))
    assert len(of(firm).findings) == len(OUTCOMES)
    with pytest.raises(RequestError, match="no study of this key"):
        compute(firm, "nothing", lambda *_: None, "test")


def test_a_plan_is_drawn_again_the_same_and_stands_in_the_register_once_kept(firm):
    names = {team: team for team in firm.cube("quarter")["team_id"].unique().to_list()}
    known = set(firm.facts("membership").select("team_id").collect()["team_id"])
    teams = tuple(sorted(known & set(names)))
    request = PlanRequest(
        "In spring", "redesign", OUTCOMES["cycle_time"], teams, names, date(2027, 3, 1), 3, 2, 11
    )
    found = drawn(firm, request)
    assert found == drawn(firm, request)
    assert found.mde > 0
    assert {start.wave for start in found.starts} == {1, 2, 3}
    assert {s.first_month for s in found.starts} == {date(2027, 3, 1), date(2027, 5, 1), None}
    keep(firm, found, "test")
    [plan] = plans_told(firm)
    assert (plan.seed, plan.by, len(plan.starts)) == (11, "test", len(teams))
    told = of(firm, plan.key)
    assert (told.kind, told.by_lot) == ("planned", True)
    assert "not started yet" in told.reason
    assert evidence_book(firm).plans == (plan,)
    other = drawn(firm, replace(request, outcome=OUTCOMES["climate"]))
    assert other.mde is None  # a usual firm says nothing of another outcome


def test_months_of_one_team_become_a_panel_and_its_gap_is_found():
    rng = np.random.default_rng(3)
    levels = rng.normal(0, 0.02, (12, 20)).cumsum(axis=1)
    levels[0, 12:] -= 1.0
    rows = [
        (f"T{t:02}", 24300 + m, 24312 if t == 0 else None, float(levels[t, m]))
        for t in range(12)
        for m in range(20)
    ]
    schema = {"team_id": pl.String, "period": pl.Int64, "first_month": pl.Int64,
              "outcome": pl.Float64}  # fmt: skip
    panel = panel_of_one(pl.DataFrame(rows, schema=schema, orient="row"))
    assert list(panel.first) == [12] + [20] * 11
    from evidence.one_team import one_team

    told = as_told(one_team(panel))
    assert told.months == tuple(range(-12, 8))
    assert (told.rank, told.of) == (1, 12)
    assert told.effect == pytest.approx(-1.0, abs=0.15)
    assert max(told.ratios) == told.ratios[-1]  # the treated team is the last


def test_counts_of_one_team_are_told_as_parts_of_its_own_rate_before():
    """By hand: 8 tasks in 20 days before are .4 a day; then 6 in 20 are .3: a quarter less."""
    rows = pl.DataFrame(
        [("one", 1, 3, 3.0, 10.0), ("one", 2, 3, 5.0, 10.0), ("one", 3, 3, 6.0, 20.0),
         ("two", 1, None, 8.0, 10.0)],
        schema=["team_id", "period", "first_month", "outcome", "exposure"],
        orient="row",
    )  # fmt: skip
    assert parts_of_before(rows)["outcome"].to_list() == pytest.approx([0.75, 1.25, 0.75, 2.0])
    assert parts_of_before(rows.filter(period=3)) is None
    told = in_logs(OneTeam((0,), (-0.25,), (1.0,), -0.25, None, 1, 1))
    assert [in_units(OUTCOMES["throughput"], each) for each in (*told.gaps, told.effect)] == (
        pytest.approx([-25.0, -25.0])
    )


@pytest.mark.parametrize(
    ("movers", "hidden"),
    [
        pytest.param(0, False, id="the same people"),
        pytest.param(1, True, id="one who moved in between"),
        pytest.param(5, False, id="five who moved in between"),
    ],
)
def test_two_studies_of_one_team_tell_no_few_people_by_subtraction(movers, hidden):
    gone = [f"c{i}" for i in range(movers)]
    people = [f"a{i}" for i in range(6)]
    firm = history(
        [{"task_id": f"t{who}{m}", "by": who, "started_at": f"2024-0{m}-10",
          "closed_at": f"2024-0{m}-11"} for who in [*people, *PEOPLE["b"]] for m in range(1, 5)],
        membership=[
            *members("a", people), *members("b", PEOPLE["b"]),
            *members("b", gone, "2024-01-01", "2024-02-15"), *members("a", gone, "2024-02-15"),
        ],
    )  # fmt: skip
    early, late = (replace(rollout(a=day), key=day) for day in ("2024-02-01", "2024-03-01"))
    both = (early, late)
    assert is_told_elsewhere(firm, late, both, "throughput") is hidden
    assert not is_told_elsewhere(firm, early, both, "throughput")


@pytest.mark.parametrize(
    ("novices", "expected"),
    [
        pytest.param(["a0", "a1"], True, id="two novices could be told one by one"),
        pytest.param(["a0", "a1", "a2"], True, id="and so could two others"),
        pytest.param([*PEOPLE["b"], "a0", "a1", "a2"], True, id="those of others do not count"),
    ],
)
def test_the_novices_of_one_team_are_not_shown_where_they_are_few(novices, expected):
    firm = history(measured={"status": status(PEOPLE["a"] + PEOPLE["b"], novices)})
    assert novices_are_few(firm, rollout(a="2024-03-01")) is expected


def test_three_novices_beside_three_others_may_be_shown():
    people = [*PEOPLE["a"], "a5"]
    firm = history(
        membership=[*members("a", people), *members("b", PEOPLE["b"])],
        measured={"status": status(people, people[:3])},
    )
    assert not novices_are_few(firm, rollout(a="2024-03-01"))


@pytest.mark.parametrize(
    ("outcome", "why"),
    [("retention", LEAVERS_BY_MONTH), ("novice_participation", FEW_NOVICES), ("throughput", "")],
)
def test_of_one_team_neither_leavers_nor_few_novices_are_shown(outcome, why):
    firm = history(measured={"status": status(PEOPLE["a"], ["a0"])})
    assert why_not_shown(firm, rollout(a="2024-03-01"), (), outcome) == why


def status(people, novices):
    told = ["novice" if one in novices else "expert" for one in people]
    return pl.DataFrame(
        {"person_id": people, "period": [date(2024, 1, 1)] * len(people), "status": told}
    )
