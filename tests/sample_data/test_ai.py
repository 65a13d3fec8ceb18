import numpy as np
import polars as pl
import pytest


def test_days_with_ai_are_the_days_of_tasks_done_with_it_and_no_others(firm):
    day = {
        (person, epoch)
        for person, epoch in firm.ai_day.select(
            "person", pl.col("day").dt.epoch("d").cast(pl.Int64)
        ).iter_rows()
    }
    for row in firm.task.sample(3000, seed=7).iter_rows(named=True):
        span = firm.days.days[row["open"] : row["close"] + 1].tolist()
        used = [(row["actor"], epoch) in day for epoch in span]
        assert all(used) if row["ai"] else not any(used)


@pytest.mark.parametrize(("has_ai", "share"), [(False, 0.1), (True, 0.6)])
def test_the_share_of_tasks_done_with_ai_is_as_planted(firm, has_ai, share):
    there = firm.regime.has_ai[firm.task["team"], firm.task["quarter"]]
    used = firm.task["ai"].to_numpy()[there == has_ai]
    assert np.mean(used) == pytest.approx(share, abs=0.02)


def test_anchored_people_stay_with_one_feature_and_the_default_model(firm):
    anchored = firm.ai_day.filter("is_anchored")
    assert anchored["feature"].n_unique() == 1
    assert anchored["model"].n_unique() == 1
    assert firm.ai_day.filter(~pl.col("is_anchored"))["feature"].n_unique() > 3


def test_only_engineers_use_copilot(firm):
    assert firm.ai_day.filter((pl.col("tool") == "copilot") & ~pl.col("in_github")).is_empty()


def test_the_ai_workshop_comes_with_the_wave(firm):
    workshops = firm.training.filter(pl.col("course") == 2)
    quarters = workshops["registered_on"].dt.truncate("1q").unique().sort().to_list()
    assert quarters == [firm.plan.quarter_starts[wave] for wave in (2, 3)]
