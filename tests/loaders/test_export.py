"""An opened export: told by its content, safe to read, rows by position."""

import gzip
import io
import zipfile
from datetime import date

import polars as pl
import pytest
from openpyxl import Workbook

from loaders import sheet, text, unpack
from loaders.export import Export, normalise
from store.errors import SourceError


def written(path, content):
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return Export.open(path)


def cells(export):
    return export.rows().rows()


# -- what kind of file ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "shape"),
    [
        pytest.param("a,b\n1,2\n", "table", id="commas make a table"),
        pytest.param("a;b\n1,5;2\n", "table", id="semicolons make a table"),
        pytest.param("team_id\nT1\n", "table", id="one word above others is a table of one column"),
        pytest.param('{"a": 1}', "json", id="one record is a document"),
        pytest.param('[\n{"a": 1},\n{"a": 2}\n]', "json", id="a list is a document"),
        pytest.param('{"a": 1}\n{"a": 2}\n', "ndjson", id="a record a line"),
        pytest.param('{"a": br\n{"a": 2}\n', "ndjson", id="a broken first line"),
        pytest.param("commit 1a2b3c4d\nAuthor: A\n\n1\t2\tx.py\n", "text", id="a git log"),
        pytest.param("a poem\nabout the sea\n", "text", id="prose"),
        pytest.param("", "empty", id="nothing"),
        pytest.param("\n \n", "empty", id="only blanks"),
    ],
)
def test_the_content_tells_the_shape(tmp_path, content, shape):
    assert written(tmp_path / "export.bin", content).shape == shape


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"], ids=["comma", "semicolon", "tab", "pipe"])
def test_the_header_tells_the_separator(tmp_path, mark):
    content = f"id{mark}done{mark}hours\nT1{mark}yes{mark}2\nT2{mark}no{mark}3\n"
    assert cells(written(tmp_path / "a.csv", content)) == [
        (2, "T1", "yes", "2"),
        (3, "T2", "no", "3"),
    ]


def test_commas_in_cells_do_not_hide_the_semicolon(tmp_path):
    export = written(tmp_path / "a.csv", "Name;Amount, EUR\nAna, Ruiz;1,5\n")
    assert cells(export) == [(2, "Ana, Ruiz", "1,5")]


def test_a_hint_for_spreadsheets_is_no_header(tmp_path):
    export = written(tmp_path / "a.csv", "sep=;\nid;hours\nT1;2\n")
    assert (export.header, cells(export)) == (("id", "hours"), [(3, "T1", "2")])


# -- encodings ------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be-bom"])
def test_letters_survive_every_encoding_that_says_what_it_is(tmp_path, encoding):
    content = "name,team\nZoë,Größe\n"
    raw = (
        b"\xfe\xff" + content.encode("utf-16-be")
        if encoding == "utf-16-be-bom"
        else content.encode(encoding)
    )
    export = written(tmp_path / "a.csv", raw)
    assert (export.header, cells(export)) == (("name", "team"), [(2, "Zoë", "Größe")])


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_a_byte_order_mark_is_no_part_of_a_record(tmp_path, encoding):
    export = written(tmp_path / "a.json", '{"name": "Zoë"}'.encode(encoding))
    assert (export.shape, export.records()) == ("json", [{"name": "Zoë"}])


def test_windows_text_is_read_with_a_note(tmp_path):
    export = written(tmp_path / "a.csv", "name,note\nZoë,5 – 6\n".encode("cp1252"))
    assert cells(export) == [(2, "Zoë", "5 – 6")]
    assert "Windows-1252" in export.notes[0]


def test_old_line_ends_are_read(tmp_path):
    assert cells(written(tmp_path / "a.csv", "a,b\r1,2\r3,4\r")) == [(2, "1", "2"), (3, "3", "4")]


def test_compressed_files_are_read_as_they_are(tmp_path):
    export = written(tmp_path / "a.csv.gz", gzip.compress(b"a,b\n1,2\n"))
    assert (export.shape, cells(export)) == ("table", [(2, "1", "2")])


# -- rows -----------------------------------------------------------------------------------------


def test_row_numbers_are_those_of_the_spreadsheet(tmp_path):
    content = 'id,text\n1,"two\nlines"\n\n2,x\n'
    assert cells(written(tmp_path / "a.csv", content)) == [(2, "1", "two\nlines"), (4, "2", "x")]


def test_repeated_headers_are_all_there(tmp_path):
    export = written(tmp_path / "a.csv", "Key,Labels,Labels,\nA-1,red,blue,x\n")
    assert export.header == ("Key", "Labels", "Labels", "")
    assert export.every("labels") == ["1", "2"]
    assert cells(export) == [(2, "A-1", "red", "blue", "x")]


