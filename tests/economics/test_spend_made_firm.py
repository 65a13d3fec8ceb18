"""The made firm: what was planned is found in its ledger, to the cent, by month, category, team."""

import polars as pl
import pytest

from economics.spend import converted, reconciled, spend
from economics.spend_lines import spend_lines
from store.errors import RequestError
from store.exchange_rates import RATES
from store.workspace import Workspace

CELL = ["month", "category", "team_id", "currency"]
FIRM = "Harbour Works"  # the unit above all others


@pytest.fixture(scope="module")
def workspace(made_firm):
    with Workspace.open(made_firm) as opened:
        yield opened


@pytest.fixture(scope="module")
def lines(workspace):
    return spend_lines(workspace)


@pytest.fixture(scope="module")
def planned(tmp_path_factory):
    from sample_data import make_firm, write_truth

    folder = tmp_path_factory.mktemp("truth")
    write_truth(make_firm(), folder)
    return pl.read_parquet(folder / "truth" / "spend.parquet")


def cents(frame, by):
    """Sums in whole cents by some columns."""
    sums = frame.group_by(by).agg((pl.col("amount").sum() * 100).round().cast(pl.Int64))
    return sums.sort(by, nulls_last=True)


def test_what_was_planned_is_found_to_the_cent_by_month_and_category(lines, planned):
    found = lines.filter("counted", source="ledger")
    by = ["month", "category", "currency"]
    assert cents(found, by).equals(cents(planned, by))


def test_what_was_planned_is_found_to_the_cent_by_team(lines, planned):
    """Small teams, and who goes along with them, are told with the whole firm."""
    found = cents(lines.filter("counted", source="ledger"), CELL)
    own = found.filter(pl.col("team_id") != FIRM)
    plan = cents(planned, CELL)
    assert own.height > 1800
    assert own.join(plan, on=[*CELL, "amount"], how="anti").is_empty()
    rest = plan.join(own, on=CELL, how="anti").drop("team_id")
    pooled = cents(
        rest.with_columns(amount=pl.col("amount") / 100), ["month", "category", "currency"]
    )
    of_firm = found.filter(team_id=FIRM).drop("team_id")
    assert of_firm.equals(pooled)


def test_teams_of_four_are_nowhere_told_by_themselves(lines, planned, workspace):
    known = workspace.measured("unit_counts").filter(pl.col("n_people") < 5)["unit_id"].unique()
    assert known.len() == 2
    assert planned["team_id"].is_in(known.implode()).any()
    assert not lines["team_id"].is_in(known.implode()).any()


def test_every_source_is_whole(lines, workspace):
    assert reconciled(workspace, lines)["is_whole"].all()


def test_what_tools_estimate_is_told_and_not_counted_beside_the_ledger(lines):
    usage = lines.filter(source="AI usage")
    assert usage.height > 0
    assert not usage["counted"].any()
    assert set(spend(lines, ["category"])["category"]) == {
        "AI licences", "facilitation", "instructors", "time off work", "tokens", "training fees",
        "training seats",
    }  # fmt: skip


def test_dollars_are_not_added_to_euros(lines):
    none = pl.DataFrame(schema=RATES)
    assert spend(lines, ["category"]).filter(currency="USD")["category"].to_list() == ["tokens"]
    with pytest.raises(RequestError, match="USD from January 2025 to July 2026"):
        converted(lines, none, "EUR")
