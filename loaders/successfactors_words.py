"""What the exports of SAP SuccessFactors have in common: keys of people, managers, units."""

from typing import Final

import polars as pl

from loaders.roster_cells import keyed

# A user id is the employment's; the prefix keeps it apart from numbers of other systems.
OWN_ID: Final = "successfactors-"
NO_MANAGER: Final = ("no_manager", "no_mgr")
WITH_CODE: Final = r"^(.*\S)\s*\(([^()]+)\)$"


def own_key(user: pl.Series) -> pl.Series:
    """Keys of people by their user id."""
    return keyed(f"login:{OWN_ID}", user)


def manager_key(told: pl.Series) -> pl.Series:
    """Keys of managers, who are told by user id; none for the top."""
    is_somebody = ~told.str.to_lowercase().is_in(NO_MANAGER)
    return own_key(pl.select(pl.when(is_somebody).then(told)).to_series())


def unit(name: str, told: pl.Series) -> dict[str, pl.Series]:
    """Columns of a unit that is written `Label (code)`; without brackets it is one or the other."""
    label, code = told.str.extract(WITH_CODE, 1), told.str.extract(WITH_CODE, 2)
    shown = pl.select(pl.coalesce(label, told)).to_series()
    return {name: shown, f"{name}_id": code}
