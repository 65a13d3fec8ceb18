"""Claude Code telemetry: OpenTelemetry metrics as JSON, one document or one a line."""

from typing import Final

from loaders.ai_use import SAME_USE, Use, Uses, exact
from loaders.anthropic_actors import ANTHROPIC, CODE, anthropic_person
from loaders.contract import Parcel, loader
from loaders.export import Export
from loaders.gather import Gathered
from loaders.otel_series import Added, Point, additions, data_points

PREFIX: Final = "claude_code."
SESSIONS, TOKENS, COST, ACTIVE, DECISION, LINES = KNOWN = tuple(
    PREFIX + name
    for name in (
        "session.count",
        "token.usage",
        "cost.usage",
        "active_time.total",
        "code_edit_tool.decision",
        "lines_of_code.count",
    )
)
TYPES: Final = {
    TOKENS: {
        "input": "tokens_in",
        "cacheRead": "tokens_cached",
        "cacheCreation": "tokens_cached",
        "output": "tokens_out",
    },
    LINES: {"added": "lines_added", "removed": "lines_removed"},
    DECISION: {"accept": "accepted", "reject": "rejected"},
}
BY_USER: Final = "user"
SECONDS: Final = 60
CURRENCY: Final = "USD"
_Account = tuple[str | None, str | None]  # e-mail address and account id of the vendor
MEANINGS: Final = {
    "ai_usage.sessions": "claude_code.session.count [sessions]: sessions that were started",
    "ai_usage.accepted": "claude_code.code_edit_tool.decision = accept [decisions] by the user;"
    " decisions of settings and hooks do not count",
    "ai_usage.rejected": "claude_code.code_edit_tool.decision = reject [decisions] by the user",
    "ai_usage.lines_added": "claude_code.lines_of_code.count, type added [lines]",
    "ai_usage.lines_removed": "claude_code.lines_of_code.count, type removed [lines]",
    "ai_usage.tokens_in": "claude_code.token.usage, type input [tokens]: without cache",
    "ai_usage.tokens_cached": "claude_code.token.usage, types cacheRead and cacheCreation [tokens]",
    "ai_usage.tokens_out": "claude_code.token.usage, type output [tokens]",
    "ai_usage.active_minutes": "claude_code.active_time.total, type user [seconds in the file,"
    " minutes here]: time the person was active; time in which the tool worked alone is left out",
    "ai_usage.cost": "claude_code.cost.usage [US dollars]: the vendor's estimate, not the bill",
}


def _recognises(export: Export) -> bool:
    if export.shape not in {"json", "ndjson"} or "resourceMetrics" not in export.keys:
        return False
    return f'"{PREFIX}' in export.sample_text


@loader(
    label="Claude Code telemetry (OpenTelemetry)",
    fills=("ai_usage", "person"),
    keys=("email", "login", "id"),
    grain="one data point per series and export interval",
    verified="vendor documentation (mirror) of names and units; the format of OTLP JSON",
    recognises=_recognises,
    meanings=MEANINGS,
    blind="Only machines where telemetry is on are in it; the metrics do not count prompts.",
)
def claude_code_otel(export: Export) -> Parcel:
    """One row per person and day, and one per model, added up from data points.

    export   JSON of `resourceMetrics`, one document or one a line as a collector writes files. All
             of a day belongs into one file: a second file replaces the numbers of the first one
    returns  ai_usage: sessions, accepted, rejected [decisions], lines_added, lines_removed [lines]
             and active_minutes on the row without model; tokens_in (fresh), tokens_cached,
             tokens_out [tokens] and cost [US dollars] on the rows of the models
             person: e-mail and the vendor's account id, tied

    Counts: a point belongs to the day (UTC) on which its interval ends. Delta points are added,
    running counters are differenced with restarts. Time counts as far as the person was active.
    Leaves out: commits and pull requests, languages, skills and agents, teams and departments that
    the firm wrote into the telemetry; log events, which can hold prompts.
    """
    gathered, uses, accounts = Gathered(), Uses(), dict[str, _Account]()
    for line, reason in export.refused_lines:
        gathered.refuse(line, "", reason)
    for added in additions(export, gathered, KNOWN):
        person = _person(gathered, added.point, accounts)
        if person:
            _add(uses, person, added)
    for email, own_id in accounts.values():
        anthropic_person(gathered, email, own_id)
    uses.write(gathered)
    gathered.note(SAME_USE)
    rows_read = sum(1 for _ in data_points(export)) + len(export.refused_lines)
    return gathered.parcel(("ai_usage", "person"), rows_read)


def _add(uses: Uses, person: str, added: Added) -> None:
    point, about = added.point, added.point.attributes
    use = Use(person, point.at.date(), CODE)
    by_model = use._replace(model=about.get("model", "unknown"))
    column = TYPES.get(point.metric, {}).get(about.get("type", about.get("decision", "")))
    whole = round(added.amount)
    if point.metric == COST:
        uses.add_cost(by_model, exact(added.amount), CURRENCY)
    elif point.metric == SESSIONS:
        uses.add(use, {"sessions": whole})
    elif point.metric == ACTIVE and about.get("type") == BY_USER:
        uses.add(use, {"active_minutes": added.amount / SECONDS})
    elif point.metric == DECISION and not about.get("source", BY_USER).startswith(BY_USER):
        return  # settings and hooks decided, not the person
    elif column:
        uses.add(by_model if point.metric == TOKENS else use, {column: whole})


def _person(gathered: Gathered, point: Point, accounts: dict[str, _Account]) -> str | None:
    """Key of the person: e-mail, else the vendor's account, else the installation."""
    about = point.attributes
    email, own_id, install = (
        about.get(name) or None for name in ("user.email", "user.account_uuid", "user.id")
    )
    if email or own_id:
        key = f"email:{email}" if email else f"login:{ANTHROPIC}{own_id}"
        before = accounts.get(key, (None, None))
        accounts[key] = (email, own_id or before[1])  # not every point tells both
        return key
    if install:
        gathered.note(
            "Some machines tell no e-mail address, only their installation; sign in with an account"
            " of the organisation, so that their use belongs to somebody."
        )
        return f"id:concealed:{ANTHROPIC}{install}"
    gathered.refuse(point.row, "user.email", "an e-mail address or an account was expected")
    return None
