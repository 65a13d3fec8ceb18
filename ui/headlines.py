"""The headline figures of one unit, gathered for its cards, and what they say in two sentences."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from ui.cards import Headline
from ui.cells import OWN, Cell, history, now
from ui.changes import Change, changes, earlier, of_unit, year_before
from ui.filters import Filters
from ui.frame import sentence
from ui.readings import cube, definitions, quarter_of, reference_quarters
from ui.words import HEADLINES, direction, number, period_name


def headlines(filters: Filters, unit: str) -> list[Headline]:
    """The five headline figures of one unit in the chosen period."""
    figures = cube(filters.key, filters.grain)
    period = filters.period
    if period is None:
        return []
    mine = figures.filter(pl.col("team_id") == unit)
    before = earlier(filters.periods, period)
    year = changes(mine, period, [before] if before else [])
    reference = changes(mine, period, reference_periods(filters, mine))
    current = now(mine, unit, period)
    return [
        Headline(
            indicator=definitions()[key],
            cell=(cell := current.get(key, Cell(unit, period, key))),
            history=upto(history(mine, unit, key), period),
            year=of_unit(year, unit).get(key),
            year_words=since(before, period, filters.grain),
            reference=of_unit(reference, unit).get(key),
            pooled=filters.units.label(cell.pooled_from) if cell.pooled_from else None,
        )
        for key in HEADLINES
        if key in definitions()
    ]


def since(before: date | None, period: date, grain: str) -> str:
    """What a change is against, in words; empty when there is nothing before."""
    if before is None:
        return ""
    return "in a year" if before == year_before(period) else f"since {period_name(before, grain)}"


def reference_periods(filters: Filters, figures: pl.DataFrame) -> list[date]:
    """Periods of the chosen grain inside the reference quarters, the period itself left out."""
    quarters = reference_quarters(filters.key)
    known = figures["period"].unique().sort().to_list() if not figures.is_empty() else []
    inside = [each for each in known if quarter_of(each) in quarters]
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
            f"In {period}, novices of **{unit}** spent "
            f"**{number(known.indicator, known.cell.value)}** of their hours on work near the "
            "edge of what they can do"
        )
    if known := _known(by_key, "novice_participation"):
        share = number(known.indicator, known.cell.value)
        sentences.append(f"their part in the hard work was **{share}** of an even share")
    if not sentences:
        return "No headline figure can be shown here."
    year = next((headline.year_words for headline in shown), "")
    return " ".join(
        line
        for line in (
            f"{', and '.join(sentences)}.",
            _since(shown, sentence(year), is_year=True),
            _since(shown, "Since the reference", is_year=False),
        )
        if line
    )


def _since(shown: Sequence[Headline], when: str, *, is_year: bool) -> str:
    """Headlines that moved by more than chance would make them; empty when none is comparable."""
    pairs = [(each, each.year if is_year else each.reference) for each in shown]
    known = [(each, change) for each, change in pairs if change is not None]
    clear = [_moved(each, change) for each, change in known if change.clears]
    if not known:
        return ""
    if not clear:
        return f"{when}, no headline moved by more than chance would make it."
    rest = " For the others the figures cannot tell." if len(clear) < len(known) else ""
    return f"{when}, {listed(clear)}.{rest}"


def listed(parts: Sequence[str]) -> str:
    """Parts as one enumeration."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _known(by_key: dict[str, Headline], key: str) -> Headline | None:
    found = by_key.get(key)
    return found if found and found.cell.state in OWN and found.cell.value is not None else None


def _moved(headline: Headline, change: Change) -> str:
    way = direction(headline.indicator, change.change)
    rose = "rose" if change.change > 0 else "fell"
    return f"{headline.indicator.label.casefold()} {rose} ({way})"
