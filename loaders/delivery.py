"""What somebody hands over: files, folders and archives, as one list of files to look at."""

import os
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Final

from loaders.unpack import LARGEST_TEXT, Container, container_of, is_bomb
from store.errors import SourceError

# What systems leave in folders and archives beside the files of their users.
NOT_OURS: Final = (".", "~$", "__MACOSX", "Thumbs.db", "desktop.ini")
MOST_FILES: Final = 10_000  # a firm's exports are dozens; more is a backup or a mistake
SHORTEST_HEAD: Final = 4
FIRST_YEAR: Final = 1980  # what an archive says that knows no day


@dataclass(frozen=True)
class Item:
    """One file of a delivery.

    path      where it can be read
    name      as shown: below a folder or archive its place in it
    is_named  somebody named this very file; what lies in a folder may be no export at all
    error     why it cannot even be looked at
    """

    path: Path
    name: str
    is_named: bool = True
    error: SourceError | None = None


def deliver(paths: Sequence[Path | str], folder: Path) -> list[Item]:
    """All files of paths, folders (with those below) and ZIP archives, in order, none hidden.

    folder  where the files of archives are unpacked; they are read from there

    An archive that unpacks to far more than it should, or is damaged, is an item with an error.
    """
    return list(_items(map(Path, paths), folder))


def _items(paths: Iterable[Path], folder: Path) -> Iterator[Item]:
    for path in paths:
        if not path.is_dir():
            yield from _opened(Item(path, path.name), folder)
            continue
        for each in _below(path):
            found = Item(each, each.relative_to(path).as_posix(), is_named=False)
            yield from _opened(found, folder)


def _below(folder: Path) -> Iterator[Path]:
    """Files of a folder and of those below it, each folder sorted; links are not followed."""
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(NOT_OURS))
        yield from (Path(place, name) for name in sorted(files) if not name.startswith(NOT_OURS))


def _opened(item: Item, folder: Path) -> Iterator[Item]:
    """The file itself, or what is in it when it is an archive that is no workbook."""
    if not _is_archive(item.path):
        yield item
        return
    try:
        yield from _unpacked(item, folder)
    except SourceError as error:
        yield Item(item.path, item.name, item.is_named, error)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError) as error:
        damaged = SourceError(
            f"{item.name} is a ZIP archive that is damaged or locked by a password",
            "a complete ZIP archive without a password",
            "Pack the files again without a password, or load them unpacked",
        )
        damaged.__cause__ = error
        yield Item(item.path, item.name, item.is_named, damaged)


def _is_archive(path: Path) -> bool:
    if not path.is_file() or path.stat().st_size < SHORTEST_HEAD:
        return False
    if container_of(path) is not Container.WORKBOOK or not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return not any(name.startswith("xl/workbook") for name in archive.namelist())


def _unpacked(item: Item, folder: Path) -> Iterator[Item]:
    """Members of an archive, each in a folder of its own, so that no name can reach elsewhere."""
    packed, written = item.path.stat().st_size, 0
    with zipfile.ZipFile(item.path) as archive:
        members = [each for each in archive.infolist() if not each.is_dir() and _is_ours(each)]
        if len(members) > MOST_FILES or is_bomb(
            packed, sum(each.file_size for each in members), LARGEST_TEXT
        ):
            raise SourceError(
                f"{item.name} unpacks to {len(members)} files and far more than exports hold",
                f"at most {MOST_FILES} files and {LARGEST_TEXT >> 30} GiB",
                "Pack only the exports, or load them unpacked",
            )
        for member in members:
            place = Path(tempfile.mkdtemp(dir=folder)) / PurePosixPath(member.filename).name
            written += _copied(archive, member, place, LARGEST_TEXT - written)
            _dated(place, member)
            yield Item(place, f"{item.name}/{member.filename}", is_named=False)


def _is_ours(member: zipfile.ZipInfo) -> bool:
    return not any(part.startswith(NOT_OURS) for part in PurePosixPath(member.filename).parts)


def _copied(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, left: int) -> int:
    """Bytes written; stops when a member grows past what the archive said of it."""
    written = 0
    with archive.open(member) as source, target.open("wb") as plain:
        while chunk := source.read(1 << 20):
            written += len(chunk)
            if written > min(member.file_size, left):
                raise SourceError(
                    f"{member.filename} in the archive is larger than its directory says",
                    "an archive whose directory is right",
                    "Pack the files again, or load them unpacked",
                )
            plain.write(chunk)
    return written


def _dated(path: Path, member: zipfile.ZipInfo) -> None:
    """Give an unpacked file the day that the archive tells: it says when a list was true."""
    try:
        written = datetime(*member.date_time, tzinfo=UTC)
    except ValueError:
        return
    if written.year > FIRST_YEAR:
        os.utime(path, (written.timestamp(), written.timestamp()))
