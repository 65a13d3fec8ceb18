"""The page Evidence: register, verdict first, doubts, nothing beside 'not answerable'."""

import math
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from evidence.codes import code
from evidence.results import Estimate, Leaving
from exports.evidence.one_team_shown import FEW_NOVICES
from exports.evidence.told import OneTeam, PlanFound, Start, StudyTold
from store.errors import NotEnoughData
from tests.evidence import gallery
from tests.evidence.gallery import FIRST, LAST, NOT_ANSWERABLE, WORKED

OUTCOMES = (
    gallery.CYCLE_TIME, gallery.THROUGHPUT, gallery.PARTICIPATION, gallery.RETENTION,
    gallery.CLIMATE,
)  # fmt: skip
PAIRS = StudyTold(
    "move:pairs", "Advice pairs", "redesign", 120, FIRST, LAST, by_lot=True,
    findings=(WORKED, NOT_ANSWERABLE, gallery.HARMED, gallery.CANNOT_TELL),
)  # fmt: skip
SAFETY = StudyTold(
    "course:8", "Safety at work", "training", 40, FIRST, FIRST, reason="everybody began at once"
)
FRESH = StudyTold("course:9", "Prompting", "training", 12, FIRST, LAST)
ONE = StudyTold(
    "move:one", "Split a task", "redesign", 1, FIRST, FIRST, findings=(gallery.ONE_TEAM,)
)
SINGLE = OneTeam((-1, 0, 1), (0.0, -0.1, -0.2), (1.2,) * 11 + (4.0,), -0.15, -0.14, 1, 12)


@pytest.fixture
def studied(monkeypatch, visit):
    """The page on the small firm, with studies by hand."""

    def go(folder, *every, page="evidence", **query):
        monkeypatch.setattr("ui.evidence.readings.studies", lambda state: every)
        monkeypatch.setattr("ui.evidence.readings.outcomes", lambda: OUTCOMES)
        monkeypatch.setattr("ui.evidence.readings.one_team_of", lambda *_: SINGLE)
        return visit(page, folder, **query)

    return go


def order(text, *parts):
    places = [text.index(part) for part in parts]
    return places == sorted(places)


def test_the_register_lists_every_study_by_name_with_words_and_reasons(studied, sample_store):
    at = studied(sample_store, SAFETY, PAIRS, FRESH)
    [register] = [each.value for each in at.table if "Newest verdicts" in each.value.columns]
    names = [each.partition("  \n")[0] for each in register["Programme or move"]]
    assert names == ["Advice pairs", "Prompting", "Safety at work"]
    told = dict(zip(names, register["Newest verdicts"], strict=True))
    assert "▲ worked] cycle time" in told["Advice pairs"]
    assert "▼ harmed] retention" in told["Advice pairs"]
    assert told["Prompting"] == ":gray[not studied yet]"
    assert told["Safety at work"] == ":gray[everybody began at once]"


def test_the_verdict_stands_first_then_before_and_after_and_the_usual_regression_last(
    studied, sample_store, text
):
    at = studied(sample_store, PAIRS, SAFETY)
    assert at.selectbox(key="rollout").value == "Advice pairs"  # the one with verdicts
    assert at.selectbox(key="outcome").value == "Cycle time"
    sentence = next(each.value for each in at.subheader)
    assert sentence.startswith("The redesign shortened cycle time by 5.1% (3.5 to 6.7)")
    headers = [each.value for each in at.header]
    assert headers == [
        "All studies", "One study", "Before and after", "Do others say the same?",
        "Training, or the work itself?",
        "How much hidden drift would it take?", "Could it be an accident?",
        "What was left out, and what else to know", "Definitions", "Plan a study",
    ]  # fmt: skip
    shown = "\n".join(each.value for each in at.markdown)
    assert order(
        shown, "Before the rollout no drift is seen", "second method", "hidden drift after",
        "rollouts that never were", "The usual two-way regression would have said",
    )  # fmt: skip
    assert "learning by doing" in shown
    metrics = {each.label: each.value for each in at.metric}
    assert metrics["Change in all"] == "−5.1%"
    assert metrics["Learning by doing"] == "−1.0"


def test_study_and_outcome_stand_in_the_link(studied, sample_store):
    at = studied(sample_store, PAIRS, SAFETY, rollout="Advice pairs", outcome="Retention")
    assert "The programme lowered retention" in at.subheader[0].value
    assert ":orange-badge[▼ harmed]" in {each.value for each in at.markdown}
    at.selectbox(key="outcome").select("Survey climate").run()
    assert at.subheader[0].value.startswith("Cannot tell")


