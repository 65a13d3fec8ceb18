"""Every loader and files that chance has spoilt: bytes, cells, records, and all of it together.

The cases are the same in every run (derandomised). A load that fails leaves a workspace as it was.
"""

import copy
import json
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loaders.load import load_paths
from store.workspace import Workspace
from tests.loaders.spoilt import Sample, holders, outcome, places, samples

FEW, MANY = 10, 20
STORED = ("cornerstone", "jira_csv", "github_rest", "bamboohr", "anthropic_usage", "servicenow")

every_sample = pytest.mark.parametrize(
    "sample", samples().values(), ids=lambda sample: sample.loader.name
)
cells = st.one_of(
    st.sampled_from(
        [
            *("", "NA", "-", "0", "-1", "1e309", "1,5", "1.234.567,89", "0000-00-00"),
            *("9999-12-31", "31.12.2025", "12/31/2025", "2025-02-30", "24:00:00", "true", "EUR"),
            *("1767225600000", "'=1+1", '"', ";", "\t", "\n", "a@b", "x" * 5000, "\u202e"),
            *("İ", "ß" * 40, "\x1f"),
        ]
    ),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    st.integers(-(10**20), 10**20).map(str),
    st.datetimes().map(str),
)
values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), cells),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(cells, inner, max_size=3),
    max_leaves=6,
)


def runs(examples):
    """A bounded run whose cases are the same every time."""
    return settings(
        max_examples=examples,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


def spoil(data, sample, folder):
    """A file of the sample, spoilt one to three times in its own terms and then in its bytes."""
    if sample.kind == "table":
        path = sample.write_records(folder, spoilt_records(data, sample))
    elif sample.kind == "lines":
        path = sample.write(folder, spoilt_lines(data, sample.text).encode(errors="replace"))
    else:
        path = folder / sample.name
        path.write_text(
            "\n".join(json.dumps(each) for each in spoilt_documents(data, sample)), "utf-8"
        )
    # The bytes of a workbook differ with the time of its making: cut ones stand in the other file.
    if data.draw(st.integers(0, 3), "spoil bytes too") == 0 and not sample.is_workbook:
        path.write_bytes(spoilt_bytes(data, path.read_bytes()))
    return path


def spoilt_bytes(data, raw):
    made = bytearray(raw)
    for _ in range(data.draw(st.integers(1, 4))):
        # A share of the length: a workbook tells the time of its making, and its length differs.
        at = data.draw(st.integers(0, 9_999)) * len(made) // 10_000
        match data.draw(st.sampled_from(["put", "insert", "delete", "cut", "repeat"])):
            case "put":
                made[at : at + 1] = data.draw(st.binary(min_size=1, max_size=2))
            case "insert":
                made[at:at] = data.draw(st.binary(min_size=1, max_size=8))
            case "delete":
                del made[at : at + data.draw(st.integers(1, 50))]
            case "cut":
                del made[max(at, 1) :]
            case "repeat":
                made[at:at] = made[at : at + data.draw(st.integers(1, 200))]
    return bytes(made)


def spoilt_lines(data, text):
    lines = text.splitlines()
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(lines) - 1))
        match data.draw(st.sampled_from(["drop", "twice", "word", "swap"])):
            case "drop" if len(lines) > 1:
                del lines[at]
            case "twice":
                lines.insert(at, lines[data.draw(st.integers(0, len(lines) - 1))])
            case "swap":
                lines[at], lines[0] = lines[0], lines[at]
            case _:
                words = lines[at].split(" ")
                words[data.draw(st.integers(0, len(words) - 1))] = data.draw(cells)
                lines[at] = " ".join(words)
    return "\n".join(lines)


def spoilt_records(data, sample):
    records = [list(record) for record in sample.records]
    for _ in range(data.draw(st.integers(1, 3))):
        row = data.draw(st.integers(0, len(records) - 1))
        record = records[row]
        match data.draw(st.sampled_from(["cell", "row", "column", "drop", "shift", "swap"])):
            case "cell" if record:
                record[data.draw(st.integers(0, len(record) - 1))] = plain(data, sample)
            case "row":
                records.insert(row, [plain(data, sample) for _ in record])
            case "column" if record:
                at, cell = data.draw(st.integers(0, len(record) - 1)), plain(data, sample)
                for each in records[sample.below :]:
                    each[at : at + 1] = [cell]
            case "shift":
                record[:0] = [plain(data, sample)]
            case "swap":
                records[row], records[-1] = records[-1], records[row]
            case _ if len(records) > 1:
                del records[row]
    return records


