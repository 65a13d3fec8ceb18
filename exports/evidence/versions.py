"""Versions that every finding stands on."""

from evidence.judged import judged_version
from store.workspace import Workspace


def evidence_versions(workspace: Workspace) -> dict[str, str]:
    """What -> version: the facts, the rules and anchors of the figures, the judged numbers."""
    made = workspace.measurement
    told = {"the facts": str(workspace.facts_version or "none loaded")}
    if made is not None:
        told |= {"the rules": made.rule_version, "the anchors": made.anchors_version}
    return {**told, "the judged numbers of studies": judged_version()}
