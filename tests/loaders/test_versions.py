"""A file that was loaded with an older version of its loader can be loaded again."""

from dataclasses import replace
from pathlib import Path

import pytest

from loaders import loaders
from loaders.load import load_paths
from store.workspace import Workspace

SAMPLES = Path(__file__).parent / "samples"
# Versions that read a copied row, page or action twice, or kept ledger lines by their amounts.
FORMER = {
    "anthropic_console": 1,
    "anthropic_cost": 1,
    "anthropic_usage": 1,
    "ccusage": 1,
    "chatgpt_enterprise": 1,
    "claude_code": 2,
    "claude_enterprise_cost": 1,
    "claude_enterprise_spend": 1,
    "claude_enterprise_usage": 1,
    "claude_enterprise_users": 1,
    "copilot_billing": 1,
    "cursor_events": 1,
    "erpnext_gl": 1,
    "git_log": 2,
    "hibob_history": 1,
    "microsoft_forms": 1,
    "openai_costs": 1,
    "openai_usage": 1,
    "qualtrics": 1,
    "qualtrics_legacy": 1,
    "sap_line_items": 1,
    "trello": 1,
}


@pytest.mark.parametrize("name", FORMER)
def test_what_a_former_version_has_read_is_read_again(name, tmp_path, monkeypatch):
    [sample] = SAMPLES.glob(f"{name}.*")
    today = next(loader for loader in loaders() if loader.name == name)
    with Workspace.open(tmp_path / "w") as workspace:
        with monkeypatch.context() as before:
            former = replace(today, version=FORMER[name])
            before.setattr("loaders.job.detect", lambda _: former)
            assert load_paths(workspace, [sample])[0].status == "loaded"
        statuses = [load_paths(workspace, [sample])[0].status for _ in range(2)]
    assert statuses == ["nothing new", "already loaded"]
