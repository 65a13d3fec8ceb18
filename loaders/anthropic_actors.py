"""People and services as Anthropic's reports name them: e-mail address, own id, product."""

from collections.abc import Mapping
from typing import Any, Final

from loaders.ai_use import agent, member
from loaders.gather import Gathered, text_in

# Anthropic's own ids (user_01..., account UUIDs); the prefix keeps them apart from other systems'.
ANTHROPIC: Final = "anthropic-"
CODE: Final = "claude_code"
APPS: Final = "claude"
DELETED: Final = "Deleted User"  # what the report writes in place of a name that is gone


def anthropic_person(
    gathered: Gathered, email: str | None, own_id: str | None, name: str | None = None
) -> str | None:
    """Key of a person, with a row that ties the e-mail address to the vendor's own id."""
    return member(gathered, email, f"{ANTHROPIC}{own_id}" if own_id else None, name)


def actor_of(gathered: Gathered, row: int, record: Mapping[str, Any]) -> str | None:
    """Key of the `actor` of a record; a service account of the vendor is an agent.

    Counts: an account that was deleted has lost its address, a service account never had one.
    """
    email, own_id = text_in(record, "actor", "email_address"), text_in(record, "actor", "user_id")
    if email is None and own_id is None:
        gathered.refuse(row, "actor", "an e-mail address or a user id was expected")
        return None
    is_deleted = record["actor"].get("deleted") is True
    if email is None and own_id and not is_deleted:
        return agent(gathered, own_id, ANTHROPIC)
    name = text_in(record, "actor", "name")
    return anthropic_person(gathered, email, own_id, None if name == DELETED else name)


def product_of(told: str | None) -> tuple[str, str | None]:
    """Tool and feature of a product as reports write it: `claude_code`, `Claude Code`, `chat`."""
    product = "_".join((told or "").lower().replace("-", " ").split())
    if product == CODE:
        return CODE, None
    return APPS, product or None
