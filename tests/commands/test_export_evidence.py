"""`atelier export evidence`: the workbook of studies, also of a workspace that has none."""

from openpyxl import load_workbook

from tests.commands.test_cli import BAD_INPUT, answer, atelier


def test_a_workspace_without_studies_gives_a_workbook_that_says_so(tmp_path):
    out = tmp_path / "evidence.xlsx"
    told = answer("export", "evidence", "--workspace", tmp_path / "w", "--out", out)
    assert told == {"status": "done", "files": [str(out)]}
    book = load_workbook(out)
    assert book["Register"].max_row == 1
    about = {row[0]: row[1] for row in book["About"].iter_rows(max_col=2, values_only=True)}
    assert about["Studies"] == 0
    assert about["Version of the facts"] == "none loaded"


def test_a_study_has_several_tables_and_wants_a_workbook(tmp_path):
    out = tmp_path / "evidence.csv"
    said = atelier(
        "export", "evidence", "--workspace", tmp_path / "w", "--out", out, expect=BAD_INPUT
    ).stderr
    assert "Expected .xlsx" in " ".join(said.split()) or ".xlsx" in said
