"""Lines of spend: each told once, by the source that knows best, with a unit of five or more."""

from datetime import date

import polars as pl
import pytest

from economics.spend_lines import ACCEPTED, LINES, spend_lines
from tests.economics.small_firm import MAY, TEAMS, course, line, people, small_firm, use

JUNE, JULY = date(2026, 6, 1), date(2026, 7, 1)
ROSTER = people("N1", 6) + people("N2", 3) + people("S1", 7)
AI = {"cost": 2.5, "currency": "USD", "tokens_in": 10}


def told(workspace, *columns, accepted=None, counted=None, **only):
    lines = spend_lines(workspace, accepted).filter(**only)
    if counted is not None:
        lines = lines.filter(counted=counted)
    return lines.select(columns or tuple(LINES)).rows()


def test_an_empty_workspace_has_no_lines_and_all_columns(tmp_path):
    lines = spend_lines(small_firm(tmp_path))
    assert lines.is_empty()
    assert dict(lines.schema) == dict(LINES)


def test_a_line_of_the_ledger_keeps_account_voucher_and_what_it_is_spent_on(tmp_path):
    firm = small_firm(tmp_path, team=TEAMS, membership=ROSTER, ledger=[line("N1", 80.25)])
    assert told(firm) == [
        (MAY, "training fees", "N1", "EUR", 80.25, "measured", "ledger", "Staff training", "V-1",
         True, None)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("centre", "unit"),
    [
        ("S1", "S1"),
        ("northern desk", "N1"),
        ("Northern Desk - FRM", "N1"),
        ("North", "North"),
        ("Northern Desk - Projects", "Firm"),
        ("Marketing", "Firm"),
        (None, "Firm"),
    ],
    ids=["key", "name", "name and company", "unit above", "another centre", "unknown", "none"],
)
def test_a_cost_centre_is_a_unit_of_the_firm_or_the_whole_firms(tmp_path, centre, unit):
    firm = small_firm(tmp_path, team=TEAMS, membership=ROSTER, ledger=[line(centre)])
    assert told(firm, "team_id") == [(unit,)]


def test_what_no_rule_knows_is_there_and_does_not_count(tmp_path):
    firm = small_firm(tmp_path, ledger=[line(account="Office rent")])
    [(category, counted, why)] = told(firm, "category", "counted", "why_not")
    assert (category, counted) == ("not categorised", False)
    assert "no rule" in why


def test_a_team_of_three_is_told_with_others_in_one_line(tmp_path):
    ledger = [line("N1", 50.0), line("N2", 30.0), line("N2", 1.5, reference="V-2"), line("S1", 70)]
    firm = small_firm(tmp_path, team=TEAMS, membership=ROSTER, ledger=ledger)
    # N2 has three people, so that N1, the smallest other one, goes along.
    assert told(firm, "team_id", "amount", "reference") == [
        ("Firm", 81.5, None),
        ("S1", 70.0, "V-1"),
    ]


def test_the_size_of_a_team_is_that_of_the_month(tmp_path):
    left = [row | {"valid_to": JUNE} for row in people("N1", 6)]
    stayed = people("N1", 4)[0] | {"person_id": "late"}
    ledger = [line("N1", 5.0), line("N1", 6.0, JUNE), line("S1", 7.0, JUNE)]
    firm = small_firm(
        tmp_path, team=TEAMS, membership=[*left, stayed, *people("S1", 7)], ledger=ledger
    )
    assert told(firm, "month", "team_id", "amount") == [
        (MAY, "N1", 5.0),
        (JUNE, "Firm", 13.0),
    ]


def test_time_off_work_is_hours_times_one_rate_of_the_firm(tmp_path):
    """Nobody's own pay: 15 people at 30 and one at 190 make 40 an hour for all."""
    roster = [*ROSTER[:-1], ROSTER[-1] | {"hourly_cost": 190.0}]
    training = [course(f"S1-{n}", hours=2.0) for n in range(1, 8)]
    firm = small_firm(tmp_path, team=TEAMS, membership=roster, training=training)
    assert told(firm, "category", "team_id", "amount", "currency", "tag", "detail") == [
        ("time off work", "S1", 560.0, "EUR", "assumed", "hours x 40 EUR, the mean of 16 people")
    ]


