"""Minutes of activity out of moments: the gaps between them, each up to a limit."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Final

# assumption: after five minutes without a line the person has turned to something else. Shorter
# limits cut off reading and thinking, longer ones count breaks; tools of this kind use 5 to 15.
LONGEST_GAP: Final = timedelta(minutes=5)


def active_minutes(moments: Iterable[datetime]) -> dict[date, float]:
    """Minutes per day (UTC): after each moment the time to the next one, at most `LONGEST_GAP`.

    Counts: sessions that run side by side are one stream, so that no minute counts twice. A gap
    belongs to the day on which it begins. A day with a single moment has the time to the next one
    too, and the last moment of all has none.
    """
    ordered = sorted(set(moments))
    found: dict[date, float] = defaultdict(float)
    for before, after in pairwise(ordered):
        found[before.date()] += min(after - before, LONGEST_GAP) / timedelta(minutes=1)
    for moment in ordered[-1:]:
        found[moment.date()] += 0
    return dict(found)
