"""Documents that are made from the code say what the code says; the lock files name no host."""

from pathlib import Path

import pytest

from exports.reference import DOCS, PAGES

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("name", PAGES)
def test_a_page_made_from_the_code_is_up_to_date(name):
    assert (DOCS / name).read_text(encoding="utf-8") == PAGES[name](), (
        f"docs/{name} is older than the code: run `python -m exports.reference`"
    )


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_file_names_no_host_and_pins_every_package_by_hash(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    pins = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
    assert "://" not in text
    assert all("==" in pin for pin in pins)
    assert text.count("--hash=sha256:") >= len(pins)


def test_the_readme_names_the_two_commands():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "make run" in text
    assert "make test" in text


def test_links_between_documents_lead_somewhere():
    import re

    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *DOCS.glob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_every_judged_number_and_every_outcome_of_a_study_stands_in_its_document():
    from evidence.judged import FILE
    from evidence.outcomes import OUTCOMES
    from exports.evidence.wording import VERDICTS
    from metrics.anchors import anchors

    text = (DOCS / "evidence.md").read_text(encoding="utf-8")
    for key, each in anchors(FILE).items():
        assert f"| {key.replace('_', ' ')} | {each.value} {each.unit} |" in text
    for outcome in OUTCOMES.values():
        assert f"| {outcome.label} | {outcome.unit}; {outcome.better} is better |" in text
    for mark in VERDICTS.values():
        assert f"| {mark.shape} {mark.word} |" in text


def test_every_doubt_stands_in_the_document_of_studies_and_what_stops_can_be_mended():
    from evidence.codes import known_codes
    from ui.evidence.fixes import FIXES

    text = (DOCS / "evidence.md").read_text(encoding="utf-8")
    assert all(f"| `{key}` |" in text for key in known_codes())
    assert {key for key, (level, _) in known_codes().items() if level == "stop"} <= set(FIXES)