def test_the_rate_is_rounded_so_that_nobody_can_be_read_off_it(tmp_path):
    """Fifteen at 30 and one at 53 make 31.4375 on the mean."""
    roster = [*ROSTER[:-1], ROSTER[-1] | {"hourly_cost": 53.0}]
    training = [course(f"S1-{n}", hours=1.0) for n in range(1, 6)]
    firm = small_firm(tmp_path, team=TEAMS, membership=roster, training=training)
    assert told(firm, "amount") == [(155.0,)]


def test_with_fewer_than_five_known_rates_time_has_no_amount(tmp_path):
    roster = [row | {"hourly_cost": None} for row in ROSTER[4:]] + ROSTER[:4]
    training = [course(f"S1-{n}", hours=2.0) for n in range(1, 8)]
    assert told(small_firm(tmp_path, team=TEAMS, membership=roster, training=training)) == []


def test_of_two_currencies_of_pay_the_one_that_most_people_have_counts(tmp_path):
    roster = people("N1", 5, cost=20.0, currency="USD") + people("S1", 6, cost=30.0)
    training = [course(f"S1-{n}", hours=1.0) for n in range(1, 6)]
    firm = small_firm(tmp_path, team=TEAMS, membership=roster, training=training)
    assert told(firm, "amount", "currency") == [(150.0, "EUR")]


def test_four_people_in_training_are_told_with_the_unit_above(tmp_path):
    training = [course(f"N1-{n}", cost=10.0) for n in range(1, 5)]
    training += [course(f"N2-{n}", cost=1.0) for n in range(1, 3)]
    training += [course(f"S1-{n}", cost=5.0) for n in range(1, 6)]
    firm = small_firm(tmp_path, team=TEAMS, membership=ROSTER, training=training)
    assert told(firm, "team_id", "amount", "tag") == [
        ("North", 42.0, "quoted"),
        ("S1", 25.0, "quoted"),
    ]


def test_a_bot_makes_no_group_of_five(tmp_path):
    bot = {"person_id": "bot", "worker_type": "agent"}
    spent = [use(f"S1-{n}", **AI) for n in range(1, 5)] + [use("bot", **AI)]
    firm = small_firm(tmp_path, person=[bot], team=TEAMS, membership=ROSTER, ai_usage=spent)
    # Four people of the whole firm: nothing but the bot's own is told.
    assert told(firm, "team_id", "amount") == [("Firm", 2.5)]


def test_the_ledger_goes_before_what_others_tell_of_the_months_that_it_spans(tmp_path):
    fees = [course(f"S1-{n}", cost=5.0, day=day) for n in range(1, 6) for day in (MAY, JUNE, JULY)]
    ledger = [line("S1", 25.0, MAY), line("S1", 9.0, JUNE, account="Office rent")]
    firm = small_firm(tmp_path, team=TEAMS, membership=ROSTER, training=fees, ledger=ledger)
    rows = told(firm, "month", "amount", "counted", "why_not", source="training")
    why = "the ledger tells training fees of this time"
    assert rows == [(MAY, 25.0, False, why), (JUNE, 25.0, False, why), (JULY, 25.0, True, None)]


def test_a_category_that_the_ledger_does_not_tell_is_counted_from_others(tmp_path):
    fees = [course(f"S1-{n}", hours=1.0, cost=5.0) for n in range(1, 6)]
    ledger = [line("S1", 25.0)]
    firm = small_firm(tmp_path, team=TEAMS, membership=ROSTER, training=fees, ledger=ledger)
    counted = {(row[0], row[1]): row[2] for row in told(firm, "category", "source", "counted")}
    assert counted == {
        ("training fees", "ledger"): True,
        ("training fees", "training"): False,
        ("time off work", "training"): True,
    }


def test_a_bill_of_tokens_goes_before_what_the_tool_estimates_and_the_books_before_both(tmp_path):
    spent = [use(f"S1-{n}", day=day, **AI) for n in range(1, 6) for day in (MAY, JUNE)]
    bill = line(None, 11.0, JUNE, account="key-1", category="tokens", currency="USD")
    only_bill = small_firm(tmp_path, team=TEAMS, membership=ROSTER, ai_usage=spent, ledger=[bill])
    rows = told(only_bill, "month", "source", "amount", "counted", category="tokens")
    assert rows == [
        (MAY, "AI usage", 12.5, True),
        (JUNE, "bill", 11.0, True),
        (JUNE, "AI usage", 12.5, False),
    ]
    books = line("S1", 12.0, JUNE, account="LLM tokens", reference="V-9")
    both = small_firm(tmp_path, team=TEAMS, membership=ROSTER, ai_usage=spent, ledger=[bill, books])
    assert told(both, "source", "amount", counted=True, month=JUNE) == [("ledger", 12.0)]


