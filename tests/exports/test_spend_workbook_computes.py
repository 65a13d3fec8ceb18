"""LibreOffice recalculates the spend workbook; every output equals the Python model."""

import math
from statistics import NormalDist

import numpy as np
import pytest
from openpyxl import load_workbook

from economics.break_even import pays_redesign, pays_training, pays_training_in_mix
from economics.half_rule import half_rule
from economics.inputs import checked, inputs
from economics.pilot import value_of_perfect_information, value_of_pilot
from economics.treadmill import ranges, treadmill
from economics.uncertainty import analytic_sd, tornado
from economics.value import (
    OPTIONS,
    annuity,
    line_value,
    mean_decay,
    npv,
    option_lines,
    payback,
    pool,
    totals,
)
from economics.verdict import verdicts
from exports.spend.scenarios_sheet import Saved
from exports.spend_workbook import SpendBook, write_spend_workbook
from tests.exports.recalculate import errors, place, recalculated

RELATIVE = 1e-9  # the issue's; a spreadsheet file keeps 15 digits
NOTHING = 1e-6  # a millionth of a coin: what is left where amounts cancel to 0
FAR_OUT = 1e-15  # of a standard deviation: Python's normal distribution has no more digits there
DRAWS = 20
SE, COST = 0.012, 250_000.0
OTHER = {"redesign_team_cost": 15000.0, "moved": 0.3, "launch_money": None}
RENAMED = {
    "launch_instructors": "instructors_used",
    "redesign_launch_cost": "redesign_set_up",
    "redesign_yearly_cost": "redesign_upkeep",
}
HALF_RULE = {
    "moved": "moved_share",
    "redesign_coverage": "coverage",
    "instructors": "half_instructors",
    "asked": None,
    "sentences": None,
}


def drawn(each, rng):
    """A value of an input that is neither the preset nor beyond its limits."""
    if each.key == "launch_instructors":
        return None if rng.random() < 0.5 else float(rng.integers(3, 80))
    if each.key in ("launch_money", "yearly_money"):
        return None if rng.random() < 0.5 else float(rng.uniform(1e6, 6e7))
    if each.key == "years":
        return float(rng.integers(1, 31))
    if each.unit.startswith("share"):
        low = -0.05 if each.at_least < 0 else 0.0
        return float(rng.uniform(low, 0.2 if low else 1.0))
    if each.key == "exits_saved":
        return float(rng.uniform(0, 30))
    most = math.inf if each.at_most is None else each.at_most
    return float(min(max(each.at_least, each.preset * rng.uniform(0.4, 1.9)), most))


def cases():
    """What is written into the input cells, by name of the case."""
    preset = {key: each.preset for key, each in inputs().items()}
    yield "without capture", preset
    illustrative = {**preset, "capture": 0.4}
    yield "preset", illustrative
    yield "nobody redeploys, redesign is dear, the ring-fence binds", {
        **preset, "capture": 0.0, "moved": 0.9, "ring_fence": 0.3, "redesign_team_cost": 40000.0,
    }  # fmt: skip
    yield "edges", {
        **illustrative, "ramp": 0.0, "erosion": 1.0, "discount": 0.0, "years": 30.0,
        "moved": 1.0, "ring_fence": 0.0, "interval": 0.1, "half_life": 90000.0,
    }  # fmt: skip
    yield "free redesign, nothing moves", {
        **illustrative, "redesign_team_cost": 0.0, "moved": 0.0, "discount": -0.5, "touched": 0.0,
        "turnover": 1.0, "ring_fence": 1.0, "refreshers": 0.0,
    }  # fmt: skip
    for seed in range(DRAWS):
        rng = np.random.default_rng(seed)
        yield f"random {seed}", {key: drawn(each, rng) for key, each in inputs().items()}


CASES = {name: checked(values) for name, values in cases()}
WITH_CAPTURE = {name: values for name, values in CASES.items() if name != "without capture"}


@pytest.fixture(scope="module")
def computed(tmp_path_factory):
    """The workbook of the preset with each case written into its input cells, recalculated."""
    folder = tmp_path_factory.mktemp("books")
    told = SpendBook(
        "preset", "USD", CASES["without capture"], saved={"Other": Saved("yours", OTHER)}
    )
    path = write_spend_workbook(told, folder / "preset.xlsx")
    paths, book = [], load_workbook(path)
    for number, values in enumerate(CASES.values()):
        for key, value in values.items():
            place(book, f"in_{key}").value = value
        place(book, "in_pilot_se").value, place(book, "in_pilot_cost").value = SE, COST
        paths.append(folder / f"case{number}.xlsx")
        book.save(paths[-1])
    return dict(zip(CASES, recalculated(paths, folder), strict=True))


