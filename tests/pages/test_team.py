import polars as pl

from store.workspace import Workspace


def button_of(at, label):
    return next(button for button in at.button if button.label == label)


def test_without_a_choice_every_team_stands_under_its_unit_by_name(visit, sample_store):
    at = visit("team", sample_store)
    assert [each.value for each in at.header] == ["Engineering", "Operations"]
    labels = [button.label for button in at.button if button.key and button.key.startswith("open_")]
    assert labels == ["Mobile", "Payments", "Search", "Finance", "Support", "Tiny team"]


def test_a_link_with_a_team_opens_it(visit, sample_store, text):
    at = visit("team", sample_store, team="Payments")
    assert at.title[0].value == "Payments"
    assert "Northwind › Engineering · 9 people" in text(at)


def test_a_click_on_a_team_opens_it(visit, sample_store):
    at = visit("team", sample_store)
    button_of(at, "Search").click().run()
    assert at.title[0].value == "Search"


def test_a_team_of_too_few_shows_no_figure_at_all(visit, sample_store, text):
    at = visit("team", sample_store, team="Tiny team")
    shown = text(at)
    assert "fewer than 5 people" in shown
    assert [metric.value for metric in at.metric] == ["–"] * 5
    # Values that were computed for it, and must never reach the screen: there are none in the cube.
    tiny = Workspace.open(sample_store).cube().filter(pl.col("team_id") == "TINY")
    assert tiny["value"].null_count() == tiny.height


def test_a_pooled_figure_names_the_unit_that_it_comes_from(visit, sample_store, text):
    assert "pooled from Operations" in text(visit("team", sample_store, team="Finance"))


def test_a_figure_of_low_precision_says_so(visit, sample_store, text):
    assert "low precision" in text(visit("team", sample_store, team="Mobile"))


def test_a_figure_that_was_not_computed_says_why(visit, sample_store, text):
    at = visit("team", sample_store, team="Payments", family="Novice participation")
    assert "no AI usage is linked to tasks" in text(at)


def test_a_unit_shows_its_parts_side_by_side_and_names_those_without_a_figure(
    visit, sample_store, text
):
    at = visit("team", sample_store, team="Operations")
    assert "Challenge in the parts of Operations" in [each.value for each in at.header]
    assert "nothing to count): Tiny team." in text(at)


def test_the_trend_stands_above_the_use_of_ai(visit, sample_store):
    at = visit("team", sample_store, team="Payments")
    pictures = [chart.proto.alt for chart in at.get("plotly_chart")]
    assert any("above the AI-active share" in alt for alt in pictures)
    assert all(pictures)


def test_proposed_redesigns_of_the_team_stand_below(visit, sample_store, text):
    shown = text(visit("team", sample_store, team="Payments"))
    assert "Participation is 0.48, below 0.75" in shown
    assert "Connection is 0.28" not in shown
