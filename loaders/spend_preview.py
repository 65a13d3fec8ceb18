"""What rules on spend would say of a ledger file, before anything is loaded."""

from pathlib import Path

import polars as pl

from loaders import detect
from loaders import mapping as mappings
from loaders.contract import Parcel
from loaders.export import Export
from loaders.last_look import last_look
from store.errors import SourceError, UnknownSource
from store.spend_rules import SPEND_RULES, with_categories
from store.workspace import Workspace


def spend_preview(
    workspace: Workspace,
    path: Path,
    *,
    mapping: str | None = None,
    day_first: bool | None = None,
) -> pl.DataFrame:
    """The ledger lines of a file with the categories that the rules of the workspace give them.

    mapping    name of a saved mapping or path of a TOML file; else what fits the file
    day_first  reading of dates like 05/06/2024 where a column does not decide it
    """
    export = Export.open(path, day_first=day_first)
    lines = last_look(_parcel(workspace, export, mapping)).facts.get("ledger")
    if lines is None:
        raise SourceError(
            f"{export.name} holds no ledger lines",
            "a ledger: posting day, account, amount and currency",
            "Choose the export of the ledger",
        )
    return with_categories(lines, SPEND_RULES.rules(workspace))


def _parcel(workspace: Workspace, export: Export, name: str | None) -> Parcel:
    plan = mappings.named(name, workspace.folder) if name else None
    plan = plan or mappings.for_columns(export, workspace.folder)
    if plan:
        return mappings.apply(export, plan)
    loader = detect(export)
    if loader is None:
        raise UnknownSource(
            f"{export.name} is of no source that is known here",
            "the export of a ledger that is known, or a mapping for its columns",
            f"Run `atelier map {export.name} --save NAME` first, then test with that mapping",
        )
    return loader.read(export)
