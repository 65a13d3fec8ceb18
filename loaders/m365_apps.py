"""Columns of Microsoft 365 Copilot's report, some of which differ by their brackets alone."""

from typing import Final

from loaders.export import Export, normalise

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


def _with_brackets(name: str) -> str:
    """A header as it is compared here: what stands in brackets tells columns apart."""
    return normalise(name.replace("(", " ").replace(")", " "))


def place(export: Export, names: tuple[str, ...]) -> str | None:
    """Position of the first column that bears one of the names, brackets and all."""
    alike = [_with_brackets(cell) for cell in export.header]
    wanted = (_with_brackets(name) for name in names)
    return next((str(alike.index(name)) for name in wanted if name in alike), None)
