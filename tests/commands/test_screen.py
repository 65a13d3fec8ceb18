"""How a command answers."""

from commands.screen import WIDE, paper


def test_where_the_output_is_a_file_a_table_is_wide_enough_for_sentences(monkeypatch):
    monkeypatch.delenv("COLUMNS", raising=False)
    assert paper().width == WIDE
    monkeypatch.setenv("COLUMNS", "90")
    assert paper().width == 90
