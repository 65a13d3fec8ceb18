"""The made firm, loaded and measured once for all tests that look at the whole house."""

import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
REAL_DATA = ROOT.parent / "shared" / "data"


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real exports beside the project; tests that use it skip where it is absent."""
    if not REAL_DATA.exists():
        pytest.skip("the real exports (../shared/data) are not on this machine")
    return REAL_DATA


@pytest.fixture(scope="session")
def made_exports(tmp_path_factory) -> list[Path]:
    """The exports of the made firm, in its vendors' formats."""
    from sample_data import make_firm, write_exports

    return write_exports(make_firm(), tmp_path_factory.mktemp("exports"))


@pytest.fixture(scope="session")
def made_firm(made_exports, tmp_path_factory) -> Path:
    """A workspace that holds the made firm, measured. Read it; copy it to change it."""
    from loaders.load import load_paths
    from metrics.measure import measure
    from store.workspace import Workspace

    workspace = Workspace.open(tmp_path_factory.mktemp("made_firm"))
    load_paths(workspace, made_exports, by="test")
    measure(workspace)
    return workspace.folder


@pytest.fixture
def own_made_firm(made_firm, tmp_path) -> Path:
    """A copy of the made firm's workspace that a test may change."""
    return Path(shutil.copytree(made_firm, tmp_path / "workspace"))


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """Where every system part must be present, a skip for want of one is a failure."""
    outcome = yield
    report = outcome.get_result()
    if (
        os.environ.get("ATELIER_NOTHING_SKIPS")
        and report.skipped
        and not hasattr(report, "wasxfail")
    ):
        reason = str(report.longrepr)
        if "../shared/data" not in reason:
            report.outcome = "failed"
            report.longrepr = f"skipped where nothing may skip: {reason}"
