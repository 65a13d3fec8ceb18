"""Job titles as they are compared: small letters, abbreviations in full, every word once in one."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

WORDS_FILE: Final = Path(__file__).with_name("title_words.toml")
BRACKETS: Final = re.compile(r"\s*[(\[][^)\]]*[)\]]")
WORD: Final = re.compile(r"[^\W_]+[+#]*")
SHORTEST_PLURAL: Final = 4
NO_PLURAL: Final = ("ss", "us", "is")


@cache
def key_of(title: str) -> str:
    """A title as it is compared: `Sr. Software Eng. (m/f)` is `senior software engineer`.

    Counts: letters without case and accents; what stands in brackets is left out unless nothing
    else is there; abbreviations of `title_words.toml` in full; words in the singular.
    """
    bare = BRACKETS.sub(" ", title).strip() or title
    letters = unicodedata.normalize("NFKD", bare.casefold().replace("&", " and "))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    short = _words()["abbreviations"]
    words = " ".join(short.get(word, word) for word in WORD.findall(plain.replace("'", "")))
    return " ".join(map(_singular, words.split()))


def sorted_words(key: str) -> str:
    """The words of a key in the order of the alphabet: what token_sort_ratio compares."""
    return " ".join(sorted(key.split()))


def without_rank(key: str) -> str:
    """A key without words that tell a rank; the key itself when nothing else would be left."""
    ranks = set(_words()["ranks"]["words"])
    return " ".join(word for word in key.split() if word not in ranks) or key


def _singular(word: str) -> str:
    """A word without the ending of a plural; wrong now and then, but the same on both sides."""
    if len(word) < SHORTEST_PLURAL or not word.endswith("s") or word.endswith(NO_PLURAL):
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-2] if word.endswith(("xes", "ches", "shes", "sses")) else word[:-1]


@cache
def _words() -> Mapping[str, Any]:
    with WORDS_FILE.open("rb") as file:
        return tomllib.load(file)
