from dataclasses import replace

import pytest

from loaders import loaders
from loaders.contract import Parcel
from loaders.description import (
    blind_words,
    counts,
    families,
    family,
    file_words,
    history_words,
    key_words,
    layout_words,
    leaves_out,
    sentence,
)
from store.tables import TABLES

TOLD = """One row per person and day.

    export   CSV of the tool, in the layout
             of 2026
    returns  ai_usage

    Counts: a person of several
    organisations counts once.
    Leaves out: prompts, answers: all text.
    With the bill: both tell the same money.
    """


def made(**changes):
    def read(export):
        return Parcel({}, 0)

    read.__doc__ = changes.pop("about", TOLD)
    return replace(loaders()[0], read=read, **changes)


@pytest.mark.parametrize(
    ("fills", "expected"),
    [
        (("person", "membership", "team"), "People and teams (HR)"),
        (("person",), "People and teams (HR)"),
        (("task", "participation", "ai_usage", "person"), "Work"),
        (("ai_usage", "ledger", "person"), "AI use"),
        (("ai_usage", "membership", "survey"), "AI use"),
        (("training", "person"), "Training"),
        (("ledger",), "Spend (ledger)"),
        (("survey", "person"), "Surveys"),
        (tuple(TABLES), "Canonical files"),
        (("skill_map",), "Taxonomies"),
    ],
)
def test_the_family_of_a_source_is_told_by_what_it_fills(fills, expected):
    assert family(made(fills=fills)) == expected


def test_every_loader_stands_in_one_family_and_families_are_alphabetical():
    found = families()
    listed = [loader for members in found.values() for loader in members]
    assert sorted(loader.name for loader in listed) == [loader.name for loader in loaders()]
    for members in found.values():
        labels = [loader.label.casefold() for loader in members]
        assert labels == sorted(labels)


def test_a_docstring_is_told_in_its_parts():
    told = made()
    assert file_words(told) == "CSV of the tool, in the layout of 2026."
    assert counts(told) == "A person of several organisations counts once."
    assert leaves_out(told) == "Prompts, answers: all text."


def test_a_part_that_a_docstring_has_not_is_empty():
    told = made(about="One row per day.\n\n    Leaves out: nothing.\n    ")
    assert (file_words(told), counts(told), leaves_out(told)) == ("", "", "Nothing.")


def test_every_loader_says_what_its_file_is_and_what_it_leaves_out():
    silent = [each.name for each in loaders() if not (file_words(each) and leaves_out(each))]
    assert silent == []


@pytest.mark.parametrize(
    ("history", "snapshot", "expected"),
    [(True, False, "yes"), (False, True, "list of today"), (False, False, "no")],
)
def test_history_is_told_in_words(history, snapshot, expected):
    assert history_words(made(history=history, snapshot=snapshot)) == expected


def test_keys_and_layout_are_told_in_words():
    assert key_words(made(keys=("employee_id", "email"))) == "employee id, email"
    assert key_words(made(keys=())) == "nobody"
    assert key_words(made(keys=("login",), anonymous=True)) == "hidden, never tied to others"
    assert layout_words(made(verified="alias")) == "from memory, not seen"
    assert layout_words(made(verified="vendor documentation")) == "vendor documentation"


def test_what_cannot_be_seen_is_a_sentence():
    assert blind_words(made(blind="who did not answer")) == "Who did not answer."
    assert blind_words(made(blind="")) == ""
    assert sentence("numLines [lines]", capital=False) == "numLines [lines]."
