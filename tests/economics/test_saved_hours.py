"""Saved hours count after somebody has told where they went, and tell on no small team."""

from datetime import date

from economics.saved_hours import HOURS, saved_hours
from store import saved_time
from tests.economics.small_firm import MAY, TEAMS, people, small_firm

JUNE = date(2026, 6, 1)
ROSTER = people("N1", 6) + people("N2", 3) + people("S1", 7)


def tell(firm, team, hours, use="pairing", month=MAY):
    saved_time.tell(firm, team, month, hours, use, by="ada")


def test_before_anybody_has_told_nothing_counts(tmp_path):
    told = saved_hours(small_firm(tmp_path, team=TEAMS, membership=ROSTER))
    assert told.is_empty()
    assert told.schema == HOURS


def test_hours_have_the_firms_one_rate(tmp_path):
    firm = small_firm(tmp_path, team=TEAMS, membership=ROSTER)
    tell(firm, "S1", 10)
    assert saved_hours(firm).rows() == [(MAY, "S1", "pairing", 10.0, 300.0, "EUR", "assumed")]


def test_hours_of_a_team_of_three_are_told_with_those_of_another_one(tmp_path):
    firm = small_firm(tmp_path, team=TEAMS, membership=ROSTER)
    tell(firm, "N2", 3)
    tell(firm, "S1", 10)
    tell(firm, "N1", 7)
    tell(firm, "S1", 11, month=JUNE)
    tell(firm, "Elsewhere", 1, "older defects")
    told = saved_hours(firm).select("month", "team_id", "redeployed_to", "hours").rows()
    assert told == [
        (MAY, "Firm", "older defects", 1.0),
        (MAY, "Firm", "pairing", 10.0),
        (MAY, "S1", "pairing", 10.0),
        (JUNE, "S1", "pairing", 11.0),
    ]


def test_without_a_known_rate_hours_have_no_amount(tmp_path):
    roster = [row | {"hourly_cost": None} for row in ROSTER]
    firm = small_firm(tmp_path, team=TEAMS, membership=roster)
    tell(firm, "S1", 10)
    assert saved_hours(firm).select("hours", "amount", "currency").row(0) == (10.0, None, None)