def test_an_empty_cell_between_quotation_marks_is_as_empty_as_any_other(tmp_path):
    path = tmp_path / "quoted.csv"
    path.write_text('"Key","Comment"\n"A-1",""\n"",""\nA-2,\n', encoding="utf-8")
    rows = Export.open(path).rows()
    assert rows.rows() == [(2, "A-1", None), (4, "A-2", None)]


def test_short_rows_are_padded_and_surplus_cells_are_kept_aside(tmp_path):
    rows = "".join(f"{i},x\n" for i in range(60))
    export = written(tmp_path / "a.csv", f"id,b\n{rows}7\n8,x,lost,too\n")
    assert cells(export)[-2:] == [(62, "7", None), (63, "8", "x")]
    assert export.surplus().rows() == [(63, "2", "lost"), (63, "3", "too")]
    assert export.notes == ["1 rows have more cells than the header; see surplus()."]


def test_a_quote_that_never_closes_is_told_with_its_row(tmp_path):
    content = 'id,b\n1,x\n2,"open\n3,x\n4,x\n'
    with pytest.raises(SourceError, match="near row 3: a quotation mark opens a cell"):
        written(tmp_path / "a.csv", content).rows()


def test_quotes_inside_a_cell_are_forgiven(tmp_path):
    content = 'id,b\n1,"say" so\n2,ok\n'
    assert cells(written(tmp_path / "a.csv", content)) == [(2, "1", "say so"), (3, "2", "ok")]


def test_the_guard_against_formulas_is_taken_off(tmp_path):
    content = "id,b\n1,'=SUM(A1)\n2,'-5\n3,'tis\n4,it's\n"
    assert [row[2] for row in cells(written(tmp_path / "a.csv", content))] == [
        "=SUM(A1)",
        "-5",
        "'tis",
        "it's",
    ]


def test_the_header_is_found_below_titles(tmp_path):
    content = "Report of May\n\nPrompt: all,,\nWorker,Employee ID,Hire\nAna,7,2024-05-01\n"
    export = written(tmp_path / "a.csv", content)
    view = export.at_header("Worker", "Employee ID")
    assert view is not None
    assert (view.header_row, cells(view)) == (4, [(5, "Ana", "7", "2024-05-01")])
    assert export.at_header("Transcript Status") is None


@pytest.mark.parametrize(
    ("written_so", "compared_as"),
    [
        ("\ufeff Employee ID * ", "employeeid"),
        ("Cost_Center_-_ID", "costcenterid"),
        ("Annual Salary (Employment Profile - Pay Rates)", "annualsalary"),
        ("Größe\n(USD)", "große".replace("ß", "ss").replace("ö", "o")),
        ("(blank)", "blank"),
    ],
)
def test_header_names_are_compared_by_their_letters(written_so, compared_as):
    assert normalise(written_so) == compared_as


def test_a_name_written_exactly_so_goes_before_one_that_is_alike(tmp_path):
    export = written(tmp_path / "a.csv", "Time (planned),Time,Created At (UTC)\n1,2,3\n")
    assert export.first("time") == "1"
    assert export.first("missing", "Created at") == "2"
    assert export.first("missing") is None


# -- workbooks and Parquet ------------------------------------------------------------------------


def workbook(path, *rows, more_sheets=()):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for name in more_sheets:
        book.create_sheet(name).append(["x", "y"])
    book.save(path)
    return Export.open(path)


def test_a_worksheet_is_text_with_iso_days(tmp_path):
    export = workbook(
        tmp_path / "a.xlsx",
        ["Report"],
        [],
        ["id", "hired", "hours"],
        ["007", date(2024, 5, 1), 1.5],
        more_sheets=["Other"],
    )
    view = export.at_header("id", "hired")
    assert view.header_row == 3
    assert cells(view) == [(4, "007", "2024-05-01", "1.5")]
    assert export.notes == ["The first sheet with rows was read; 1 other sheets were not."]


def test_empty_rows_above_a_worksheet_count(tmp_path):
    export = workbook(tmp_path / "a.xlsx", [], [], ["id", "name"], ["1", "a"])
    assert (export.header_row, cells(export)) == (3, [(4, "1", "a")])


def test_parquet_is_read_like_a_table(tmp_path):
    frame = pl.select(
        id=pl.lit("T1"),
        at=pl.datetime(2024, 5, 1, time_zone="UTC"),
        parts=pl.lit(pl.Series([["a", "b"]])),
    )
    frame.write_parquet(tmp_path / "a.parquet")
    export = Export.open(tmp_path / "a.parquet")
    assert (export.shape, export.header) == ("table", ("id", "at", "parts"))
    assert cells(export) == [
        (2, "T1", "2024-05-01T00:00:00.000000+00:00", f"a{sheet.ITEM_SEPARATOR}b")
    ]


