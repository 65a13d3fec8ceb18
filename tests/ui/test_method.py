from ui.lineage import condensed, diagram
from ui.method import blocks, parted

TEXT = """Share of hours near the edge of what one can do,
by unit and period.

zone_hours  unit_id, hours [h]

Counts: a task of unknown difficulty
not at all.
Does not tell: whether anybody learned.
"""


def test_a_docstring_falls_into_its_parts():
    told = parted(TEXT)
    assert told.what == "Share of hours near the edge of what one can do, by unit and period."
    assert told.inputs == "zone_hours  unit_id, hours [h]"
    assert told.counts == "A task of unknown difficulty not at all."
    assert told.limits == "Whether anybody learned."


def test_indented_lines_are_formulas_and_keep_their_shape():
    text = "With m:\n\n    a = b\n      + c\n\nThe end."
    assert blocks(text) == [(False, "With m:"), (True, "a = b\n  + c"), (False, "The end.")]


def test_a_section_may_begin_with_its_formula():
    assert blocks("    a = b\n\nText.") == [(True, "a = b"), (False, "Text.")]


def test_steps_between_two_kept_tables_become_one_arrow():
    every = [("task", "x"), ("x", "y"), ("y", "figure"), ("person", "figure")]
    assert condensed(every, {"task", "person", "figure"}) == [
        ("person", "figure"),
        ("task", "figure"),
    ]


def test_an_arrow_that_repeats_a_longer_way_is_left_out():
    every = [("task", "success"), ("success", "figure"), ("task", "figure")]
    kept = {"task", "success", "figure"}
    assert condensed(every, kept) == [("success", "figure"), ("task", "success")]


def test_facts_are_cylinders_and_the_figure_has_round_ends():
    drawn = diagram([("task", "task_hours"), ("task_hours", "challenge")], "challenge")
    assert '    task[("task")]' in drawn
    assert '    task_hours["task hours"]' in drawn
    assert '    challenge(["challenge"])' in drawn
