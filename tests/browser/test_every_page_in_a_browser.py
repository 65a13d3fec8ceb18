"""All pages in a real browser: nothing leaves the machine, everybody can read and reach everything."""

import pytest
from axe_playwright_python.sync_playwright import Axe

PAGES = {
    "overview": "",
    "teams": "team",
    "team": "team?team=Settlement+Engine",
    "redesigns": "redesigns",
    "assignments": "assignments",
    "data": "data",
    "methods": "methods?indicator=Connection",
}
# What Streamlit itself gets wrong, by the rule of axe-core; everything else would be ours.
OF_STREAMLIT = {
    "presentation-role-conflict": "its field for files gives a focusable element no role",
}


@pytest.mark.parametrize("page", PAGES)
def test_no_request_leaves_the_machine_and_nothing_breaks_in_the_browser(page, made_url, read):
    reader = read(made_url).open(PAGES[page])
    assert reader.outside == []
    assert reader.errors == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("page", PAGES)
def test_axe_finds_nothing_of_ours(page, scheme, made_url, read):
    reader = read(made_url, scheme).open(PAGES[page])
    found = Axe().run(reader.page).response["violations"]
    ours = {
        rule["id"]: [node["html"][:200] for node in rule["nodes"]]
        for rule in found
        if rule["id"] not in OF_STREAMLIT
    }
    assert ours == {}


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
    unseen = [each["name"] for each in seen if each["name"] and not each["is_marked"]]
    assert unseen == []


FOCUSED = """() => {
    const at = document.activeElement, marks = [];
    for (let each = at, n = 0; each && n < 4; each = each.parentElement, n++) {
        const style = getComputedStyle(each);
        const lines = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
        marks.push(lines || style.boxShadow !== 'none' || style.backgroundColor !== 'rgba(0, 0, 0, 0)'
            || style.borderColor !== '');
    }
    return {name: (at.innerText || at.ariaLabel || at.title || '').trim(), is_marked: marks.some(Boolean)};
}"""
