import re

from exports.reference_sources import sources
from loaders import loaders

LINK = re.compile(r"\]\(#([^)]+)\)")
HEADING = re.compile(r"^#{2,3} (.+)$", re.MULTILINE)
CODE = re.compile(r"`[^`]*`")


def anchor(heading):
    """The rule of the places where such pages are read: small letters, hyphens for blanks."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def rows(page):
    return [line for line in page.splitlines() if line.startswith("| [")]


def test_every_source_has_a_row_and_a_section_and_its_link_leads_there():
    page = sources()
    places = [anchor(heading) for heading in HEADING.findall(page)]
    assert len(places) == len(set(places))
    assert set(LINK.findall(page)) <= set(places)
    assert len(rows(page)) == len(loaders())
    assert {anchor(loader.label) for loader in loaders()} <= set(places)


def test_every_row_has_as_many_cells_as_its_table():
    cells = {len(re.split(r"(?<!\\)\|", row)) for row in rows(sources())}
    assert cells == {10}  # eight cells and the two ends


def test_every_definition_of_every_source_stands_on_the_page():
    page = sources()
    for loader in loaders():
        label = loader.label.replace("*", r"\*")  # a bare star would begin italics
        begin = page.index(f"\n### {label}\n")
        section = page[begin : page.find("\n##", begin + 5)]
        for column in loader.meanings:
            assert f"\n- `{column}` = " in section, loader.name


def test_a_mark_in_a_definition_is_read_as_it_is():
    outside_code = CODE.sub("", sources().partition("## People")[2])
    assert not re.search(r"(?<!\\)[*<>]", outside_code)


def test_a_page_tells_no_path_of_a_machine():
    assert not re.search(r"/(home|tmp|work|root|Users)/", sources())
