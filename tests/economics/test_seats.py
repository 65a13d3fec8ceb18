"""Seats: three figures about the same seats, and 'cannot tell' where the exports do not say."""

from datetime import UTC, date, datetime

import polars as pl
import pytest

from economics.seats import seats
from store.errors import RequestError
from tests.economics.small_firm import TEAMS, people, small_firm, use

LAST, FIRST = date(2026, 6, 30), date(2025, 9, 1)
ROSTER = people("N1", 6) + people("N2", 3) + people("S1", 7)
RENEWED = date(2026, 8, 31)


def seat(person, since=FIRST, until=LAST, **more):
    return use(person, since, last_day=until, licensed=True) | more


def used(person, *days):
    return [use(person, day, interactions=3, licensed=True) for day in days]


def of(firm, **more):
    return seats(firm, **more).by_tool.row(0, named=True)


def listed(tmp_path, *rows, tool_used_by="S1-1"):
    """Seats of everybody in S1, and use of one of them from the first to the last day."""
    seats_of_s1 = [seat(f"S1-{n}") for n in range(1, 8)]
    spans = used(tool_used_by, FIRST, LAST)
    return small_firm(
        tmp_path, team=TEAMS, membership=ROSTER, ai_usage=[*seats_of_s1, *spans, *rows]
    )


def test_who_holds_a_seat_and_who_has_not_used_it_for_eight_weeks(tmp_path):
    # Eight weeks before the last day begin on 6 May: a day before that is too long ago.
    firm = listed(
        tmp_path, *used("S1-2", date(2026, 5, 5)), *used("S1-3", date(2026, 5, 6)),
        seat("N1-1", since=date(2026, 5, 7)),
    )  # fmt: skip
    told = of(firm)
    assert (told["tool"], told["as_of"], told["exposed"], told["unused"]) == ("helper", LAST, 8, 5)
    assert of(firm, weeks=9)["unused"] == 4


def test_a_seat_that_was_taken_away_or_that_a_machine_holds_is_none(tmp_path):
    bot = {"person_id": "S1-9", "worker_type": "bot"}
    gone = use("S1-7", date(2026, 6, 30), licensed=False)
    rows = [*(seat(f"S1-{n}") for n in range(1, 10) if n != 7), *used("S1-1", FIRST, LAST), gone]
    rows.append(seat("S1-7", until=date(2026, 6, 1)))
    firm = small_firm(tmp_path, person=[bot], team=TEAMS, membership=ROSTER, ai_usage=rows)
    assert of(firm)["exposed"] == 7


def test_a_period_with_use_is_use_up_to_its_last_day(tmp_path):
    month = use("S1-2", date(2026, 4, 20), last_day=date(2026, 5, 20), interactions=1)
    assert of(listed(tmp_path, month))["unused"] == 5


def test_without_a_measurement_nobody_knows_who_would_use_a_seat(tmp_path):
    told = of(listed(tmp_path))
    assert (told["unused"], told["waiting"], told["reassignable"]) == (6, None, None)
    assert "atelier measure" in told["why_not_reassignable"]


def with_work(firm, *parts):
    """The firm with tasks done with AI, as measured: (task, person, role, with AI, closed)."""
    tasks = {task: (closed, ai) for task, _, _, ai, closed in parts}
    from tests.economics.small_firm import tell

    tell(
        firm,
        task=[
            {"task_id": task, "opened_at": datetime(2026, 1, 1, tzinfo=UTC), "closed_at": closed}
            for task, (closed, _) in tasks.items()
        ],
        participation=[
            {"task_id": task, "person_id": who, "role": role} for task, who, role, _, _ in parts
        ],
    )
    flags = pl.DataFrame({"task_id": list(tasks), "a": [ai for _, ai in tasks.values()]})
    firm.publish({"ai_flag": flags}, rule_version="1", anchors_version="1")
    return firm


JUNE_10, APRIL = datetime(2026, 6, 10, tzinfo=UTC), datetime(2026, 4, 10, tzinfo=UTC)


def test_seats_can_go_to_people_without_one_who_work_where_ai_is_used(tmp_path):
    firm = with_work(
        listed(tmp_path),
        ("T1", "N1-1", "collaborator", 0.5, JUNE_10),
        ("T1", "N1-2", "reporter", 0.5, JUNE_10),  # who asked for it did no work on it
        ("T1", "S1-2", "reviewer", 0.5, JUNE_10),  # holds a seat
        ("T1", "guest", "assignee", 0.5, JUNE_10),  # nobody of the firm
        ("T2", "N1-3", "assignee", 0.0, JUNE_10),  # without AI
        ("T3", "N1-4", "assignee", 1.0, APRIL),  # too long ago
        ("T4", "N1-1", "assignee", 1.0, JUNE_10),
        ("T4", "N1-5", "mentor", 1.0, JUNE_10),
    )
    told = of(firm)
    assert (told["unused"], told["waiting"], told["reassignable"]) == (6, 2, 2)
    assert told["why_not_reassignable"] is None


def test_no_more_seats_can_go_than_are_unused(tmp_path):
    firm = listed(tmp_path, *(row for n in range(2, 7) for row in used(f"S1-{n}", LAST)))
    firm = with_work(firm, *(("T1", f"N1-{n}", "assignee", 1.0, JUNE_10) for n in range(1, 4)))
    told = of(firm)
    assert (told["unused"], told["waiting"], told["reassignable"]) == (1, 3, 1)


def test_without_a_list_of_seats_unused_ones_are_not_seen(tmp_path):
    rows = [row for n in range(1, 8) for row in used(f"S1-{n}", FIRST, LAST)]
    told = of(small_firm(tmp_path, team=TEAMS, membership=ROSTER, ai_usage=rows))
    assert (told["exposed"], told["unused"], told["reassignable"]) == (7, None, None)
    assert "load the tool's list of seats" in told["why_not_reassignable"]


