"""An L&D leader with the made firm: a programme of the register is studied, told and taken away."""

from io import BytesIO

from openpyxl import load_workbook

PROCEDURE = "Signed task forms: the new procedure"


def test_a_programme_that_was_planted_as_harmful_is_studied_and_found_so(
    own_made_firm, served, read
):
    reader = read(served(own_made_firm)).open(f"evidence?rollout={PROCEDURE.replace(' ', '+')}")
    assert "not studied yet" in reader.text
    reader.page.get_by_role("button", name="Study it on all outcomes").click()
    reader.page.locator(".st-key-evidence_answer", has_text="Cycle time rose").wait_for(
        timeout=180_000
    )
    reader.settle()
    verdict = reader.page.locator(".st-key-evidence_answer").inner_text()
    assert "harmed" in verdict
    assert "It made things worse" in verdict
    assert "False" not in verdict
    row = reader.page.locator("table").first.locator("tr", has_text=PROCEDURE).inner_text()
    assert "harmed" in row
    with reader.page.expect_download(timeout=120_000) as begun:
        reader.page.get_by_role("button", name="Workbook").first.click()
    book = load_workbook(BytesIO(begun.value.path().read_bytes()))
    found = {row[1]: row for row in book["Verdicts"].iter_rows(values_only=True)}
    assert PROCEDURE in "".join(str(cell) for cell in found["cycle_time"])
    assert any("HARMED" in str(c) or c == "harmed" for c in found["cycle_time"])
    assert reader.errors == []
    assert reader.outside == []
