import os
from pathlib import Path
from tempfile import gettempdir

from store.workspace import Workspace

TEAM = "team_id,name,parent_id\nT1,Payments,\nT2,Search,T1\n"
TASK = """Ticket,Opened,Closed,Owner,Kind
A-1,2026-01-05,2026-01-09,ana@example.com,bug
A-2,2026-01-06,,ben@example.com,feature
,2026-01-07,2026-01-12,ana@example.com,bug
"""


def bring(at, *files):
    for name, content in files:
        at.get("file_uploader")[0].upload(name, content.encode())
    return at.run(timeout=60)


def press(at, label):
    return next(button for button in at.button if button.label == label).click().run(timeout=60)


def test_a_dry_run_shows_what_would_be_added_and_writes_nothing(visit, tmp_path, text):
    at = bring(visit("data", tmp_path), ("team.csv", TEAM))
    shown = text(at)
    assert "'File': 'team.csv'" in shown
    assert "◇ would load" in shown
    assert "'Added': '2'" in shown
    assert Workspace.open(tmp_path).facts_version == 0


def test_a_load_writes_the_facts_and_the_ledger_and_offers_to_measure(visit, tmp_path, text):
    at = press(bring(visit("data", tmp_path), ("team.csv", TEAM)), "Load 1 file")
    assert not at.exception
    here = Workspace.open(tmp_path)
    assert here.facts("team").collect().height == 2
    assert here.imports()["file"].to_list() == ["team.csv"]
    shown = text(at)
    assert "**team.csv** (Canonical tables): loaded, 2 added" in shown
    assert "Measure now" in [button.label for button in at.button]


def test_the_same_file_twice_changes_nothing(visit, tmp_path, text):
    at = press(bring(visit("data", tmp_path), ("team.csv", TEAM)), "Load 1 file")
    at = bring(at, ("team.csv", TEAM))
    assert "'Same': '2'" in text(at)
    press(at, "Load 1 file")
    assert Workspace.open(tmp_path).imports().height == 1


def test_a_file_that_nobody_knows_gets_a_proposed_mapping(visit, tmp_path, text):
    at = bring(visit("data", tmp_path), ("tickets.csv", TASK))
    assert "▲ not read" in text(at)
    assert "A mapping for tickets.csv" in [each.value for each in at.subheader]
    rows = at.data_editor[0].value
    sources = dict(zip(rows["column"], rows["Column of the file"], strict=True))
    assert sources["task_id"] == "Ticket"
    assert sources["opened_at"] == "Opened"


def test_a_kept_mapping_reads_the_file_and_lists_refused_rows(visit, tmp_path, text):
    at = bring(visit("data", tmp_path), ("tickets.csv", TASK))
    at = press(at, "Keep this mapping")
    shown = text(at)
    assert "Mapping tickets" in shown
    assert "'Refused': '**1**'" in shown
    assert "1 row refused" in [each.label.rpartition(", ")[2] for each in at.expander]
    at = press(at, "Load 1 file")
    assert Workspace.open(tmp_path).facts("task").collect()["task_id"].sort().to_list() == [
        "A-1",
        "A-2",
    ]


def test_a_file_that_cannot_be_read_says_what_was_found_expected_and_what_to_do(visit, tmp_path):
    at = bring(visit("data", tmp_path), ("nothing.csv", ""))
    assert not at.exception
    [warning] = at.warning
    assert "**Expected** an export with a header and rows." in warning.value
    assert "**Do** Export it again." in warning.value
    assert "Load 1 file" not in [button.label for button in at.button]


def brought():
    """Copies of team.csv in folders of sessions; other processes come and go beside them."""
    found = set()
    for folder, _, files in os.walk(gettempdir()):
        if Path(folder).parent.name.startswith("atelier-") and "team.csv" in files:
            found.add(Path(folder, "team.csv"))
    return found


def test_nothing_of_a_brought_file_stays_on_the_machine_after_the_load(visit, tmp_path):
    before = brought()
    at = bring(visit("data", tmp_path), ("team.csv", TEAM))
    during = brought() - before
    assert len(during) == 1
    press(at, "Load 1 file")
    assert not during.pop().exists()


def test_the_ledger_and_its_refused_rows_can_be_read(visit, sample_store, text):
    at = visit("data", sample_store)
    assert "people.csv" in text(at)
    picker = next(box for box in at.selectbox if box.label == "Refused rows of")
    at = picker.select("people.csv (1 refused)").run()
    assert "not a share between 0 and 1" in text(at)