def test_a_list_of_seats_without_use_tells_only_who_holds_one(tmp_path):
    rows = [seat(f"S1-{n}") for n in range(1, 8)]
    told = of(small_firm(tmp_path, team=TEAMS, membership=ROSTER, ai_usage=rows))
    assert (told["exposed"], told["unused"]) == (7, None)
    assert "no export tells how the tool was used" in told["why_not_reassignable"]


def test_use_that_is_told_for_too_short_a_time_tells_nothing(tmp_path):
    rows = [seat(f"S1-{n}") for n in range(1, 8)] + used("S1-1", date(2026, 6, 1), LAST)
    told = of(small_firm(tmp_path, team=TEAMS, membership=ROSTER, ai_usage=rows))
    assert told["unused"] is None
    assert "told from 2026-06-01 on only" in told["why_not_reassignable"]


def test_without_a_day_of_renewal_nobody_can_tell_what_to_give_up(tmp_path):
    told = of(listed(tmp_path))
    assert told["reducible"] is None
    assert told["why_not_reducible"] == "nobody has told the day of renewal"


def test_at_renewal_seats_can_go_that_were_unused_since_notice_began(tmp_path):
    # Ninety days before 31 August begin on 2 June: use on 1 June is before, use on 2 June is not.
    firm = listed(tmp_path, *used("S1-2", date(2026, 6, 1)), *used("S1-3", date(2026, 6, 2)))
    told = of(firm, renewals={"helper": RENEWED})
    assert (told["notice_from"], told["reducible"], told["is_final"]) == (
        date(2026, 6, 2), 5, False,
    )  # fmt: skip
    assert of(firm, renewals={"helper": RENEWED}, notice_days=91)["reducible"] == 4


def test_the_figure_is_final_when_the_day_of_renewal_has_come(tmp_path):
    # Use after the renewal, such as that of S1-1, gives no seat back that was unused until then.
    firm = listed(tmp_path, *used("S1-2", date(2026, 6, 29)))
    told = of(firm, renewals={"helper": date(2026, 6, 15)})
    assert (told["reducible"], told["is_final"]) == (7, True)


def test_before_notice_begins_nobody_can_tell(tmp_path):
    told = of(listed(tmp_path), renewals={"helper": date(2026, 12, 31)})
    assert told["reducible"] is None
    assert "the notice period begins on 2026-10-02" in told["why_not_reducible"]


def test_seats_of_four_people_are_not_told(tmp_path):
    rows = [seat(f"S1-{n}") for n in range(1, 5)] + used("S1-1", FIRST, LAST)
    firm = small_firm(tmp_path, team=TEAMS, membership=ROSTER, ai_usage=rows)
    told = of(firm, renewals={"helper": RENEWED})
    assert [told[name] for name in ("exposed", "unused", "reassignable", "reducible")] == [None] * 4
    assert "fewer than five" in told["why_not_reassignable"]
    assert set(seats(firm).by_team["exposed"]) == {None}


def test_by_team_a_small_remainder_takes_another_team_along(tmp_path):
    rows = [seat(f"{team}-{n}") for team, size in (("N1", 6), ("N2", 3), ("S1", 7))
            for n in range(1, size + 1)]  # fmt: skip
    rows += used("S1-1", FIRST, LAST)
    firm = small_firm(tmp_path, team=TEAMS, membership=ROSTER, ai_usage=rows)
    told = {team: (held, free) for team, held, free in seats(firm).by_team.select(
        "team_id", "exposed", "unused").iter_rows()}  # fmt: skip
    assert told == {
        "Firm": (16, 15), "North": (9, 9), "South": (7, 6), "S1": (7, 6),
        "N1": (None, None), "N2": (None, None),
    }  # fmt: skip


def test_a_seat_of_somebody_who_left_is_the_firms(tmp_path):
    left = people("S1", 7)
    left[6] |= {"valid_to": date(2026, 3, 1)}
    rows = [seat(f"S1-{n}") for n in range(1, 8)] + used("S1-1", FIRST, LAST)
    firm = small_firm(tmp_path, team=TEAMS, membership=left, ai_usage=rows)
    assert of(firm)["exposed"] == 7
    told = dict(seats(firm).by_team.select("team_id", "exposed").iter_rows())
    assert (told["Firm"], told["S1"]) == (7, None)  # the difference would tell on the one who left


@pytest.mark.parametrize(
    ("asked", "match"),
    [
        ({"renewals": {"other": LAST}}, "other is renewed.*one of helper"),
        ({"weeks": 0}, "a span of 0 weeks"),
        ({"notice_days": 0}, "a notice period of 0 days"),
    ],
)
def test_what_cannot_be_asked_is_told_in_three_parts(tmp_path, asked, match):
    with pytest.raises(RequestError, match=match):
        seats(listed(tmp_path), **asked)


def test_a_firm_without_ai_has_no_seats(tmp_path):
    told = seats(small_firm(tmp_path, team=TEAMS, membership=ROSTER))
    assert told.by_tool.is_empty()
    assert told.by_team.is_empty()


def test_the_made_firm_has_seats_that_somebody_could_use(made_firm):
    from store.workspace import Workspace

    with Workspace.open(made_firm) as workspace:
        told = {row["tool"]: row for row in seats(workspace).by_tool.to_dicts()}
    copilot = told["copilot"]
    assert copilot["exposed"] > copilot["unused"] > 0
    assert copilot["reassignable"] == min(copilot["unused"], copilot["waiting"])
    assert told["claude_code"]["unused"] is None
