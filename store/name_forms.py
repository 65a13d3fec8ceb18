"""Forms of names, addresses and logins, so that two ways to write one person can be compared."""

import re
import unicodedata
from typing import Final

from store.accounts import OF_SYSTEM

# Addresses that everybody can have: that two people of a roster use such a one verifies no domain.
PUBLIC: Final = frozenset(
    (
        *("gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com"),
        *("icloud.com", "me.com", "proton.me", "protonmail.com", "gmx.de", "gmx.net", "web.de"),
        *("qq.com", "163.com", "126.com", "mail.ru", "yandex.ru", "aol.com"),
    )
)
# GitHub's own addresses hold the login: 123+login@users.noreply.github.com.
NO_REPLY: Final = "users.noreply.github.com"
SHORTEST: Final = 4  # letters of a login that a pattern of a name may explain; 'al' fits too many
NAMES: Final = 2  # a single word is no name that could tell people apart

INITIAL_LAST: Final = "the login is the first initial and the last name"
LAST_INITIAL: Final = "the login is the last name and the first initial"
FIRST_INITIAL: Final = "the login is the first name and the last initial"
FULL_NAME: Final = "the login is the full name"


def address(key: str) -> tuple[str, str]:
    """Local part (without `+tag`) and domain of an e-mail address."""
    local, _, domain = key.casefold().rpartition("@")
    return (local if domain == NO_REPLY else local.partition("+")[0]), domain


def handle(kind: str, key: str) -> str:
    """The name of an account, of a login or of the address in which one stands; else empty."""
    if kind == "email":
        local, domain = address(key)
        return local.rpartition("+")[2] if domain == NO_REPLY else local
    if kind not in ("login", "id"):
        return ""
    own = re.sub(OF_SYSTEM, "", key.casefold()).rpartition("\\")[2]  # DOMAIN\login
    return "" if own.isdigit() else address(own)[0] if "@" in own else own


def squashed(handle: str) -> str:
    """Letters and digits of an account's name: `ana.ruiz`, `ana-ruiz` and `Ana_Ruiz` are alike."""
    return re.sub(r"[\W_]", "", plain(handle))


def letters(handle: str) -> str:
    """The same without the number at its end, which tells namesakes apart: `aruiz2`."""
    return re.sub(r"\d+$", "", squashed(handle))


def plain(text: str) -> str:
    """Small letters without accents."""
    parts = unicodedata.normalize("NFKD", text.casefold().replace("ß", "ss").replace("ø", "o"))
    return "".join(one for one in parts if not unicodedata.combining(one))


def words(name: str) -> list[str]:
    """A name as its words, first name first: `Ruiz, Ana (Contractor)` is ana, ruiz."""
    told = re.sub(r"\([^)]*\)|\[[^]]*\]", " ", plain(name))
    last, comma, first = told.partition(",")
    order = f"{first} {last}" if comma else told
    return re.findall(r"[^\W\d_]+", order.replace("'", "").replace("’", ""))


def name(text: str) -> str:
    """A name as it is compared: its words in order of the alphabet; empty when it is only one."""
    found = words(text)
    return " ".join(sorted(found)) if len(found) >= NAMES else ""


def patterns(text: str) -> dict[str, str]:
    """Logins that firms make of a name -> which pattern it is."""
    found = words(text)
    if len(found) < NAMES:
        return {}
    first, lasts = found[0], {found[-1], "".join(found[1:])}
    made: dict[str, str] = {}
    for last in sorted(lasts):
        for login, pattern in (
            (first + last, FULL_NAME),
            (last + first, FULL_NAME),
            (first[0] + last, INITIAL_LAST),
            (last + first[0], LAST_INITIAL),
            (first + last[0], FIRST_INITIAL),
        ):
            if len(login) >= SHORTEST:
                made.setdefault(login, pattern)
    return made
