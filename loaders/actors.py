"""Who acts without being a person: bots and AI agents with accounts of their own."""

import re
from typing import Final, Literal

AGENT_NAMES: Final = ("claude", "codex", "copilot", "cursor", "devin", "gemini")
# Accounts of AI agents that the platform does not mark as bots. Only whole names: a person may be
# called Claude.
AGENT_LOGINS: Final = ("claude", "copilot")
BOT_ENDING: Final = "[bot]"


def acts_as(login: str, *, is_bot: bool = False) -> Literal["bot", "agent"] | None:
    """What an account that is no person is; none for people.

    login   account name
    is_bot  the platform itself says that it is no person
    """
    name = login.casefold().removeprefix("app/")
    if name in AGENT_LOGINS:
        return "agent"
    if not (is_bot or name.endswith(BOT_ENDING)):
        return None
    words = re.split(r"[^a-z]+", name)
    return "agent" if any(word in AGENT_NAMES for word in words) else "bot"
