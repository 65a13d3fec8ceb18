"""Records of a JSON file: a document, documents back to back, or one record a line."""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Final

import orjson

from loaders.text import LONGEST_LINE
from store.errors import SourceError

# A parsed document takes five to ten times its size in memory.
LARGEST_DOCUMENT = 512 << 20
# Keys under which the vendors' interfaces put the list of records, outermost first.
WRAPPERS: Final = (
    "issues",
    "day_totals",
    "Report_Entry",
    "employees",
    "data",
    "value",
    "values",
    "items",
    "elements",
    "results",
    "records",
    "statements",
    "seats",
    "usageEvents",
    "usageEventsDisplay",
)
WIDEST: Final = 19  # digits of whole numbers that 64 bits always hold, a sign among them
KEYS_FROM = 50  # records looked at to tell a source by its keys


@dataclass(frozen=True)
class Records:
    """Parsed JSON.

    documents  top-level values: one for a document, one a line for JSON lines
    rows       records: what the wrapper's list holds, or the documents themselves
    lines      number of each record: its line (JSON lines) or its place (document)
    refused    line number and reason of every line that is not JSON
    """

    documents: list[Any]
    rows: list[dict[str, Any]]
    lines: list[int]
    refused: list[tuple[int, str]] = field(default_factory=list)

    @property
    def keys(self) -> frozenset[str]:
        """Keys of the first records and of what wraps them."""
        wraps = [document for document in self.documents[:KEYS_FROM] if isinstance(document, dict)]
        return frozenset(key for each in (*wraps, *self.rows[:KEYS_FROM]) for key in each)


def is_lines(path: Path) -> bool:
    """Truth that a JSON file holds one record a line, also when some lines are broken."""
    with path.open("rb") as file:
        head = [file.readline(LONGEST_LINE) for _ in range(5)]
    filled = [line.strip() for line in head if line.strip()]
    starts = [line for line in filled if line[:1] in (b"{", b"[")]
    if len(starts) <= 1:
        return False  # before parsing: one line may be a whole document of many megabytes
    if starts[0][-1:] in {b"{", b"["}:
        return False  # a document whose records stand one a line begins {"data":[
    whole = [line for line in starts if _parsed(line) is not None]
    return bool(whole) and (whole[0] is starts[0] or starts[0][:2] == b'{"')


def _parsed(line: bytes | str) -> Any:  # noqa: ANN401 -- JSON is anything
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError:
        return _leniently(line)


def _leniently(line: bytes | str) -> Any:  # noqa: ANN401
    """What vendors write beyond the standard, such as NaN, is read as well."""
    try:
        return _writable(LENIENT.decode(line if isinstance(line, str) else line.decode()))
    except (ValueError, RecursionError):
        return None


def _writable(value: Any) -> Any:  # noqa: ANN401
    """A value without halves of letters, as cut escapes leave them: no text can hold those."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode(errors="replace").decode()
    if isinstance(value, list):
        return [_writable(item) for item in value]
    if isinstance(value, dict):
        return {_writable(key): _writable(item) for key, item in value.items()}
    return value


def _whole(digits: str) -> float | None:
    """A whole number; one that no 64 bits hold as a fraction, as the strict reader has it."""
    return int(digits) if len(digits) < WIDEST else _fraction(digits)


def _fraction(digits: str) -> float | None:
    """A number with a fraction; nothing for one beyond all measure."""
    number = float(digits)
    return number if math.isfinite(number) else None


# Numbers that are none (NaN, Infinity, 1e999) are nothing.
LENIENT: Final = json.JSONDecoder(
    parse_int=_whole, parse_float=_fraction, parse_constant=lambda _: None
)


def read_lines(path: Path, limit: int | None = None) -> Records:
    """Records of JSON lines; a broken line is refused, the others load."""
    documents, rows, lines, refused = [], [], [], []
    with path.open(encoding="utf-8", errors="replace") as file:
        for number, line in islice(enumerate(file, start=1), limit):
            if not line.strip():
                continue
            document = _parsed(line)
            if not isinstance(document, dict | list):
                refused.append((number, "the line is not a JSON record"))
                continue
            documents.append(document)
            found = list(_unwrapped(document))
            rows.extend(found)
            lines.extend([number] * len(found))
    return Records(documents, rows, lines, refused)


def read_document(name: str, path: Path) -> Records:
    """Records of one JSON document, or of several that stand back to back."""
    if path.stat().st_size > LARGEST_DOCUMENT:
        raise SourceError(
            f"{name} is one JSON document of more than {LARGEST_DOCUMENT >> 20} MiB",
            "a smaller document, or one record a line",
            "Export it in several periods, or as JSON lines",
        )
    try:
        documents = [orjson.loads(path.read_bytes())]
    except orjson.JSONDecodeError:
        documents = list(_documents(name, path.read_text(encoding="utf-8", errors="replace")))
    rows = [row for document in documents for row in _unwrapped(document)]
    return Records(documents, rows, list(range(1, len(rows) + 1)))


def _documents(name: str, text: str) -> Iterator[Any]:
    at = 0
    while (at := _next_filled(text, at)) < len(text):
        try:
            document, at = LENIENT.raw_decode(text, at)
            document = _writable(document)
        except (ValueError, RecursionError) as error:
            line = text.count("\n", 0, getattr(error, "pos", at)) + 1
            raise SourceError(
                f"{name}, line {line}: the JSON breaks off or is damaged",
                "one complete JSON document, or one record a line",
                "Export the file again",
            ) from error
        yield document


def _next_filled(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n,\ufeff":
        at += 1
    return at


def _unwrapped(document: object) -> Iterator[dict[str, Any]]:
    """The records of a document: its own items (also by the page), its wrapper's, or itself."""
    if isinstance(document, list):
        for item in document:
            page = item if isinstance(item, list) else [item]
            yield from (each for each in page if isinstance(each, dict))
    elif isinstance(document, dict):
        for wrapper in WRAPPERS:
            inner = document.get(wrapper)
            if isinstance(inner, list) and all(isinstance(item, dict) for item in inner):
                yield from inner
                return
        yield document
