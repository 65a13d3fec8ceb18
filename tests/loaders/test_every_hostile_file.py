"""Every loader and its sample, spoilt in every way that exports are spoilt on their way to us.

Whatever comes: rows that hold to their tables, an error in three parts that quotes nobody, or the
answer that no loader knows the file. What does not change the meaning does not change the facts.
"""

import gzip
import json
import math
import os

import pytest

from loaders.contract import Parcel
from loaders.export import normalise
from store.errors import SourceError
from tests.loaders.spoilt import (
    LONG,
    STRANGER,
    Broken,
    everywhere,
    outcome,
    places,
    samples,
    stored,
    told,
    with_values,
    without,
)

WORDS = (
    *("NA", "NULL", "-", "0000-00-00", "9999-12-31", "45321", "1,234.56", "1.234,56"),
    *("31.12.2025", "1767225600000", "=1+1", LONG, "🦊", STRANGER, "-5", "USD", "1e400", "12:30"),
)
NOT_FINITE = float("nan"), math.inf, 10**400
VALUES = (
    *(None, "", "NA", "-", [], {}, [None], 0, -1, 1.5, True, "0000-00-00", "9999-12-31"),
    *("9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00", 45321, "1,234.56", "31.12.2025"),
    *(1767225600000, -(10**18), 2**63 - 1, 2**63, 10**30, 1e308, "=1+1", LONG, "🦊", STRANGER),
    *("\ud800", "\x00", "2026-13-45T99:99:99Z", [[[]]], {"a": {"b": 1}}, [{"a": 1}], ["x"]),
    *("/Date(99999999999999999)/", "12:30", *NOT_FINITE),
)

# Where the place of a column is its meaning, there is nothing to shuffle.
PLACE_IS_MEANING = {
    "google_forms": "a form's own columns come first, and that tells the file",
    "microsoft_forms": "a form's own columns come first, and that tells the file",
    "moodle_completion": "the last column decides whether the course is complete",
    "moodle_progress": "the column right of an activity holds the day of its completion",
    "qualtrics_legacy": "the first column tells the file",
    "oracle_hdl": "a line METADATA gives the places of the values below it",
}
# Where a column that nobody knows is not without meaning, it may not break anything either.
NO_NEW_COLUMNS = {
    "onet_elements": "two columns that many files have: only nothing beside them tells the file",
    "skill_list": "columns that many files have: only nothing beside them tells the file",
    "google_forms": "any column is a question, and tells anonymous answers from others",
    "microsoft_forms": "any column is a question, and tells anonymous answers from others",
    "moodle_completion": "the first and the last columns tell the file",
    "moodle_progress": "the first columns tell the file, the others are activities",
    "qualtrics_legacy": "the first column tells the file",
}
# Files that are told by the letters of their header: in other letters nobody knows them.
LETTERS_TELL = {
    "google_forms": "Timestamp is also a column of many logs, which write it in small letters",
    "qualtrics_legacy": "V1, V2 ... are also columns of many tables, which write them small",
    "successfactors_udf": "its names are capitals, and small ones are those of other systems",
    "workday_xlsx": "titles stand above the header, which is known as it is written",
}
# Copies of a row that are rows of their own: the source has no number that tells them apart.
COPIES_COUNT = {"google_forms": "two people may answer alike in the same second"}
# A key of these records is no name of a field but a value.
KEYS_ARE_VALUES = {"bamboohr_training": "the records stand under their ids"}

NAMES = list(samples())
EVERY = 7  # strange things that a place of a file meets in one run: one in so many

TABLES = [each for each in samples().values() if each.kind == "table"]
JSONS = [each for each in samples().values() if each.kind in {"json", "ndjson"}]
JSON_LINES = [each for each in JSONS if each.kind == "ndjson"]
LINES = [each for each in samples().values() if each.kind == "lines"]
TEXTS = [each for each in samples().values() if not each.is_workbook]


def every(some):
    return pytest.mark.parametrize("sample", some, ids=lambda sample: sample.loader.name)


