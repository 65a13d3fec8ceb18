"""Where the saved time went: told by somebody before it counts, and never rewritten."""

from datetime import date

import pytest

from store import saved_time
from store.errors import RequestError

MAY = date(2026, 5, 1)


def told(workspace):
    return saved_time.told(workspace).select("team_id", "period", "redeployed_to", "hours").rows()


def test_nothing_counts_before_somebody_has_told_it(workspace):
    assert told(workspace) == []
    saved_time.tell(workspace, "Ledger", date(2026, 5, 20), 40, " pairing  with novices ", by="ada")
    assert told(workspace) == [("Ledger", MAY, "pairing with novices", 40.0)]


def test_hours_of_several_uses_stand_side_by_side_and_a_correction_takes_its_place(workspace):
    saved_time.tell(workspace, "Ledger", MAY, 40, "pairing", by="ada")
    saved_time.tell(workspace, "Ledger", MAY, 10, "older defects", by="ada")
    saved_time.tell(workspace, "Ledger", MAY, 30, "pairing", by="bo", why="counted twice")
    assert told(workspace) == [
        ("Ledger", MAY, "older defects", 10.0),
        ("Ledger", MAY, "pairing", 30.0),
    ]
    last = saved_time.history(workspace).row(-1, named=True)
    assert (last["by"], last["old"], last["hours"], last["why"]) == ("bo", 40, 30, "counted twice")


def test_an_answer_that_is_taken_back_counts_no_more_and_stays_in_the_history(workspace):
    saved_time.tell(workspace, "Ledger", MAY, 40, "pairing", by="ada")
    saved_time.take_back(workspace, "Ledger", date(2026, 5, 9), "pairing", by="bo", why="a guess")
    assert told(workspace) == []
    assert saved_time.history(workspace)["hours"].to_list() == [40.0, None]
    with pytest.raises(RequestError, match="nobody has told such hours"):
        saved_time.take_back(workspace, "Ledger", MAY, "pairing", by="bo")


@pytest.mark.parametrize(
    ("team", "hours", "use", "match"),
    [
        ("Ledger", 0, "pairing", "0 hours were saved"),
        ("Ledger", float("nan"), "pairing", "nan hours"),
        ("Ledger", 40, "  ", "went nowhere is worth nothing"),
        (" ", 40, "pairing", "a team, and the work"),
        ("Ledger", 40, "x" * 201, "at most 200 letters"),
    ],
    ids=["no hours", "no number", "no use", "no team", "a report"],
)
def test_time_that_went_nowhere_is_refused(workspace, team, hours, use, match):
    with pytest.raises(RequestError, match=match):
        saved_time.tell(workspace, team, MAY, hours, use, by="ada")
    assert saved_time.history(workspace).is_empty()
