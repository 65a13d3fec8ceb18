"""A file as it lies on disk, made safe to read: compression undone, bombs and binaries refused."""

import gzip
import shutil
import tempfile
import weakref
import zipfile
import zlib
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from store.errors import SourceError, UnknownSource

CHUNK = 1 << 20
# More than this does not fit the memory of one machine as text; a source can be cut by period.
LARGEST_TEXT = 8 << 30
# Real exports shrink 5 to 60 times; a file of one repeated byte shrinks a thousand times.
LARGEST_RATIO = 200
# Below this size a high ratio is harmless: small files of repeated rows are common in tests.
RATIO_COUNTS_FROM = 64 << 20
# The largest workbook that a spreadsheet writes (1,048,576 rows) stays under this when unpacked.
LARGEST_WORKBOOK = 2 << 30


class Container(StrEnum):
    """What the first bytes of a file say it is."""

    GZIP = "gzip"
    WORKBOOK = "workbook"
    PARQUET = "parquet"
    TEXT = "text"
    EMPTY = "empty"


@dataclass(frozen=True, eq=False)
class Unpacked:
    """A file whose compression is undone.

    path       where the plain bytes lie; a temporary file when something had to be undone
    container  what those bytes are
    folder     temporary folder, gone with this object
    """

    path: Path
    container: Container
    folder: Path = field(repr=False)

    @property
    def size(self) -> int:
        """Plain size in bytes."""
        return self.path.stat().st_size

    def scratch(self, name: str) -> Path:
        """A path for a further temporary file that lives as long as this object."""
        return self.folder / name


def unpack(path: Path) -> Unpacked:
    """The plain file of an export, after every check that needs no understanding of its content."""
    if not path.is_file():
        raise SourceError(
            f"{path.name} is not there or is not a file",
            "a file that can be read",
            "Check the path, then load again",
        )
    folder = Path(tempfile.mkdtemp(prefix="atelier-"))
    plain, container = path, container_of(path)
    try:
        if container is Container.GZIP:
            plain = _gunzipped(path, folder / "plain")
            container = container_of(plain)
        _check(path.name, plain, container)
    except SourceError:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    unpacked = Unpacked(plain, container, folder)
    weakref.finalize(unpacked, shutil.rmtree, folder, ignore_errors=True)
    return unpacked


def container_of(path: Path) -> Container:
    """What the first bytes say."""
    with path.open("rb") as file:
        head = file.read(8)
    if not head:
        return Container.EMPTY
    for magic, container in (
        (b"\x1f\x8b", Container.GZIP),
        (b"PK\x03\x04", Container.WORKBOOK),
        (b"PK\x05\x06", Container.WORKBOOK),
        (b"PAR1", Container.PARQUET),
    ):
        if head.startswith(magic):
            return container
    return Container.TEXT


def _check(name: str, plain: Path, container: Container) -> None:
    if container is Container.GZIP:
        raise SourceError(
            f"{name} is compressed twice", "a file compressed once", "Unpack it once, then load it"
        )
    if container is Container.WORKBOOK:
        _check_workbook(name, plain)
    elif plain.stat().st_size > LARGEST_TEXT:
        raise _too_large(name)
    elif container is Container.TEXT:
        _check_text(name, plain)


def _gunzipped(path: Path, target: Path) -> Path:
    """The unpacked file; stops as soon as it grows past what an export can be."""
    packed, written = path.stat().st_size, 0
    try:
        with gzip.open(path) as source, target.open("wb") as plain:
            while chunk := source.read(CHUNK):
                written += len(chunk)
                if is_bomb(packed, written, LARGEST_TEXT):
                    raise _too_large(path.name)
                plain.write(chunk)
    except (OSError, EOFError, zlib.error) as error:
        raise SourceError(
            f"{path.name} is a .gz file that breaks off or is damaged",
            "a complete gzip file",
            "Copy or export the file again",
        ) from error
    return target


def is_bomb(packed: int, plain: int, largest: int) -> bool:
    """Truth that an archive grows past what an export of its size can be."""
    is_dense = plain > RATIO_COUNTS_FROM and plain > packed * LARGEST_RATIO
    return plain > largest or is_dense


def _check_workbook(name: str, path: Path) -> None:
    """Refuse archives that are no workbook or unpack to more than a workbook can hold."""
    packed = path.stat().st_size
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if is_bomb(packed, sum(part.file_size for part in parts), LARGEST_WORKBOOK):
                raise _too_large(name)
            if not any(part.startswith("xl/workbook") for part in names):
                raise SourceError(
                    f"{name} is a ZIP archive without a workbook in it",
                    "an .xlsx workbook, or the files themselves",
                    "Unpack the archive and load the files in it",
                )
            if not _is_as_large_as_it_says(path, parts):
                raise _too_large(name)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError) as error:
        raise SourceError(
            f"{name} begins like a workbook but is damaged",
            "a complete .xlsx file",
            "Open it in a spreadsheet and save it again as .xlsx",
        ) from error


def _is_as_large_as_it_says(path: Path, parts: list[zipfile.ZipInfo]) -> bool:
    """Truth that no part unpacks to more than the archive's directory says: a directory can lie."""
    with path.open("rb") as file:
        for part in parts:
            if part.compress_type != zipfile.ZIP_DEFLATED:
                continue
            file.seek(part.header_offset)
            fixed = file.read(30)
            names = int.from_bytes(fixed[26:28], "little") + int.from_bytes(fixed[28:30], "little")
            file.seek(names, 1)
            inflate, left, plain = zlib.decompressobj(-15), part.compress_size, 0
            while left > 0 and (chunk := file.read(min(left, CHUNK))):
                left -= len(chunk)
                while chunk:
                    plain += len(inflate.decompress(chunk, CHUNK))
                    chunk = inflate.unconsumed_tail
                    if plain > part.file_size:
                        return False
    return True


def _check_text(name: str, path: Path) -> None:
    """Refuse binaries: their first bytes hold zeros where no two-byte text does."""
    with path.open("rb") as file:
        head = file.read(CHUNK >> 4)
    if head.startswith((b"\xd0\xcf\x11\xe0", b"%PDF")):
        raise SourceError(
            f"{name} is an old Excel workbook (.xls) or a PDF",
            "CSV, XLSX, Parquet, JSON or plain text",
            "Save it as .xlsx or .csv, then load that file",
        )
    if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnknownSource(
            f"{name} is a binary file",
            "CSV, XLSX, Parquet, JSON or plain text",
            "Export the data in one of these formats, then load that file",
        )


def _too_large(name: str) -> SourceError:
    return SourceError(
        f"{name} unpacks to far more than an export of its size holds",
        f"at most {LARGEST_RATIO} times its size and {LARGEST_TEXT >> 30} GiB",
        "Unpack and check the file, or export it in several periods",
    )
