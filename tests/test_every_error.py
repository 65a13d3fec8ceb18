"""Every error of the product has three parts and says when it is raised."""

from inspect import signature

import pytest

from evidence import errors as of_evidence  # noqa: F401 -- so that its errors are known here
from store import errors


def subclasses(parent):
    for child in parent.__subclasses__():
        yield child
        yield from subclasses(child)


ALL = sorted(subclasses(errors.AtelierError), key=lambda error: error.__name__)


@pytest.mark.parametrize("error", ALL, ids=lambda error: error.__name__)
def test_an_error_says_in_its_docstring_who_can_act(error):
    assert error.__doc__
    assert ":" in error.__doc__


@pytest.mark.parametrize("error", ALL, ids=lambda error: error.__name__)
def test_an_error_has_three_parts_and_reads_as_sentences(error):
    code = ["MISSING_COLUMN"] if "code" in signature(error).parameters else []
    parts = ("task.csv has no column opened_at", "task_id and opened_at", "Export it again")
    raised = error(*code, *parts)
    assert (raised.found, raised.expected, raised.do) == (
        "task.csv has no column opened_at",
        "task_id and opened_at",
        "Export it again",
    )
    assert str(raised) == (
        "task.csv has no column opened_at. Expected task_id and opened_at. Export it again."
    )
