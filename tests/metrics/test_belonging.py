import pytest

JAN, FEB, MAR, APR = ("2024-01-01", "2024-02-01", "2024-03-01", "2024-04-01")
DAY = {JAN: 19723, FEB: 19754, MAR: 19783, APR: 19814}
COLUMNS = ("team_id", "start_day", "end_day", "share", "team_share")


def member(team: str, start: str, end: str | None = None, **more) -> dict:
    return {"person_id": "p", "team_id": team, "valid_from": start, "valid_to": end, **more}


@pytest.fixture
def held(firm, tables):
    def rows(*members: dict, person: dict | None = None) -> list[tuple]:
        people = [{"person_id": "p", **(person or {})}]
        found = tables(firm(membership=members, person=people), "belonging")
        return found.select(COLUMNS).rows()

    return rows


def test_a_move_between_teams_is_half_open(held):
    assert held(member("a", JAN, MAR), member("b", MAR, APR)) == [
        ("a", DAY[JAN], DAY[MAR], 1.0, 1.0),
        ("b", DAY[MAR], DAY[APR], 1.0, 1.0),
    ]


def test_overlapping_rows_of_one_team_count_once(held):
    assert held(member("a", JAN, MAR), member("a", FEB, APR)) == [
        ("a", DAY[JAN], DAY[FEB], 1.0, 1.0),
        ("a", DAY[FEB], DAY[MAR], 1.0, 1.0),
        ("a", DAY[MAR], DAY[APR], 1.0, 1.0),
    ]


def test_two_teams_at_once_without_shares_share_the_time_equally(held):
    assert held(member("a", JAN, MAR), member("b", FEB, MAR)) == [
        ("a", DAY[JAN], DAY[FEB], 1.0, 1.0),
        ("a", DAY[FEB], DAY[MAR], 0.5, 0.5),
        ("b", DAY[FEB], DAY[MAR], 0.5, 0.5),
    ]


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        pytest.param((0.6, 0.4), (0.6, 0.4), id="told shares are kept"),
        pytest.param((0.8, 0.8), (0.5, 0.5), id="shares above one are scaled down"),
        pytest.param((0.7, None), (0.7, 0.3), id="a missing share takes the rest"),
        pytest.param((1.0, None), (2 / 3, 1 / 3), id="no rest: an equal part, all scaled down"),
    ],
)
def test_nobody_is_counted_twice(held, shares, expected):
    found = held(*(member(t, JAN, FEB, share=s) for t, s in zip("ab", shares, strict=True)))
    assert [row[3] for row in found] == pytest.approx(expected)


def test_two_half_posts_are_one_whole_person(firm, tables):
    rows = [member("a", JAN, FEB, fte=0.5), member("b", JAN, FEB, fte=0.5)]
    found = tables(firm(membership=rows), "belonging")
    assert (found["share"] * found["fte"]).to_list() == [0.5, 0.5]


def test_time_before_the_hire_date_or_after_the_last_day_does_not_count(held):
    person = {"hire_date": FEB, "termination_date": "2024-02-29"}
    assert held(member("a", JAN), person=person) == [("a", DAY[FEB], DAY[MAR], 1.0, 1.0)]


def test_somebody_who_left_and_came_back_was_away_in_between(held):
    person = {"termination_date": "2024-01-31", "hire_date": MAR}
    assert held(member("a", JAN, APR), person=person) == [
        ("a", DAY[JAN], DAY[FEB], 1.0, 1.0),
        ("a", DAY[MAR], DAY[APR], 1.0, 1.0),
    ]


def test_a_membership_that_begins_after_the_last_day_is_a_return(held):
    person = {"termination_date": "2024-01-31"}
    assert held(member("a", MAR, APR), person=person) == [("a", DAY[MAR], DAY[APR], 1.0, 1.0)]


def test_a_bot_belongs_nowhere(held):
    assert held(member("a", JAN), person={"worker_type": "bot"}) == []


def test_a_firm_that_names_no_job_family_is_one_family(firm, tables):
    facts = firm(membership=[member("a", JAN)])
    assert tables(facts, "belonging")["job_family"].to_list() == ["all"]


def test_a_person_without_a_job_family_among_others_who_have_one_has_none(firm, tables):
    other = {"person_id": "q", "team_id": "a", "valid_from": JAN, "job_family": "design"}
    facts = firm(membership=[member("a", JAN), other])
    assert tables(facts, "belonging")["job_family"].to_list() == [None, "design"]


def test_a_later_team_that_claims_the_whole_person_ends_the_earlier_one(held):
    whole = {"share": 1.0}
    assert held(member("a", JAN, APR, **whole), member("b", MAR, APR, **whole)) == [
        ("a", DAY[JAN], DAY[MAR], 1.0, 1.0),
        ("b", DAY[MAR], DAY[APR], 1.0, 1.0),
    ]
