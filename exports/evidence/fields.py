"""Columns of the evidence workbook: header in the users' words, key that stays, width, format."""

from typing import Final

from exports.sheet import DAY, DECIMAL, MOMENT, SHARE, WHOLE, Field

FINE: Final = "0.000"
KEYS: Final = (
    Field("Study, key", "study", 20),
    Field("Outcome, key", "outcome", 20),
)
REGISTER: Final = (
    Field("Study, key", "study", 20),
    Field("Programme or move", "name", 34, wraps=True),
    Field("Kind", "kind", 14),
    Field("Teams", "teams", 9, WHOLE),
    Field("First start", "first", 12, DAY),
    Field("Last start", "last", 12, DAY),
    Field("Dates drawn by lot", "by_lot", 12),
    Field("Outcomes studied", "studied", 10, WHOLE),
    Field("Newest verdicts", "verdicts", 60, wraps=True),
    Field("Why no study is possible", "reason", 50, wraps=True),
)
VERDICTS: Final = (
    *KEYS,
    Field("Programme or move", "name", 30, wraps=True),
    Field("Outcome", "label", 22),
    Field("Verdict", "verdict", 22),
    Field("In a sentence", "sentence", 60, wraps=True),
    Field("Unit of the change", "unit", 20),
    Field("Which way is good", "better", 10),
    Field("Change in all", "total", 11, DECIMAL),
    Field("low", "total_low", 10, DECIMAL),
    Field("high", "total_high", 10, DECIMAL),
    Field("Change at equal practice", "equal", 11, DECIMAL),
    Field("low", "equal_low", 10, DECIMAL),
    Field("high", "equal_high", 10, DECIMAL),
    Field("Learning by doing (in all less equal practice)", "learned", 14, DECIMAL),
    Field("Second method", "second", 11, DECIMAL),
    Field("low", "second_low", 10, DECIMAL),
    Field("high", "second_high", 10, DECIMAL),
    Field("With ten hours more training a head", "training", 12, DECIMAL),
    Field("low", "training_low", 10, DECIMAL),
    Field("high", "training_high", 10, DECIMAL),
    Field("With ten hours more challenging work a head", "challenging", 12, DECIMAL),
    Field("low", "challenging_low", 10, DECIMAL),
    Field("high", "challenging_high", 10, DECIMAL),
    Field("Pays from a change of", "pays", 11, DECIMAL),
    Field("Gain beyond break-even", "beyond", 12, DECIMAL),
    Field("Smallest change this could find", "mde", 12, DECIMAL),
    Field("How the interval was made", "interval", 20),
    Field("Chance of such drift before, by accident", "drift_p", 13, FINE),
    Field("Breakdown: times the worst drift before", "breakdown", 13, DECIMAL),
    Field("Chance by shuffles of rollout dates", "shuffle_p", 13, FINE),
    Field("False alarms of this firm", "alarms", 10, SHARE),
    Field("of placebo rollouts", "runs", 10, WHOLE),
    Field("Chance by accident, corrected for all outcomes", "holm_p", 14, FINE),
    Field("Outcomes tested", "tested", 10, WHOLE),
    Field("Teams", "units", 9, WHOLE),
    Field("of these with it", "treated", 9, WHOLE),
    Field("without it, or not yet", "comparison", 11, WHOLE),
    Field("Waves", "waves", 8, WHOLE),
    Field("Periods", "periods", 9, WHOLE),
    Field("Team-months", "rows", 10, WHOLE),
    Field("Units of decision", "clusters", 10, WHOLE),
    Field("Treated team-months with a comparison", "share_used", 14, SHARE),
    Field("What the usual regression would have said", "usual", 14, DECIMAL),
    Field("low", "usual_low", 10, DECIMAL),
    Field("high", "usual_high", 10, DECIMAL),
)
LINES: Final = (
    *KEYS,
    Field("Programme or move", "name", 30),
    Field("Outcome", "label", 22),
    Field("What", "what", 34),
    Field("In words", "words", 100, wraps=True),
)
EVENTS: Final = (
    *KEYS,
    Field("Programme or move", "name", 30),
    Field("Outcome", "label", 22),
    Field("By", "grain", 10),
    Field("When", "when", 22),
    Field("From month", "first", 9, "0"),
    Field("To month", "last", 9, "0"),
    Field("Change", "effect", 10, DECIMAL),
    Field("low", "low", 10, DECIMAL),
    Field("high", "high", 10, DECIMAL),
    Field("Unit of the change", "unit", 20),
)
SENSITIVITY: Final = (
    *KEYS,
    Field("Programme or move", "name", 30),
    Field("Outcome", "label", 22),
    Field("Times the worst drift before rollout", "multiple", 14, DECIMAL),
    Field("low", "low", 10, DECIMAL),
    Field("high", "high", 10, DECIMAL),
    Field("Unit of the change", "unit", 20),
    Field("Interval leaves out 0", "holds", 14),
)
DOUBTS: Final = (
    *KEYS,
    Field("Programme or move", "name", 30),
    Field("Outcome", "label", 22),
    Field("Code", "code", 32),
    Field("What it does", "level", 26),
    Field("In a sentence", "sentence", 90, wraps=True),
)
PLANS: Final = (
    Field("Study, key", "study", 20),
    Field("Plan", "name", 30),
    Field("Team, key", "team_id", 20),
    Field("Team", "team", 30),
    Field("Wave", "wave", 8, WHOLE),
    Field("Starts in", "first_month", 12, DAY),
    Field("Seed of the draw", "seed", 14, "0"),
    Field("Drawn", "at", 18, MOMENT),
    Field("By", "by", 20),
)
METHODS: Final = (
    Field("What", "what", 16),
    Field("Key", "key", 28),
    Field("In words", "label", 34, wraps=True),
    Field("Value", "value", 12),
    Field("Unit", "unit", 34, wraps=True),
    Field("Which way is good", "better", 12),
    Field("Why, or what it counts", "counts", 70, wraps=True),
    Field("What it does not tell", "limits", 50, wraps=True),
)