def approx(value):
    return pytest.approx(value, rel=RELATIVE, abs=NOTHING if abs(value) < NOTHING else 1e-14)


def check(book, expected):
    """All named cells of a workbook against what the model says; tells each that differs."""
    wrong = {}
    for name, value in expected.items():
        found = place(book, name).value
        if isinstance(value, str):
            agrees = found == value
        else:
            agrees = isinstance(found, int | float) and found == approx(value)
        if not agrees:
            wrong[name] = (found, value)
    assert not wrong
    return len(expected)


@pytest.mark.parametrize("name", CASES)
def test_no_cell_is_an_error(computed, name):
    assert errors(computed[name]) == []


@pytest.mark.parametrize("name", CASES)
def test_the_treadmill_is_that_of_the_model_with_or_without_capture(computed, name):
    values = CASES[name]
    expected = {
        f"out_{RENAMED.get(key, key)}": value for key, value in vars(treadmill(values)).items()
    }
    for key, (low, high) in ranges(values).items():
        expected |= {f"range_low_{key}": low, f"range_high_{key}": high}
    assert check(computed[name], expected) > 35


@pytest.mark.parametrize("name", WITH_CAPTURE)
def test_value_by_line_year_and_option_is_that_of_the_model(computed, name):
    values, book = CASES[name], computed[name]
    discount = values["discount"]
    expected = {
        "out_pool": pool(values),
        "out_mean_decay": mean_decay(values["half_life"], values["interval"]),
        "out_annuity": annuity(discount, values["years"]),
    }
    for option in OPTIONS:
        years = payback(values, option)
        expected[f"out_npv_{option}"] = npv(values, option)
        expected[f"out_payback_{option}"] = "not within 30 years" if years is None else years
    for option in ("training", "redesign"):
        for key, line in option_lines(values, option).items():
            expected[f"out_value_{key}"] = line_value(line, discount)
    assert check(book, expected) == 19
    for option in OPTIONS:
        row = place(book, f"out_npv_{option}").row
        flow = [book["Value"].cell(row, 5 + year).value for year in range(31)]
        model = totals(option_lines({**values, "years": 30.0}, option))
        assert flow == [approx(float(money)) for money in model]


@pytest.mark.parametrize("name", WITH_CAPTURE)
def test_half_rule_and_break_even_are_those_of_the_model(computed, name):
    values = CASES[name]
    pays = {
        "out_pays_training": pays_training(values),
        "out_pays_redesign": pays_redesign(values),
    }
    rule = vars(half_rule(values))
    if rule["moved"] < 1:
        pays["out_pays_mix"] = pays_training_in_mix(values)
    half = {HALF_RULE.get(key, key): value for key, value in rule.items()}
    half = {f"out_{key}": value for key, value in half.items() if key}
    none = "no training is left"
    expected = {key: none if value is None else value for key, value in {**half, **pays}.items()}
    expected = {k: "no effect pays" if v == math.inf else v for k, v in expected.items()}
    assert check(computed[name], expected) >= 21


def column_under(sheet, words, row=4):
    [found] = [cell.column for cell in sheet[row] if cell.value == words]
    return found


def told_by_label(sheet, column):
    """The first figure under each label of a sheet of cases: results stand above the working."""
    told = {}
    for line in sheet.iter_rows(min_row=5):
        told.setdefault(line[0].value, line[column - 1].value)
    return told


@pytest.mark.parametrize("name", CASES)
def test_the_verdict_at_each_capture_is_that_of_the_model(computed, name):
    sheet = computed[name]["Capture"]
    for verdict in verdicts(CASES[name]):
        head = "as entered" if verdict.is_entered else f"at {verdict.capture:.0%}"
        told = told_by_label(sheet, column_under(sheet, head))
        worth = {
            "training": told["Net present value: all training"],
            "half": told["Net present value: half"],
            "redesign": told["Net present value: all redesign"],
            "yours": told["Net present value: yours"],
        }
        assert worth == {option: approx(value) for option, value in verdict.npv.items()}
        best = {"training": "all training", "redesign": "all redesign"}
        assert told["What that says"].endswith(best.get(verdict.best, verdict.best))
        assert told["What that says"].startswith("pays") == verdict.does_any_pay


