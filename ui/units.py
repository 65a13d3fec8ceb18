"""Teams and the units above them, with names that a reader can tell apart."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from metrics.unit_tree import WHOLE_FIRM


@dataclass(frozen=True)
class Units:
    """The tree of teams and units.

    labels    id -> name that is unique in the firm, in order of the tree (a unit before its parts)
    parents   id -> id of the unit above; roots are absent
    """

    labels: Mapping[str, str]
    parents: Mapping[str, str]

    @property
    def firm(self) -> str | None:
        """The root with the most parts: where a reader begins; None in an empty firm."""
        roots = [unit for unit in self.labels if unit not in self.parents]
        return max(roots, key=lambda root: len(self.below(root)), default=None)

    def children(self, unit: str) -> list[str]:
        """Units directly below, sorted by name."""
        found = [child for child, parent in self.parents.items() if parent == unit]
        return sorted(found, key=lambda child: self.labels[child].casefold())

    def below(self, unit: str) -> list[str]:
        """Everything below a unit, the unit itself left out, in order of the tree."""
        found = []
        for child in self.children(unit):
            found += [child, *self.below(child)]
        return found

    def teams(self, unit: str) -> list[str]:
        """Teams (units without parts) at or below a unit, in order of the tree."""
        return [each for each in (unit, *self.below(unit)) if not self.children(each)]

    def above(self, unit: str) -> list[str]:
        """Units above, the nearest first."""
        found = []
        while (parent := self.parents.get(unit)) is not None:
            found.append(parent)
            unit = parent
        return found

    def label(self, unit: str | None) -> str:
        """The name of a unit; its id when the firm has given none."""
        return self.labels.get(unit or "", unit or "")

    def find(self, label: str | None) -> str | None:
        """The id behind a label."""
        return next((unit for unit, name in self.labels.items() if name == label), None)


def units(team: pl.DataFrame, known: set[str]) -> Units:
    """The tree of the units that have figures.

    team   one row per team: team_id, name, parent_id
    known  ids in the cube; a unit of the cube without a row in `team` appears under its id

    Counts: the whole firm, where the cube has it, is above everything that has nothing above it.
    """
    rows = {row["team_id"]: row for row in team.sort("team_id").iter_rows(named=True)}
    ids = sorted(known | set(rows))
    names = {each: (rows.get(each, {}).get("name") or each) for each in ids}
    names |= {WHOLE_FIRM: "Whole firm"} if WHOLE_FIRM in known else {}
    parents = {
        each: parent
        for each in ids
        if (parent := rows.get(each, {}).get("parent_id")) in names and parent != each
    }
    if WHOLE_FIRM in known:
        parents |= {each: WHOLE_FIRM for each in ids if each not in parents and each != WHOLE_FIRM}
    unordered = Units(_unique(names), parents)
    order: list[str] = []
    for root in sorted((u for u in ids if u not in parents), key=lambda u: names[u].casefold()):
        order += [root, *unordered.below(root)]
    return Units({each: unordered.labels[each] for each in order}, parents)


def _unique(names: Mapping[str, str]) -> dict[str, str]:
    """Names with the id behind them where two units share one."""
    uses: dict[str, int] = {}
    for name in names.values():
        uses[name] = uses.get(name, 0) + 1
    return {each: name if uses[name] == 1 else f"{name} ({each})" for each, name in names.items()}
