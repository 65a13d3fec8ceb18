"""Text of an export: its encoding, the length of its lines, the separator of its cells."""

import codecs
import csv
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Final

from loaders.unpack import CHUNK, Unpacked
from store.errors import SourceError

# A spreadsheet cell holds 32,767 characters and real exports have under 500 columns: a longer line
# is no table, and reading it would cost memory without end.
LONGEST_LINE = 16 << 20
SAMPLE = 1 << 16
HEAD_ROWS = 40  # title rows above a header: 21 seen, 30 looked at, some data rows to judge by
# In this order when several fit alike: commas stand in numbers and names, the others hardly ever.
SEPARATORS: Final = ("\t", ";", "|", ",")
ESCAPES: Final = (b"'=", b"'+", b"'-", b"'@", b"';", b"'\t", b"'\r")
BOMS: Final = ((codecs.BOM_UTF8, "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
A_LOG = re.compile(r"commit [0-9a-f]{7,64}\b")
MOSTLY = 0.8  # share of rows that must have several cells; the rest are titles and footers


@dataclass(frozen=True)
class Text:
    """A text file in UTF-8 without byte order mark.

    path         where it lies
    notes        sentences on what had to be decided
    has_escapes  cells may begin with the apostrophe that guards against formulas
    """

    path: Path
    notes: tuple[str, ...]
    has_escapes: bool

    def sample(self) -> str:
        """The first 64 KiB."""
        with self.path.open("rb") as file:
            return file.read(SAMPLE).decode("utf-8", errors="ignore")

    def lines(self) -> Iterator[tuple[int, str]]:
        """Line number and line, without its end."""
        with self.path.open(encoding="utf-8", errors="replace") as file:
            for number, line in enumerate(file, start=1):
                yield number, line.rstrip("\n")


def decoded(name: str, unpacked: Unpacked) -> Text:
    """The text of a file: a byte order mark decides, then strict UTF-8, then Windows-1252."""
    with unpacked.path.open("rb") as file:
        head = file.read(SAMPLE)
    is_document = head.lstrip(codecs.BOM_UTF8 + b" \t\r\n")[:1] in (b"{", b"[")
    encoding = next((name for bom, name in BOMS if head.startswith(bom)), "")
    if encoding.startswith("utf-16"):
        return _rewritten(name, unpacked, encoding, ("The file is UTF-16.",), is_document)
    try:
        has_escapes = _survey(name, unpacked.path, is_document)
    except UnicodeDecodeError:
        note = "The file is not UTF-8; it was read as Windows-1252. Check names with accents."
        return _rewritten(name, unpacked, "cp1252", (note,), is_document)
    if encoding or (b"\r" in head and b"\n" not in head):
        return _rewritten(name, unpacked, "utf-8-sig", (), is_document)
    return Text(unpacked.path, (), has_escapes)


def check_lines(name: str, text: Text) -> None:
    """Refuse JSON lines of which one is endless; a JSON document may be one line."""
    _survey(name, text.path, is_document=False)


def _survey(name: str, path: Path, is_document: bool) -> bool:
    """Check UTF-8 and line lengths in one pass; tell whether formula escapes may occur."""
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    has_escapes, open_line = False, 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            open_line = _line_left_open(name, chunk, open_line, is_document)
            if decoder.getstate()[0] or not chunk.isascii():  # ASCII is UTF-8 as it is
                decoder.decode(chunk)
            if not has_escapes and b"'" in chunk:
                has_escapes = chunk.endswith(b"'") or any(mark in chunk for mark in ESCAPES)
    decoder.decode(b"", final=True)
    return has_escapes


def _line_left_open(name: str, chunk: bytes, open_line: int, is_document: bool) -> int:
    """Bytes of the line that the chunk ends in; a JSON document may be one line."""
    first = chunk.find(b"\n")
    length = open_line + (len(chunk) if first < 0 else first)
    if length > LONGEST_LINE and b"\r" not in chunk and not is_document:
        raise SourceError(
            f"{name} has a line of more than {LONGEST_LINE >> 20} MiB",
            "a table with one record a line",
            "Check that the export is complete and is the file you meant",
        )
    return length if first < 0 else len(chunk) - chunk.rfind(b"\n") - 1


def _rewritten(
    name: str, unpacked: Unpacked, encoding: str, notes: tuple[str, ...], is_document: bool
) -> Text:
    """A UTF-8 copy with plain line ends."""
    target = unpacked.scratch("text")
    errors = "replace" if encoding == "cp1252" else "strict"
    try:
        with (
            unpacked.path.open(encoding=encoding, errors=errors, newline=None) as source,
            target.open("w", encoding="utf-8", newline="\n") as plain,
        ):
            open_line = 0
            plain.write(source.read(1).removeprefix("\ufeff"))
            while chunk := source.read(CHUNK):
                open_line = _line_left_open(name, chunk.encode(), open_line, is_document)
                plain.write(chunk)
    except UnicodeDecodeError as error:
        raise SourceError(
            f"{name} says it is {encoding} but is not",
            "text in UTF-8, UTF-16 or Windows-1252",
            "Save the file as UTF-8, then load it again",
        ) from error
    return Text(target, notes, has_escapes=True)


def head_records(text: Text, separator: str, records: int = HEAD_ROWS) -> list[list[str]]:
    """The first records of a table, as a spreadsheet counts them."""
    found: list[list[str]] = []
    csv.field_size_limit(LONGEST_LINE)
    with text.path.open(encoding="utf-8", newline="") as file, suppress(csv.Error):
        # A quote that never closes is told with its row when the rows are read.
        found.extend(islice(csv.reader(file, delimiter=separator), records))
    return found


def separator_of(text: Text) -> str | None:
    """The character between the cells; none when the text is no table.

    Counts: the header line decides (the widest of the first rows when titles stand above it); rows
    below it must be as wide. A single column counts as a table when its first line is one word.
    """
    sample = text.sample()
    first = next((line for line in sample.splitlines() if line.strip()), "")
    if hint := re.fullmatch(r"sep=(.)", first.strip()):
        return hint.group(1)
    if A_LOG.match(first) or first.lstrip().startswith("<"):
        return None
    fits = {mark: _fit(head_records(text, mark)) for mark in SEPARATORS}
    best = max(SEPARATORS, key=lambda mark: fits[mark])
    if fits[best] > (False, 1):
        return best
    return "," if re.fullmatch(r"\w+", first.strip()) else None


def _fit(records: list[list[str]]) -> tuple[bool, int]:
    """How well records look like a table: whether rows agree with the header, and its width."""
    filled = [record for record in records if any(map(str.strip, record))]
    if not filled:
        return (False, 0)
    widths = [len(record) for record in filled]
    header = 0 if widths[0] > 1 else widths.index(max(widths))
    width, below = widths[header], widths[header + 1 :]
    is_header = width > 1 and not _is_numeric(filled[header])
    # A notice in the last line, with a comma in it, is no header of the lines above it.
    has_rows = bool(below) or header == 0
    agrees = is_header and has_rows and sum(c > 1 for c in below) >= MOSTLY * len(below)
    return (agrees, width if is_header else 0)


def _is_numeric(record: list[str]) -> bool:
    numbers = sum(bool(re.fullmatch(r"[\d.,:/\- ]+", cell.strip())) for cell in record)
    return numbers * 2 > len(record)


def squared(name: str, text: Text, separator: str, target: Path) -> tuple[Path, int]:
    """A copy of a ragged table that any reader takes, and the width of its widest row."""
    width, quotes, begun, ended = 0, 0, 1, 0

    def counted(file: IO[str]) -> Iterator[str]:
        nonlocal quotes
        for line in file:
            quotes += line.count('"')
            yield line

    try:
        with (
            text.path.open(encoding="utf-8", newline="") as source,
            target.open("w", encoding="utf-8", newline="") as plain,
        ):
            csv.field_size_limit(LONGEST_LINE)
            reader = csv.reader(counted(source), delimiter=separator)
            writer = csv.writer(plain, delimiter=separator, lineterminator="\n")
            for number, record in enumerate(reader, start=1):
                width = max(width, len(record))
                begun, ended, lines = number, reader.line_num, reader.line_num - ended
                writer.writerow(record)
    except csv.Error as error:
        raise _open_quote(name, begun) from error
    if quotes % 2 and width and lines > 1:
        raise _open_quote(name, begun)
    return target, width


def _open_quote(name: str, row: int) -> SourceError:
    return SourceError(
        f"{name}, near row {row}: a quotation mark opens a cell and never closes it",
        'every cell with line breaks between two quotation marks, quotes inside doubled ("")',
        "Repair that row or export the file again",
    )
