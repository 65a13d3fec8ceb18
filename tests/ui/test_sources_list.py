import pytest

from loaders import loaders
from loaders.description import families
from ui.sources_list import definitions, matching


def names(words="", chosen=()):
    return {
        each.name for members in matching(families(), words, chosen).values() for each in members
    }


def loader(name):
    return next(each for each in loaders() if each.name == name)


def test_nothing_asked_finds_every_source():
    assert names() == {each.name for each in loaders()}


@pytest.mark.parametrize("words", ["jira csv", "CSV  Jira", "issue navigator"])
def test_every_word_must_stand_somewhere_in_the_source_whatever_its_case(words):
    assert "jira_csv" in names(words)


def test_a_column_or_a_word_of_a_definition_finds_the_source():
    assert "claude_code" in names("num_sessions")
    assert "claude_code" in names("ai_usage.tokens_out")
    assert "jira_csv" not in names("num_sessions")


def test_words_are_looked_for_in_the_chosen_families_only():
    assert names("copilot", ["Training"]) == set()
    assert "copilot_users" in names("copilot", ["AI use", "Training"])
    assert names(chosen=["Surveys"]) == {each.name for each in families()["Surveys"]}


def test_definitions_name_our_column_and_keep_marks_as_they_are():
    lines = definitions(loader("claude_code")).splitlines()
    assert len(lines) == len(loader("claude_code").meanings)
    assert lines[0].startswith("- *AI usage · accepted*: tool_actions.\\*.accepted [edits]: ")
