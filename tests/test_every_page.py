"""Every page opens: on the made firm, and on a workspace that holds nothing."""

from pathlib import Path

import pytest
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parent.parent
PAGES = sorted(path for path in (ROOT / "pages").glob("*.py") if path.name != "__init__.py")
SECONDS = 120  # the first page of a process imports everything and matches all open tasks


@pytest.fixture(autouse=True)
def as_on_a_running_server(monkeypatch):
    """AppTest falls back on the old discovery of pages/ in every run, a server only at first.

    Without it the pages would run without dashboard.py, which no reader ever sees.
    """
    begin = PagesManager.__init__

    def with_the_menu(self, *arguments, **named):
        begin(self, *arguments, **named)
        PagesManager.uses_pages_directory = False

    monkeypatch.setattr(PagesManager, "__init__", with_the_menu)


def opened(page, folder, monkeypatch, **query):
    monkeypatch.chdir(ROOT)  # where .streamlit/config.toml stands
    monkeypatch.setenv("ATELIER_WORKSPACE", str(folder))
    monkeypatch.delenv("ATELIER_DATABASE", raising=False)
    at = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=SECONDS)
    for name, value in query.items():
        at.query_params[name] = value
    at.run()
    return at.switch_page(f"pages/{page.name}").run()


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_a_page_opens_on_the_made_firm(page, made_firm, monkeypatch):
    at = opened(page, made_firm, monkeypatch)
    assert not at.exception
    assert not at.error
    assert len(at.title) == 1


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_a_page_opens_on_an_empty_workspace_and_says_what_to_do(page, tmp_path, monkeypatch):
    at = opened(page, tmp_path, monkeypatch)
    assert not at.exception
    assert not at.error
    assert len(at.title) == 1
    if page.stem != "methods":  # definitions need no data
        assert at.button(key="open_made_firm").label == "Open the made firm"


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_a_page_can_be_read_by_months_and_for_a_part_of_the_firm(page, made_firm, monkeypatch):
    at = opened(page, made_firm, monkeypatch, grain="Month")
    unit = at.selectbox(key="unit").options[1]
    at.selectbox(key="unit").select(unit).run()
    assert not at.exception
    assert not at.error