def has_its_facts(sample, path):
    made = outcome(sample, path, own=True)
    assert isinstance(made, Parcel), made
    assert told(made) == sample.facts


def nothing_is_broken(cases):
    """Every case ends well; all that do not are told at once."""
    broken = {}
    for label, sample, path in cases:
        try:
            outcome(sample, path)
        except Exception as error:
            broken[label] = repr(error)[:400]
    assert not broken


def squared(sample):
    """Records of a table, all as wide as the widest."""
    width = max(map(len, sample.records))
    blank = None if sample.is_workbook else ""
    return [
        [*record, *[blank] * (width - len(record))] if i >= sample.top else list(record)
        for i, record in enumerate(sample.records)
    ]


def in_order(sample, order):
    return [
        record if i < sample.top else [record[j] for j in order]
        for i, record in enumerate(squared(sample))
    ]


# -- any file -------------------------------------------------------------------------------------


@every(samples().values())
def test_a_file_that_breaks_off_gives_rows_or_an_error(sample, tmp_path):
    raw = sample.raw
    places = (len(raw) // 2, (len(raw) * 2 // 3) | 1, len(raw) // 8, len(raw) - 2, 3, 1)
    nothing_is_broken((f"cut at {at}", sample, sample.write(tmp_path, raw[:at])) for at in places)


@every(samples().values())
def test_a_compressed_file_is_the_file_and_half_of_it_an_error(sample, tmp_path):
    packed = gzip.compress(sample.raw)
    has_its_facts(sample, sample.write(tmp_path, packed))
    with pytest.raises(SourceError, match="breaks off"):
        raise outcome(sample, sample.write(tmp_path, packed[:-20]))


@every(TEXTS)
def test_the_encoding_of_a_file_does_not_change_its_facts(sample, tmp_path):
    text = sample.text.replace("Ana", "Aná").replace("Prompting", "Prömpting")
    plain = outcome(sample, sample.write(tmp_path, text.encode()), own=True)
    encodings = {
        "UTF-8 with a mark": b"\xef\xbb\xbf" + text.encode(),
        "UTF-16, small end first": b"\xff\xfe" + text.encode("utf-16-le"),
        "UTF-16, big end first": b"\xfe\xff" + text.encode("utf-16-be"),
    }
    if text.encode("cp1252", "replace").decode("cp1252") == text:
        encodings["Windows-1252"] = text.encode("cp1252")
    for name, content in encodings.items():
        made = outcome(sample, sample.write(tmp_path, content), own=True)
        assert isinstance(made, Parcel), name
        assert told(made) == told(plain), name


@every(TEXTS)
def test_a_wrong_mark_or_a_byte_of_zero_gives_rows_or_an_error(sample, tmp_path):
    raw, middle = sample.raw, len(sample.raw) // 2
    western = sample.text.replace("Ana", "Aná").encode("cp1252", "replace")
    contents = {
        "UTF-16 without a mark": sample.text.encode("utf-16-le"),
        "the mark of UTF-8 on Windows-1252": b"\xef\xbb\xbf" + western,
        "the mark of UTF-16 on UTF-8, even": b"\xff\xfe" + raw[: len(raw) // 2 * 2],
        "the mark of UTF-16 on UTF-8, odd": b"\xff\xfe" + raw[: len(raw) // 2 * 2 - 1],
        "UTF-32": sample.text.encode("utf-32"),
        "a zero in the middle": raw[:middle] + b"\x00" + raw[middle:],
    }
    nothing_is_broken(
        (name, sample, sample.write(tmp_path, content)) for name, content in contents.items()
    )


@every([each for each in TEXTS if each.kind != "json"])
def test_line_ends_of_other_systems_do_not_change_the_facts(sample, tmp_path):
    text = sample.text.replace("\r\n", "\n")
    for end in ("\r\n", "\r"):
        has_its_facts(sample, sample.write(tmp_path, text.replace("\n", end).encode()))


# -- tables ---------------------------------------------------------------------------------------


@every(TABLES)
def test_a_sample_written_again_has_its_facts(sample, tmp_path):
    has_its_facts(sample, sample.write_records(tmp_path, sample.records))


@every([each for each in TABLES if each.loader.name not in PLACE_IS_MEANING])
def test_shuffled_columns_give_the_same_facts(sample, tmp_path):
    width = max(map(len, sample.records))
    half = width // 2
    for order in (range(width - 1, -1, -1), (*range(half, width), *range(half))):
        has_its_facts(sample, sample.write_records(tmp_path, in_order(sample, order)))


@every([each for each in TABLES if each.loader.name in PLACE_IS_MEANING])
def test_shuffled_columns_whose_place_is_their_meaning_break_nothing(sample, tmp_path):
    width = max(map(len, sample.records))
    shuffled = sample.write_records(tmp_path, in_order(sample, range(width - 1, -1, -1)))
    nothing_is_broken([("reversed", sample, shuffled)])


@every([each for each in TABLES if each.loader.name not in NO_NEW_COLUMNS])
def test_a_column_that_nobody_knows_changes_nothing(sample, tmp_path):
    records = squared(sample)
    width = len(records[sample.top])
    for at in (0, width // 2, width):
        wider = [
            record if i < sample.top else [*record[:at], strange(sample, i), *record[at:]]
            for i, record in enumerate(records)
        ]
        has_its_facts(sample, sample.write_records(tmp_path, wider))


def strange(sample, row):
    return "Shoe colour" if row == sample.top else "Hat" if row < sample.below else "mauve"


@every(TABLES)
@pytest.mark.parametrize("write", [str.upper, str.lower], ids=["capitals", "small letters"])
def test_a_header_in_other_letters_gives_the_same_facts(sample, write, tmp_path):
    records = [list(record) for record in sample.records]
    records[sample.top] = [write(c) if isinstance(c, str) else c for c in records[sample.top]]
    path = sample.write_records(tmp_path, records)
    if sample.loader.name not in LETTERS_TELL:
        has_its_facts(sample, path)
    else:
        made = outcome(sample, path)
        assert made is None or told(made) == sample.facts


@every(TABLES)
def test_without_a_column_there_are_rows_or_an_error_that_names_one(sample, tmp_path):
    records = squared(sample)
    for j, name in enumerate(records[sample.top]):
        left = [r if i < sample.top else r[:j] + r[j + 1 :] for i, r in enumerate(records)]
        made = outcome(sample, sample.write_records(tmp_path, left))
        if isinstance(made, SourceError):
            assert names_a_column(made, sample), (name, str(made))


def names_a_column(error, sample):
    words = normalise(str(error).replace("(", " ").replace(")", " "))
    return any(normalise(name) in words for name in sample.header if name)


@every(TABLES)
def test_one_strange_cell_a_row_gives_rows_or_an_error(sample, tmp_path):
    data = squared(sample)[sample.below :]
    width = len(data[0])
    pairs = [(j, word) for j in range(width) for word in WORDS if word is not LONG]
    rows = [with_cell(data[k % len(data)], j, word) for k, (j, word) in enumerate(pairs)]
    at_once = sample.write_records(tmp_path, [*squared(sample)[: sample.below], *rows])
    nothing_is_broken([("every word in every column", sample, at_once)])


@every(TABLES)
@pytest.mark.parametrize("shift", [0, 7])
def test_strange_cells_in_all_columns_give_rows_or_an_error(sample, shift, tmp_path):
    head, data = squared(sample)[: sample.below], squared(sample)[sample.below :]
    rows = [
        [WORDS[(i + j + shift) % len(WORDS)] for j in range(len(row))] for i, row in enumerate(data)
    ]
    nothing_is_broken([("strange rows", sample, sample.write_records(tmp_path, head + rows))])


def some_of(strange, sample, at):
    """Strange things whose turn it is at a place of a sample; the next place takes the next ones.

    Every thing at every place of every loader takes a quarter of an hour. So each column or key
    meets some, and each thing meets about a hundred columns and keys; ATELIER_TURN=1, 2 ... 6
    takes the others.
    """
    turn = int(os.environ.get("ATELIER_TURN", "0"))
    first = (NAMES.index(sample.loader.name) + at + turn) % EVERY
    return strange[first::EVERY]


@pytest.mark.slow
@every(TABLES)
def test_a_column_of_strange_cells_gives_rows_or_an_error(sample, tmp_path):
    head, data = squared(sample)[: sample.below], squared(sample)[sample.below :]
    for j, name in enumerate(head[sample.top]):
        mixed = [with_cell(data[k % len(data)], j, word) for k, word in enumerate(WORDS)]
        columns = {"all": mixed} | {
            word[:20]: [with_cell(row, j, word) for row in data]
            for word in some_of(WORDS, sample, j)
        }
        nothing_is_broken(
            ((name, word), sample, sample.write_records(tmp_path, head + rows))
            for word, rows in columns.items()
        )


def with_cell(row, at, cell):
    return [*row[:at], cell, *row[at + 1 :]]


@every([each for each in TABLES if each.loader.name not in COPIES_COUNT])
def test_rows_that_stand_twice_count_once(sample, tmp_path):
    head, data = squared(sample)[: sample.below], squared(sample)[sample.below :]
    for rows in ([row for row in data for _ in range(2)], data + data):
        made = outcome(sample, sample.write_records(tmp_path, head + rows), own=True)
        assert isinstance(made, Parcel)
        assert stored(made) == stored(sample.parcel)


@every(TABLES)
def test_empty_lines_between_rows_change_nothing(sample, tmp_path):
    records = [
        line
        for i, record in enumerate(sample.records)
        for line in ([record, []] if i >= sample.below else [record])
    ]
    has_its_facts(sample, sample.write_records(tmp_path, records))


@every(TABLES)
def test_a_header_without_rows_gives_no_fact(sample, tmp_path):
    made = outcome(sample, sample.write_records(tmp_path, squared(sample)[: sample.below]))
    assert not isinstance(made, Parcel) or told(made) == {}


# -- JSON -----------------------------------------------------------------------------------------


@every(JSONS)
def test_the_order_of_keys_does_not_change_the_facts(sample, tmp_path):
    def turned(value):
        return dict(reversed(value.items())) if isinstance(value, dict) else value

    documents = everywhere(sample.documents, turned)
    has_its_facts(sample, sample.write_documents(tmp_path, documents))


@every([each for each in JSONS if each.loader.name not in KEYS_ARE_VALUES])
def test_a_key_that_nobody_knows_changes_nothing(sample, tmp_path):
    def more(value):
        strange = (
            {"shoe_colour": "mauve", **value, "hat": None} if isinstance(value, dict) else value
        )
        return strange

    has_its_facts(sample, sample.write_documents(tmp_path, everywhere(sample.documents, more)))


@every(JSONS)
def test_without_a_key_there_are_rows_or_an_error(sample, tmp_path):
    nothing_is_broken(
        (path, sample, sample.write_documents(tmp_path, without(sample.documents, path)))
        for path in all_places(sample)
    )


@every(JSONS)
def test_strange_values_under_a_key_give_rows_or_an_error(sample, tmp_path):
    nothing_is_broken(
        (path, sample, sample.write_documents(tmp_path, strange_at(sample, path, k * 7)))
        for k, path in enumerate(all_places(sample))
    )


@pytest.mark.slow
@every(JSONS)
def test_one_strange_value_under_a_key_gives_rows_or_an_error(sample, tmp_path):
    for at, path in enumerate(all_places(sample)):
        made = ([value] for value in some_of((*VALUES, nested([]), nested({})), sample, at))
        nothing_is_broken(
            (
                (path, str(v)[:30]),
                sample,
                sample.write_documents(tmp_path, changed(sample, path, v)),
            )
            for v in made
        )


def all_places(sample):
    return dict.fromkeys(path for each in sample.documents for path in places(each))


def strange_at(sample, path, shift):
    at = shift % len(VALUES)
    return changed(sample, path, [*VALUES[at:], *VALUES[:at]])


def changed(sample, path, values):
    return with_values(sample.documents, path, values)


def nested(kind):
    """A value inside a value, deeper than any export."""
    value = 1
    for _ in range(900):
        value = [value] if kind == [] else {"value": value}
    return value


@every([each for each in JSONS if each.kind == "json"])
def test_json_beyond_the_standard_and_several_documents_give_rows_or_an_error(sample, tmp_path):
    text = sample.text.rstrip()
    spoilt = {
        "single quotes": text.replace('"', "'"),
        "commas at the ends": text.replace("}", ",}"),
        "a comment": "// made by hand\n" + text,
        "a callback": f"callback({text});",
        "back to back": text + text,
        "words behind it": text + "\nDone.",
        "a mark inside": text[: len(text) // 2] + "\ufeff" + text[len(text) // 2 :],
        "endless depth": "[" * 100_000,
        "a prompt before it": "$ curl https://example.com/api\n" + text,
    }
    nothing_is_broken(
        (name, sample, sample.write(tmp_path, content.encode())) for name, content in spoilt.items()
    )


@every(JSON_LINES)
def test_a_broken_line_is_refused_and_the_others_load(sample, tmp_path):
    lines = [json.dumps(each) for each in sample.documents]
    for at in range(1, len(lines)):
        broken = [*lines[:at], lines[at][: len(lines[at]) // 2], *lines[at + 1 :]]
        made = outcome(sample, sample.write(tmp_path, "\n".join(broken).encode()))
        assert isinstance(made, Parcel), at
        is_refused = at + 1 in made.refused["row"].to_list()
        assert is_refused or any(f"Line {at + 1} was left out" in note for note in made.notes)


@every([each for each in JSONS if each.loader.name not in COPIES_COUNT])
def test_records_that_stand_twice_count_once(sample, tmp_path):
    made = outcome(sample, sample.write_documents(tmp_path, twice(sample)), own=True)
    assert isinstance(made, Parcel), made
    assert stored(made) == stored(sample.parcel)


def twice(sample):
    """Every line, or every item of the document's outermost lists, two times."""
    if sample.kind == "ndjson":
        return [each for each in sample.documents for _ in range(2)]
    document = sample.documents[0]
    if isinstance(document, list):
        return [document + document]
    return [{k: v + v if isinstance(v, list) else v for k, v in document.items()}]


# -- lines ----------------------------------------------------------------------------------------


@every(LINES)
def test_lines_that_are_missing_repeated_or_strange_give_rows_or_an_error(sample, tmp_path):
    lines = sample.text.splitlines()
    cases = {}
    for i, line in enumerate(lines):
        cases[i, "missing"] = [*lines[:i], *lines[i + 1 :]]
        cases[i, "twice"] = [*lines[:i], line, *lines[i:]]
        cells = line.split("|") if "|" in line else line.split(" ")
        for j in range(len(cells)):
            word = WORDS[(i + j) % len(WORDS)]
            strange = ("|" if "|" in line else " ").join(with_cell(cells, j, word))
            cases[i, j, word[:20]] = [*lines[:i], strange, *lines[i + 1 :]]
    nothing_is_broken(
        (label, sample, sample.write(tmp_path, "\n".join(some).encode()))
        for label, some in cases.items()
    )


# -- the test itself ------------------------------------------------------------------------------


def test_a_loader_that_spills_a_name_or_doubts_a_type_would_be_seen(tmp_path):
    from dataclasses import replace

    import polars as pl

    from tests.loaders.spoilt import faults, faults_of_facts

    sample = samples()["cornerstone"]
    parcel, export = sample.parcel, None
    assert not faults_of_facts(parcel, sample.loader)
    person = parcel.facts["training"].with_columns(
        person_id=pl.lit("email:NA"), completed_on=pl.date(9999, 12, 31)
    )
    told_of = faults_of_facts(replace(parcel, facts={"training": person}), sample.loader)
    assert len(told_of) >= 2
    export = type("Told", (), {"notes": ["Goodman, Dana has no hours"]})
    assert list(faults(parcel, sample.loader, export, sample))
    with pytest.raises(Broken):
        outcome(sample, samples()["servicenow"].path, own=True)
