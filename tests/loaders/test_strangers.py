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
    "adp_workforce",
    "bamboohr",
    "bamboohr_jobinfo",
    "bamboohr_training",
    "claude_code",
    "copilot_users",
    "cornerstone",
    "frappe_employee",
    "frappe_training",
    "git_log",
    "github_cli",
    "github_rest",
    "hibob",
    "hibob_history",
    "hibob_training",
    "horilla",
    "jira_csv",
    "m365_org",
    "odoo_employee",
    "oracle_hdl",
    "orangehrm",
    "personio",
    "successfactors_empjob",
    "successfactors_udf",
    "viva_org",
    "workday_raas",
    "workday_xlsx",
)
# Real headers, invented rows: sources for which there is no loader yet.
STRANGERS = {
    "viva person query": "PersonId,MetricDate,Collaboration_hours\nab12,2024-03-31,3\n",
    "m365 copilot": (
        "Report Refresh Date,User Principal Name,Display Name,Last Activity Date,Report Period\n"
        "2026-07-03,a@b.c,A B,2026-07-01,7\n"
    ),
    "attrition": "\ufeffAge,Attrition,Department,EmployeeNumber,JobLevel\n41,Yes,Sales,1,2\n",
    "cursor": json.dumps(
        {"data": [{"date": 1710720000000, "email": "a@b.c", "composerRequests": 45}], "period": {}}
    ),
    "gitlab": "Title,Issue ID,State,Author Username,Created At (UTC)\nA,1,Open,ana,2024-01-01\n",
    "linear": "ID,Team,Title,Status,Cycle Number,Triaged,Created\nENG-1,A,B,Done,1,,2024-01-01\n",
    "azure devops": "ID,Work Item Type,Title,Assigned To,State\n1,Bug,A,Ana <a@b.c>,Done\n",
    "hibob history": json.dumps(
        [{"id": "1", "effectiveDate": "2024-01-01", "department": "A", "title": "B"}]
    ),
    "jira rest": json.dumps({"issues": [{"key": "A-1", "fields": {"summary": "x"}}]}),
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
    path = write(tmp_path, STRANGERS["viva person query"])
    with Workspace.open(tmp_path / "workspace") as workspace:
        report = load_paths(workspace, [path], by="test")[0]
    assert report.status == "not loaded"
    assert "Make a mapping" in report.error.do
    assert "PersonId" in report.error.found


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
        "viva/pq_data.csv.gz",
        "viva/p2p_data.csv.gz",
        "hr/WA_Fn-UseC_-HR-Employee-Attrition.csv.gz",
        "ai_usage/cursor_daily_usage_data.json",
        "ai_usage/m365_copilot_usage_user_detail_v1.csv",
        "company/hris_people.csv.gz",
        "company/hris_history.csv.gz",
        "company/tasks.csv.gz",
        "company/headcount.csv",
    ],
)
def test_the_real_files_of_other_sources_are_taken_by_nobody(real_data, file):
    found = detect(Export.open(real_data / file))
    assert found is None, f"{file} was taken by {found.name}"