def test_what_is_loaded_and_what_is_missing_is_said(visit, sample_store, text):
    shown = text(visit("data", sample_store))
    assert "'What': 'person', 'Rows': '6'" in shown
    assert "Not loaded: participation, task event, AI usage" in shown


# -- what can be read, rules of the firm -----------------------------------------------------------


def search(at, words):
    return next(each for each in at.text_input if each.label == "Search sources").input(words).run()


def labels(at):
    return [each.label for each in at.expander]


def test_sources_stay_closed_until_somebody_looks_for_one(visit, tmp_path, text):
    at = visit("data", tmp_path)
    assert "sources are read as they leave their systems" in text(at)
    assert not any("Jira CSV" in label for label in labels(at))
    at = search(at, "jira")
    assert any("Jira CSV" in label for label in labels(at))
    assert not any("Moodle" in label for label in labels(at))


def test_an_open_source_says_what_it_counts_and_what_it_cannot_see(visit, tmp_path, text):
    shown = text(search(visit("data", tmp_path), "claude code analytics"))
    assert "Prompts are not counted" in shown
    assert "*AI usage · tokens out*: model_breakdown.tokens.output [tokens]" in shown


def test_words_that_no_source_has_lead_to_a_mapping(visit, tmp_path):
    at = search(visit("data", tmp_path), "zzz")
    assert any("through a mapping" in each.value for each in at.info)


LEDGER = """posted_on,amount,currency,account,reference
2026-01-05,100,EUR,Staff training,D1
2026-01-05,30,USD,Staff training,D2
2026-01-06,50,USD,Travel,D3
"""
SURVEY = """wave,item,score,response_id
2026-01-05,trust_1,4,R1
2026-01-05,lunch,2,R1
"""


def opened(at, *keys):
    for key in keys:
        at.session_state[key] = True
    return at.run()


def with_files(tmp_path, *files):
    from loaders.load import load_paths

    for name, content in files:
        (tmp_path / name).write_text(content)
    workspace = Workspace.open(tmp_path / "workspace")
    load_paths(workspace, [tmp_path / name for name, _ in files], by="test")
    return workspace


def test_rules_show_what_they_catch_by_currency_and_what_nobody_decided(visit, tmp_path, text):
    here = with_files(tmp_path, ("ledger.csv", LEDGER))
    at = opened(visit("data", here.folder), "rules_spend_open")
    shown = text(at)
    assert "Of 3 ledger lines, 2 fit a rule, 0 say themselves what they are, 1 are not" in shown
    assert "'Catches': '1 line, 100 EUR'" in shown
    assert "'Catches': '1 line, 30.0 USD'" in shown
    assert "'account': 'Travel'" in shown


def test_items_of_a_survey_show_what_they_measure_and_who_says_so(visit, tmp_path, text):
    here = with_files(tmp_path, ("survey.csv", SURVEY))
    shown = text(opened(visit("data", here.folder), "rules_survey_open"))
    assert "2 items; 1 measure nothing" in shown
    assert "'item': 'trust_1', 'construct': 'trust', 'rule': 'rule 4'" in shown


def test_without_a_ledger_or_a_survey_rules_can_still_be_edited(visit, tmp_path):
    at = opened(visit("data", tmp_path), "rules_spend_open", "rules_survey_open")
    assert [len(each.value) > 10 for each in at.data_editor] == [True, True]
    assert {each.value.partition(":")[0] for each in at.info} >= {
        "No ledger is loaded yet",
        "No survey is loaded yet",
    }


def test_rules_of_the_firm_go_back_to_ours_in_one_step(visit, tmp_path, text):
    from store.construct_rules import CONSTRUCT_RULES, ConstructRule

    here = Workspace.open(tmp_path)
    CONSTRUCT_RULES.replace(here, [ConstructRule("lunch", "climate")], by="test")
    at = opened(visit("data", tmp_path), "rules_survey_open")
    assert "1 rule, the firm's own." in text(at)
    at = press(at, "Back to ours")
    assert CONSTRUCT_RULES.rules(here) == CONSTRUCT_RULES.defaults()
    assert f"{len(CONSTRUCT_RULES.defaults())} rules, ours." in text(at)
