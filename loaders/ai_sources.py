"""Sources that tell of the use of one AI product: a report, a bill, the logs of the tool itself."""

import polars as pl

from loaders.contract import Parcel
from store.workspace import Workspace


def told_before(workspace: Workspace, parcel: Parcel, loader: str) -> tuple[str, ...]:
    """A sentence when another source has told of the same AI products and this one comes new.

    Counts: nothing is left out. Which of two sources counts is decided where use is added up (see
    `metrics.formulas.told_once`), for either may know people and days that the other does not.
    """
    usage = parcel.facts.get("ai_usage")
    if usage is None or usage.is_empty():
        return ()
    before = workspace.imports().filter(pl.col("loader") == loader).explode("tables")
    if (before["tables"] == "ai_usage").any():
        return ()
    known = workspace.facts("ai_usage").select(pl.col("tool").unique()).collect()["tool"]
    both = sorted(set(usage["tool"]) & set(known))
    if not both:
        return ()
    return (
        f"Another source has told of {', '.join(both)} before. A day of use counts once; where both"
        " tell numbers of it, the larger counts.",
    )
