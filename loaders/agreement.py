"""Words of agreement, satisfaction and frequency as numbers: only scales that everybody knows."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Scale:
    """One scale of words, the lowest answer first.

    family  scales of one family share words; a file uses one of them
    steps   for each number from 1 on the words that mean it
    """

    family: str
    steps: tuple[tuple[str, ...], ...]

    @property
    def codes(self) -> Mapping[str, int]:
        """Word -> number."""
        return {word: code for code, words in enumerate(self.steps, start=1) for word in words}

    @property
    def words(self) -> str:
        """The scale for a note: `strongly disagree` 1 to `strongly agree` 5."""
        return f"`{self.steps[0][0]}` 1 to `{self.steps[-1][0]}` {len(self.steps)}"


NEITHER: Final = ("neither agree nor disagree", "neutral", "undecided", "neither", "neither nor")
# In this order: the first scale that holds all words of the file is taken, so that `agree` is 4 of
# 5 unless some answer of the file, such as `somewhat agree` beside it, tells of seven steps.
SCALES: Final = (
    Scale(
        "agreement",
        (("strongly disagree",), ("disagree",), NEITHER, ("agree",), ("strongly agree",)),
    ),
    Scale(
        "agreement",
        (
            ("strongly disagree",),
            ("somewhat disagree", "slightly disagree"),
            NEITHER,
            ("somewhat agree", "slightly agree"),
            ("strongly agree",),
        ),
    ),
    Scale(
        "agreement",
        (
            ("strongly disagree",),
            ("disagree",),
            ("somewhat disagree", "slightly disagree"),
            NEITHER,
            ("somewhat agree", "slightly agree"),
            ("agree",),
            ("strongly agree",),
        ),
    ),
    Scale(
        "agreement",
        (
            ("stimme überhaupt nicht zu",),
            ("stimme nicht zu", "stimme eher nicht zu"),
            ("weder noch", "teils teils", "teils/teils", "neutral"),
            ("stimme zu", "stimme eher zu"),
            ("stimme voll und ganz zu", "stimme voll zu"),
        ),
    ),
    Scale(
        "agreement",
        (
            ("totalmente en desacuerdo",),
            ("en desacuerdo",),
            ("neutral", "ni de acuerdo ni en desacuerdo"),
            ("de acuerdo",),
            ("totalmente de acuerdo",),
        ),
    ),
    Scale(
        "satisfaction",
        (
            ("very dissatisfied", "extremely dissatisfied"),
            ("dissatisfied", "somewhat dissatisfied"),
            ("neither satisfied nor dissatisfied", "neutral"),
            ("satisfied", "somewhat satisfied"),
            ("very satisfied", "extremely satisfied"),
        ),
    ),
    Scale("frequency", (("never",), ("rarely",), ("sometimes",), ("often",), ("always",))),
)
NO_ANSWER: Final = frozenset(
    {
        "don't know",
        "do not know",
        "not applicable",
        "prefer not to say",
        "no answer",
        "no opinion",
        "weiß nicht",
        "keine angabe",
        "no sé",
    }
)


def folded(answer: str) -> str:
    """An answer as it is compared: `Strongly  Agree;` and `strongly agree` are the same."""
    plain = unicodedata.normalize("NFKC", answer).replace("\u2019", "'").casefold()
    return re.sub(r"\s+", " ", plain).strip(" .;\t")


def scale_of(answers: Iterable[str], within: tuple[Scale, ...] = SCALES) -> Scale | None:
    """The first scale that holds all the answers; none when no scale does."""
    told = set(answers)
    return next((scale for scale in within if told and told <= set(scale.codes)), None)


KNOWN: Final = frozenset(word for scale in SCALES for word in scale.codes)
