"""The codes of this room: what a reader must know of a table or an estimate, from `codes.toml`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final, get_args

from evidence.results import Code, Level
from store.errors import ContractError

FILE: Final = Path(__file__).with_name("codes.toml")
IN_PERCENT: Final = ("share", "chance")  # words of a sentence that begin so are told in percent
SMALLEST_PERCENT: Final = 0.001  # nobody can use a chance told closer than one in a thousand
ONE_PERCENT: Final = 0.01  # below it a decimal more


def code(name: str, **numbers: float | str) -> Code:
    """A code with its level and its sentence, the numbers filled in.

    numbers  for the words in braces: counts, shares (0 to 1, told in percent), names of columns
    Errors: ContractError for a code that `codes.toml` does not hold, or numbers that do not fit.
    """
    known = known_codes()
    if name not in known:
        raise ContractError(
            f"no code '{name}' in codes.toml",
            f"one of {', '.join(known)}",
            "Write the code, its level and its sentence into codes.toml",
        )
    level, sentence = known[name]
    try:
        told = sentence.format(**{word: _shown(word, n) for word, n in numbers.items()})
    except KeyError as missing:
        raise ContractError(
            f"the code '{name}' is told without {missing}",
            f"all words in braces of '{sentence}'",
            "Give the number by its name",
        ) from None
    return Code(name, told, level)


@cache
def known_codes() -> Mapping[str, tuple[Level, str]]:
    """Code -> level and sentence with its braces, in the order of the file."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    for name, each in told.items():
        if each.get("level") not in get_args(Level) or not each.get("sentence"):
            raise ContractError(
                f"[{name}] in codes.toml has no known level or no sentence",
                f"a level of {', '.join(get_args(Level))}, and a sentence",
                "Say what the code does and what a reader is told",
            )
    return MappingProxyType(
        {name: (each["level"], each["sentence"]) for name, each in told.items()}
    )


def percent(share: float) -> str:
    """A share in percent: `22 %`, `0.4 %`."""
    if share < SMALLEST_PERCENT:
        return "less than 0.1 %" if share > 0 else "0 %"
    return f"{100 * share:.1f} %" if share < ONE_PERCENT else f"{100 * share:.0f} %"


def _shown(word: str, number: float | str) -> str:
    """A number as the sentence has it."""
    if isinstance(number, str):
        return number
    if word.startswith(IN_PERCENT):
        return percent(number)
    return f"{number:,}" if isinstance(number, int) else f"{number:,.1f}"
