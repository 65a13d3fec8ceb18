"""What is planted in the made firm: every number in one place, with its reason."""

from dataclasses import dataclass, replace
from datetime import date, timedelta


@dataclass(frozen=True)
class Programme:
    """A training that teams get one wave after the other, and what is planted in it.

    Effects hold for the whole team, from the month after its wave on, whoever missed the course.

    key     of `programmes.PROGRAMMES`, which tells title and hours
    waves   months of the waves, counted from the first day; which team is in which goes by lot
    slower  share by which a task takes longer, from its opening to its closing
    stays   share by which the monthly chance of leaving falls
    """

    key: str
    waves: tuple[int, ...]
    slower: float = 0.0
    stays: float = 0.0


@dataclass(frozen=True)
class Plan:
    """Size and planted truths of the made firm; quarters count from 0.

    The defaults are METHODS.md 5.1. A test makes a smaller firm with `dataclasses.replace`.
    """

    # Size: large enough that most teams may be shown, small enough to load in a demo.
    teams: int = 40
    first_day: date = date(2024, 7, 1)  # first day of a calendar quarter
    quarters: int = 8  # complete ones; an open month follows
    open_days: int = 33  # the last quarter must be 30 days old at the export (R4)
    share_of_small_teams: float = 0.1  # they show what suppression looks like
    tasks_low: int = 12  # tasks closed in a person-quarter, as actor
    tasks_high: int = 22  # with the output of AI teams on top this reaches 24
    planned_tasks: int = 110  # open work that nobody has taken yet, for matching
    in_progress: float = 0.3  # share of people whose last task is still open at the export

    # People.
    novice_start: tuple[float, float] = (-0.8, 0.6)  # mean and SD of skill in logits
    intermediate_start: tuple[float, float] = (0.38, 0.55)  # with experts: N(.6, .6) for others
    expert_start: tuple[float, float] = (1.0, 0.55)
    growth_per_100_zone_hours: tuple[float, float, float] = (0.15, 0.05, 0.03)  # by status
    growth_noise: float = 0.1  # a quarter; the fit allows .3
    months_to_forget_half: float = 6.5  # skill gained, while away from work (S20)
    promotion_chance: float = 0.12  # a quarter, for novices a year at their level
    novice_leaving_chance: float = 0.015  # a quarter
    monthly_leaving_chance: float = 0.0  # of anybody, replaced at the same level; 0: as above alone
    moves_per_20_teams: int = 1  # swaps of two people between teams, a quarter
    rehires: int = 3
    part_time_share: float = 0.1
    contractor_share: float = 0.04
    hiring_freezes: int = 2  # teams that stop hiring novices but share work fairly (V7)

    # Difficulty, in logits.
    family_sd: float = 0.9
    residual_sd: float = 0.5
    kappa: float = 0.3  # one SD more of ln(1 + estimate)
    mu: tuple[tuple[str, float], ...] = (
        # One intercept for each set of outcome parts that a source brings (R4).
        # Low: easier work is routine for most, so that learning hangs on the hard third.
        ("on_time", -2.1),
        ("first_pass", -2.0),
        ("on_time+first_pass", -1.9),
        ("none", -2.1),
    )
    alpha: float = 0.8  # AI help
    gamma: float = 0.3  # an expert at hand
    candidates: int = 5  # a manager picks the best fit of so many
    insight: float = 0.25  # how far managers see a person's own skill behind the level
    fitted_share: float = 0.5  # of tasks; the others go to whoever is free
    target: float = 0.8  # chance of success that a manager aims at
    hard_share: float = 0.42  # above a third, so that the top third lies inside what is planted

    # AI rollout and what it does.
    ai_share_of_teams: float = 0.5
    first_wave: int = 2  # quarter 3, after the two reference quarters
    waves: int = 2
    use_before: float = 0.1
    use_after: float = 0.6
    output_gain: float = 0.08  # more closed tasks in AI teams
    npr_excluded: float = 0.5
    solo_gap: float = 0.4  # expert-solo share, AI hard tasks minus other hard tasks
    easy_target: float = 0.95  # what is left for novices of such teams is routine
    anchored_share: float = 0.5  # of AI teams: people who never leave their first use

    # Redesign in half of the AI teams.
    redesign_quarter: int = 5
    npr_redesigned: float = 0.8
    first_quarter_loss: float = 0.03  # chance of success, while pairing is new

    # Trainings in waves. A year before the first one, so that seasons can be told from trends;
    # half a year after the last. Each has its own lot: who has one tells nothing of the others.
    programmes: tuple[Programme, ...] = (
        Programme("prompting", waves=(12, 14, 16, 18)),  # nothing: the tool's vendor teaches it
        # Each task waits for a form to be signed before it is begun; as many are closed as ever.
        Programme("procedure", waves=(13, 15, 17), slower=0.18),
        # Nothing here: in 40 teams so few leave that no effect could be told. See STUDY_PLAN.
        Programme("careers", waves=(12, 15, 18)),
    )
    teams_without: float = 0.25  # of teams: not inside the window
    reach: float = 0.85  # of those at work then: done in the month of the wave; others are away
    caught_up: float = 0.5  # of those who were away: a month or two later

    # Company: expert at the side of a novice, and how often they meet.
    support_healthy: float = 0.85  # of the novices' own hard tasks
    support_excluded: float = 0.5
    support_redesigned: float = 0.9
    mentoring: tuple[float, float] = (0.05, 0.35)  # of novices' easier tasks; drawn by team
    second_day: tuple[float, float] = (0.05, 0.55)  # chance of a second co-work day; by team
    gate_share: float = 0.75  # approvals that go to one expert in a gated team

    # Noise of real exports.
    missing_effort: float = 0.2  # of Jira tasks; of those done alone: who pairs, logs
    missing_components: tuple[float, float] = (0.05, 0.25)  # AI teams label well; .15 in all
    missing_due: float = 0.08
    missing_estimate: float = 0.05
    unknown_employees: float = 0.025  # employees whose accounts nobody knows
    outside_accounts: float = 0.025  # accounts of people who are in no HR file
    outside_tasks: int = 240  # assigned to them

    @property
    def export_day(self) -> date:
        """The day of the exports, itself not in them."""
        return self.quarter_starts[-1] + timedelta(days=self.open_days)

    @property
    def quarter_starts(self) -> tuple[date, ...]:
        """First days of the complete quarters and of the open one."""
        first = self.first_day
        months = [first.month - 1 + 3 * q for q in range(self.quarters + 1)]
        return tuple(date(first.year + m // 12, m % 12 + 1, 1) for m in months)

    @property
    def npr_on_ai_tasks(self) -> tuple[float, float]:
        """Novices' share on AI-assisted hard tasks against parity: excluded, redesigned.

        On other hard tasks they keep parity, so use x share + (1 - use) = the planted ratio.
        """
        excluded = (self.npr_excluded - 1 + self.use_after) / self.use_after
        redesigned = (self.npr_redesigned - 1 + self.use_after) / self.use_after
        return excluded, redesigned


PLAN = Plan()

# A firm that is large enough to tell. That people stay is the hardest to find: where a team of ten
# loses two in five months, it takes six hundred teams to find that it loses one, even if the worst
# drift seen before went on half as fast unseen. No AI, no promotions: who leaves is replaced.
STUDY_PLAN = replace(
    PLAN,
    teams=600,
    first_day=date(2023, 7, 1),  # the export is of the same day as the other firm's
    quarters=12,
    tasks_low=2,
    tasks_high=4,  # ten a team and month: a fifth slower is found in far fewer
    promotion_chance=0.0,
    novice_leaving_chance=0.0,
    monthly_leaving_chance=0.04,  # two in five of all a year, as where people answer calls
    hiring_freezes=0,
    ai_share_of_teams=0.0,
    programmes=(
        Programme("prompting", waves=(15, 18, 21, 24)),
        Programme("procedure", waves=(16, 19, 22, 25), slower=0.18),
        Programme("careers", waves=(15, 20, 25), stays=0.5),
    ),
)
