import polars as pl

from metrics.contract import Indicator
from ui.looks import looks, talks
from ui.units import Units

UNITS = Units({"b": "Beta", "a": "alpha", "c": "Gamma"}, {})
TOLD = {
    "challenge": Indicator(
        "challenge", "Challenge", "CHA", "share of hours", "higher", "3.1", "challenge"
    ),
    "exposed": Indicator(
        "exposed", "Exposed", "EXP", "share of hours", "lower", "3.1", "challenge"
    ),
}
NONE = pl.DataFrame()


def proposals(*rows):
    return pl.DataFrame(
        [dict(team_id=t, strength=s, rank=1, because=why) for t, s, why in rows],
    )


def moves(*rows):
    return pl.DataFrame(
        [
            dict(team_id=t, indicator=i, before=before, value=value, change=value - before)
            for t, i, before, value in rows
        ]
    )


def found(proposed=NONE, changed=None):
    return looks(["b", "a", "c"], UNITS, changed or {}, proposed, TOLD)


def test_teams_stand_by_name_and_not_by_how_bad_they_are():
    rows = proposals(("b", "STRONG", "much is wrong; and more"), ("a", "STRONG", "little is wrong"))
    assert [look.name for look in found(rows)] == ["alpha", "Beta"]
    assert found(rows)[1].reasons == ["Much is wrong", "And more"]


def test_a_worse_headline_is_a_reason_and_a_better_one_is_not():
    changed = {"in a year": moves(("a", "challenge", 0.5, 0.3), ("b", "challenge", 0.3, 0.5))}
    [look] = found(changed=changed)
    assert look.reasons == ["Challenge fell from 50% to 30% in a year"]


def test_where_less_is_better_a_rise_is_worse():
    [look] = found(changed={"in a year": moves(("c", "exposed", 0.1, 0.3))})
    assert look.reasons == ["Exposed rose from 10% to 30% in a year"]


def test_a_team_outside_the_chosen_part_is_left_out():
    assert looks(["a"], UNITS, {}, proposals(("b", "STRONG", "x")), TOLD) == []


def test_a_watch_leads_to_a_talk_and_to_nothing_more():
    rows = proposals(("b", "WATCH", "x"), ("a", "STRONG", "y"), ("a", "WATCH", "z"))
    looked = found(rows)
    assert [look.name for look in looked] == ["alpha"]
    assert talks(["b", "a", "c"], UNITS, rows, looked) == ["Beta"]


def test_nothing_proposed_and_nothing_changed_lists_nobody():
    assert found() == []
    assert talks(["a"], UNITS, NONE, []) == []
