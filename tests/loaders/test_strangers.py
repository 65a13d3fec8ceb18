"""Files that no loader of a source may take: they are told apart, and the way out is shown."""

import json
from pathlib import Path

import pytest

from loaders import detect, loaders
from loaders.export import Export
from loaders.load import load_paths
from store.workspace import Workspace

SAMPLES = Path(__file__).parent / "samples"
OWN = (
    "adobe_learning",
    "adp_workforce",
    "amazon_q",
    "anthropic_console",
    "anthropic_cost",
    "anthropic_usage",
    "asana_csv",
    "asana_json",
    "azure_devops",
    "bamboohr",
    "bamboohr_jobinfo",
    "bamboohr_training",
    "ccusage",
    "chatgpt_enterprise",
    "claude_code",
    "claude_code_logs",
    "claude_code_otel",
    "claude_enterprise_cost",
    "claude_enterprise_spend",
    "claude_enterprise_usage",
    "claude_enterprise_users",
    "codex_logs",
    "copilot_activity",
    "copilot_billing",
    "copilot_seats",
    "copilot_users",
    "cornerstone",
    "cursor_daily",
    "cursor_events",
    "degreed",
    "erpnext_gl",
    "esco_occupations",
    "esco_relations",
    "esco_skills",
    "frappe_employee",
    "frappe_training",
    "gemini_activities",
    "git_log",
    "github_cli",
    "github_rest",
    "gitlab_issues",
    "gitlab_merge_requests",
    "google_forms",
    "hibob",
    "hibob_history",
    "hibob_training",
    "horilla",
    "jira_csv",
    "jira_rest",
    "linear",
    "linkedin_learning",
    "linkedin_learning_api",
    "m365_copilot",
    "m365_org",
    "microsoft_forms",
    "moodle_completion",
    "moodle_progress",
    "odoo_employee",
    "onet_activities",
    "onet_activity_names",
    "onet_alternate_titles",
    "onet_elements",
    "onet_job_zones",
    "onet_occupations",
    "onet_ratings",
    "onet_tasks",
    "onet_technology",
    "openai_costs",
    "openai_usage",
    "oracle_hdl",
    "orangehrm",
    "personio",
    "qualtrics",
    "qualtrics_legacy",
    "salesforce_cases",
    "sap_line_items",
    "servicenow",
    "skill_list",
    "successfactors_empjob",
    "successfactors_learning",
    "successfactors_udf",
    "talentlms",
    "trello",
    "viva_org",
    "viva_person_query",
    "workday_learning",
    "workday_raas",
    "workday_xlsx",
    "xapi",
    "zendesk_csv",
    "zendesk_json",
    "zendesk_users",
)
# Real headers, invented rows: sources for which there is no loader yet.
STRANGERS = {
    "m365 copilot": (
        "Report Refresh Date,User Principal Name,Display Name,Last Activity Date,Report Period\n"
        "2026-07-03,a@b.c,A B,2026-07-01,7\n"
    ),
    "attrition": "\ufeffAge,Attrition,Department,EmployeeNumber,JobLevel\n41,Yes,Sales,1,2\n",
    "hibob history": json.dumps(
        [{"id": "1", "effectiveDate": "2024-01-01", "department": "A", "title": "B"}]
    ),
    "plain table": "name,amount\nA,1\n",
    "plain text": "Dear all,\nthis is no export.\n",
}


def write(tmp_path, text):
    path = tmp_path / "export.dat"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", STRANGERS)
def test_a_strangers_file_is_taken_by_nobody(tmp_path, name):
    assert detect(Export.open(write(tmp_path, STRANGERS[name]))) is None


def test_a_strangers_file_is_not_loaded_and_the_reader_is_shown_the_mapping(tmp_path):
    path = write(tmp_path, STRANGERS["plain table"])
    with Workspace.open(tmp_path / "workspace") as workspace:
        report = load_paths(workspace, [path], by="test")[0]
    assert report.status == "not loaded"
    assert "Make a mapping" in report.error.do
    assert "amount" in report.error.found


@pytest.mark.parametrize("name", OWN)
def test_each_sample_is_taken_by_its_own_loader(name):
    [sample] = SAMPLES.glob(f"{name}.*")
    found = detect(Export.open(sample))
    assert found is not None
    assert found.name == name
    assert found in loaders()


@pytest.mark.parametrize(
    "file",
    [
        "viva/p2p_data.csv.gz",
        "hr/WA_Fn-UseC_-HR-Employee-Attrition.csv.gz",
        "company/hris_people.csv.gz",
        "company/hris_history.csv.gz",
        "company/tasks.csv.gz",
        "company/headcount.csv",
    ],
)
def test_the_real_files_of_other_sources_are_taken_by_nobody(real_data, file):
    found = detect(Export.open(real_data / file))
    assert found is None, f"{file} was taken by {found.name}"
