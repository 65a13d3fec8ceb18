"""Bills of a vendor added up to ledger lines: one per day, account, item and currency."""

from datetime import date
from decimal import Decimal
from typing import Final

from loaders.gather import Gathered

TOKENS: Final = "tokens"  # category of what is paid by use; the ledger has no finer one


class Bills:
    """Ledger lines while they are added up.

    Use: `add` amounts, then `write` the lines. What cost nothing makes no line.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self._sums: dict[tuple[date, str, str, str], Decimal] = {}

    def add(self, day: date, account: str, item: str, cost: Decimal, currency: str) -> None:
        """Add an amount in whole units of its currency."""
        key = (day, account, item, currency.upper())
        self._sums[key] = self._sums.get(key, Decimal(0)) + cost

    def write(self, gathered: Gathered, source: str) -> None:
        """Hand over one line per day, account, item and currency, with a text that stays the same.

        source  begins the reference, so that lines of two reports are told apart; the currency
                ends it, because currencies are never added

        Counts: a day that was not over when it was exported is billed again later; the line of the
        later export replaces the earlier one, which has the same day, account and reference.
        """
        for (day, account, item, currency), cost in self._sums.items():
            if cost:
                gathered.add(
                    "ledger",
                    posted_on=day,
                    amount=float(cost),
                    currency=currency,
                    category=TOKENS,
                    account=account,
                    tag="measured",
                    reference=" ".join(f"{source} {item} {currency}".split()),
                )