@pytest.mark.parametrize("name", WITH_CAPTURE)
def test_scenarios_stand_side_by_side_as_the_model_says(computed, name):
    values, sheet = CASES[name], computed[name]["Scenarios"]
    heads = {"all training": "training", "all redesign": "redesign", "half": "half"}
    other = checked({**values, **OTHER})
    for head, option, given in (
        *((head, option, values) for head, option in heads.items()),
        ("yours", "yours", values),
        ("Other", "yours", other),
    ):
        told = told_by_label(sheet, column_under(sheet, head))
        assert told["Net present value"] == approx(npv(given, option))
        years = payback(given, option)
        expected = "not within 30 years" if years is None else approx(years)
        assert told["Paid back after, undiscounted"] == expected
        launch = -sum(
            line[0] for key, line in option_lines(given, option).items() if key != "redesign_dip"
        )
        assert told["Money at launch"] == approx(launch)


@pytest.mark.parametrize("name", WITH_CAPTURE)
def test_the_tornado_is_that_of_the_model_and_sorted(computed, name):
    sheet = computed[name]["Tornado"]
    titles = {"training": "All training", "half": "Half", "redesign": "All redesign"}
    for option, title in {**titles, "yours": "Yours"}.items():
        [start] = [cell.row for cell in sheet["A"] if cell.value == title]
        bars = {}
        for line in sheet.iter_rows(min_row=start + 3, max_col=5, values_only=True):
            if line[0] is None:
                break
            bars[line[0]] = line
        swings = [abs(line[2] - line[1]) for line in bars.values()]
        assert swings == sorted(swings, reverse=True)
        model = tornado(CASES[name], option)
        assert model or not any(swings)
        for bar in model:
            assert bars[bar.label][1:3] == (approx(bar.at_low), approx(bar.at_high))
        unmoved = set(bars) - {bar.label for bar in model}
        assert all(bars[label][1] == bars[label][2] for label in unmoved)


@pytest.mark.parametrize("name", WITH_CAPTURE)
def test_the_uncertainty_is_the_closed_form_of_the_model(computed, name):
    values, expected = CASES[name], {}
    for option in OPTIONS:
        mean, sd = float(npv(values, option)), analytic_sd(values, option)
        key = "effect_training" if option == "training" else "effect_redesign"
        one = npv({**values, key: 1.0}, option) - npv({**values, key: 0.0}, option)
        chance = NormalDist(mean, sd).cdf(0) if sd else float(mean <= 0)
        expected |= {
            f"sd_of_npv_{option}": sd,
            f"p_positive_of_npv_{option}": 1 - chance,
        }
        value_of_knowing = {
            "perfect": value_of_perfect_information(mean, sd),
            "worth": value_of_pilot(mean, sd, SE * abs(float(one))),
        }
        for key, value in value_of_knowing.items():
            found = place(computed[name], f"{key}_of_npv_{option}").value
            assert found == pytest.approx(value, rel=RELATIVE, abs=FAR_OUT * sd)
    check(computed[name], expected)


def test_without_capture_costs_are_told_and_money_cells_ask_for_it(computed):
    book = computed["without capture"]
    assert place(book, "out_launch_cost").value == 27_000_000
    for name in ("npv_training", "npv_redesign", "npv_yours", "pays_training", "payback_redesign"):
        assert place(book, f"out_{name}").value == "enter capture"
    assert place(book, "sd_of_npv_redesign").value == "enter capture"
    assert book["Tornado"]["B5"].value == "enter capture"
    told = told_by_label(book["Scenarios"], 3)
    assert told["Net present value"] == "enter capture"
    assert told["Money at launch"] == 27_000_000


def test_the_preset_returns_the_figures_of_the_essay(computed):
    book = computed["preset"]
    told = {
        "launch_cost": 27e6, "yearly_cost": 15e6, "instructors": 17, "launch_sessions": 3000,
        "yearly_sessions": 5000 / 3, "launch_token_cost": 1.35e6, "yearly_token_cost": 0.75e6,
        "launch_years": 30 / 17, "redesign_launch": 13.5e6, "redesign_yearly": 7.5e6,
    }  # fmt: skip
    check(book, {f"out_{key}": value for key, value in told.items()})
    check(book, {"range_low_launch_cost": 19.2e6, "range_high_launch_cost": 48e6})


@pytest.mark.parametrize("name", CASES)
def test_what_is_computed_twice_agrees(computed, name):
    words = [cell.value for cell in computed[name]["About"]["B"]]
    assert words.count("agrees") == 8
    assert "differs" not in words
