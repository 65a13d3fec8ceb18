"""Where a workspace stands: its folders and database, and what to do when they are not there."""

import os
from pathlib import Path

from sqlalchemy import URL, Engine, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError

from store.errors import WorkspaceError
from store.migrate import opened


def folder(told: Path | str | None) -> Path:
    """The workspace folder with its rooms; by default ATELIER_WORKSPACE, else ./workspace."""
    path = Path(told or os.environ.get("ATELIER_WORKSPACE") or "workspace").resolve()
    if "%" in str(path):  # deltalake takes %20 in the name of a folder for a blank
        raise _unusable(path, "its path holds a %")
    try:
        for room in ("facts", "measured", "refused"):
            (path / room).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unusable(path, error.strerror) from error
    return path


def database(told: str | None, path: Path) -> Engine:
    """The database of this version; by default ATELIER_DATABASE, else SQLite inside the folder."""
    address = told or os.environ.get("ATELIER_DATABASE")
    try:
        url = make_url(address) if address else URL.create("sqlite", database=f"{path}/state.db")
        return opened(url, path)
    except (ArgumentError, NoSuchModuleError, OperationalError) as error:
        raise WorkspaceError(
            f"The database of the workspace does not open ({type(error).__name__})",
            "an address such as postgresql://user:password@host/name and a server that answers",
            "Correct ATELIER_DATABASE, or leave it out to use SQLite in the workspace folder",
        ) from error


def _unusable(path: Path, why: str | None) -> WorkspaceError:
    return WorkspaceError(
        f"The workspace folder {path} cannot be used ({why})",
        "a folder that this account may write to, without % in its path",
        "Choose another folder with ATELIER_WORKSPACE",
    )
