from datetime import UTC, datetime, timedelta

import pytest

from store.errors import SourceError
from ui.frame import ago, sentence, three_lines


@pytest.mark.parametrize(
    ("since", "words"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=1, seconds=5), "1 minute ago"),
        (timedelta(hours=3), "3 hours ago"),
        (timedelta(days=2), "2 days ago"),
    ],
)
def test_how_long_ago_is_said_in_the_largest_unit_that_fits(since, words):
    assert ago(datetime.now(UTC) - since) == words


def test_a_sentence_begins_with_a_capital_letter_unless_it_names_a_file():
    assert sentence("the file is empty") == "The file is empty"
    assert sentence("team.csv is empty") == "team.csv is empty"
    assert sentence("stop.") == "Stop."


def test_an_error_keeps_its_parts_as_lines():
    error = SourceError("team.csv is empty", "an export with rows", "export it again")
    assert three_lines(error) == "**Expected** an export with rows.\n\n**Do** Export it again."
