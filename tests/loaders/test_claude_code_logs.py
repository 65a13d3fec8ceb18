"""Claude Code logs: prompts typed, tokens once per answer, minutes with short gaps, no words."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from loaders.active_time import active_minutes
from loaders.claude_code_logs import claude_code_logs
from tests.loaders.recognised import as_lines, copied, taken, taken_text, told_of

SAMPLE = Path(__file__).parent / "samples" / "claude_code_logs.jsonl"
ANA, NAME = "email:ana.ruiz@example.com", "ana.ruiz@example.com.jsonl"
DAY, NINE = date(2026, 3, 3), datetime(2026, 3, 3, 9, tzinfo=UTC)
LINE = {"sessionId": "s-1", "uuid": "u-1", "timestamp": "2026-03-03T09:00:00Z"}
PROMPT = LINE | {"type": "user", "message": {"role": "user", "content": "secret words"}}


def answer(uuid="u-9", out=5, request="req_1", **more):
    usage = {"input_tokens": 1, "output_tokens": out}
    message = {"id": "msg_1", "model": "m", "usage": usage}
    return (
        LINE | {"type": "assistant", "uuid": uuid, "requestId": request, "message": message} | more
    )


def read(tmp_path, *lines, name=NAME):
    return taken_text(claude_code_logs, tmp_path, as_lines(*lines), name)


usage = told_of("ai_usage")


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    return taken(claude_code_logs, copied(SAMPLE, tmp_path_factory.mktemp("own"), NAME))


def test_a_day_has_its_sessions_typed_prompts_and_minutes(sample):
    columns = ("person_id", "day", "tool", "model", "sessions", "interactions", "active_minutes")
    # 09:12:00, :08, :30, 09:13:00, then half an hour of which 5 minutes count, then 30 seconds
    assert usage(sample, *columns) == [
        (ANA, DAY, "claude_code", None, 1, 2, pytest.approx(1 + 5 + 0.5)),
        (ANA, DAY, "claude_code", "claude-sonnet-4-5", None, None, None),
    ]
    assert sample.rows_read == 7


def test_an_answer_that_was_streamed_counts_once_with_its_largest_numbers(sample):
    columns = ("tokens_in", "tokens_cached", "tokens_out", "cost")
    assert usage(sample, *columns)[1] == (12, 9300, 45, None)


def test_no_word_and_no_path_of_the_log_is_kept(sample):
    words = ("claims", "import", "/home", "main", "Friday", "look at it")
    assert not [word for word in words if word in str([f.rows() for f in sample.facts.values()])]
    assert not [word for word in words if word in str((sample.notes, sample.refused.rows()))]


def test_answers_of_other_requests_are_added_and_replays_are_not(tmp_path):
    older = answer(uuid="u-3", out=7, costUSD=0.25)
    parcel = read(tmp_path, answer(), older, answer(uuid="u-4"), answer(request="req_2"))
    assert usage(parcel, "model", "tokens_in", "tokens_out", "cost", "currency") == [
        (None, None, None, None, None),
        ("m", 2, 12, 0.25, "USD"),
    ]


@pytest.mark.parametrize("mark", ["isSidechain", "isMeta", "isCompactSummary", "toolUseResult"])
def test_what_nobody_typed_is_no_prompt(tmp_path, mark):
    parcel = read(tmp_path, PROMPT, PROMPT | {"uuid": "u-2", mark: True}, PROMPT)
    assert usage(parcel, "interactions") == [(1,)]


def test_a_message_that_stands_deeper_is_read(tmp_path):
    deep = answer()
    deep["data"] = {"message": deep.pop("message")}
    assert usage(read(tmp_path, PROMPT, deep), "model") == [(None,), ("m",)]


def test_every_number_says_what_is_counted(tmp_path):
    parcel = read(tmp_path, PROMPT, answer(costUSD=0.5), answer("u-7", request="r", out=1))
    cached = {"ai_usage.tokens_cached"}  # not in these lines, seen in the sample
    filled = {
        f"ai_usage.{column.name}"
        for column in parcel.facts["ai_usage"]
        if column.dtype.is_numeric() and column.null_count() < len(column)
    }
    assert filled | cached == set(claude_code_logs.meanings)


def test_a_file_that_bears_no_address_belongs_to_nobody_known(tmp_path):
    parcel = read(tmp_path, PROMPT, PROMPT, name="3f2a-session.jsonl")
    assert usage(parcel, "person_id") == [("id:claude_code_logs:3f2a-session",)]
    assert any("Name it for the person" in note for note in parcel.notes)


def test_odd_lines_are_refused_and_the_rest_loads(tmp_path):
    parcel = read(
        tmp_path,
        PROMPT,
        PROMPT | {"timestamp": "soon"},
        PROMPT | {"timestamp": None},
        '{"type": "user", "sess',
        answer(message={"id": "m1", "usage": {"input_tokens": "many"}}),
        {"type": "progress", "sessionId": "s-1"},
    )
    assert parcel.refused.select("row", "column").rows() == [
        (2, "timestamp"),
        (3, "timestamp"),
        (4, ""),
        (5, "usage.input_tokens"),
    ]
    assert usage(parcel, "model", "interactions") == [(None, 1)]


def test_a_gap_counts_five_minutes_at_most_and_sessions_side_by_side_count_once():
    def at(*minutes):
        return [NINE + timedelta(minutes=minute) for minute in minutes]

    assert active_minutes(at(0, 2, 4)) == {DAY: 4}
    assert active_minutes([*at(2, 4, 0), *at(1, 3, 4)]) == {DAY: 4}
    assert active_minutes(at(0, 60)) == {DAY: 5}
    assert active_minutes(at(0)) == {DAY: 0}
    assert active_minutes([]) == {}
    assert active_minutes(at(14 * 60 + 59, 15 * 60 + 1)) == {DAY: 2, date(2026, 3, 4): 0}
