from store.workspace import Workspace


def decisions(folder):
    return Workspace.open(folder).decisions("assignment").to_dicts()


def accept(at):
    return next(button for button in at.button if button.label == "Accept").click().run()


def test_a_task_has_three_options_with_both_values_reasons_risk_and_what_would_change_it(
    visit, sample_store, text
):
    shown = text(visit("assignments", sample_store))
    for part in (
        "Task 0",
        "**Person 1**",
        "**Person 2**",
        "**Person 3**",
        "with Person 5 beside, 1.5 h",
        "82% likely to succeed · 6 h",
        "support by Person 5, 1.5 h",
        "**Risk** 18% chance",
        "**What would change it** stays until",
    ):
        assert part in shown


def test_the_values_of_worker_and_firm_stand_beside_each_other(visit, sample_store):
    at = visit("assignments", sample_store)
    bars = [(bar.text, bar.value) for bar in at.progress]
    assert bars[:2] == [("To the worker 0.64", 64), ("To the firm 0.52", 52)]


def test_no_pseudonym_of_a_person_is_shown(visit, sample_store, text):
    ids = Workspace.open(sample_store).facts("person").collect()["person_id"]
    shown = text(visit("assignments", sample_store))
    assert not [each for each in ids if each in shown]


def test_names_stand_on_no_other_page(visit, sample_store, text):
    for page in ("overview", "team", "redesigns", "data", "methods"):
        assert "Person 1" not in text(visit(page, sample_store, team="Payments"))


def test_an_accepted_option_is_kept_and_moves_to_the_decided(visit, own_store, text):
    at = accept(visit("assignments", own_store))
    [kept] = decisions(own_store)
    assert kept["choice"] == "accept"
    assert kept["subject"].startswith("PAY|T0|p")
    assert "Task 0" not in [each.value for each in at.subheader]
    at = visit("assignments", own_store, status="Decided")
    assert ":blue-badge[Accepted] Person 1" in text(at)


def test_a_task_that_is_not_given_keeps_nobodys_name(visit, own_store):
    at = visit("assignments", own_store)
    form = at.form("other_PAY|T0")
    form.get("segmented_control")[0].set_value("decline")
    form.text_area[0].set_value("the customer withdrew")
    form.form_submit_button[0].click().run()
    [kept] = decisions(own_store)
    assert (kept["subject"], kept["choice"]) == ("PAY|T0", "decline")


def test_a_task_that_nobody_can_do_says_why(visit, sample_store, text):
    shown = text(visit("assignments", sample_store, status="Without an option"))
    assert "6 are too unlikely to succeed" in shown


def test_novices_reached_are_counted(visit, sample_store):
    at = visit("assignments", sample_store)
    values = {metric.label: metric.value for metric in at.metric}
    assert values["Novices with a task to learn from"] == "1 of 2"
