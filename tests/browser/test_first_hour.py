"""The first hour with Atelier: bring exports, look first, load, measure, read, take along."""

import base64
import zipfile
from io import BytesIO

from openpyxl import load_workbook

DROP = """([at, name, content]) => {
    const bytes = Uint8Array.from(atob(content), c => c.charCodeAt(0));
    const carried = new DataTransfer();
    carried.items.add(new File([bytes], name));
    const how = {dataTransfer: carried, bubbles: true, cancelable: true};
    for (const kind of ['dragenter', 'dragover', 'drop'])
        at.dispatchEvent(new DragEvent(kind, how));
}"""


def bring(reader, paths):
    reader.page.locator("input[type=file]").set_input_files([str(path) for path in paths])
    reader.page.get_by_text("What would change").wait_for(timeout=120_000)
    return reader.settle()


def drag(reader, path):
    field = reader.page.get_by_test_id("stFileUploaderDropzone")
    content = base64.b64encode(path.read_bytes()).decode()
    reader.page.evaluate(DROP, [field.element_handle(), path.name, content])
    reader.page.get_by_text("What would change").wait_for(timeout=120_000)
    return reader.settle()


def press(reader, label, until):
    reader.page.get_by_role("button", name=label).first.click()
    reader.page.get_by_text(until).first.wait_for(timeout=300_000)
    return reader.settle()


def cells(reader, file):
    row = reader.page.locator("tr", has_text=file).first
    return [cell.inner_text() for cell in row.locator("td").all()]


def test_exports_become_figures_and_a_workbook(made_exports, served, read, tmp_path):
    of_ai = ("claude", "copilot", "github_copilot")
    usage = [path for path in made_exports if path.name.startswith(of_ai)]
    others = [path for path in made_exports if path not in usage]
    reader = read(served(tmp_path / "workspace")).open()
    assert "Nothing is loaded yet" in reader.text

    reader.page.get_by_text("Bring your exports").first.click()
    bring(reader.settle(), others)
    assert "would load" in reader.text
    label = f"Load {len(others)} files"
    press(reader, label, until="There are facts that no figure has seen yet")
    press(reader, "Measure now", until="Measured just now")

    reader.open("team?team=Settlement+Engine&family=AI+in+use")
    assert "not computed" in reader.text  # nothing told of the use of AI

    reader.open("data")
    first, *rest = usage
    drag(reader, first)
    assert "Claude Code Analytics" in cells(reader, first.name)
    bring(reader, rest)
    press(reader, f"Load {len(usage)} files", until="There are facts that no figure has seen yet")
    press(reader, "Measure now", until="Measured just now")

    reader.open("team?team=Settlement+Engine&family=AI+in+use")
    assert "AI-active days" in reader.text
    with reader.page.expect_download(timeout=120_000) as begun:
        reader.page.get_by_role("button", name="Workbook").click()
    book = load_workbook(BytesIO(begun.value.path().read_bytes()))
    rows = [[cell.value for cell in row] for sheet in book for row in sheet.iter_rows()]
    assert any("team: Settlement Engine" in str(cell) for cell in rows[3])
    [figure] = [row for row in rows if row[:2] == ["Settlement Engine", "AI-active days"]]
    shown = reader.page.locator("tr", has_text="AI-active days").first.locator("td").nth(1)
    assert shown.inner_text() == f"{100 * figure[3]:.0f}%"
    assert reader.outside == []
    assert reader.errors == []


def packed(paths, place):
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in paths:
            archive.write(path, path.name)
    return place


def test_an_archive_of_exports_dropped_at_once_becomes_figures(
    made_exports, served, read, tmp_path
):
    # the list of accounts tells whose the logins of the reports are
    sources = {
        "bamboohr": "BambooHR",
        "jira": "Jira",
        "copilot": "Copilot",
        "accounts": "Canonical",
    }
    held = [path for path in made_exports if path.name.startswith(tuple(sources))]
    assert all(any(path.name.startswith(name) for path in held) for name in sources)
    reader = read(served(tmp_path / "workspace")).open("data")
    drag(reader, packed(held, tmp_path / "exports.zip"))
    for path in held:  # the dry run tells of each file, and of nothing loaded yet
        row = cells(reader, path.name)
        [source] = [word for name, word in sources.items() if path.name.startswith(name)]
        assert source in row[1]
        assert row[2].endswith("would load")
        assert row[4] != "0"
    assert "Accounts of nobody known" not in reader.text

    press(reader, f"Load {len(held)} files", until="There are facts that no figure has seen yet")
    assert "Accounts of nobody known" in reader.text
    press(reader, "Measure now", until="Measured just now")
    reader.open("team?team=Settlement+Engine&family=AI+in+use")
    shown = reader.page.locator("tr", has_text="AI-active days").first.locator("td").nth(1)
    assert shown.inner_text().endswith("%")
    assert reader.outside == []
    assert reader.errors == []


TICKETS = "Ticket,Created,Done,Owner\n"


def test_an_unknown_table_is_mapped_once_and_recognised_from_then_on(served, read, tmp_path):
    first, second = tmp_path / "march.csv", tmp_path / "april.csv"
    first.write_text(TICKETS + "A-1,2026-03-05,2026-03-07,ana@example.com\n")
    second.write_text(TICKETS + "A-2,2026-04-06,2026-04-08,bo@example.com\n")
    reader = read(served(tmp_path / "workspace")).open("data")
    bring(reader, [first])
    assert cells(reader, first.name)[1] == "not known"
    assert "A mapping for march.csv" in reader.text

    name = reader.page.get_by_label("Name of the mapping")
    name.fill("tickets")
    name.press("Enter")
    reader.settle()
    reader.page.get_by_role("button", name="Keep this mapping").click()
    reader.page.get_by_text("Mapping tickets").first.wait_for(timeout=120_000)
    reader.settle()
    assert "A mapping for" not in reader.text
    press(reader, "Load 1 file", until="There are facts that no figure has seen yet")

    bring(reader, [second])
    row = cells(reader, second.name)
    assert row[1] == "Mapping tickets"
    assert row[2].endswith("would load")
    assert "A mapping for" not in reader.text
    press(reader, "Load 1 file", until="april.csv")
    assert (tmp_path / "workspace" / "mappings" / "tickets.toml").exists()
    assert reader.errors == []


def test_the_made_firm_opens_with_one_click(served, read, tmp_path):
    reader = read(served(tmp_path / "workspace")).open()
    reader.page.get_by_role("button", name="Open the made firm").click()
    reader.page.get_by_text("Teams that need a look").first.wait_for(timeout=300_000)
    reader.settle()
    assert "Measured just now" in reader.text
    assert reader.page.get_by_test_id("stMetric").count() == 5
    assert reader.errors == []
