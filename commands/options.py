"""Options that several commands take, each with one name and one explanation."""

from pathlib import Path
from typing import Annotated, Final, Literal

import typer

Format = Literal["csv", "parquet", "json"]
DAY: Final = "%Y-%m-%d"

WorkspaceOption = Annotated[
    Path | None,
    typer.Option(
        "--workspace", help="Folder of the workspace. Default: $ATELIER_WORKSPACE or ./workspace"
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
OutOption = Annotated[Path | None, typer.Option("--out", help="File to write.")]
PlaceOption = Annotated[int, typer.Option("--place", help="1 comes before all others.")]
ReasonOption = Annotated[str, typer.Option("--reason", help="Why.")]
FormatOption = Annotated[
    Format | None, typer.Option("--format", help="Default: by the file's end.")
]
MappingOption = Annotated[
    str | None, typer.Option("--mapping", help="Saved mapping, by name or TOML file.")
]
DayFirstOption = Annotated[
    bool | None,
    typer.Option("--day-first/--month-first", help="How to read dates like 05/06/2024."),
]
