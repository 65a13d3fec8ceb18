from collections import Counter, defaultdict

import numpy as np
import polars as pl


def counts(firm, quarter):
    """Team -> how many novices, intermediates, experts in a quarter."""
    found = defaultdict(lambda: [0, 0, 0])
    spells = firm.spells.of(quarter)
    for team, status in zip(spells.team, spells.status, strict=True):
        found[int(team)][int(status)] += 1
    return found


def test_the_firm_has_about_400_people_in_40_teams_of_6_divisions(firm):
    assert len(firm.teams) == 40
    assert len({team.division for team in firm.teams}) == 6
    assert abs(sum(sum(count) for count in counts(firm, 0).values()) - 400) <= 5


def test_three_in_ten_are_novices_and_a_quarter_experts_in_every_quarter(firm):
    for quarter in range(firm.plan.quarters):
        total = np.sum(list(counts(firm, quarter).values()), axis=0)
        novices, _, experts = total / total.sum()
        assert 0.27 < novices < 0.36
        assert 0.22 < experts < 0.29


def test_nine_teams_in_ten_can_be_shown_in_every_quarter(firm):
    for quarter in range(firm.plan.quarters):
        shown = [n >= 3 and o + e >= 3 for n, o, e in counts(firm, quarter).values()]
        assert sum(shown) >= 0.88 * len(shown)


def test_some_teams_are_too_small_to_be_shown(firm):
    sizes = Counter(sum(count) for count in counts(firm, 0).values())
    assert sizes[4] == 2
    assert sizes[6] == 2


def test_nobody_is_in_two_teams_on_one_day(firm):
    overlap = firm.stint.sort("person", "valid_from").with_columns(
        following=pl.col("valid_from").shift(-1).over("person")
    )
    assert overlap.filter(pl.col("valid_to") > pl.col("following")).is_empty()
    assert overlap.filter(
        pl.col("valid_to").is_null() & pl.col("following").is_not_null()
    ).is_empty()


def test_people_come_rise_move_leave_and_come_back(firm):
    first, export = firm.plan.first_day, firm.plan.export_day
    person, stint = firm.person, firm.stint
    rows = stint.sort("person", "valid_from").with_columns(
        then=pl.col("status").shift(1).over("person"), there=pl.col("team").shift(1).over("person")
    )
    assert person.filter(pl.col("original_hire_date") >= first).height > 50
    assert person.filter(pl.col("termination_date").is_not_null()).height > 40
    assert rows.filter(pl.col("status") > pl.col("then")).height > 50
    assert rows.filter(pl.col("team") != pl.col("there")).height >= 4
    again = person.filter(pl.col("hire_date") > pl.col("original_hire_date"))
    assert again.height == firm.plan.rehires
    away = (again["hire_date"] - again["termination_date"]).dt.total_days()
    assert away.min() > 180
    assert stint.filter(pl.col("valid_from") >= export).is_empty()


def test_nobody_falls_a_level(firm):
    steps = firm.stint.sort("person", "valid_from").select(pl.col("status").diff().over("person"))
    assert steps["status"].drop_nulls().min() >= 0


def test_only_seniors_have_six_years_in_the_craft(firm):
    young = firm.stint.filter(pl.col("status") < 2)
    start = young.join(firm.person.select("person", "original_hire_date"), on="person")
    years = (firm.plan.export_day - start["original_hire_date"].min()).days / 365.25
    assert years < 6.1
    tenure = start.select(
        (
            pl.col("valid_to").fill_null(firm.plan.export_day) - pl.col("original_hire_date")
        ).dt.total_days()
        / 365.25
    ).to_series()
    assert tenure.max() < 6


def test_a_promotion_inside_a_quarter_counts_from_the_next(firm):
    starts = (*firm.plan.quarter_starts, firm.plan.export_day)
    risen = firm.stint.sort("person", "valid_from").filter(
        (pl.col("status").diff().over("person") == 1) & (pl.col("valid_from") < starts[-2])
    )
    spells = firm.spells
    status = {
        (int(p), int(q)): int(s)
        for p, q, s in zip(spells.person, spells.quarter, spells.status, strict=True)
    }
    checked = 0
    for person, now, day in risen.select("person", "status", "valid_from").iter_rows():
        quarter = max(q for q, start in enumerate(starts) if start <= day)
        if day > starts[quarter] and (person, quarter + 1) in status:
            assert status[person, quarter] == now - 1
            assert status[person, quarter + 1] >= now
            checked += 1
    assert checked > 30


def test_teams_with_a_hiring_freeze_lose_novices_and_hire_none(firm):
    frozen = [number for number, team in enumerate(firm.teams) if team.frozen]
    assert len(frozen) == firm.plan.hiring_freezes
    for team in frozen:
        assert counts(firm, 0)[team][0] == 6
        assert 3 <= counts(firm, firm.plan.quarters - 1)[team][0] <= 5


def test_names_and_accounts_are_each_one_persons(firm):
    for column in ("employee_id", "email", "account", "bamboo_id"):
        assert firm.person[column].is_unique().all()


def test_accounts_that_nobody_knows_are_of_ten_employees_and_ten_others(firm):
    unknown = firm.person.filter(~pl.col("is_known"))
    teams = firm.stint.filter(pl.col("person").is_in(unknown["person"].implode()))["team"]
    assert unknown.height + len(firm.outside.jira) + len(firm.outside.github) >= 20
    assert teams.is_unique().all()
    assert not any(firm.teams[team].redesign for team in teams)