def plain(data, sample):
    """A cell that the file can hold: a workbook takes no signs that control a terminal."""
    cell = data.draw(cells)
    return "".join(c for c in cell if c.isprintable()) if sample.is_workbook else cell


def spoilt_documents(data, sample):
    documents = copy.deepcopy(sample.documents)
    for _ in range(data.draw(st.integers(1, 3))):
        document = data.draw(st.sampled_from(documents))
        there = list(places(document))
        if not there:
            continue
        found = list(holders(document, data.draw(st.sampled_from(there))))
        if not found:
            continue
        holder, key = data.draw(st.sampled_from(found))
        match data.draw(st.sampled_from(["put", "put", "delete", "wrap", "double"])):
            case "put":
                holder[key] = data.draw(values)
            case "delete":
                del holder[key]
            case "wrap":
                holder[key] = [holder[key]]
            case "double":
                documents.append(copy.deepcopy(document))
    return documents


def random_table(data, sample):
    """Rows of chance below the header of the sample."""
    width = len(sample.records[sample.top])
    rows = data.draw(st.lists(st.lists(cells, max_size=width + 1), max_size=5))
    kept = [["".join(c for c in cell if c.isprintable()) for cell in row] for row in rows]
    return [*sample.records[: sample.below], *(kept if sample.is_workbook else rows)]


def hold(data, sample: Sample):
    with tempfile.TemporaryDirectory() as folder:
        outcome(sample, spoil(data, sample, Path(folder)))


@every_sample
@runs(FEW)
@given(data=st.data())
def test_a_file_spoilt_by_chance_gives_rows_or_an_error(sample, data):
    hold(data, sample)


@pytest.mark.slow
@every_sample
@runs(MANY)
@given(data=st.data())
def test_many_files_spoilt_by_chance_give_rows_or_errors(sample, data):
    hold(data, sample)


@pytest.mark.slow
@pytest.mark.parametrize(
    "sample",
    [sample for sample in samples().values() if sample.kind == "table"],
    ids=lambda sample: sample.loader.name,
)
@runs(MANY // 2)
@given(data=st.data())
def test_rows_of_chance_below_a_known_header_give_rows_or_an_error(sample, data):
    with tempfile.TemporaryDirectory() as folder:
        outcome(sample, sample.write_records(Path(folder), random_table(data, sample)))


@pytest.mark.parametrize("name", STORED)
def test_a_load_that_fails_leaves_the_workspace_as_it_was(name, tmp_path):
    sample = samples()[name]
    with Workspace.open(tmp_path / "workspace") as workspace:
        load_paths(workspace, [sample.path], by="test")

        @runs(FEW)
        @given(data=st.data())
        def loads(data):
            with tempfile.TemporaryDirectory() as folder:
                loads_whole_or_not_at_all(workspace, spoil(data, sample, Path(folder)))

        loads()


def loads_whole_or_not_at_all(workspace, path):
    before = workspace.facts_version, workspace.imports()
    [report] = load_paths(workspace, [path], by="test")
    imports = workspace.imports()
    if report.error:
        assert (report.error.found, report.error.expected, report.error.do) != ("", "", "")
        assert workspace.facts_version == before[0]
        assert imports.equals(before[1])
    elif report.status == "loaded":
        assert imports.height == before[1].height + 1
        assert workspace.refused(report.import_id).height == report.refusals.height


def test_the_fuzz_would_see_a_loader_that_breaks(tmp_path, monkeypatch):
    from dataclasses import replace

    import tests.loaders.spoilt as harness

    sample = samples()["cornerstone"]

    def read(export):
        raise KeyError(export.header[0])

    monkeypatch.setattr(harness, "detect", lambda _: replace(sample.loader, read=read))
    broke = False
    with suppress(KeyError):
        outcome(sample, sample.path)
        broke = True
    assert not broke
