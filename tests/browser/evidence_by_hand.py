"""The dashboard with studies by hand in place of stored ones: run by the tests of the page."""

import sys

from exports.evidence.told import OneTeam, PlanFound, Start, StudyTold
from tests.evidence import gallery
from ui.evidence import plan, readings

OUTCOMES = (
    gallery.CYCLE_TIME, gallery.THROUGHPUT, gallery.PARTICIPATION, gallery.RETENTION,
    gallery.CLIMATE,
)  # fmt: skip
STUDIES = (
    StudyTold(
        "move:pairs", "Advice pairs", "redesign", 120, gallery.FIRST, gallery.LAST, by_lot=True,
        findings=(
            gallery.WORKED, gallery.NOT_ANSWERABLE, gallery.HARMED, gallery.CANNOT_TELL,
            gallery.NO_MEANINGFUL_EFFECT,
        ),
    ),
    StudyTold(
        "course:7", "AI basics for everybody", "training", 24, gallery.FIRST, gallery.FIRST,
        findings=(gallery.NOT_WORTH_IT, gallery.MAY_NOT_PAY),
    ),
    StudyTold(
        "course:8", "Safety at work", "training", 40, gallery.FIRST, gallery.FIRST,
        reason="Everybody started in the same month, so that nobody is left to compare with",
    ),
    StudyTold("course:9", "Prompting in practice", "training", 12, gallery.FIRST, gallery.LAST),
    StudyTold(
        "move:one", "Split the release task", "redesign", 1, gallery.FIRST, gallery.FIRST,
        findings=(gallery.ONE_TEAM,),
    ),
)  # fmt: skip


def one_team(*_):
    """A team that fell after the start, in front of eleven that went on as before."""
    months = tuple(range(-12, 9))
    steps = [0.01 * ((7 * m) % 5 - 2) for m in months]
    gaps = tuple(
        step - (0.04 * (m + 1) if m >= 0 else 0) for m, step in zip(months, steps, strict=True)
    )
    others = tuple(0.7 + 0.13 * n for n in range(11))
    return OneTeam(months, gaps, (*others, 6.4), -0.2, -0.18, rank=1, of=12)


def drawn(workspace, request):
    """Teams in the order of their keys, a wave after the other; the last one stays late."""
    starts = tuple(
        Start(team, request.names[team], 1 + n % request.waves,
              None if 1 + n % request.waves == request.waves else request.first_month)
        for n, team in enumerate(request.teams)
    )  # fmt: skip
    return PlanFound(
        request.name, request.kind, request.outcome, request.seed, starts, mde=0.05, pays=0.034,
        teams_needed=87, months_needed=31, periods=9,
    )  # fmt: skip


def main(port):
    """Serve on a port of this machine."""
    readings.studies = lambda state: STUDIES
    readings.outcomes = lambda: OUTCOMES
    readings.one_team_of = one_team
    plan.drawn = drawn
    from streamlit.web import cli

    sys.argv = ["streamlit", "run", "dashboard.py", f"--server.port={port}"]
    cli.main()


if __name__ == "__main__":
    main(sys.argv[1])
