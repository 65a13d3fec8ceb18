"""Job titles as they are compared."""

import pytest

from store.titles import key_of, sorted_words, without_rank


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("Sr. Software Eng.", "senior software engineer"),
        ("Software Engineer (m/f/d)", "software engineer"),
        ("Software Engineers", "software engineer"),
        ("Office Mgr", "office manager"),
        ("VP, Sales & Marketing", "vice president sale and marketing"),
        ("C++ Developer", "c++ developer"),
        ("Maître d'hôtel", "maitre dhotel"),
        ("Secretaries", "secretary"),
        ("Coaches and Bosses", "coach and boss"),
        ("Business Analyst", "business analyst"),
        ("(Intern)", "intern"),
        ("finance_legal_ops", "finance legal operation"),
    ],
)
def test_a_title_is_compared_in_full_words_in_the_singular(title, key):
    assert key_of(title) == key


def test_words_of_rank_are_left_out_unless_nothing_else_is_there():
    assert without_rank("senior software engineer ii") == "software engineer"
    assert without_rank("principal") == "principal"


def test_the_order_of_words_does_not_count():
    assert sorted_words("sale manager") == sorted_words("manager sale") == "manager sale"
