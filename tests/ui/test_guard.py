import ast
from pathlib import Path

import pytest

from store.errors import ContractError, RequestError
from ui.guard import check_address
from ui.menu import declared, entries

ROOT = Path(__file__).parents[2]
PAGES = sorted(path for path in (ROOT / "pages").glob("*.py") if path.name != "__init__.py")


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_the_first_statement_of_every_page_is_the_guard(page):
    body = ast.parse(page.read_text()).body
    is_docstring = isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)
    rest = [
        each for each in body[is_docstring:] if not isinstance(each, ast.Import | ast.ImportFrom)
    ]
    assert ast.unparse(rest[0]) == "require()"


def test_the_menu_is_made_before_anything_can_stop_the_dashboard():
    text = (ROOT / "dashboard.py").read_text()
    assert text.index("st.navigation(") < text.index("st.stop()")
    assert text.index("st.navigation(") < text.index("check_address(")


@pytest.mark.parametrize("address", ["0.0.0.0", None, "192.168.1.7", ""])
def test_an_address_that_others_can_reach_is_refused(address):
    with pytest.raises(RequestError, match="loopback address"):
        check_address(address)


@pytest.mark.parametrize("address", ["127.0.0.1", "localhost", "::1"])
def test_an_address_of_this_machine_is_served(address):
    check_address(address)


def test_pages_stand_in_the_menu_in_their_order_with_title_icon_and_question():
    menu = entries(ROOT / "pages").values()
    titles = [
        "Overview",
        "Team",
        "Redesigns",
        "Assignments",
        "Evidence",
        "Spend",
        "Data",
        "Methods",
    ]
    assert [each.title for each in menu] == titles
    assert all(each.icon.startswith(":material/") and each.question.endswith("?") for each in menu)


def test_a_new_page_is_found_without_another_edit(tmp_path):
    fields = "Title: Money\nIcon: :material/euro:\nOrder: 9\nQuestion: Why?"
    text = f'"""What it costs.\n\n{fields}\n"""\n'
    (tmp_path / "money.py").write_text(text)
    (tmp_path / "__init__.py").write_text('"""Not a page."""\n')
    assert [each.heading for each in entries(tmp_path).values()] == ["What it costs"]


def test_a_page_that_does_not_declare_itself_says_what_is_missing():
    with pytest.raises(ContractError, match=r"money\.py has no line Title and Order and Question"):
        declared("What?\n\nIcon: :material/euro:\n", "money.py")
