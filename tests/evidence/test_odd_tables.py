"""Tables of any shape get an answer or a refusal, and nothing that cannot be read.

Drawn from seeds: few teams, few periods, gaps, gained and lost teams, outcomes that are constant,
none, or huge, with any of the options of `atelier effect`.
"""

import json
import math
import warnings

import numpy as np
import polars as pl
import pytest

from evidence.effect_answer import effect_answer
from evidence.effect_methods import Question, ask
from evidence.judged import judged
from store.errors import AtelierError

TABLES_A_TEST = 25
CLAIMS = {"WORKED", "HARMED", "NO-MEANINGFUL-EFFECT"}

OUTCOMES = {
    "normal": lambda rng: rng.normal(),
    "count": lambda rng: float(rng.poisson(2)),
    "constant": lambda _: 3.0,
    "none": lambda _: 0.0,
    "huge": lambda rng: 1e12 * rng.normal(),
    "share": lambda rng: round(rng.random(), 2),
}


def start(rng, when, periods):
    """The first treated period, which may be the very first or lie beyond the table."""
    if when == "together":
        return max(1, periods // 2)
    low, high = {"any": (1, periods), "early": (1, 2), "late": (periods - 1, periods + 1)}[when]
    return int(rng.integers(low, high + 1))


def odd_table(rng):
    treated, others = int(rng.integers(2, 9)), int(rng.integers(0, 9))
    periods = int(rng.integers(12, 30)) if rng.random() < 0.15 else int(rng.integers(2, 9))
    missing, kind = rng.choice([0, 0, 0.1, 0.4]), rng.choice(list(OUTCOMES))
    when = rng.choice(["together", "any", "early", "late"])
    rows = []
    for unit in range(treated + others):
        first = start(rng, when, periods) if unit < treated else 0
        practice = np.cumsum(rng.exponential(size=periods))
        for time in range(1, periods + 1):
            if rng.random() < missing:
                continue
            is_told = rng.random() >= missing / 2
            rows.append(
                {
                    "u": unit,
                    "t": time,
                    "g": first,
                    "y": OUTCOMES[kind](rng) if is_told else None,
                    "x": rng.normal(),
                    "z": float(unit % 2),
                    "w": rng.choice([0.0, 1.0, 2.5]),
                    "c": unit // 2,
                    "p": practice[time - 1] if rng.random() > 0.05 else None,
                }
            )
    return pl.DataFrame(rows, infer_schema_length=None)


def odd_question(rng):
    family = str(rng.choice(["gaussian", "poisson"]))
    methods = [None, "etwfe"] if family == "poisson" else [None, "etwfe", "cs", "twfe"]
    return Question(
        unit="u",
        time="t",
        first="g",
        outcome="y",
        covariates=[(), (), ("x",), ("x", "z")][rng.integers(4)],
        weight=[None, None, "w"][rng.integers(3)],
        cluster=[None, None, "c"][rng.integers(3)],
        practice=[None, None, "p"][rng.integers(3)],
        control=str(rng.choice(["never", "not-yet"])),
        method=methods[rng.integers(len(methods))],
        family=family,
        adjust=str(rng.choice(["reg", "dr", "ipw"])),
        base=str(rng.choice(["varying", "universal"])),
        anticipation=int(rng.integers(2)),
        pays=float(rng.choice([0, 0.02])),
        better=str(rng.choice(["higher", "lower"])),
    )


def estimates(told):
    """Every estimate of an answer, wherever it stands."""
    if isinstance(told, dict):
        if {"estimate", "low", "high"} <= told.keys():
            yield told
        for each in told.values():
            yield from estimates(each)
    elif isinstance(told, list):
        for each in told:
            yield from estimates(each)


def asked(rng):
    table, question = odd_table(rng), odd_question(rng)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            return json.loads(json.dumps(effect_answer(ask(table, question), str), allow_nan=False))
        except AtelierError:
            return None


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(16))
def test_an_odd_table_is_answered_or_refused_and_never_breaks(seed):
    answers = [asked(np.random.default_rng((seed, each))) for each in range(TABLES_A_TEST)]
    told = [answer for answer in answers if answer is not None]
    assert told
    for answer in told:
        sentence, code = answer["verdict"]["sentence"], answer["verdict"]["code"]
        assert "nan" not in sentence.split()
        assert "inf" not in sentence.split()
        for each in estimates(answer):
            low, middle, high = each["low"], each["estimate"], each["high"]
            assert low is None or low <= middle <= high or math.isclose(low, high)
        if code in CLAIMS:
            assert answer["n"]["treated"] >= judged()["fewest_treated"]
            assert answer["n"]["comparison"] >= judged()["fewest_comparison"]
        if code == "NOT-ANSWERABLE":
            assert all(each["estimate"] is None for each in estimates(answer))
