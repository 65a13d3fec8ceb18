"""The health of an installation and its workspace, and what to do where it is not well."""

import platform
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from store.errors import AtelierError
from store.tables import TABLES
from store.workspace import Workspace

OLDEST_PYTHON: Final = (3, 11)
FREE_BYTES: Final = 2 * 2**30  # a load writes the new versions beside the old ones


class Check(NamedTuple):
    """One thing that was looked at."""

    what: str
    is_well: bool
    found: str
    do: str


def check_workspace(folder: Path | None) -> list[Check]:
    """Every check, in the order in which one would look."""
    checks = [_python()]
    try:
        workspace = Workspace.open(folder)
    except AtelierError as error:
        return [*checks, Check("workspace", False, error.found, error.do)]
    looks: tuple[Callable[[Workspace], Check], ...] = (_disk, _facts, _figures, _people)
    return [
        *checks,
        Check("workspace", True, str(workspace.folder), ""),
        *(look(workspace) for look in looks),
    ]


def _python() -> Check:
    is_well = sys.version_info >= OLDEST_PYTHON
    return Check(
        "Python",
        is_well,
        platform.python_version(),
        "" if is_well else "Install Python 3.11 or newer",
    )


def _disk(workspace: Workspace) -> Check:
    free = shutil.disk_usage(workspace.folder).free
    is_well = free >= FREE_BYTES
    do = "" if is_well else "Free some space: a load needs room beside the old versions"
    return Check("disk", is_well, f"{free / 2**30:.1f} GiB free", do)


def _facts(workspace: Workspace) -> Check:
    held = [name for name in TABLES if workspace.facts(name).head(1).collect().height]
    do = "" if held else "Load exports: `atelier load PATH`, or the page Data"
    words = f"snapshot {workspace.facts_version}: {', '.join(held) or 'nothing loaded'}"
    return Check("facts", bool(held), words, do)


def _figures(workspace: Workspace) -> Check:
    measured = workspace.measurement
    is_well = measured is not None and measured.facts_version == workspace.facts_version
    found = f"measured on snapshot {measured.facts_version}" if measured else "never measured"
    return Check("figures", is_well, found, "" if is_well else "Run `atelier measure`")


def _people(workspace: Workspace) -> Check:
    strangers = workspace.people.unmatched().height
    do = "Look at the unmatched list on the page Data" if strangers else ""
    return Check("people", True, f"{strangers} accounts tie to nobody known", do)
