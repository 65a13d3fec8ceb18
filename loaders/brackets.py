"""Headers that differ by what stands in their brackets: `Input (w/ Cache Write)` and the like."""

from loaders.export import Export, normalise


def with_brackets(name: str) -> str:
    """A header as it is compared where brackets tell columns apart."""
    return normalise(name.replace("(", " ").replace(")", " "))


def place(export: Export, *names: str) -> str | None:
    """Position of the first column that bears one of the names, brackets and all."""
    alike = [with_brackets(cell) for cell in export.header]
    wanted = (with_brackets(name) for name in names)
    return next((str(alike.index(name)) for name in wanted if name in alike), None)
