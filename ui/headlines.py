"""The headline figures of one unit, gathered for its cards, and what they say in two sentences."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from ui.cards import Headline
from ui.cells import OWN, Cell, history, now
from ui.changes import Change, changes, earlier, of_unit
from ui.filters import Filters
from ui.readings import cube, definitions, reference_quarters
from ui.words import HEADLINES, direction, number, period_name


def headlines(filters: Filters, unit: str) -> list[Headline]:
    """The five headline figures of one unit in the chosen period; one that was never computed says so."""
    figures = cube(filters.key, filters.grain)
    period = filters.period
    if period is None:
        return []
    mine = figures.filter(pl.col("team_id") == unit)
    before = earlier(filters.periods, period)
    year = changed_since(mine, period, [before] if before else [])
    reference = changed_since(mine, period, reference_periods(filters, mine))
    current = now(mine, unit, period)
    return [
        Headline(
            indicator=definitions()[key],
            cell=(cell := current.get(key, Cell(unit, period, key))),
            history=upto(history(mine, unit, key), period),
            year=of_unit(year, unit).get(key),
            year_name=period_name(before, filters.grain) if before else "",
            reference=of_unit(reference, unit).get(key),
            pooled=filters.units.label(cell.pooled_from) if cell.pooled_from else None,
        )
        for key in HEADLINES
        if key in definitions()
    ]


def changed_since(figures: pl.DataFrame, period: date, before: Sequence[date]) -> pl.DataFrame:
    """Changes from earlier periods; no rows when there is none."""
    return changes(figures, period, before)


def reference_periods(filters: Filters, figures: pl.DataFrame) -> list[date]:
    """Periods of the chosen grain inside the reference quarters, the period itself left out."""
    quarters = reference_quarters(filters.key)
    known = figures["period"].unique().sort().to_list() if not figures.is_empty() else []
    inside = [each for each in known if each.replace(month=3 * ((each.month - 1) // 3) + 1) in quarters]
    return [each for each in inside if each != filters.period]


def upto(cells: Sequence[Cell], period: date) -> list[Cell]:
    """The past of a figure as it stood at a period."""
    return [cell for cell in cells if cell.period <= period]


def summary(shown: Sequence[Headline], unit: str, period: str) -> str:
    """What the headlines say, in plain sentences."""
    by_key = {headline.indicator.key: headline for headline in shown}
    sentences = []
    if known := _known(by_key, "challenge"):
        sentences.append(
            f"In {period}, novices of **{unit}** spent **{number(known.indicator, known.cell.value)}** of their "
            "hours on work near the edge of what they can do"
        )
    if known := _known(by_key, "novice_participation"):
        share = number(known.indicator, known.cell.value)
        sentences.append(f"their part in the hard work was **{share}** of an even share")
    text = ", and ".join(sentences)
    moved = [_moved(headline, headline.year) for headline in shown if headline.year and headline.year.clears]
    name = next((headline.year_name for headline in shown if headline.year_name), "")
    if moved and name:
        text += f". Against {name}: {', '.join(moved)}"
        text += "; for the rest the figures cannot tell" if len(moved) < len(shown) else ""
    elif text and name:
        text += f". Against {name}, no headline moved by more than chance would make it"
    return f"{text}." if text else "No headline figure can be shown here."


def _known(by_key: dict[str, Headline], key: str) -> Headline | None:
    found = by_key.get(key)
    return found if found and found.cell.state in OWN and found.cell.value is not None else None


def _moved(headline: Headline, change: Change | None) -> str:
    label = headline.indicator.label.casefold()
    if change is None:
        return label
    way = direction(headline.indicator, change.change)
    rose = "rose" if change.change > 0 else "fell"
    return f"{label} {rose} ({way})"
