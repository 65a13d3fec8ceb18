"""What the made firm pays: planned in cents, told by its ledger, the same every time."""

import json

import numpy as np
import polars as pl

from sample_data import make_firm, write_truth
from sample_data.spending import make_spending

CATEGORIES = {
    "training seats",
    "training fees",
    "instructors",
    "facilitation",
    "AI licences",
    "tokens",
}


def test_all_kinds_of_spend_are_planned_and_tokens_alone_in_dollars(firm):
    assert set(firm.spending["category"]) == CATEGORIES
    assert set(firm.spending.filter(currency="USD")["category"]) == {"tokens"}
    dollars, all_of_it = (
        firm.spending.filter(currency="USD")["cents"].sum(),
        firm.spending["cents"].sum(),
    )
    assert 0 < dollars < 0.15 * all_of_it


def test_licences_and_tokens_begin_with_the_wave_of_a_team(firm):
    paid = firm.spending.filter(pl.col("category").is_in(["AI licences", "tokens"]))
    begun = dict(
        paid.group_by("team").agg(pl.col("posted_on").min().dt.truncate("1mo")).iter_rows()
    )
    waves = {i: firm.plan.quarter_starts[t.wave] for i, t in enumerate(firm.teams) if t.wave}
    assert begun == waves


def test_fees_are_those_of_the_courses_that_people_took(firm):
    """People times price, less one price for each credit note: 420, 260, 180 and 310 a course."""
    prices = {2: 42_000, 3: 26_000, 4: 18_000, 5: 31_000}
    due = sum(prices.get(course, 0) for course in firm.training["course"])
    fees = firm.spending.filter(category="training fees")["cents"]
    assert fees.filter(fees > 0).sum() == due
    assert 0 < -fees.filter(fees < 0).sum() < 0.1 * due


def test_nothing_is_posted_on_or_after_the_day_of_the_export(firm):
    assert firm.spending["posted_on"].max() < firm.plan.export_day
    assert firm.spending["posted_on"].min() >= firm.plan.first_day


def test_debits_and_credits_of_every_voucher_balance(small_exports):
    entries = pl.read_csv(small_exports / "gl_entries.csv", infer_schema=False)
    invoices = entries.filter(
        pl.col("Voucher Type") == "Purchase Invoice", pl.col("Is Cancelled") == "0"
    )
    names = [f"{side} Amount in Account Currency" for side in ("Debit", "Credit")]
    sums = invoices.group_by("Voucher No").agg(pl.col(names).cast(pl.Decimal(18, 2)).sum())
    assert sums.height > 30
    assert (sums[names[0]] == sums[names[1]]).all()


def test_money_takes_no_chance_from_anything_else(small_firm, monkeypatch):
    def dear(plan, teams, spells, training, rng):
        return make_spending(plan, teams, spells, training, np.random.default_rng(rng.integers(9)))

    monkeypatch.setattr("sample_data.firm.make_spending", dear)
    again = make_firm(small_firm.seed, small_firm.plan)
    assert not again.spending.equals(small_firm.spending)
    for name in ("person", "stint", "task", "part", "item", "event", "ai_day", "training", "seat"):
        assert getattr(again, name).equals(getattr(small_firm, name)), name


def test_seats_of_copilot_are_held_by_people_with_known_accounts(firm, exports):
    listed = json.loads((exports / "github_copilot_seats.json").read_text())
    assert listed["total_seats"] == firm.seat.height == len(listed["seats"])
    known = firm.person.filter("is_known")["account"].to_list()
    assert {seat["assignee"]["login"] for seat in listed["seats"]} <= set(known)
    held = firm.seat.join(firm.person, on="person")
    assert held["last_day"].is_null().any(), "some were never used"
    assert (held["created_on"] < firm.plan.export_day).all()
    assert held["termination_date"].is_not_null().sum() >= 3, "and some left"


def test_the_truth_tells_totals_by_month_category_team_and_currency(firm, tmp_path):
    write_truth(firm, tmp_path)
    truth = pl.read_parquet(tmp_path / "truth" / "spend.parquet")
    assert truth.select("month", "category", "team_id", "currency").is_unique().all()
    assert round(truth["amount"].sum() * 100) == firm.spending["cents"].sum()
    assert truth.filter(pl.col("team_id").is_null())["category"].unique().to_list() == [
        "instructors"
    ]
