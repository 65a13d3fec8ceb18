from itertools import pairwise

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from metrics.formulas.skill_history import Priors, SkillHistory

PRIORS = Priors(
    theta_sd=1.0,
    theta_step_sd=0.3,
    family_sd=1.0,
    mask_sd=2.0,
    estimate_sd=1.0,
    ai_sd=0.5,
    ai_step_sd=0.2,
    support_sd=0.5,
    link_least_se=0.1,
    window=8,
    tolerance=1e-8,
)
FIRST = 8096  # the first quarter of 2024


def work(quarters: int = 6, people: int = 6, tasks: int = 8, seed: int = 7) -> pl.DataFrame:
    """Scored tasks of people of different skill, every one in every quarter."""
    rng = np.random.default_rng(seed)
    size = quarters * people * tasks
    person = np.tile(np.repeat(np.arange(people), tasks), quarters)
    skill = np.linspace(-1, 1, people)[person]
    family = rng.integers(0, 3, size)
    y = rng.random(size) < 1 / (1 + np.exp(-(skill - np.array([-1, 0, 1])[family])))
    return pl.DataFrame(
        {
            "task_id": [f"t{i:05d}" for i in range(size)],
            "person_id": [f"p{i}" for i in person],
            "quarter": FIRST + np.repeat(np.arange(quarters), people * tasks),
            "family": [f"f{i}" for i in family],
            "mask": ["on_time"] * size,
            "z": np.zeros(size),
            "a": np.zeros(size),
            "x": np.zeros(size, int),
            "y": y.astype(int),
        }
    )


def history(frame: pl.DataFrame, last: int | None = None, **priors) -> pl.DataFrame:
    changed = Priors(**{**vars(PRIORS), **priors})
    end = int(frame["quarter"].max()) if last is None else last
    return SkillHistory(frame, [FIRST, FIRST + 1], end, changed).rows()


def theta(rows: pl.DataFrame, as_of: int) -> pl.DataFrame:
    found = rows.filter(pl.col("term") == "theta", pl.col("as_of") == as_of)
    return found.filter(pl.col("quarter") == pl.col("quarter").max()).sort("key")


def test_shuffling_the_rows_moves_nobody():
    frame = work()
    shuffled = frame.sample(fraction=1.0, shuffle=True, seed=3)
    assert_frame_equal(history(frame), history(shuffled), check_exact=True)


def test_the_past_does_not_change_when_the_future_arrives():
    frame = work(quarters=6)
    known = history(frame.filter(pl.col("quarter") < FIRST + 4))
    later = history(frame).filter(pl.col("as_of") < FIRST + 4)
    assert_frame_equal(later, known, check_exact=True)


def test_the_reference_fit_tells_of_each_of_its_quarters_and_later_fits_of_their_last():
    told = history(work(quarters=4)).filter(pl.col("term") == "theta")
    assert told.select("as_of", "quarter").unique().sort("as_of", "quarter").rows() == [
        (FIRST + 1, FIRST),
        (FIRST + 1, FIRST + 1),
        (FIRST + 2, FIRST + 2),
        (FIRST + 3, FIRST + 3),
    ]


@pytest.mark.parametrize("least", [0.1, 0.9], ids=["its own error", "at least so much"])
def test_later_fits_begin_with_the_frozen_difficulties(least):
    gone = (pl.col("family") != "f2") | (pl.col("quarter") < FIRST + 2)
    rows = history(work(quarters=4).filter(gone), window=2, link_least_se=least)
    frozen, _, later = rows.filter(pl.col("key") == "f2").sort("as_of").rows(named=True)
    assert later["n_tasks"] == 0
    assert later["value"] == pytest.approx(frozen["value"], abs=1e-8)
    assert later["se"] == pytest.approx(max(least, frozen["se"]))


def test_somebody_who_pauses_keeps_the_skill_and_gets_wider_by_a_step_a_quarter():
    frame = work(quarters=6).filter((pl.col("person_id") != "p0") | (pl.col("quarter") < FIRST + 3))
    rows = history(frame)
    before, after = (theta(rows, FIRST + q).row(0, named=True) for q in (2, 5))
    assert after["n_tasks"] == 0
    assert after["value"] == pytest.approx(before["value"], abs=0.05)
    assert after["se"] ** 2 == pytest.approx(before["se"] ** 2 + 3 * 0.09, abs=0.01)


def test_what_leaves_the_window_is_carried_and_not_lost():
    frame = work(quarters=6, people=30, tasks=12)
    long, short = history(frame), history(frame, window=3)
    of_long, of_short = theta(long, FIRST + 5), theta(short, FIRST + 5)
    # Between people nearly nothing is lost; the common level may shift a little against the masks.
    shift = of_long["value"] - of_short["value"]
    assert np.abs(shift - shift.mean()).max() < 0.05
    assert abs(shift.mean()) < 0.15
    assert np.abs(of_long["se"] - of_short["se"]).max() < 0.05
    forgotten = frame.filter(pl.col("quarter") > FIRST + 2)
    alone = SkillHistory(forgotten, [FIRST + 3, FIRST + 4], FIRST + 5, PRIORS).rows()
    assert theta(alone, FIRST + 5)["se"].mean() > of_short["se"].mean()


def test_somebody_long_gone_is_still_there_ever_wider_and_never_surer():
    gone = (pl.col("person_id") != "p0") | (pl.col("quarter") < FIRST + 1)
    rows = history(work(quarters=8).filter(gone), window=3)
    errors = [theta(rows, FIRST + quarter)["se"][0] for quarter in range(2, 8)]
    wider = [round(after**2 - before**2, 2) for before, after in pairwise(errors)]
    assert wider[0] > 0  # the level of the tasks is no longer uncertain, once it is carried
    assert wider[1:] == [0.09] * 4


def test_a_family_first_seen_later_starts_from_the_prior():
    late = pl.when(pl.col("quarter") == FIRST + 3).then(pl.lit("new")).otherwise("family")
    rows = history(work(quarters=4).with_columns(family=late))
    new = rows.filter(pl.col("key") == "new").sort("as_of")
    assert new.select("as_of", "value", "se", "n_tasks").rows()[:2] == [
        (FIRST + 1, pytest.approx(0, abs=1e-8), pytest.approx(1), 0),
        (FIRST + 2, pytest.approx(0, abs=1e-8), pytest.approx(1), 0),
    ]
    assert new["n_tasks"][2] == 48


def test_one_person_alone_has_a_skill():
    rows = history(work(quarters=3, people=1))
    assert theta(rows, FIRST + 2)["n_behind"].to_list() == [24]
