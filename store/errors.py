"""Every error of the product: what was found, what was expected, what to do next."""


class AtelierError(Exception):
    """An error with a next step. Screens print its three parts as three lines, logs as one."""

    def __init__(self, found: str, expected: str, do: str) -> None:
        """Hold the three parts. None of them may quote a person's data.

        found     what stands there, with file, row and column where they are known
        expected  what would have been right; lists what exists when something is missing
        do        the next step for the reader
        """
        self.found, self.expected, self.do = found, expected, do
        super().__init__(f"{found}. Expected {expected}. {do}.")


class SourceError(AtelierError):
    """A file cannot be read as it is: whoever brought it can act."""


class UnknownSource(SourceError):
    """No loader and no mapping knows a file: whoever brought it can map it, or leave it out."""


class WorkspaceError(AtelierError):
    """The workspace is busy, missing or of another version: its administrator can act."""


class RequestError(AtelierError):
    """Something was asked for that does not exist: whoever asked can choose from what does."""


class ContractError(AtelierError):
    """A module breaks the contract of its room: whoever wrote the module can act."""


class NotEnoughData(AtelierError):
    """Too few people or tasks to answer: nobody has to act, more data will come."""
