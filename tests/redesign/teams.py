"""Teams as moves see them, with only what a test is about."""

from datetime import date

from redesign.contract import Figure, Reading
from redesign.thresholds import word

PERIOD = date(2026, 4, 1)
HOURS = {
    "capacity_hours": 4000.0,
    "novice_hours": 1200.0,
    "expert_hours": 1200.0,
    "challenging_tasks": 60.0,
    "challenging_hours": 900.0,
    "expert_solo_tasks": 20.0,
    "expert_solo_hours": 240.0,
    "zone_tasks_in_backlog": 5.0,
}


def figure(value, low=None, high=None, **more):
    """A figure shown without a badge; the interval is the point where none is told."""
    told = {
        "shrunk": value,
        "score": 40.0,
        "n_units": 60,
        "coverage": 0.9,
        "state": "shown",
        "trigger_units": 40,
    }
    low, high = value if low is None else low, value if high is None else high
    return Figure(value=value, low=low, high=high, **{**told, **more})


def beyond(name, **more):
    """Indicator and figure that lie clearly beyond a trigger word."""
    asked = word(name)
    step = -0.5 if asked.side == "below" else 0.5
    return asked.indicator, figure(asked.bound * (1 + step), **more)


def team(*names, team_id="t", figures=None, hours=None, **more):
    """A team of ten, three of them novices and three experts, for whom these words hold."""
    told = {"people": 10, "novices": 3, "experts": 3, **more}
    return Reading(
        team_id=team_id,
        period=PERIOD,
        figures={**dict(beyond(name) for name in names), **(figures or {})},
        hours=HOURS if hours is None else {**HOURS, **hours},
        **told,
    )
