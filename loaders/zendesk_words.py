"""The words of Zendesk that no firm can change: statuses, priorities, its own account numbers."""

from typing import Final

from loaders.turns import Phase, Stage

SOURCE: Final = "zendesk"
# Zendesk numbers accounts itself; the prefix keeps these numbers apart from those of other systems.
OWN_ID: Final = "login:zendesk-"
PRIORITIES: Final = {"urgent": 1, "high": 2, "normal": 3, "low": 4}
OPEN: Final = ("new", "open", "pending", "hold", "on-hold")
DONE: Final = ("solved", "closed")
DELETED: Final = "deleted"  # the interface keeps telling tickets that were thrown away
# Open, pending and on hold go to and fro while an agent works: none of them is a step back.
STAGES: Final = {
    "new": Stage(Phase.WAITING),
    **dict.fromkeys(OPEN[1:], Stage(Phase.GOING)),
    **dict.fromkeys(DONE, Stage(Phase.DONE)),
}
CUSTOMER: Final = "end-user"  # role of whoever asks; agents and administrators answer
