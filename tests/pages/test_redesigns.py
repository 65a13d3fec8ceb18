from store.workspace import Workspace


def decide(at, choice, reason):
    key = "PAY|novice_joins|2026-10-01"
    form = at.form(f"decide_{key}")
    form.get("segmented_control")[0].set_value(choice)
    form.text_area[0].set_value(reason)
    form.form_submit_button[0].click().run()
    return at


def decisions(folder):
    return Workspace.open(folder).decisions("redesign").to_dicts()


def test_proposals_stand_by_team_with_cost_effect_evidence_guardrail_and_stop_rule(
    visit, sample_store, text
):
    at = visit("redesigns", sample_store)
    shown = text(at)
    for part in (
        "3 proposals for 2 teams, 3 not decided",
        "**36 hours** a quarter",
        "**30%** of the gap in Novice participation closed in two quarters (10% to 50%)",
        "C · seen at work, without a trial",
        "On-time share",
        "Stop if it falls 10 points",
    ):
        assert part in shown
    titles = [each.value for each in at.subheader]
    assert titles == [
        "Payments: Title of novice_joins",
        "Payments: Title of resequence",
        "Support: Title of advice_pairs",
    ]


def test_strong_ones_can_be_read_alone(visit, sample_store):
    at = visit("redesigns", sample_store, strength="Strong")
    assert [each.value for each in at.subheader] == ["Payments: Title of novice_joins"]


def test_a_unit_shows_the_proposals_of_its_teams(visit, sample_store):
    at = visit("redesigns", sample_store, team="Operations")
    assert [each.value for each in at.subheader] == ["Support: Title of advice_pairs"]


def test_an_accepted_proposal_is_kept_and_shown(visit, own_store, text):
    at = decide(visit("redesigns", own_store), "accept", "")
    assert not at.exception
    [kept] = decisions(own_store)
    assert (kept["subject"], kept["choice"]) == ("PAY|novice_joins|2026-10-01", "accept")
    assert ":green-badge[Accepted]" in text(at)
    assert "2 not decided" in text(at)


def test_a_rejection_needs_a_reason(visit, own_store):
    at = decide(visit("redesigns", own_store), "reject", "  ")
    assert at.error[0].value.startswith("Give a reason")
    assert decisions(own_store) == []
    decide(at, "reject", "the release comes first")
    assert decisions(own_store)[0]["reason"] == "the release comes first"
