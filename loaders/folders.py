"""The parts of a system that a change touched, told by the folders of its files."""

from collections.abc import Iterable
from typing import Final

AT_THE_TOP: Final = "(root)"


def first_folders(paths: Iterable[str]) -> list[str]:
    """First folder of each path, sorted, each once; files at the top are in `(root)`."""
    found = {path.split("/", 1)[0] if "/" in path else AT_THE_TOP for path in paths}
    return sorted(found)
