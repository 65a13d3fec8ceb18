"""Trello boards: cards, what the log tells of them, and what it does not tell any more."""

import json
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import polars as pl
import pytest

from loaders import detect
from loaders.export import Export
from loaders.trello import trello
from store.errors import SourceError
from tests.loaders.recognised import taken, taken_text, told_of

SAMPLE = Path(__file__).parent / "samples" / "trello.json"
ANA, BO, DEE = (f"login:trello-5f0000000000000000000b0{n}" for n in (1, 2, 3))
REWRITE, LAWYERS, CHAIRS = (
    "65f06a6c0000000000000001",
    "65f15d000000000000000002",
    "65f2ae800000000000000003",
)
OLD, OLDER = "65e18b000000000000000004", "65e18b000000000000000005"
LISTS = [{"id": "L0", "name": "To Do"}, {"id": "L1", "name": "Doing"}, {"id": "L2", "name": "Done"}]
CARD = {"id": REWRITE, "name": "A", "idList": "L1", "idMembers": [], "labels": []}


def at(day, hour, minute=0):
    return datetime(2024, 3, day, hour, minute, tzinfo=UTC)


def board(*cards, actions=(), lists=LISTS):
    return {"cards": list(cards), "lists": lists, "actions": list(actions), "members": []}


def action(kind, day, **data):
    return {
        "id": f"{kind}{day}",
        "type": kind,
        "date": f"2024-03-{day}T10:00:00.000Z",
        "idMemberCreator": "M1",
        "data": {"card": {"id": REWRITE}, **data},
    }


def move(day, before, after):
    return action("updateCard", day, listBefore={"name": before}, listAfter={"name": after})


read = partial(taken_text, trello, name="export.json")
tasks = told_of("task", "task_id")


@pytest.fixture(scope="module")
def sample():
    return taken(trello, SAMPLE)


def test_a_card_becomes_a_task_with_its_course(sample):
    first = sample.facts["task"].row(0, named=True)
    assert {key: value for key, value in first.items() if value is not None} == {
        "task_id": REWRITE,
        "source": "trello",
        "title": "Rewrite triage prompt",
        "status": "Done 🎉",
        "skills": ["prompting", "red"],
        "opened_at": at(12, 14, 45),
        "started_at": at(13, 10),
        "closed_at": at(16, 10),
        "due_at": at(20, 17),
        "reopened": 1,
        "backward_moves": 0,
    }
    assert (sample.rows_read, sample.refused.height, sample.cut) == (5, 0, "")
    assert "Cards in these lists are done: Done 🎉." in sample.notes


def test_members_come_and_go_in_turns_and_whoever_made_a_card_reported_it(sample):
    columns = ("task_id", "person_id", "role", "from_at", "to_at")
    assert sample.facts["participation"].select(columns).rows() == [
        (REWRITE, ANA, "assignee", at(13, 9), at(14, 10)),
        (REWRITE, BO, "assignee", at(14, 9), None),
        (REWRITE, DEE, "reporter", None, None),
        (LAWYERS, ANA, "assignee", at(13, 8), None),
        (LAWYERS, ANA, "reporter", None, None),
        (CHAIRS, ANA, "reporter", None, None),
        (OLD, ANA, "assignee", None, None),
    ]


def test_events_tell_who_and_when_but_no_words(sample):
    rows = sample.facts["task_event"].sort("at").select("person_id", "at", "kind", "value").rows()
    assert rows == [
        (ANA, at(13, 9), "assign", None),
        (ANA, at(13, 10), "status", "Doing"),
        (ANA, at(14, 9), "assign", None),
        (BO, at(14, 10), "assign", None),
        (BO, at(16, 10), "status", "Done 🎉"),
        (ANA, at(17, 10), "comment", None),
        (BO, at(18, 10), "status", "Doing"),
        (BO, at(19, 8, 5), "status", "Done 🎉"),
    ]


def test_a_list_of_the_firms_own_name_leaves_counts_unknown(sample):
    columns = ("status", "closed_at", "started_at", "reopened")
    assert tasks(sample, *columns)[1] == (LAWYERS, "With the lawyers", None, None, None)


def test_an_archived_card_that_is_not_done_is_cancelled(sample):
    assert tasks(sample, "status", "closed_at")[2] == (CHAIRS, "cancelled", None)
    assert any(note.startswith("1 cards were archived") for note in sample.notes)


def test_a_card_older_than_the_log_says_so_and_its_closing_is_a_guess_or_unknown(sample):
    columns = ("closed_at", "reopened", "truncated_history")
    assert tasks(sample, *columns)[3:] == [
        (OLD, at(18, 8), None, True),
        (OLDER, None, None, True),
    ]
    told = " ".join(sample.notes)
    assert "1 cards are marked complete, but the log does not tell when" in told
    assert "1 cards are in a done list and nothing tells since when" in told
    assert "2 cards are older than the log" in told


