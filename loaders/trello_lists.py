"""Lists of a Trello board: how far a card in a list of some name is."""

from typing import Final

from loaders.turns import Phase, Stage

# assumption: Trello itself knows no status. Lists that bear one of these names are what they say;
# lists of any other name tell nothing.
NAMES: Final = {
    Phase.WAITING: (
        "backlog",
        "icebox",
        "ideas",
        "inbox",
        "next",
        "next up",
        "planned",
        "ready",
        "this week",
        "to do",
        "to-do",
        "todo",
        "up next",
        "zu erledigen",
        "à faire",
        "por hacer",
        "a fazer",
    ),
    Phase.GOING: (
        "doing",
        "in progress",
        "in review",
        "review",
        "testing",
        "today",
        "working on it",
        "in arbeit",
        "en cours",
        "en curso",
        "en progreso",
        "fazendo",
    ),
    Phase.DONE: (
        "closed",
        "complete",
        "completed",
        "deployed",
        "done",
        "finished",
        "released",
        "shipped",
        "abgeschlossen",
        "erledigt",
        "fertig",
        "fait",
        "terminé",
        "hecho",
        "terminado",
        "concluído",
        "feito",
    ),
}
PHASES: Final = {name: phase for phase, names in NAMES.items() for name in names}


def stage_of(name: str) -> Stage | None:
    """Stage of the cards in a list; none when its name does not tell."""
    letters = "".join(one if one.isalpha() or one in " -" else " " for one in name.casefold())
    phase = PHASES.get(" ".join(letters.split()).strip(" -"))
    return None if phase is None else Stage(phase)


def is_done(name: str | None) -> bool:
    """Truth that cards in a list of this name are done."""
    stage = stage_of(name) if name else None
    return stage is not None and stage.phase is Phase.DONE