# -- JSON -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "records"),
    [
        pytest.param('[{"a": 1}, {"a": 2}]', [{"a": 1}, {"a": 2}], id="a list"),
        pytest.param('{"data": [{"a": 1}], "has_more": false}', [{"a": 1}], id="a wrapper"),
        pytest.param('[{"a": 1}]\n[{"a": 2}]', [{"a": 1}, {"a": 2}], id="lists back to back"),
        pytest.param('[{"a":\n1}][{"a": 2}]', [{"a": 1}, {"a": 2}], id="and on one line"),
        pytest.param('{"a": 1}\n\n{"a": 2}\n', [{"a": 1}, {"a": 2}], id="a record a line"),
        pytest.param('{"a": 1}', [{"a": 1}], id="one record"),
    ],
)
def test_records_are_found_in_every_wrapping(tmp_path, content, records):
    assert written(tmp_path / "a.json", content).records() == records


def test_keys_name_wrapper_and_records(tmp_path):
    export = written(tmp_path / "a.json", '{"day_totals": [{"user_login": "x"}], "report": 1}')
    assert export.keys == {"day_totals", "report", "user_login"}


def test_a_broken_line_is_refused_and_the_others_are_read(tmp_path):
    export = written(tmp_path / "a.jsonl", '{"a": 1}\n{"a": \n{"a": 3}\n')
    assert (export.records(), export.record_lines) == ([{"a": 1}, {"a": 3}], [1, 3])
    assert export.refused_lines == [(2, "the line is not a JSON record")]


def test_records_can_be_read_as_a_table(tmp_path):
    export = written(tmp_path / "a.jsonl", '{"a": 1, "b": ["x", "y"]}\n{"a": true, "c": null}\n')
    table = export.as_table()
    assert table.header == ("a", "b", "c")
    assert cells(table) == [(1, "1", f"x{sheet.ITEM_SEPARATOR}y", None), (2, "true", None, None)]


@pytest.mark.parametrize("content", ['{"a": [1, 2', "[" * 100_000], ids=["cut off", "nested"])
def test_damaged_json_is_told(tmp_path, content):
    export = written(tmp_path / "a.json", content)
    with pytest.raises(SourceError, match="line 1: the JSON breaks off or is damaged"):
        export.records()


# -- what is refused at the door ------------------------------------------------------------------


