"""The columns of Microsoft 365 Copilot's report, by app."""

from typing import Final

# App -> last activity date: as the Graph interface and as the admin centre head it.
APPS: Final = {
    "chat": ("Copilot Chat Last Activity Date",),
    "chat_work": (
        "Copilot Chat (work) Last Activity Date",
        "Last activity date of Copilot Chat (work) (UTC)",
    ),
    "chat_web": (
        "Copilot Chat (web) Last Activity Date",
        "Last activity date of Copilot Chat (web) (UTC)",
    ),
    "teams": (
        "Microsoft Teams Copilot Last Activity Date",
        "Last activity date of Teams Copilot (UTC)",
    ),
    "word": ("Word Copilot Last Activity Date", "Last activity date of Word Copilot (UTC)"),
    "excel": ("Excel Copilot Last Activity Date", "Last activity date of Excel Copilot (UTC)"),
    "powerpoint": (
        "PowerPoint Copilot Last Activity Date",
        "Last activity date of PowerPoint Copilot (UTC)",
    ),
    "outlook": (
        "Outlook Copilot Last Activity Date",
        "Last activity date of Outlook Copilot (UTC)",
    ),
    "onenote": (
        "OneNote Copilot Last Activity Date",
        "Last activity date of OneNote Copilot (UTC)",
    ),
    "loop": ("Loop Copilot Last Activity Date", "Last activity date of Loop Copilot (UTC)"),
    "app": (
        "Microsoft 365 Copilot Last Activity Date",
        "Last activity date of Microsoft 365 Copilot (app) (UTC)",
    ),
    "edge": ("Edge Last Activity Date", "Last activity date of Edge (UTC)"),
    "agent": ("Copilot Agent Last Activity Date", "Last activity date of Copilot Agent (UTC)"),
}
PROMPTS: Final = ("Prompts submitted for all apps",)
PROMPTS_OF: Final = {
    "chat_work": ("Prompts submitted for Copilot Chat (work)",),
    "chat_web": ("Prompts submitted for Copilot Chat (web)",),
}
