import pytest

from metrics.measure import indicators


@pytest.mark.parametrize("key", list(indicators()))
def test_every_figure_has_a_definition_a_limit_and_a_picture_of_where_it_comes_from(
    key, visit, sample_store, text
):
    told = indicators()[key]
    at = visit("methods", sample_store, indicator=told.label)
    shown = text(at)
    assert told.label in [each.value for each in at.header]
    assert "Nothing beyond the definition." not in shown
    assert "has no section" not in shown
    [picture] = [each.value for each in at.markdown if "flowchart LR" in each.value]
    assert "stAlt: Dataflow from " in picture
    assert f'{key}(["{key.replace("_", " ")}"])' in picture


def test_judged_numbers_stand_with_their_reasons(visit, sample_store, text):
    shown = text(visit("methods", sample_store, indicator="Connection"))
    assert "half life" in shown
    assert "Why this one" in shown


def test_the_smallest_sample_is_said(visit, sample_store, text):
    shown = text(visit("methods", sample_store, indicator="Challenge"))
    assert "Shown from 5 people, 3 novices, 3 others, 30 tasks." in shown


def test_definitions_can_be_read_without_data(visit, tmp_path, text):
    assert "Does not tell" in text(visit("methods", tmp_path, indicator="Complexity"))
