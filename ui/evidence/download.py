"""The workbook of the page Evidence, made when somebody asks for it."""

from collections.abc import Sequence
from functools import partial
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import streamlit as st

from exports.evidence.told import EvidenceBook, PlanTold, StudyTold
from exports.evidence.versions import evidence_versions
from ui.downloads import EXCEL
from ui.readings import workspace

FILE: Final = "atelier-evidence.xlsx"


def evidence_workbook_button(
    studies: Sequence[StudyTold], plans: Sequence[PlanTold], chosen: tuple[str, str]
) -> None:
    """A button that hands over every study as a workbook; nothing is written before the click.

    chosen  study and outcome that the reader looks at: they come first
    """
    st.download_button(
        "Workbook",
        data=partial(evidence_workbook, tuple(studies), tuple(plans), chosen),
        file_name=FILE,
        mime=EXCEL,
        icon=":material/download:",
        on_click="ignore",
        key="workbook",
        help="Every study with its verdicts, numbers, doubts and lists as an Excel workbook",
    )


def evidence_workbook(
    studies: tuple[StudyTold, ...], plans: tuple[PlanTold, ...], chosen: tuple[str, str]
) -> BytesIO:
    """The bytes of the workbook."""
    from exports.evidence_workbook import (  # noqa: PLC0415 -- openpyxl is for the click only
        write_evidence_workbook,
    )

    told = EvidenceBook(studies, plans, evidence_versions(workspace()), chosen)
    with TemporaryDirectory() as folder:
        return BytesIO(write_evidence_workbook(told, Path(folder) / FILE).read_bytes())