def test_leaving_person_by_person_stands_under_a_study_of_retention_only(studied, sample_store):
    half = Estimate(math.log(0.5), 0.1, math.log(0.4), math.log(0.625))
    told = replace(gallery.HARMED, leaving=Leaving(half, "", 900, 950, 40, 41, 9000, 80))
    at = studied(sample_store, replace(PAIRS, findings=(WORKED, told)), outcome="Retention")
    words = next(each.value for each in at.markdown if each.value.startswith("Per person"))
    assert "0.50 times as likely (0.40 to 0.62; 95% interval)" in words
    assert "points the other way" in words
    at.selectbox(key="outcome").select("Cycle time").run()
    assert not any(each.value.startswith("Per person") for each in at.markdown)


def test_no_number_stands_beside_not_answerable_and_the_page_says_what_would_fix_it(
    studied, sample_store
):
    at = studied(sample_store, PAIRS, outcome="Throughput")
    assert at.subheader[0].value.startswith("Not answerable")
    assert len(at.metric) == 0
    headers = [each.value for each in at.header]
    assert headers == ["All studies", "One study", "Definitions", "Plan a study"]
    told = [each.value for each in at.markdown if each.value.startswith("- **")]
    assert len(told) == 1
    assert "Load an earlier export" in told[0]
    before = [each.value for each in at.caption if "Started" in each.value]
    assert before == ["Started Jan 2026 to Jul 2026 · dates drawn by lot"]


def test_where_only_teams_with_ai_are_compared_the_study_begins_with_it(studied, sample_store):
    told = replace(WORKED, codes=(*WORKED.codes, code("ONLY_WITH_AI", share=1.0, teams=20)))
    at = studied(sample_store, replace(PAIRS, findings=(told,)))
    [stands] = [each.value for each in at.caption if "Started" in each.value]
    assert stands.endswith("compared with teams that AI had come to as well")
    assert any("left out: 20" in each.value for each in at.markdown)


def test_months_are_one_click_away_with_a_table_of_the_same_numbers(studied, sample_store):
    at = studied(sample_store, PAIRS)
    quarters = next(each.value for each in at.table if "When" in each.value.columns)
    assert next(iter(quarters["When"])) == "10 to 12 months before"
    assert len(quarters) == 5
    at.button_group(key="detail").set_value("Months").run()
    months = next(each.value for each in at.table if "When" in each.value.columns)
    assert len(months) == 24


def test_a_study_that_is_not_possible_says_why_and_one_that_nobody_computed_says_so(
    studied, sample_store, text
):
    shown = text(studied(sample_store, PAIRS, SAFETY, rollout="Safety at work"))
    assert "No study is possible" in shown
    assert "everybody began at once" in shown
    assert "plan a study below" in shown
    shown = text(studied(sample_store, PAIRS, FRESH, rollout="Prompting"))
    assert "Not studied yet" in shown


def test_one_treated_team_tells_its_rank_and_the_smallest_chance_there_is(
    studied, sample_store, text
):
    shown = text(studied(sample_store, ONE))
    assert "each of the 11 other teams moved less" in shown
    assert "none below 8.3% is possible" in shown
    assert "1 of 12" in shown


def test_one_team_of_which_nothing_may_be_shown_has_its_reason_and_no_number(
    studied, sample_store, text, monkeypatch
):
    at = studied(sample_store, ONE)
    assert "line should lie on zero" in text(at)
    monkeypatch.setattr("ui.evidence.readings.one_team_of", lambda *_: FEW_NOVICES)
    shown = text(at.run())
    assert FEW_NOVICES in shown
    assert "line should lie on zero" not in shown


def test_without_a_programme_or_move_the_page_says_what_would_bring_one(
    studied, sample_store, text
):
    shown = text(studied(sample_store))
    assert "Nothing to study yet" in shown
    assert "Plan a study" in shown


def test_the_workbook_of_the_page_holds_what_is_looked_at_first(studied, sample_store):
    from ui.evidence.download import evidence_workbook

    studied(sample_store, PAIRS)
    file = evidence_workbook((PAIRS, SAFETY), (), ("move:pairs", "retention"))
    book = load_workbook(BytesIO(file.getvalue()))
    assert book["Verdicts"]["B2"].value == "retention"
    about = {row[0]: row[1] for row in book["About"].iter_rows(max_col=2, values_only=True)}
    assert about["Version of the facts"] == "1"


