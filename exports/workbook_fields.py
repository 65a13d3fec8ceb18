"""The columns of the workbook's sheets, and what the states of a figure mean."""

from collections.abc import Mapping
from typing import Final

from exports.sheet import DAY, DECIMAL, MOMENT, SHARE, TEXT, WHOLE, Field

STATES: Final[Mapping[str, str]] = {
    "shown": "enough people and work to be shown",
    "low_precision": "shown, but the interval is wide: no action on it alone",
    "partial": "less than 60 % of the hours could be used",
    "pooled": "too few people in the team: the figure of the unit above",
    "warming_up": "less than 90 days of history",
    "suppressed": "fewer than five people, or fewer than three novices or three others",
    "not_computed": "the files that it needs are missing: see 'why'",
}

TEAM: Final = Field("Team", "team", 26)
TEAM_KEY: Final = Field("Team key", "team_id", 18, TEXT)
DECISION: Final = (Field("Decision", "decision"), Field("Reason", "reason", 30, wraps=True))

INDICATOR_FIELDS: Final = (
    TEAM,
    Field("Indicator", "label", 26),
    Field("Period", "period", 12, DAY),
    Field("Value", "value", 11, DECIMAL),
    Field("Low (95 %)", "low", 11, DECIMAL),
    Field("High (95 %)", "high", 11, DECIMAL),
    Field("Unit", "unit", 22),
    Field("Score 0-100", "score", 10, "0"),
    Field("Score low", "score_low", 10, "0"),
    Field("Score high", "score_high", 10, "0"),
    Field("People", "n_people", 9, WHOLE),
    Field("Novices", "n_novices", 9, WHOLE),
    Field("Counted", "n_units", 9, WHOLE),
    Field("Counted what", "unit_word", 12),
    Field("Coverage", "coverage", 10, SHARE),
    Field("State", "state", 14),
    Field("Why", "reason", 40, wraps=True),
    TEAM_KEY,
    Field("Indicator key", "indicator", 24, TEXT),
)

RECOMMENDATION_FIELDS: Final = (
    TEAM,
    Field("Redesign", "title", 30, wraps=True),
    Field("Strength", "strength", 10),
    Field("What to change", "what", 60, wraps=True),
    Field("Because", "because", 60, wraps=True),
    Field("Hours a quarter", "cost_hours", 10, WHOLE),
    Field("How the hours arise", "cost_words", 34, wraps=True),
    Field("Share of the gap closed, expected", "prior", 12, SHARE),
    Field("lowest", "prior_low", 10, SHARE),
    Field("highest", "prior_high", 10, SHARE),
    Field("Evidence grade", "grade", 10),
    Field("Output", "productivity", 24, wraps=True),
    Field("Must not get worse", "guardrail", 34, wraps=True),
    Field("Stop when", "stop_rule", 40, wraps=True),
    Field("Weeks to effect, from", "weeks_from", 10, WHOLE),
    Field("to", "weeks_to", 8, WHOLE),
    Field("Expires", "expires_on", 12, DAY),
    *DECISION,
    TEAM_KEY,
    Field("Move key", "move", 22, TEXT),
)

ASSIGNMENT_FIELDS: Final = (
    Field("Task", "task_id", 18, TEXT),
    Field("Title", "title", 36, wraps=True),
    Field("Option", "option", 8, WHOLE),
    Field("Person", "person", 24, TEXT),
    Field("Beside them", "supporter", 24, TEXT),
    Field("Worker value", "worker_value", 10, DECIMAL),
    Field("Firm value", "firm_value", 10, DECIMAL),
    Field("Pair score", "score", 10, DECIMAL),
    Field("Chance of success", "p_success", 11, SHARE),
    Field("Proposed", "proposed", 10),
    Field("Because", "because", 60, wraps=True),
    Field("Risk", "risk", 40, wraps=True),
    Field("What would change it", "would_change", 50, wraps=True),
    *DECISION,
    Field("Person key", "person_id", 20, TEXT),
)

DEFINITION_FIELDS: Final = (
    Field("Indicator", "label", 26),
    Field("Symbol", "symbol", 10),
    Field("Unit", "unit", 24),
    Field("Better", "better", 10),
    Field("Definition, what it counts and what it does not tell", "about", 100, wraps=True),
    Field("People needed", "people", 10, WHOLE),
    Field("Counted units needed", "units", 10, WHOLE),
    Field("Section of the methods", "method", 12, TEXT),
    Field("Indicator key", "key", 24, TEXT),
)

IMPORT_FIELDS: Final = (
    Field("File", "file", 40, TEXT),
    Field("Read as", "loader", 22),
    Field("Loaded", "at", 18, MOMENT),
    Field("Rows read", "rows_read", 10, WHOLE),
    Field("Added", "added", 10, WHOLE),
    Field("Changed", "changed", 10, WHOLE),
    Field("Refused", "refused", 10, WHOLE),
    Field("Notes", "notes", 80, wraps=True),
)
