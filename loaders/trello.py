"""Trello boards as the board's menu exports them to JSON."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from loaders.contract import Parcel, loader
from loaders.copies import without_copies
from loaders.export import Export
from loaders.gather import Gathered, records_in, text_in
from loaders.trello_card import Log, add_card, member_key
from loaders.trello_lists import is_done

FILLS: Final = ("task", "participation", "task_event", "person")
MARKS: Final = frozenset({"cards", "lists", "actions"})
CAP: Final = 1000  # actions in one export, the newest
SENTENCES: Final = {
    "dropped": "{} cards were archived outside a done list; they count as cancelled.",
    "guessed": "{} cards are marked complete, but the log does not tell when: their last activity"
    " counts as the closing.",
    "undated": "{} cards are in a done list and nothing tells since when; they have no closing.",
    "cut": "{} cards are older than the log: their first turns, starts and counts are unknown.",
}
Record = Mapping[str, Any]


@loader(
    label="Trello board",
    fills=FILLS,
    keys=("login",),
    grain="one card of a board, with the board's log of actions",
    history=True,
    verified="two open importers and public boards",
    recognises=lambda export: export.shape in {"json", "ndjson"} and export.keys >= MARKS,
    version=2,
    blind="What happened before the newest 1,000 actions of the board, and on other boards.",
)
def trello(export: Export) -> Parcel:
    """One task per card, with its members and what the board's log tells of them.

    export   JSON of a board, also several boards back to back
    returns  task (status is the list, skills are the labels; a label without a name is its
             colour), participation (members as assignees, in turns; whoever made the card as
             reporter), task_event (assign, status, comment), person (account and name)

    Counts: a card is done in a list that is called Done, Finished, Shipped ... (`trello_lists.py`;
    a note names the lists of the file) or when it is marked complete. It closed when it first came
    into such a list, else when it was marked complete, else at its last activity, and a note says
    how many. A card that is archived and not done is "cancelled". It opened when its id was made.
    Starts, reopenings and moves back are told only where all its lists have a known name. Trello
    exports the newest 1,000 actions: a card whose making is not among them has a cut history.
    Leaves out: descriptions, bodies of comments, checklists, custom fields (without units), start
    dates (they are plans), attachments, votes, user names (they may be somebody else elsewhere).
    """
    gathered = Gathered()
    for line, reason in export.refused_lines:
        gathered.refuse(line, "", reason)
    told, cards, cut = Counter[str](), 0, ""
    done: dict[str, None] = {}
    for board in export.records():
        lists = dict(_lists(board))
        done |= {name: None for name in lists.values() if is_done(name)}
        log = _by_card(export, board)
        for row, card in enumerate(records_in(board.get("cards")), start=cards + 1):
            cards = row
            own = Log.of(gathered, row, log.get(text_in(card, "id") or "", []))
            told += add_card(gathered, row, card, lists.get(text_in(card, "idList") or ""), own)
        _add_members(gathered, board)
        cut = cut or _cut(board)
    _note(gathered, told, list(done))
    return replace(gathered.parcel(FILLS, cards), cut=cut)


def _lists(board: Record) -> Iterator[tuple[str, str]]:
    """Id and name of every list."""
    for each in records_in(board.get("lists")):
        number, name = text_in(each, "id"), text_in(each, "name")
        if number and name:
            yield number, name


def _by_card(export: Export, board: Record) -> dict[str, list[Record]]:
    """Actions of each card, each once: pages that were joined by hand overlap."""
    found: dict[str, list[Record]] = {}
    told = enumerate(records_in(board.get("actions")), start=1)
    for _, action in without_copies(export, told):
        card = text_in(action, "data", "card", "id")
        if card:
            found.setdefault(card, []).append(action)
    return found


def _add_members(gathered: Gathered, board: Record) -> None:
    """Rows of person of the members of a board, and of those who left it but stand in its log."""
    told = [
        each.get(who)
        for each in records_in(board.get("actions"))
        for who in ("memberCreator", "member")
    ]
    for member in (*records_in(told), *records_in(board.get("members"))):
        number = text_in(member, "id")
        key = member_key(number)
        if key:
            gathered.add(
                "person",
                person_id=key,
                logins=[key.removeprefix("login:")],
                name=text_in(member, "fullName"),
            )


def _cut(board: Record) -> str:
    """Why the log is not the whole; empty when nothing speaks for it."""
    if sum(1 for _ in records_in(board.get("actions"))) < CAP:
        return ""
    return (
        f"The log has {CAP:,} actions, where Trello cuts it: the history of older cards is missing."
        " Fetch /boards/ID/actions page by page to have the whole."
    )


def _note(gathered: Gathered, told: Counter[str], done: list[str]) -> None:
    """What the reader should know of this file."""
    if done:
        gathered.note(f"Cards in these lists are done: {', '.join(done)}.")
    else:
        gathered.note("No list has a name that says done: only cards marked complete are done.")
    for what, sentence in SENTENCES.items():
        if told[what]:
            gathered.note(sentence.format(told[what]))
