"""What this room raises when a table cannot answer."""

from store.errors import RequestError


class NotAnswerable(RequestError):
    """A table from which no number may be told: whoever made it can act; `code` names why (A11)."""

    def __init__(self, code: str, sentence: str, expected: str, do: str) -> None:
        """Hold the code beside the three parts; `sentence` is what was found."""
        super().__init__(sentence, expected, do)
        self.code = code
        self.sentence = sentence