def bomb(path, plain_size, *, told_size=None):
    """A workbook whose only part is one repeated byte."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"\0" * plain_size)
    raw = packed.getvalue()
    if told_size is not None:  # a directory that lies
        raw = raw.replace(plain_size.to_bytes(4, "little"), told_size.to_bytes(4, "little"))
    path.write_bytes(raw)
    return path


def test_a_zip_bomb_named_xlsx_is_refused_by_its_directory(tmp_path):
    path = bomb(tmp_path / "a.xlsx", unpack.RATIO_COUNTS_FROM + 1)
    with pytest.raises(SourceError, match=r"a\.xlsx unpacks to far more"):
        Export.open(path)


def test_a_zip_bomb_with_a_lying_directory_is_refused(tmp_path):
    path = bomb(tmp_path / "a.xlsx", 5_000_000, told_size=1_000)
    with pytest.raises(SourceError, match=r"a\.xlsx unpacks to far more"):
        Export.open(path)


def test_a_gzip_bomb_is_refused_while_it_unpacks(tmp_path, monkeypatch):
    monkeypatch.setattr(unpack, "RATIO_COUNTS_FROM", 1 << 20)
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(b"a" * (8 << 20)))
    with pytest.raises(SourceError, match=r"a\.csv\.gz unpacks to far more"):
        Export.open(tmp_path / "a.csv.gz")


@pytest.mark.parametrize(
    "header",
    [b"", b"a,b\n", b'{"a": 1}\n{"a": 2}\n{"a": "'],
    ids=["nothing else", "a header above it", "records above it"],
)
def test_an_endless_line_is_refused(tmp_path, monkeypatch, header):
    monkeypatch.setattr(text, "LONGEST_LINE", 4 << 20)
    path = tmp_path / "a.csv"
    path.write_bytes(header + b"x" * (64 << 20))
    with pytest.raises(SourceError, match="a line of more than 4 MiB"):
        Export.open(path)


@pytest.mark.parametrize("header", [b"a,b\n" * 20_000, b""], ids=["below rows", "alone"])
def test_a_sparse_line_of_two_gigabytes_is_refused_without_reading_it_all(tmp_path, header):
    path = tmp_path / "a.csv"
    with path.open("wb") as file:
        file.write(header)
        file.truncate(2 << 30)
    with pytest.raises(SourceError, match=r"a line of more than 16 MiB|is a binary file"):
        Export.open(path)


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("a.xls", b"\xd0\xcf\x11\xe0 old", "is an old Excel workbook"),
        ("a.png", b"\x89PNG\x00\x00", "is a binary file"),
        ("a.xlsx", b"PK\x03\x04 broken", "begins like a workbook but is damaged"),
        ("a.parquet", b"PAR1 broken", "begins like a Parquet file but is damaged"),
        ("a.csv.gz", b"\x1f\x8b broken", "breaks off or is damaged"),
        (
            "a.gz",
            gzip.compress(gzip.compress(b"a,b\n1,2\n", mtime=0), mtime=0),
            "is compressed twice",
        ),
        ("a.txt", b"\xff\xfea", "says it is utf-16-le but is not"),
    ],
)
def test_what_is_no_export_is_told_so(tmp_path, name, content, found):
    with pytest.raises(SourceError, match=found):
        written(tmp_path / name, content)


def test_a_zip_of_files_is_no_workbook(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("task.csv", "a,b\n")
    with pytest.raises(SourceError, match="is a ZIP archive without a workbook"):
        Export.open(tmp_path / "a.xlsx")


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(SourceError, match=r"gone\.csv is not there"):
        Export.open(tmp_path / "gone.csv")


def test_temporary_files_go_with_the_export(tmp_path):
    export = written(tmp_path / "a.csv.gz", gzip.compress(b"a,b\n1,2\n"))
    folder = export.unpacked.folder
    assert folder.exists()
    del export
    assert not folder.exists()


def test_a_header_is_told_by_its_names(tmp_path):
    assert written(tmp_path / "a.csv", "id,,done\n1,2,3\n").header_told == "id, (blank), done"


def test_a_header_that_may_have_swallowed_a_row_is_told_by_its_width(tmp_path):
    told = written(tmp_path / "a.csv", "id,name,doAna Ruiz,x,y\n1,2,3\n4,5,6\n").header_told
    assert told == "5 cells in its header and no more than 3 in its rows"


def test_a_lone_carriage_return_between_rows_ends_a_row(tmp_path):
    export = written(tmp_path / "a.csv", "a,b,c,d,e\n1,2,3,4,5\r6,7\n")
    assert cells(export) == [(2, "1", "2", "3", "4", "5"), (3, "6", "7", None, None, None)]


def test_a_cell_of_a_json_file_is_no_deeper_than_a_list_of_lists(tmp_path):
    deep = "[" * 500 + '"x"' + "]" * 500
    export = written(tmp_path / "a.json", f'[{{"a": {deep}, "b": [["y"], "z"]}}]').as_table()
    assert cells(export) == [(1, None, "y\x1fz")]


# -- a file that is read again --------------------------------------------------------------------


def test_a_file_afresh_has_the_readers_answer_and_reads_again(tmp_path):
    export = written(tmp_path / "a.csv", "id,done\n1,05/06/2024\n")
    again = export.afresh(True)
    assert (export.day_first, again.day_first) == (None, True)
    assert (again.name, again.header, cells(again)) == (export.name, ("id", "done"), cells(export))
    assert again.afresh(None).day_first is None


def test_records_that_a_loader_changed_are_whole_in_the_file_afresh(tmp_path):
    export = written(tmp_path / "a.json", '[{"a": 1, "b": 2}]')
    export.records()[0].pop("b")
    view = export.as_table()
    assert view.header == ("a",)  # views of one file share what was read of it
    assert export.afresh(None).records() == [{"a": 1, "b": 2}]


def test_a_plain_file_weighs_nothing_beside_itself(tmp_path):
    assert written(tmp_path / "a.csv", "id,done\n1,2\n").weight == 0
    assert written(tmp_path / "a.json", '[{"a": 1}]').weight == 0


def test_a_compressed_or_foreign_file_weighs_its_plain_copy(tmp_path):
    text = "id,done\n" + "1,ü\n" * 100
    packed = written(tmp_path / "a.csv.gz", gzip.compress(text.encode()))
    western = written(tmp_path / "b.csv", text.encode("cp1252"))
    assert packed.weight == len(text.encode())
    assert western.weight == len(text.encode())


def test_a_workbook_weighs_what_it_holds_in_memory(tmp_path):
    def weight(rows):
        book = Workbook()
        for row in range(rows):
            book.active.append([f"cell {row}", "x" * 50])
        book.save(tmp_path / "a.xlsx")
        return Export.open(tmp_path / "a.xlsx").weight

    assert weight(1000) - weight(500) >= 500 * 50
