"""One writer at a time: whoever loads into a workspace holds its lock, and the others wait."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from store.errors import WorkspaceError
from store.state import now

# A load of the largest exports that we know takes minutes; who waits longer than this is told.
SECONDS_TO_WAIT: Final = 600.0


@contextmanager
def exclusive(folder: Path, what: str, seconds: float = SECONDS_TO_WAIT) -> Iterator[None]:
    """The only writer of a workspace folder, for as long as the block runs.

    what     what the writer does, for those who wait: 'ana loads tasks.csv'
    seconds  patience, before a WorkspaceError tells who is at work

    The operating system frees the lock of a process that dies.
    """
    # a lock that is only a file would outlive its process
    lock = FileLock(folder / "writer.lock", fallback_to_soft=False)
    sign = folder / "writer.txt"
    try:
        lock.acquire(timeout=seconds)
    except Timeout as error:
        at_work = sign.read_text("utf-8") if sign.exists() else "Another process writes"
        raise WorkspaceError(
            f"The workspace is busy: {at_work}",
            f"a free workspace within {seconds:g} seconds",
            "Try again when that has ended; nothing was changed",
        ) from error
    try:
        sign.write_text(f"{what}, since {now():%Y-%m-%d %H:%M:%S} UTC", "utf-8")
        yield
    finally:
        sign.unlink(missing_ok=True)
        lock.release()
