"""All pages in a real browser: nothing leaves the machine, everybody can read everything."""

import pytest
from axe_playwright_python.sync_playwright import Axe

PAGES = {
    "overview": "",
    "teams": "team",
    "team": "team?team=Settlement+Engine",
    "redesigns": "redesigns",
    "evidence": "evidence",
    "spend": "spend?capture=40",
    "assignments": "assignments",
    "data": "data",
    "methods": "methods?indicator=Connection",
}
# What Streamlit itself gets wrong, by the rule of axe-core; everything else would be ours.
OF_STREAMLIT = {
    "presentation-role-conflict": "its field for files gives a focusable element no role",
}


def violations(reader):
    """What axe-core finds that is ours: rule -> the elements."""
    return {
        rule["id"]: [node["html"][:200] for node in rule["nodes"]]
        for rule in Axe().run(reader.page).response["violations"]
        if rule["id"] not in OF_STREAMLIT
    }


@pytest.mark.parametrize("page", PAGES)
def test_no_request_leaves_the_machine_and_nothing_breaks_in_the_browser(page, made_url, read):
    reader = read(made_url).open(PAGES[page])
    assert reader.outside == []
    assert reader.errors == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("page", PAGES)
def test_axe_finds_nothing_of_ours(page, scheme, made_url, read):
    assert violations(read(made_url, scheme).open(PAGES[page])) == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_of_ours_while_a_mapping_is_made(scheme, made_url, read, tmp_path):
    path = tmp_path / "tickets.csv"
    path.write_text("Ticket,Opened,Owner\nA-1,2026-01-05,a@example.com\nA-2,2026-01-06,\n")
    reader = read(made_url, scheme).open("data")
    reader.page.locator("input[type=file]").set_input_files(str(path))
    reader.page.get_by_text("A mapping for tickets.csv").first.wait_for()
    assert violations(reader.settle()) == {}


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 1440), ("light", 390)])
def test_axe_finds_nothing_of_ours_in_open_sources_and_rules(scheme, width, made_url, read):
    reader = read(made_url, scheme, width).open("data")
    reader.page.get_by_label("Search sources").fill("claude tokens")
    reader.page.keyboard.press("Enter")
    for opened in ("Claude Code Analytics", "Spend categories by account", "Survey constructs"):
        reader.settle().page.locator("summary", has_text=opened).click()
    reader.settle()
    assert reader.page.get_by_text("tokens cached").count() > 0
    assert violations(reader) == {}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_fits_a_phone_without_scrolling_sideways(page, made_url, read):
    reader = read(made_url, width=390).open(PAGES[page])
    main = "document.querySelector('[data-testid=stMain]')"
    wide, shown = reader.page.evaluate(f"[{main}.scrollWidth, {main}.clientWidth]")
    assert wide <= shown


def test_everything_on_the_way_is_reached_by_keyboard_and_shows_that_it_is(made_url, read):
    reader = read(made_url).open()
    seen = []
    for _ in range(25):
        reader.page.keyboard.press("Tab")
        seen.append(reader.page.evaluate(FOCUSED))
    names = [each["name"] for each in seen]
    for wanted in ("Team", "Methods", "Reset", "Workbook", "What is this?"):
        assert any(wanted in name for name in names), (wanted, names)
    # Streamlit's own frame of the page takes the focus after 'Skip to main content', unmarked.
    ours = [each for each in seen if each["tag"] != "MAIN"]
    assert [each["name"] for each in ours if not each["looks_different"]] == []


# Whether the element in focus, or what surrounds it, looks other than without the focus.
FOCUSED = """async () => {
    const drawn = () => new Promise(done => setTimeout(done, 120));
    const at = document.activeElement, around = [];
    for (let each = at, n = 0; each && n < 4; each = each.parentElement, n++) around.push(each);
    const look = () => around.map(each => {
        const style = getComputedStyle(each);
        return [style.outline, style.boxShadow, style.backgroundColor, style.borderColor,
            style.color, style.textDecoration].join();
    }).join();
    await drawn();
    const focused = look();
    at.blur();
    await drawn();
    const blurred = look();
    at.focus();
    const name = (at.innerText || at.ariaLabel || at.title || at.tagName).trim();
    return {name: name, tag: at.tagName, looks_different: focused !== blurred};
}"""
