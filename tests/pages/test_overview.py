def test_every_headline_has_a_value_an_interval_a_change_and_what_it_stands_on(
    visit, sample_store, text
):
    at = visit("overview", sample_store)
    labels = [metric.label for metric in at.metric]
    assert labels[0] == "Challenge"
    assert len(labels) == 5
    assert at.metric[0].value == "36%"
    shown = text(at)
    assert "95% interval 31 to 41%" in shown
    assert "40 people · 4 novices · 93% of hours usable" in shown
    assert "in a year" in shown
    assert "since the reference" in shown


def test_a_change_within_chance_says_that_it_cannot_tell(visit, sample_store, text):
    assert "◆ cannot tell" in text(visit("overview", sample_store))


def test_teams_that_need_a_look_stand_by_name_with_their_reasons(visit, sample_store, text):
    at = visit("overview", sample_store)
    shown = text(at)
    assert "1 of 6 teams, by name" in shown
    assert "Participation is 0.48, below 0.75" in shown
    assert "Novice participation fell from" in shown
    links = [link.label for link in at.get("page_link") if "**" in link.label]
    assert links == ["**Payments**", "**Support**"]  # one that needs a look, one to talk with


def test_a_period_in_the_url_shows_the_figures_of_then(visit, sample_store):
    # Payments was made to fall from 44 % in the first quarter to 21 % in the last.
    latest = visit("team", sample_store, team="Payments").metric[0].value
    then = visit("team", sample_store, team="Payments", period="2025-Q1").metric[0].value
    assert 19 <= int(latest.rstrip("%")) <= 23
    assert 42 <= int(then.rstrip("%")) <= 46


def test_reset_brings_back_the_latest_quarter_of_the_whole_firm(visit, sample_store):
    at = visit("overview", sample_store, unit="Engineering", period="2025-Q1", grain="Month")
    reset = next(button for button in at.button if button.label == "Reset")
    reset.click().run()
    assert at.selectbox(key="period").value == "Latest"
    assert at.selectbox(key="unit").value == "Whole firm"
    assert at.session_state["grain"] == "quarter"


def test_a_period_that_does_not_exist_falls_back_on_the_latest(visit, sample_store):
    at = visit("overview", sample_store, period="1999-Q1")
    assert at.selectbox(key="period").value == "Latest"
    assert at.metric[0].value == "36%"


def test_an_empty_workspace_offers_two_ways_on(visit, tmp_path, text):
    at = visit("overview", tmp_path)
    assert "Nothing is loaded yet" in text(at)
    assert at.button(key="open_made_firm").label == "Open the made firm"
    assert [link.label for link in at.get("page_link")] == ["Bring your exports"]


def test_facts_without_figures_are_offered_to_be_measured(visit, tmp_path, text, facts_only):
    at = visit("overview", facts_only(tmp_path))
    assert "The facts are here, the figures are not" in text(at)
    assert at.button(key="measure_unmeasured").label == "Measure now"
