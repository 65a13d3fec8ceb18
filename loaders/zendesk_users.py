"""Zendesk's agents as the interface lists them: which account is whose."""

from dataclasses import replace
from typing import Final

from loaders.contract import Parcel, loader
from loaders.export import Export
from loaders.gather import Gathered, records_in, text_in
from loaders.zendesk_audits import account_key
from loaders.zendesk_words import CUSTOMER

# Only Zendesk's own list of users has these beside each other.
MARKS: Final = frozenset({"id", "role", "email", "restricted_agent"})


def _recognises(export: Export) -> bool:
    if export.shape != "json" or "users" not in export.keys or "tickets" in export.keys:
        return False
    users = (each for page in export.records() for each in records_in(page.get("users")))
    first = next(users, None)
    return first is not None and first.keys() >= MARKS


@loader(
    label="Zendesk users (JSON)",
    fills=("person",),
    keys=("login",),
    grain="one record per user",
    verified="vendor's interface reference",
    recognises=_recognises,
)
def zendesk_users(export: Export) -> Parcel:
    """One person per agent or administrator: their account, address and name.

    export   JSON `{"users": [...]}` of the interface, also several pages back to back
    returns  person, which ties the numbers that tickets tell to addresses

    Leaves out: customers (`end-user`), who are none of the firm's people; phone numbers, notes,
    details, signatures, time zones and everything else.
    """
    gathered, place, customers = Gathered(), 0, 0
    for page in export.records():
        for user in records_in(page.get("users")):
            place += 1
            key = account_key(user.get("id"))
            if text_in(user, "role") == CUSTOMER:
                customers += 1
            elif key is None:
                gathered.refuse(place, "id", "a number of an account was expected")
            else:
                gathered.add(
                    "person",
                    person_id=key,
                    email=text_in(user, "email"),
                    logins=[key.removeprefix("login:")],
                    name=text_in(user, "name"),
                )
    if customers:
        gathered.note(f"{customers} users are customers; they are left out.")
    more = any(page.get("next_page") for page in export.records()[-1:])
    cut = "The last page of the file names a next page: export the other users too."
    return replace(gathered.parcel(("person",), place), cut=cut if more else "")
