"""The units of the firm as money sees them: whose cost centre it is, who belongs, what is above."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import narwhals as nw
import polars as pl

from metrics.belonging import belonging
from metrics.closed_task import BOTS
from metrics.unit_tree import WHOLE_FIRM, unit_tree

if TYPE_CHECKING:
    from store.workspace import Workspace

EPOCH: Final = date(1970, 1, 1)
# An ERP may put the company's short name behind every cost centre: `Payments API - HW`.
COMPANY: Final = r" - [^-]{1,5}$"


@dataclass(frozen=True)
class FirmUnits:
    """Units and who belongs to them.

    tree       team_id, unit_id, depth: each unit with itself and all units above it
    root       the unit above all others
    names      team_id, name
    belonging  person_id, team_id, start_day, end_day, is_main: see `metrics.belonging`
    machines   person_id of bots and agents: nobody's privacy, and nobody's training
    """

    tree: pl.DataFrame
    root: str
    names: pl.DataFrame
    belonging: pl.DataFrame
    machines: pl.Series

    @property
    def parents(self) -> dict[str, str]:
        """Unit -> the unit right above it."""
        above = self.tree.filter(pl.col("depth") == 1).select("team_id", "unit_id")
        return dict(above.iter_rows())

    @property
    def levels(self) -> pl.DataFrame:
        """One row per unit: unit_id, level (0 is the root)."""
        return _levels(self.tree)


def firm_units(workspace: "Workspace", as_of: int | None = None) -> FirmUnits:
    """The units of a workspace, from its facts alone: nothing has to be measured."""
    facts = {
        name: nw.from_native(workspace.facts(name, as_of=as_of))
        for name in ("team", "membership", "person")
    }
    tree = unit_tree(facts["team"], facts["membership"])
    people: nw.LazyFrame[Any] = facts["person"]
    return FirmUnits(
        tree=tree,
        root=_root(tree),
        names=workspace.facts("team", as_of=as_of).select("team_id", "name").collect(),
        belonging=belonging(facts["membership"], people).select(
            "person_id", "team_id", "start_day", "end_day", "is_main"
        ),
        machines=people.filter(nw.col("worker_type").is_in(BOTS))
        .select("person_id").collect("polars").to_native()["person_id"],
    )  # fmt: skip


def _levels(tree: pl.DataFrame) -> pl.DataFrame:
    """One row per unit: unit_id, level; a unit above that no file lists has one too."""
    height = pl.col("depth").max().over("team_id") - pl.col("depth")
    return tree.with_columns(level=height).group_by("unit_id").agg(pl.col("level").max())


def _root(tree: pl.DataFrame) -> str:
    tops = _levels(tree).filter(pl.col("level") == 0)["unit_id"].to_list()
    return tops[0] if len(tops) == 1 else WHOLE_FIRM


def unit_of_centre(centres: pl.Series, units: FirmUnits) -> pl.DataFrame:
    """One row per cost centre that is a unit of the firm: centre, unit_id.

    centres  cost centres as the ledger writes them

    Counts: the unit's key, else its name, whatever the case; else either of them once the short
    name of the company behind it is gone. A name that two units have is nobody's.
    """
    known = units.tree.select("unit_id").unique()
    keys = known.select("unit_id", word=pl.col("unit_id").str.to_lowercase()).select(
        "word", "unit_id"
    )
    named = units.names.drop_nulls().select(
        word=pl.col("name").str.to_lowercase(), unit_id="team_id"
    )
    named = named.join(known, on="unit_id", how="semi")
    words = pl.concat([_single(keys), _single(named)]).unique("word", maintain_order=True)
    asked = pl.DataFrame({"centre": centres.drop_nulls().unique().sort()})
    bare = pl.col("centre").str.strip_chars().str.to_lowercase()
    tries = pl.concat(
        [asked.with_columns(word=bare), asked.with_columns(word=bare.str.replace(COMPANY, ""))]
    )
    return (
        tries.join(words, on="word", maintain_order="left")
        .unique("centre", keep="first", maintain_order=True)
        .select("centre", "unit_id")
        .sort("centre")
    )


def _single(words: pl.DataFrame) -> pl.DataFrame:
    return words.unique().filter(pl.len().over("word") == 1).sort("word")


def team_on(rows: pl.DataFrame, units: FirmUnits) -> pl.DataFrame:
    """The rows with unit_id: the person's main team on the day, else the root.

    rows  person_id, day
    """
    main = units.belonging.filter("is_main").select(
        "person_id", "end_day", unit_id="team_id", day_of="start_day"
    )
    days = rows.with_columns(day_of=(pl.col("day") - EPOCH).dt.total_days())
    joined = days.sort("day_of").join_asof(
        main.sort("day_of"),
        on="day_of",
        by="person_id",
        strategy="backward",
        check_sortedness=False,
    )
    is_there = pl.col("day_of") < pl.col("end_day")
    return joined.with_columns(
        unit_id=pl.when(is_there).then("unit_id").fill_null(units.root)
    ).drop("day_of", "end_day")


def members(cells: pl.DataFrame, units: FirmUnits) -> pl.DataFrame:
    """Who belonged to a unit in a month: unit_id, month, person_id.

    cells  unit_id, month: what is asked for

    Counts: people of all teams below the unit. Where nobody is known in that month, everybody who
    ever belonged to it: a list of staff without history begins on its own day.
    """
    asked = cells.select("unit_id", "month").unique()
    below = units.tree.select("unit_id", "team_id")
    held = asked.join(below, on="unit_id").join(units.belonging, on="team_id")
    begins = (pl.col("month") - EPOCH).dt.total_days()
    ends = (pl.col("month").dt.offset_by("1mo") - EPOCH).dt.total_days()
    now = (pl.col("start_day") < ends) & (pl.col("end_day") > begins)
    nobody = ~now.any().over("unit_id", "month")
    return held.filter(now | nobody).select("unit_id", "month", "person_id").unique()