def test_a_line_of_the_books_may_name_its_category_itself(tmp_path):
    """It has a cost centre, which no vendor's bill has: both lines are the firm's own."""
    ledger = [line("S1", 7.0), line("S1", 9.0, reference="V-2", category="training fees")]
    firm = small_firm(tmp_path, team=TEAMS, membership=ROSTER, ledger=ledger)
    assert told(firm, "amount", "source", counted=True) == [(7.0, "ledger"), (9.0, "ledger")]


def test_a_seat_is_a_licence_and_use_is_tokens(tmp_path):
    spent = [use(f"S1-{n}", licensed=True, cost=19.0, currency="USD") for n in range(1, 6)]
    spent += [use(f"S1-{n}", licensed=True, model="big", **AI) for n in range(1, 6)]
    firm = small_firm(tmp_path, team=TEAMS, membership=ROSTER, ai_usage=spent)
    assert told(firm, "category", "amount", "tag", "detail") == [
        ("AI licences", 95.0, "quoted", "helper"),
        ("tokens", 12.5, "quoted", "helper"),
    ]


def test_the_same_use_told_by_days_and_by_a_period_counts_once(tmp_path):
    month = {**AI, "day": MAY, "last_day": date(2026, 5, 31), "cost": 31.0}
    spent = [use(f"S1-{n}", **month) for n in range(1, 6)]
    spent += [use(f"S1-{n}", day=date(2026, 5, 4), **AI) for n in range(1, 6)]
    firm = small_firm(tmp_path, team=TEAMS, membership=ROSTER, ai_usage=spent)
    assert told(firm, "month", "amount") == [(MAY, pytest.approx(155.0))]


def test_a_period_over_two_months_is_spread_over_its_days(tmp_path):
    both = {"day": date(2026, 5, 31), "last_day": date(2026, 6, 3), "cost": 40.0}
    spent = [use(f"S1-{n}", **{**AI, **both}) for n in range(1, 6)]
    firm = small_firm(tmp_path, team=TEAMS, membership=ROSTER, ai_usage=spent)
    assert told(firm, "month", "amount") == [
        (MAY, pytest.approx(50.0)),
        (JUNE, pytest.approx(150.0)),
    ]


def test_accepted_redesigns_cost_hours_at_the_same_rate(tmp_path):
    firm = small_firm(tmp_path, team=TEAMS, membership=ROSTER)
    rows = [("S1", "novice_joins", date(2026, 5, 20), 10.0), ("N2", "split_task", MAY, None)]
    accepted = rows_of_accepted(rows)
    assert told(firm, "month", "category", "team_id", "amount", "tag", accepted=accepted) == [
        (MAY, "redesign hours", "S1", 300.0, "assumed")
    ]
    booked = small_firm(
        tmp_path, team=TEAMS, membership=ROSTER, ledger=[line("S1", 7.0, account="Work redesign")]
    )
    assert told(booked, "source", accepted=accepted, counted=True) == [("ledger",)]


def rows_of_accepted(rows):
    return pl.DataFrame(rows, schema=dict(ACCEPTED), orient="row")


def test_people_without_a_team_are_the_whole_firms(tmp_path):
    training = [course(f"guest-{n}", cost=10.0) for n in range(5)]
    firm = small_firm(tmp_path, team=TEAMS, membership=ROSTER, training=training)
    assert told(firm, "team_id", "amount") == [("Firm", 50.0)]


def test_rows_of_facts_in_another_order_tell_the_same_lines(tmp_path):
    training = [course(f"{row['person_id']}", 1.5, 9.9) for row in ROSTER]
    ledger = [line("N1", 3.0, reference=f"V-{n}", day=day) for n in range(3) for day in (MAY, JUNE)]
    firms = [
        small_firm(tmp_path, team=TEAMS, membership=ROSTER[::way], training=training[::way],
                   ledger=ledger[::way]) for way in (1, -1)
    ]  # fmt: skip
    assert spend_lines(firms[0]).equals(spend_lines(firms[1]))