def test_people_are_known_by_account_also_those_who_left_the_board(sample):
    people = sample.facts["person"].sort("person_id").select("person_id", "logins", "name").rows()
    assert people == [
        (ANA, ["trello-5f0000000000000000000b01"], "Ana Ruiz"),
        (BO, ["trello-5f0000000000000000000b02"], "Bo Chen"),
        (DEE, ["trello-5f0000000000000000000b03"], "Dee Fox"),
    ]


def test_a_card_that_left_the_done_list_is_open_and_one_marked_complete_closed_then(tmp_path):
    log = [action("createCard", 12), move(13, "To Do", "Done"), move(14, "Done", "Doing")]
    parcel = read(tmp_path, json.dumps(board(CARD, actions=log)))
    assert tasks(parcel, "closed_at", "reopened") == [(REWRITE, None, 1)]
    done = action("updateCard", 15, old={"dueComplete": False})
    done["data"]["card"]["dueComplete"] = True
    card = {**CARD, "dueComplete": True, "dateLastActivity": "2024-03-30T10:00:00.000Z"}
    parcel = read(tmp_path, json.dumps(board(card, actions=[done, action("createCard", 12)])))
    assert tasks(parcel, "closed_at", "truncated_history") == [(REWRITE, at(15, 10), None)]
    assert not any("marked complete, but" in note for note in parcel.notes)


def test_moving_back_from_work_to_waiting_is_counted(tmp_path):
    log = [action("createCard", 12), move(13, "To Do", "Doing"), move(14, "Doing", "To Do")]
    card = {**CARD, "idList": "L0"}
    parcel = read(tmp_path, json.dumps(board(card, actions=log)))
    assert tasks(parcel, "started_at", "backward_moves", "reopened") == [
        (REWRITE, at(13, 10), 1, 0)
    ]


def test_a_log_of_a_thousand_actions_is_cut(tmp_path):
    log = [{**action("updateCard", 13), "id": str(n)} for n in range(1000)]
    parcel = read(tmp_path, json.dumps(board(CARD, actions=log)))
    assert "1,000 actions" in parcel.cut
    assert tasks(parcel, "truncated_history") == [(REWRITE, True)]
    assert read(tmp_path, json.dumps(board(CARD, actions=log[1:]))).cut == ""


def test_several_boards_in_one_file_are_read_one_after_another(tmp_path):
    boards = [board(CARD), board({**CARD, "id": CHAIRS}, lists=[{"id": "L1", "name": "Erledigt"}])]
    parcel = read(
        tmp_path, "\n".join(json.dumps(each, indent=1) for each in boards), encoding="utf-16"
    )
    assert tasks(parcel, "status") == [(REWRITE, "Doing"), (CHAIRS, "Erledigt")]
    assert parcel.rows_read == 2
    none = read(tmp_path, json.dumps(board(CARD, lists=[{"id": "L1", "name": "Lab"}])))
    assert any(note.startswith("No list has a name that says done") for note in none.notes)


def test_cards_that_cannot_be_tasks_are_refused_and_the_others_load(tmp_path):
    cards = [
        CARD,
        {**CARD, "id": "65f06a6c"},
        {**CARD, "id": "zzzzzzzz0000000000000002"},
        {**CARD, "id": CHAIRS, "due": "soon"},
        {**CARD, "id": OLD, "dueComplete": True, "dateLastActivity": "2020-01-01T00:00:00Z"},
    ]
    log = [{**action("commentCard", 13), "date": "yesterday"}]
    parcel = read(tmp_path, json.dumps(board(*cards, actions=log)))
    assert tasks(parcel, "due_at") == [(REWRITE, None), (CHAIRS, None)]
    assert parcel.refused.select("row", "column").rows() == [
        (1, "actions.date"),
        (2, "id"),
        (3, "id"),
        (4, "due"),
        (5, "dateLastActivity"),
    ]


def test_a_file_that_breaks_off_is_not_loaded(tmp_path):
    path = tmp_path / "export.json"
    path.write_text(SAMPLE.read_text(encoding="utf-8")[:1500], encoding="utf-8")
    with pytest.raises(SourceError, match="breaks off or is damaged"):
        detect(Export.open(path))


def test_what_people_wrote_is_in_no_fact(sample):
    flat = (
        f.with_columns(pl.col(pl.List(pl.String)).list.join(";")) for f in sample.facts.values()
    )
    kept = "".join(frame.write_csv() for frame in flat)
    assert all(word not in kept for word in ("thresholds", "chairs please", "wrong to me", "sleep"))
