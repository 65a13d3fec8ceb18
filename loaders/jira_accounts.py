"""The people of a Jira export in JSON: one key each, whatever a record calls them by."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from loaders.actors import acts_as
from loaders.gather import Gathered, part_in, records_in, text_in

UNKNOWN: Final = "unknown"  # account id of users whose record is damaged
APP: Final = "app"  # account type of what acts for a program
CUSTOMER: Final = "customer"  # of whoever only asks, on the page of a help desk
ROLES: Final = ("assignee", "reporter", "creator")


class Accounts:
    """The accounts of one file.

    Counts: the cloud names people by account id. A server names them by user name, and in its
    history by an inner key, which the user records of the file tie to the user name. Names of
    customers of a help desk are not kept.
    """

    def __init__(self, gathered: Gathered) -> None:
        """Begin with nobody."""
        self._gathered = gathered
        self._known: dict[str, str] = {}
        self._mailed: set[str] = set()

    def meet(self, issue: Mapping[str, Any]) -> None:
        """Remember everybody whom a record of an issue shows."""
        for user in users_in(issue):
            self.key(user)

    def key(self, user: object) -> str | None:
        """Person key of a user record; none when it names nobody."""
        account = text_in(user, "accountId")
        login = account if account != UNKNOWN else None
        login = login or text_in(user, "name") or text_in(user, "key")
        email, name = text_in(user, "emailAddress"), text_in(user, "displayName")
        if login is None:
            return f"email:{email}" if email else f"name:{name}" if name else None
        key = f"login:{login}"
        if login not in self._known or (email and key not in self._mailed):
            self._remember(key, login, email, name, user)
        self._known.setdefault(text_in(user, "key") or login, key)
        return key

    def of_item(self, value: str | None) -> str | None:
        """Person key of an account as a history writes it."""
        return self._known.get(value, f"login:{value}") if value else None

    def _remember(
        self, key: str, login: str, email: str | None, name: str | None, user: object
    ) -> None:
        self._known[login] = key
        if email:
            self._mailed.add(key)
        is_app = text_in(user, "accountType") == APP
        kind = acts_as(name or login, is_bot=True) if is_app else acts_as(login)
        self._gathered.add(
            "person",
            person_id=key,
            logins=[login],
            email=email if email and "@" in email else None,
            name=None if text_in(user, "accountType") == CUSTOMER else name,
            worker_type=kind,
        )


def users_in(issue: Mapping[str, Any]) -> Iterator[object]:
    """User records of an issue: its people, and who commented, logged work or changed it."""
    fields = part_in(issue, "fields")
    yield from (fields[role] for role in ROLES if isinstance(fields.get(role), dict))
    for said in (*listed(fields, "comment", "comments"), *listed(fields, "worklog", "worklogs")):
        yield said.get("author")
    for change in histories_of(issue):
        yield change.get("author")


def histories_of(issue: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Changes of an issue; the search and the issue's own page name the list differently."""
    return listed(issue, "changelog", "histories") or listed(issue, "changelog", "values")


def listed(record: Mapping[str, Any], name: str, inner: str) -> list[dict[str, Any]]:
    """Records of a list in a page: `{name: {inner: [...], total}}`."""
    return list(records_in(part_in(record, name).get(inner)))
