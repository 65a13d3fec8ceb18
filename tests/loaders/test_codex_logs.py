"""Codex logs: turns, fresh and cached tokens, running totals differenced, no words."""

import json
from datetime import date
from pathlib import Path

import pytest

from loaders import detect
from loaders.codex_logs import codex_logs
from loaders.export import Export
from tests.loaders.recognised import as_lines, copied, taken, taken_text, told_of

SAMPLE = Path(__file__).parent / "samples" / "codex_logs.jsonl"
ANA, NAME = "email:ana.ruiz@example.com", "ana.ruiz@example.com.jsonl"
DAY = date(2026, 3, 3)
META = {"timestamp": "2026-03-03T08:00:00Z", "type": "session_meta", "payload": {"id": "s-1"}}


def counted(second, total=None, last=None):
    parts = {"total_token_usage": total, "last_token_usage": last}
    names = ("input_tokens", "cached_input_tokens", "output_tokens")
    info = {k: dict(zip(names, v, strict=True)) for k, v in parts.items() if v}
    payload = {"type": "token_count", "info": info or None}
    return {"timestamp": f"2026-03-03T09:00:{second:02}Z", "type": "event_msg", "payload": payload}


def read(tmp_path, *lines, name=NAME):
    return taken_text(codex_logs, tmp_path, as_lines(*lines), name)


usage = told_of("ai_usage")


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    return taken(codex_logs, copied(SAMPLE, tmp_path_factory.mktemp("own"), NAME))


def test_a_day_has_its_turns_and_each_model_its_tokens(sample):
    columns = ("person_id", "day", "tool", "model", "interactions")
    assert usage(sample, *columns) == [
        (ANA, DAY, "codex", None, 2),
        (ANA, DAY, "codex", "gpt-5-codex", None),
        (ANA, DAY, "codex", "gpt-5", None),
    ]
    numbers = ("tokens_in", "tokens_cached", "tokens_out")
    assert usage(sample, *numbers)[1:] == [(400, 800, 90), (200, 100, 10)]
    told = {f"ai_usage.{name}" for name in (*numbers, "interactions")}
    assert told == set(codex_logs.meanings)
    assert sample.rows_read == 8


def test_no_word_and_no_path_of_the_log_is_kept(sample):
    told = str((sample.notes, sample.refused.rows(), [f.rows() for f in sample.facts.values()]))
    assert not [word for word in ("claims", "Spanish", "/home", "import") if word in told]


def test_running_totals_are_differenced_and_smaller_ones_are_a_new_session(tmp_path):
    totals = [(100, 60, 10), (100, 60, 10), (150, 60, 30), (20, 0, 5)]
    lines = [counted(second, total) for second, total in enumerate(totals)]
    parcel = read(tmp_path, META, *lines)
    assert usage(parcel, "tokens_in", "tokens_cached", "tokens_out") == [(40 + 50 + 20, 60, 35)]
    assert usage(parcel, "model") == [("unknown",)]


def test_lines_that_a_thread_replays_count_once(tmp_path):
    lines = [counted(1, last=(10, 0, 1)), counted(2, last=(10, 0, 1))]
    parcel = read(tmp_path, META, *lines, META, *lines)
    assert usage(parcel, "tokens_in") == [(20,)]


def test_a_file_that_bears_no_address_belongs_to_nobody_known(tmp_path):
    parcel = read(tmp_path, META, counted(1, last=(10, 0, 1)), name="rollout-2026.jsonl")
    assert usage(parcel, "person_id") == [("id:codex_logs:rollout-2026",)]
    assert any("Name it for the person" in note for note in parcel.notes)


def test_odd_lines_are_refused_and_the_rest_loads(tmp_path):
    parcel = read(
        tmp_path,
        META,
        counted(1, last=(10, 2, 1)) | {"timestamp": "soon"},
        counted(2, last=(10, 2, 1)) | {"timestamp": None},
        '{"timestamp": "2026',
        counted(4, last=("many", 2, 1)),
        counted(5, last=(10, 2, 1)),
    )
    assert parcel.refused.select("row", "column").rows() == [
        (2, "timestamp"),
        (3, "timestamp"),
        (4, ""),
        (5, "last_token_usage.input_tokens"),
    ]
    assert usage(parcel, "tokens_in", "tokens_cached", "tokens_out") == [(8, 2, 1)]


def test_events_of_another_program_are_not_taken(tmp_path):
    lines = [{"timestamp": "2026-03-03T08:00:00Z", "type": "push", "payload": {}}] * 2
    (tmp_path / "e.jsonl").write_text("\n".join(map(json.dumps, lines)))
    assert detect(Export.open(tmp_path / "e.jsonl")) is None
