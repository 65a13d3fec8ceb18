"""Use of an AI tool added up: what nobody told stays unknown, currencies are never added."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final, NamedTuple

from loaders.gather import Gathered

# API keys act for programs; the words keep their names apart from the logins of people.
API_KEY: Final = "apikey:"
SAME_USE: Final = (
    "The same use may stand in another export of this tool; of a person's day that several of them"
    " tell, the one that tells most counts."
)


class Use(NamedTuple):
    """What a row of `ai_usage` is about; names as its columns."""

    person_id: str
    day: date
    tool: str
    last_day: date | None = None
    feature: str | None = None
    model: str | None = None


class Uses:
    """Rows of `ai_usage` while they are added up.

    Use: `add` numbers to a `Use`, one after the other, then `write` them all.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self._sums: dict[Use, dict[str, float]] = {}
        self._costs: dict[Use, dict[str, Decimal]] = defaultdict(dict)

    def add(self, use: Use, numbers: Mapping[str, float | None]) -> None:
        """Add numbers to a use; a number that is not told adds nothing and makes no zero."""
        sums = self._sums.setdefault(use, {})
        for name, number in numbers.items():
            if number is not None:
                sums[name] = sums.get(name, 0) + number

    def add_cost(self, use: Use, cost: Decimal | None, currency: str) -> None:
        """Add a cost in whole units of a currency."""
        self._sums.setdefault(use, {})
        if cost is not None:
            costs = self._costs[use]
            costs[currency] = costs.get(currency, Decimal(0)) + cost

    def write(self, gathered: Gathered, *, licensed: bool | None = None) -> None:
        """Hand over one row per use; one that tells neither a number nor a licence says nothing."""
        for use, sums in self._sums.items():
            bill: dict[str, object] = {}
            costs = self._costs.get(use, {})
            if len(costs) == 1:
                [(currency, cost)] = costs.items()
                bill = {"cost": float(cost), "currency": currency}
            elif costs:
                gathered.note("A cost is told in several currencies; it was left out.")
            if sums or bill or licensed is not None:
                gathered.add("ai_usage", **use._asdict(), licensed=licensed, **sums, **bill)


def member(
    gathered: Gathered, email: str | None, login: str | None, name: str | None = None
) -> str | None:
    """Key of a person by address, else by the vendor's own account; a row ties what is told.

    login  account with the vendor's prefix, which keeps it apart from those of other systems
    """
    key = f"email:{email}" if email else f"login:{login}" if login else None
    if key and (login or name):
        logins = [login] if login else None
        gathered.add("person", person_id=key, email=email, logins=logins, name=name)
    return key


def agent(gathered: Gathered, name: str, kind: str = API_KEY) -> str:
    """Key of an actor that is no person, with a row that says so."""
    login = f"{kind}{name}"
    gathered.add("person", person_id=f"login:{login}", logins=[login], worker_type="agent")
    return f"login:{login}"


def amount(gathered: Gathered, row: int, column: str, value: object) -> Decimal | None:
    """An exact amount; what is none is refused, an empty value is null."""
    if value is None or value == "":
        return None
    try:
        number = Decimal(str(value)) if not isinstance(value, bool) else Decimal("NaN")
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        gathered.refuse(row, column, "an amount was expected")
        return None
    return number


def exact(number: float) -> Decimal:
    """The decimal that a float was written as, so that sums of cents stay cents."""
    return Decimal(str(number))
