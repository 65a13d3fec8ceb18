"""A spreadsheet program that recalculates workbooks for the tests, and cells by their names."""

import os
import shutil
import subprocess

import pytest
from openpyxl import load_workbook

SECONDS = 300


def soffice():
    """LibreOffice; its tests skip where there is none."""
    path = shutil.which("soffice") or shutil.which("libreoffice")
    if not path:
        pytest.skip("there is no LibreOffice on this machine")
    return path


def recalculated(paths, folder):
    """The workbooks after a real spreadsheet program has computed every formula: values only.

    All in one call, as starting the program takes longer than computing.
    """
    profile, out = folder / "profile", folder / "computed"
    subprocess.run(
        [
            soffice(), f"-env:UserInstallation=file://{profile}", "--headless",
            "--convert-to", "xlsx", "--outdir", str(out), *map(str, paths),
        ],
        check=True, capture_output=True, timeout=SECONDS, env={**os.environ, "HOME": str(folder)},
    )  # fmt: skip
    return [load_workbook(out / path.name, data_only=True) for path in paths]


def place(book, name):
    """The sheet and cell that a name stands for."""
    [(sheet, cell)] = book.defined_names[name].destinations
    return book[sheet][cell.replace("$", "")]


def errors(book):
    """Cells that hold an error, with their sheet."""
    return [
        f"{sheet.title}!{cell.coordinate}: {cell.value}"
        for sheet in book.worksheets
        for line in sheet.iter_rows()
        for cell in line
        if cell.data_type == "e" or str(cell.value).startswith(("#", "Err:"))
    ]
