"""Which occupations a job title may be: the five most alike of a taxonomy, each with its score."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from store.titles import key_of, sorted_words, without_rank

CANDIDATES: Final = {
    "key": pl.String(),
    "rank": pl.Int64(),
    "code": pl.String(),
    "score": pl.Int64(),
    "how": pl.String(),
}
SHOWN: Final = 5
LEAST: Final = 50  # less alike is no candidate
TITLES_AT_ONCE: Final = 500  # 30 MB of scores against 60,000 titles
EXACT, ALTERNATE, SIMILAR = "exact", "alternate", "similar"
WORTH: Final = {EXACT: 2_000_000, ALTERNATE: 1_000_000, SIMILAR: 0}
POINT: Final = 1000  # a point of the score weighs more than the closeness of the official title


def candidates(keys: Sequence[str], occupation: pl.DataFrame) -> pl.DataFrame:
    """Up to five occupations for each title, the best first.

    keys        titles as `key_of` gives them
    occupation  occupations of one taxonomy: code, title, alternate_titles
    returns     key, rank (1 is best), code, score (0 to 100), how

    Counts: score is rapidfuzz's token_sort_ratio in whole points, the best over the title and all
    alternate titles of the occupation, with and without the words of rank of the firm's title.
    how is exact (the occupation's own title), alternate (one of its other titles) or similar. Of
    two alike the one whose own title is closer, then the one first by code.
    """
    known = occupation.filter(pl.col("title").is_not_null()).sort("code")
    if not keys or known.is_empty():
        return pl.DataFrame(schema=CANDIDATES)
    reference = _Reference(known)
    parts = [
        _best(keys[start : start + TITLES_AT_ONCE], reference)
        for start in range(0, len(keys), TITLES_AT_ONCE)
    ]
    return pl.concat(parts)


class _Reference:
    """The titles of a taxonomy, ready to be compared."""

    def __init__(self, occupation: pl.DataFrame) -> None:
        """Every occupation's own title first, then its other titles."""
        self.codes: list[str] = occupation["code"].to_list()
        self.own = [key_of(title) for title in occupation["title"]]
        self.choices: list[str] = []
        self.starts: list[int] = []
        self.alternates: dict[str, list[int]] = {}
        self.owners: dict[str, list[int]] = {}
        for place, (own, others) in enumerate(
            zip(self.own, occupation["alternate_titles"].to_list(), strict=True)
        ):
            keys = list(dict.fromkeys([own, *(key_of(other) for other in others or [])]))
            self.starts.append(len(self.choices))
            self.choices.extend(map(sorted_words, keys))
            self.owners.setdefault(own, []).append(place)
            for key in keys:
                self.alternates.setdefault(key, []).append(place)
        self.own_sorted = [sorted_words(key) for key in self.own]


def _best(keys: Sequence[str], reference: _Reference) -> pl.DataFrame:
    """The candidates of some titles."""
    scores = _scores(keys, reference)
    weights = scores.astype(np.float64) * POINT
    weights += _alike([sorted_words(key) for key in keys], reference.own_sorted)
    hows: dict[tuple[int, int], str] = {}
    for row, key in enumerate(keys):
        for how, places in ((ALTERNATE, reference.alternates), (EXACT, reference.owners)):
            hows.update({(row, place): how for place in places.get(key, ())})
    for (row, place), how in hows.items():
        weights[row, place] += WORTH[how]
    order = np.argsort(-weights, axis=1, kind="stable")[:, :SHOWN]
    rows = [
        (
            key,
            rank,
            reference.codes[place],
            int(scores[row, place]),
            hows.get((row, place), SIMILAR),
        )
        for row, key in enumerate(keys)
        for rank, place in enumerate(map(int, order[row]), start=1)
        if scores[row, place] >= LEAST
    ]
    return pl.DataFrame(rows, schema=CANDIDATES, orient="row")


def _scores(keys: Sequence[str], reference: _Reference) -> NDArray[np.uint8]:
    """Score of every title (row) with every occupation (column)."""
    scores = _alike([sorted_words(key) for key in keys], reference.choices)
    ranked = [row for row, key in enumerate(keys) if without_rank(key) != key]
    if ranked:
        others = _alike(
            [sorted_words(without_rank(keys[row])) for row in ranked], reference.choices
        )
        scores[ranked] = np.maximum(scores[ranked], others)
    best: NDArray[np.uint8] = np.maximum.reduceat(scores, reference.starts, axis=1)
    return best


def _alike(titles: Sequence[str], choices: Sequence[str]) -> NDArray[Any]:
    """The token sort ratio of words that are sorted already, in whole points."""
    return process.cdist(
        titles, choices, scorer=fuzz.ratio, dtype=np.uint8, score_cutoff=LEAST, workers=-1
    )