def test_the_page_spend_takes_what_training_did_from_the_study(studied, sample_store, text):
    course = replace(PAIRS, kind="training", name="AI basics")
    at = studied(sample_store, course, page="spend")
    assert next(m.value for m in at.metric if m.label == "What did it do?") == "Worked"
    shown = text(at)
    assert "**AI basics**: The redesign shortened" in shown
    assert "**Effect of training.** Measured: +5.4% (+3.6% to +7.2%), verdict 'worked'." in shown


def test_the_page_spend_knows_of_no_effect_where_nobody_has_compared(studied, sample_store, text):
    at = studied(sample_store, SAFETY, page="spend")
    assert next(m.value for m in at.metric if m.label == "What did it do?") == "Cannot tell"
    assert "Nobody has compared teams" in text(at)


def test_teams_of_fewer_than_five_people_cannot_be_planned_with(studied, sample_store):
    at = studied(sample_store, PAIRS)
    assert at.multiselect[0].options == ["Payments"]  # the only one with people in it


def test_months_ahead_begin_with_the_next_one():
    from ui.evidence.plan import months_ahead

    found = months_ahead(date(2026, 11, 23))
    assert found[:2] == [date(2026, 12, 1), date(2027, 1, 1)]
    assert len(found) == 12


def test_a_plan_is_drawn_shown_with_its_waves_and_kept_with_its_seed(
    studied, sample_store, monkeypatch, text
):
    asked, kept = [], []

    def drawn(workspace, request):
        asked.append(request)
        starts = (
            Start("PAY", "Payments", 1, request.first_month), Start("SEA", "Search", 2, None)
        )  # fmt: skip
        return PlanFound(
            request.name, request.kind, request.outcome, request.seed, starts, mde=0.05, pays=0.034,
            teams_needed=210,
        )  # fmt: skip

    monkeypatch.setattr("ui.evidence.plan.drawn", drawn)
    monkeypatch.setattr(
        "ui.evidence.plan.keep", lambda workspace, found, by: kept.append((found, by))
    )
    at = studied(sample_store, PAIRS)
    assert "too coarse" not in text(at)  # nothing is reckoned before somebody asks
    form = at.form("evidence_plan_form")
    form.text_input[0].set_value("  Pairs   in spring ")
    form.selectbox[0].set_value("A training")
    form.number_input[2].set_value(4711)
    form.form_submit_button[0].click().run()
    [request] = asked
    assert (request.name, request.kind, request.seed) == ("Pairs in spring", "training", 4711)
    assert request.teams == ("PAY",)  # nobody was picked: all that may be told of
    shown = text(at)
    assert "**too coarse**. What would do: 210 teams." in shown
    assert "after the study: the comparison" in shown
    at.button(key="plan_keep").click().run()
    [(found, by)] = kept
    assert (found.seed, by) == (4711, "this machine")
    assert "in the register with seed 4711" in at.success[0].value


def test_what_the_planner_cannot_answer_is_told_in_three_lines(studied, sample_store, monkeypatch):
    def refused(workspace, request):
        raise NotEnoughData("two months before", "a year", "Wait, or load earlier exports")

    monkeypatch.setattr("ui.evidence.plan.drawn", refused)
    at = studied(sample_store, PAIRS)
    at.form("evidence_plan_form").form_submit_button[0].click().run()
    assert "**Expected** a year." in at.info[0].value


def test_a_study_is_computed_when_somebody_asks_and_never_before(
    studied, sample_store, monkeypatch
):
    asked = []
    monkeypatch.setattr(
        "ui.evidence.compute.compute", lambda workspace, key, progress, by: asked.append(key)
    )
    at = studied(sample_store, FRESH)
    assert asked == []
    at.button(key="study_now").click().run()
    assert asked == ["course:9"]


def test_a_study_that_is_not_possible_offers_no_button(studied, sample_store):
    at = studied(sample_store, SAFETY)
    assert "study_now" not in {each.key for each in at.button}


def test_a_verdict_against_another_break_even_says_that_the_money_has_moved(
    studied, sample_store, text
):
    shown = text(studied(sample_store, PAIRS))
    assert "It pays from a change of −3.3%. The whole interval lies beyond that." in shown
    assert "the money has moved" in shown  # nobody has entered a capture in this workspace
    asked_nothing = replace(PAIRS, findings=(replace(WORKED, pays=0.0),))
    shown = text(studied(sample_store, asked_nothing))
    assert "which part of freed time becomes money" in shown
    assert "the money has moved" not in shown
