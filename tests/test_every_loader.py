"""Every loader: says what it leaves out, reads its sample into its tables, refuses strangers."""

import re
from pathlib import Path

import polars as pl
import pytest

from loaders import detect, loaders
from loaders.contract import person_columns
from loaders.export import Export
from loaders.free_text import is_free_text
from loaders.last_look import last_look
from loaders.origin import KEYS
from store.tables import STORED, Kind

SAMPLES = Path(__file__).parent / "loaders" / "samples"
STRANGERS = {
    "a table of another trade": ("birds.csv", "ring;species;wing_mm\nA1;wren;48\nA2;robin;72\n"),
    "two columns that everybody has": ("list.csv", "id,name\n1,a\n2,b\n"),
    "records of another trade": ("birds.json", '{"data": [{"ring": "A1", "species": "wren"}]}'),
    "one record a line": ("birds.jsonl", '{"ring": "A1"}\n{"ring": "A2"}\n'),
    "prose": ("poem.txt", "shall I compare thee\nto a summer's day\n"),
    "nothing": ("empty.csv", ""),
}
SHORTEST_TEXT = 8  # shorter words occur by chance
# Exports of these sources always hold text of people: a sample without any would prove nothing.
FREE_TEXT_EXPECTED = re.compile("jira|github|git_log|canonical")
# Vendors count different things in the numbers of these tables under one word.
DEFINED = ("ai_usage", "training", "ledger")

every_loader = pytest.mark.parametrize("loader", loaders(), ids=lambda loader: loader.name)


def sample(loader):
    found = sorted(SAMPLES.glob(f"{loader.name}.*"))
    assert len(found) == 1, (
        f"tests/loaders/samples/{loader.name}.* is missing, or there are several"
    )
    return Export.open(found[0])


@every_loader
def test_a_loader_says_what_it_leaves_out_and_whence_it_comes(loader):
    assert "Leaves out:" in loader.about
    assert re.match(r"One .*\bper ", loader.about)
    assert loader.label
    assert loader.grain
    assert loader.verified
    assert loader.version >= 1


@every_loader
def test_a_loader_fills_tables_that_exist_with_keys_that_exist(loader):
    assert loader.fills
    assert set(loader.fills) <= set(STORED)
    assert set(loader.keys) <= set(KEYS)


@every_loader
def test_what_a_loader_says_of_its_columns_is_of_columns_that_it_may_fill(loader):
    ours = {f"{table}.{name}" for table in loader.fills for name in STORED[table].names}
    assert set(loader.meanings) <= ours
    assert all(told.strip() for told in loader.meanings.values())


@every_loader
def test_every_number_of_ai_use_training_and_spend_has_the_definition_of_its_vendor(loader):
    facts = loader.read(sample(loader)).facts
    numbers = {
        f"{table}.{column.name}"
        for table in DEFINED
        if table in facts
        for column in STORED[table].columns
        if column.kind in (Kind.NUMBER, Kind.COUNT) and facts[table][column.name].drop_nulls().len()
    }
    assert numbers <= set(loader.meanings)


@every_loader
def test_a_loader_of_ai_use_says_what_it_cannot_see(loader):
    assert loader.blind or "ai_usage" not in loader.fills


@every_loader
def test_a_list_of_staff_places_people_in_teams_or_says_why_not(loader):
    told = f"{loader.about} {loader.blind}"
    assert not loader.snapshot or "membership" in loader.fills or "membership" in told


def test_labels_of_loaders_are_different():
    labels = [loader.label for loader in loaders()]
    assert len(labels) == len(set(labels))


@every_loader
def test_a_loader_reads_its_sample_into_its_tables(loader):
    parcel = loader.read(sample(loader))
    assert set(parcel.facts) <= set(loader.fills)
    assert sum(rows.height for rows in parcel.facts.values()) > 0
    assert parcel.rows_read > 0
    for table, rows in parcel.facts.items():
        assert rows.schema == pl.Schema(STORED[table].schema)


@every_loader
def test_the_keys_of_people_have_the_kinds_that_the_loader_names(loader):
    parcel = loader.read(sample(loader))
    for table, rows in parcel.facts.items():
        for name in person_columns(table):
            kinds = rows[name].drop_nulls().str.extract(r"^([a-z_]+):\S").unique()
            assert set(kinds) <= set(loader.keys), f"{table}.{name}"


@every_loader
def test_what_a_loader_refuses_has_a_row_and_a_reason(loader):
    refused = loader.read(sample(loader)).refused
    assert refused.schema == {"row": pl.Int64, "column": pl.String, "reason": pl.String}
    assert refused.select("row", "reason").null_count().row(0) == (0, 0)


@every_loader
def test_facts_of_a_loader_hold_to_the_rules_of_their_tables(loader):
    parcel = loader.read(sample(loader))
    looked = last_look(parcel)
    assert looked.refused.height == parcel.refused.height


@every_loader
def test_a_sample_is_claimed_by_its_loader_alone(loader):
    assert detect(sample(loader)) is loader


@every_loader
@pytest.mark.parametrize("stranger", STRANGERS)
def test_a_stranger_is_refused(loader, stranger, tmp_path):
    name, content = STRANGERS[stranger]
    (tmp_path / name).write_text(content)
    assert not loader.recognises(Export.open(tmp_path / name))


@every_loader
def test_text_that_people_wrote_is_in_no_fact(loader):
    export = sample(loader)
    pieces = {piece.strip() for text in free_texts(export) for piece in re.split(r"[;\n]", text)}
    told = {piece for piece in pieces if len(piece) >= SHORTEST_TEXT and " " in piece}
    assert told or not FREE_TEXT_EXPECTED.search(loader.name)
    facts = {cell for rows in loader.read(export).facts.values() for cell in words(rows)}
    spilt = {text for text in told if any(text in cell for cell in facts)}
    assert not spilt


def words(rows):
    """All texts of a fact table, those in lists too."""
    for column in rows:
        if column.dtype == pl.List(pl.String):
            column = column.explode()  # noqa: PLW2901
        if column.dtype == pl.String:
            yield from column.drop_nulls()


def free_texts(export):
    """Texts under names like description, comment, body or prompt, wherever they stand."""
    if export.shape == "text":
        yield from bodies(line for _, line in export.lines())
    elif export.header:
        rows = export.rows()
        for position, name in enumerate(export.header):
            if is_free_text(name):
                yield from rows[str(position)].drop_nulls()
    for document in export.documents:
        yield from inside(document)


def bodies(lines):
    """Indented lines of a log below the first of each commit, which is its title."""
    indented = 0
    for line in lines:
        is_text = line.startswith("    ") and line.strip()
        indented = indented + 1 if is_text else indented * (not line.startswith("commit "))
        if is_text and indented > 1:
            yield line.strip()


def inside(value, name=""):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from inside(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from inside(inner, name)
    elif isinstance(value, str) and is_free_text(name):
        yield value
