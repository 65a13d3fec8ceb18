"""What a workspace tells for the evidence workbook."""

from pathlib import Path

from exports.evidence.studies import plans_told, studies_told
from exports.evidence.told import EvidenceBook
from exports.evidence.versions import evidence_versions
from exports.evidence_workbook import write_evidence_workbook
from store.workspace import Workspace


def write_evidence(workspace: Workspace, path: Path) -> Path:
    """Write the evidence workbook of a workspace; answers its path."""
    return write_evidence_workbook(evidence_book(workspace), path)


def evidence_book(workspace: Workspace) -> EvidenceBook:
    """The evidence workbook of a workspace as plain values."""
    return EvidenceBook(
        studies=studies_told(workspace),
        plans=plans_told(workspace),
        versions=evidence_versions(workspace),
    )
