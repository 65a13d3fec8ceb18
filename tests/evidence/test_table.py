"""Tables that cannot answer say so by a code; tables that make one doubt say why (EVIDENCE A11)."""

import numpy as np
import polars as pl
import pytest

from evidence.errors import NotAnswerable
from evidence.table import read_panel, treated_since


def table(units=10, periods=6):
    """Half of the units get it in period 4, half never."""
    rows = [
        (unit, time, 4 if unit % 2 else 0, unit + time * 1.5 + (unit * time) % 3)
        for unit in range(units)
        for time in range(1, periods + 1)
    ]
    return pl.DataFrame(rows, schema=["team", "month", "first", "y"], orient="row")


def read(rows):
    """The panel; the columns of cluster, weight and covariate are used where there are such."""
    return read_panel(
        rows,
        "team",
        "month",
        "first",
        "y",
        cluster="level" if "level" in rows.columns else None,
        weight="weight" if "weight" in rows.columns else None,
        covariates=["x"] if "x" in rows.columns else [],
    )


FIRST = pl.col("first")
STOPS = {
    "MISSING_COLUMN": lambda t: t.drop("first"),
    "OUTCOME_NOT_NUMERIC": lambda t: t.with_columns(pl.col("y").cast(pl.String)),
    "TIME_NOT_INTEGER": lambda t: t.with_columns(month=pl.col("month") + 0.5),
    "DUPLICATE_TEAM_MONTH": lambda t: pl.concat([t, t.head(2)]),
    "ROLLOUT_DATE_CHANGES": lambda t: t.with_columns(
        first=pl.when((pl.col("team") == 1) & (pl.col("month") > 3)).then(5).otherwise(FIRST)
    ),
    "OUTCOME_INFINITE": lambda t: t.with_columns(
        y=pl.when(pl.col("month") == 2).then(-np.inf).otherwise("y")
    ),
    "OUTCOME_CONSTANT": lambda t: t.with_columns(y=pl.lit(3.0)),
    "NOBODY_TREATED": lambda t: t.with_columns(first=pl.lit(0)),
    "NO_BEFORE": lambda t: t.with_columns(first=FIRST.replace(4, 1)),
    "NO_COMPARISON": lambda t: t.with_columns(first=pl.lit(4)),
    "UNIT_MISSING": lambda t: t.with_columns(team=pl.when(pl.col("y") != 3.5).then("team")),
    "CLUSTER_CHANGES": lambda t: t.with_columns(level=pl.col("month") // 4),
    "WEIGHT_NOT_POSITIVE": lambda t: t.with_columns(weight=pl.col("month") - 1.0),
    "TOO_MUCH_MISSING": lambda t: t.filter((pl.col("team") + pl.col("month")) % 3 > 0),
}


@pytest.mark.parametrize("code", STOPS)
def test_a_table_that_cannot_answer_is_refused_with_its_code(code):
    with pytest.raises(NotAnswerable) as refused:
        read(STOPS[code](table()))
    assert refused.value.code == code
    assert refused.value.expected
    assert refused.value.do


@pytest.mark.parametrize("period", [None, float("nan"), float("inf")])
def test_a_row_without_a_period_is_refused(period):
    cells = [period, *table()["month"].cast(pl.Float64)[1:]]
    rows = table().with_columns(month=pl.Series(cells, dtype=pl.Float64, strict=False))
    with pytest.raises(NotAnswerable, match="1 rows have no period") as refused:
        read(rows)
    assert refused.value.code == "TIME_NOT_INTEGER"


@pytest.mark.parametrize("level", [None, "north"])
def test_a_unit_without_a_cluster_is_refused(level):
    of_unit = pl.when(pl.col("team") == 1).then(pl.lit(level)).otherwise(pl.lit("south"))
    rows = table().with_columns(level=of_unit)
    if level is not None:
        assert read(rows)[0].clusters.tolist() == [1, 0, 1, 1, 1, 1, 1, 1, 1, 1]
        return
    with pytest.raises(NotAnswerable, match="1 units have no cluster"):
        read(rows)


def test_a_missing_weight_is_that_of_the_unit_and_a_unit_without_any_is_refused():
    plain = table().with_columns(weight=pl.col("team") + 1.0)
    one_less = plain.with_columns(
        weight=pl.when((pl.col("team") != 3) | (pl.col("month") != 2)).then("weight")
    )
    assert read(one_less)[0].weights == pytest.approx(read(plain)[0].weights)
    without = plain.with_columns(weight=pl.when(pl.col("team") != 3).then("weight"))
    with pytest.raises(NotAnswerable, match="1 units have none"):
        read(without)


def test_a_table_without_rows_has_no_outcome():
    with pytest.raises(NotAnswerable, match="no outcome is told"):
        read(table().head(0))


def test_rollout_dates_may_be_told_as_text_but_not_in_words():
    text = pl.when(FIRST == 0).then(pl.lit("")).otherwise(FIRST.cast(pl.String))
    assert read(table().with_columns(first=text))[0].first.tolist() == [6, 3] * 5
    with pytest.raises(NotAnswerable) as refused:
        read(table().with_columns(first=text.replace("", "never")))
    assert refused.value.code == "TIME_NOT_INTEGER"


WARNS = {
    "ALWAYS_TREATED_DROPPED": lambda t: t.with_columns(
        first=pl.when(pl.col("team") == 0).then(1).otherwise(FIRST)
    ),
    "TIME_GAPS": lambda t: t.filter(pl.col("month") != 2),
    "COVARIATES_MISSING": lambda t: t.with_columns(
        x=pl.when(pl.col("team") != 3).then(pl.col("y")).otherwise(pl.lit(np.inf))
    ),
    "MISSING": lambda t: t.filter((pl.col("team") != 3) | (pl.col("month") > 2)),
    "ATTRITION_DIFFERS": lambda t: t.filter((pl.col("team") != 3) | (pl.col("month") < 6)),
}


@pytest.mark.parametrize("code", WARNS)
def test_a_table_that_makes_one_doubt_says_why(code):
    assert code in [warning.code for warning in read(WARNS[code](table()))[1]]


def test_a_whole_table_warns_of_nothing():
    assert read(table())[1] == ()


@pytest.mark.parametrize("never", [None, 0, float("nan"), 99])
def test_never_may_be_told_in_every_usual_way(never):
    told = [never if not unit % 2 else 4 for unit in range(10) for _ in range(6)]
    rows = table().with_columns(first=pl.Series(told, dtype=pl.Float64, strict=False))
    panel, _ = read(rows)
    assert panel.first.tolist() == [6, 3] * 5


def test_units_with_it_from_the_start_have_no_before_and_are_left_out():
    rows = WARNS["ALWAYS_TREATED_DROPPED"](table())
    assert read(rows)[0].units.tolist() == list(range(1, 10))


def test_weights_and_clusters_are_told_anew_of_the_units_that_stay():
    rows = WARNS["ALWAYS_TREATED_DROPPED"](table()).with_columns(
        weight=pl.col("team") * 3.0 + 1.0, level=pl.col("team") // 2
    )
    panel, _ = read(rows.filter(pl.col("team") != 1))
    assert panel.weights.mean() == pytest.approx(1.0)
    assert panel.clusters.tolist() == [0, 0, 1, 1, 2, 2, 3, 3]


def test_more_units_vanishing_without_it_than_with_it_is_a_doubt_too():
    rows = table().filter((pl.col("team") != 4) | (pl.col("month") < 6))
    assert "ATTRITION_DIFFERS" in [warning.code for warning in read(rows)[1]]


def test_the_order_of_rows_is_of_no_meaning():
    mixed, _ = read(table().sample(fraction=1.0, shuffle=True, seed=1))
    plain, _ = read(table())
    assert np.array_equal(mixed.outcome, plain.outcome)
    assert np.array_equal(mixed.first, plain.first)


def test_a_flag_gives_the_first_period_in_which_it_is_on():
    rows = pl.DataFrame(
        {"team": [1, 1, 1, 2, 2, 2], "month": [1, 2, 3, 1, 2, 3], "on": [0, 1, 1, 0, 0, 0]}
    )
    assert treated_since(rows, "team", "month", "on").rows() == [(1, 2), (2, None)]


def test_a_flag_that_goes_back_is_refused():
    rows = pl.DataFrame({"team": [1, 1, 1], "month": [1, 2, 3], "on": [0, 1, 0]})
    with pytest.raises(NotAnswerable) as refused:
        treated_since(rows, "team", "month", "on")
    assert refused.value.code == "TREATMENT_REVERSAL"
