"""A CFO with the page Evidence: from the register to a verdict to the workbook."""

import os
import socket
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from openpyxl import load_workbook

from tests.browser.conftest import wait_for

ROOT = Path(__file__).parents[2]
OF_STREAMLIT = {"presentation-role-conflict"}
PAGES = {
    "worked": "evidence?rollout=Advice+pairs&outcome=Cycle+time",
    "cannot tell": "evidence?rollout=Advice+pairs&outcome=Survey+climate&detail=Months",
    "not answerable": "evidence?rollout=Advice+pairs&outcome=Throughput",
    "one team": "evidence?rollout=Split+the+release+task&outcome=Cycle+time",
    "not possible": "evidence?rollout=Safety+at+work",
}


@pytest.fixture(scope="module")
def studies_url(made_firm, tmp_path_factory):
    """The made firm with studies by hand; the server is ended by its process id."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "ATELIER_WORKSPACE": str(made_firm), "PYTHONPATH": str(ROOT)}
    environment.pop("ATELIER_DATABASE", None)
    script = ROOT / "tests" / "browser" / "evidence_by_hand.py"
    with (tmp_path_factory.mktemp("logs") / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, str(script), str(port)],
            cwd=ROOT, env=environment, stdout=log, stderr=log,
        )  # fmt: skip
        try:
            wait_for(f"http://127.0.0.1:{port}", process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(10)


def pick(reader, field, value):
    reader.page.get_by_label(field, exact=True).first.click()
    reader.page.get_by_role("option", name=value, exact=True).click()
    return reader.settle()


def test_a_cfo_goes_from_the_register_to_a_verdict_to_the_workbook(studies_url, read):
    reader = read(studies_url).open("evidence")
    register = reader.page.locator("table").first.inner_text()
    assert "worked" in register
    assert "Everybody started in the same month" in register
    pick(reader, "Programme or move", "Advice pairs")
    pick(reader, "Outcome", "Retention")
    assert "outcome=Retention" in reader.page.url
    verdict = reader.page.locator(".st-key-evidence_answer")
    assert "harmed" in verdict.inner_text()
    assert "The programme lowered retention by 1.2 points" in verdict.inner_text()
    with reader.page.expect_download(timeout=120_000) as begun:
        reader.page.get_by_role("button", name="Workbook").first.click()
    book = load_workbook(BytesIO(begun.value.path().read_bytes()))
    first = [cell.value for cell in book["Verdicts"][2]]
    assert first[:2] == ["move:pairs", "retention"]
    assert reader.errors == []
    assert reader.outside == []


def test_a_link_opens_the_same_study_and_outcome_by_months(studies_url, read):
    reader = read(studies_url).open(PAGES["cannot tell"])
    assert "Cannot tell: survey climate may have moved" in reader.text
    assert reader.page.get_by_text("months since rollout; 0 is the first month").count() > 0


def test_nothing_beside_not_answerable_looks_like_a_number(studies_url, read):
    reader = read(studies_url).open(PAGES["not answerable"])
    assert "Load an earlier export of the same system" in reader.text
    assert reader.page.locator("[data-testid=stMetric], .js-plotly-plot").count() == 0


def test_the_picture_has_words_and_the_same_numbers_as_a_table(studies_url, read):
    reader = read(studies_url).open(PAGES["worked"])
    words = "Cycle time against the quarter just before rollout. Quarters before rollout:"
    assert words in reader.page.content()
    reader.page.locator("summary", has_text="The same as a table").first.click()
    reader.settle()
    assert reader.page.get_by_text("10 to 12 months before").first.is_visible()


def test_a_reader_without_a_mouse_changes_the_outcome_and_sees_where_they_are(studies_url, read):
    reader = read(studies_url).open(PAGES["worked"])
    field = reader.page.get_by_role("combobox", name="Outcome").first
    field.focus()
    reader.page.keyboard.press("Enter")
    reader.page.keyboard.press("ArrowDown")
    reader.page.keyboard.press("Enter")
    reader.settle()
    assert "outcome=Cycle+time" not in reader.page.url
    assert "outcome=" in reader.page.url


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 1440), ("light", 390)])
@pytest.mark.parametrize("page", PAGES)
def test_axe_finds_nothing_of_ours(page, scheme, width, studies_url, read):
    reader = read(studies_url, scheme, width).open(PAGES[page])
    found = {
        rule["id"]: [node["html"][:200] for node in rule["nodes"]]
        for rule in Axe().run(reader.page).response["violations"]
        if rule["id"] not in OF_STREAMLIT
    }
    assert found == {}


@pytest.mark.parametrize("page", PAGES)
def test_a_study_fits_a_phone_without_scrolling_sideways(page, studies_url, read):
    reader = read(studies_url, width=390).open(PAGES[page])
    main = "document.querySelector('[data-testid=stMain]')"
    wide, shown = reader.page.evaluate(f"[{main}.scrollWidth, {main}.clientWidth]")
    assert wide <= shown


def test_every_control_has_a_name(studies_url, read):
    reader = read(studies_url).open(PAGES["worked"])
    unnamed = reader.page.evaluate(
        """() => [...document.querySelectorAll('[data-testid=stMain] input')]
        .filter(e => e.checkVisibility() && e.tabIndex >= 0 && !e.ariaLabel
            && !(e.labels && e.labels.length) && !e.getAttribute('aria-labelledby'))
        .map(e => e.outerHTML.slice(0, 200))"""
    )
    assert unnamed == []
