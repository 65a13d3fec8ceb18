"""The lists of docs/evidence.md, made from the code: verdicts, outcomes, doubts, judged numbers."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from evidence.codes import known_codes
from evidence.judged import FILE
from evidence.outcomes import OUTCOMES
from exports.evidence.about_sheet import MEANINGS
from exports.evidence.wording import LEVELS, VERDICTS
from metrics.anchors import anchors

BRACES: Final = re.compile(r"\{(\w+)\}")
PAPER: Final = Path(__file__).parent.parent / "docs" / "evidence.md"


def evidence() -> str:
    """The page docs/evidence.md: its prose as it stands, its lists as the code has them."""
    text = PAPER.read_text(encoding="utf-8")
    for name, made in LISTS.items():
        text = _filled(text, name, made())
    return text


def _filled(text: str, name: str, made: str) -> str:
    """The text with everything between the two marks of a list replaced."""
    before, begin, rest = text.partition(f"<!-- {name} -->")
    _, end, after = rest.partition(f"<!-- /{name} -->")
    return f"{before}{begin}\n{made}{end}{after}"


def verdicts() -> str:
    """A row a verdict."""
    rows = [f"| {mark.shape} {mark.word} | {MEANINGS[code]} |" for code, mark in VERDICTS.items()]
    return _table("| verdict | when |", rows)


def outcomes() -> str:
    """A row an outcome."""
    rows = [
        f"| {each.label} | {each.unit}; {each.better} is better | {each.counts} |"
        f" {each.does_not_tell} |"
        for each in OUTCOMES.values()
    ]
    return _table("| outcome | unit | counts | does not tell |", rows)


def doubts() -> str:
    """A row a code, with what it does."""
    rows = [
        f"| `{key}` | {LEVELS[level]} | {_open(words)} |"
        for key, (level, words) in known_codes().items()
    ]
    return _table("| code | what it does | in a sentence |", rows)


def _open(words: str) -> str:
    """A sentence with its numbers still open."""
    return BRACES.sub("…", words)


def judged_numbers() -> str:
    """A row a judged number, with its reason."""
    rows = [
        f"| {key.replace('_', ' ')} | {each.value} {each.unit} | {each.reason} |"
        for key, each in anchors(FILE).items()
    ]
    return _table("| number | value | why this one |", rows)


def _table(head: str, rows: list[str]) -> str:
    rule = "|---" * (head.count("|") - 1) + "|"
    return "\n".join(["", head, rule, *rows]) + "\n\n"


LISTS: Final[Mapping[str, Callable[[], str]]] = {
    "verdicts": verdicts,
    "outcomes": outcomes,
    "codes": doubts,
    "judged": judged_numbers,
}
