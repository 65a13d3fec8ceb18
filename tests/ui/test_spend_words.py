import pytest

from economics.inputs import inputs
from ui.spend.words import amount, exact, money, percents, plainly, told, years_words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (27_000_000, "27.0 M"),
        (1_350_000, "1.35 M"),
        (750_000, "750,000"),
        (102.8e9, "102.8 B"),
        (999_999, "1.00 M"),
        (168.75, "168.75"),
        (9_000, "9,000"),
        (0, "0"),
        (-3_030_000, "−3.03 M"),
        (-0.001, "0.00"),
        (float("inf"), "–"),
        (None, "–"),
    ],
)
def test_amounts_are_as_long_as_they_deserve(value, words):
    assert amount(value) == words


def test_a_currency_stands_before_and_cents_are_kept_where_asked():
    assert money(27e6, "EUR") == "EUR 27.0 M"
    assert exact(-1200.5, "EUR") == "EUR −1,200.50"


@pytest.mark.parametrize(
    ("share", "words"),
    [(0.0345, "3.5%"), (0.2013, "20%"), (-0.005, "−0.5%"), (0.02, "2%"), (0.0, "0%"), (None, "–")],
)
def test_small_effects_keep_a_decimal(share, words):
    assert percents(share) == words


def test_an_input_is_told_in_its_unit():
    assert told(0.05, inputs()["token_share"], "EUR") == "5%"
    assert told(9000.0, inputs()["session_cost"], "EUR") == "EUR 9,000"
    assert told(5e6, inputs()["tokens_per_day"], "EUR") == "5 M"
    assert told(None, inputs()["capture"], "EUR") == "empty"


def test_a_sentence_of_the_model_gets_a_real_minus_and_our_words():
    assert plainly("CANNOT-TELL, -0.5% to +4.5% of set-up") == (
        "'cannot tell', −0.5% to +4.5% of set-up"
    )


def test_what_never_pays_back_is_said():
    assert years_words(None) == "never within thirty years"
    assert years_words(4.8) == "4.8 years"
