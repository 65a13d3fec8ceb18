"""The second entrance, for clocks and analysts: load, measure, match, export.

Exit codes: 0 done, 2 bad input (the message says what to do), 1 our fault.
"""

import getpass
import json
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table as Grid

from store.errors import AtelierError, RequestError

if TYPE_CHECKING:
    import polars as pl

    from loaders.load import LoadReport
    from store.construct_rules import ConstructRule
    from store.rule_table import RuleTable
    from store.spend_rules import SpendRule
    from store.workspace import Workspace

Format = Literal["csv", "parquet", "json"]
DAY = "%Y-%m-%d"

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)
export_app = typer.Typer(no_args_is_help=True, help="Write what the pages show to files.")
app.add_typer(export_app, name="export")
spend_app = typer.Typer(no_args_is_help=True, help="Rules on what ledger lines are spent on.")
app.add_typer(spend_app, name="spend-rules")
survey_app = typer.Typer(no_args_is_help=True, help="Rules on what survey items measure.")
app.add_typer(survey_app, name="survey-rules")
occupations_app = typer.Typer(
    no_args_is_help=True, help="Job titles and the O*NET occupations they are matched to."
)
app.add_typer(occupations_app, name="occupations")
identity_app = typer.Typer(no_args_is_help=True, help="Decide whose unknown accounts are.")
app.add_typer(identity_app, name="identity")
screen = Console(stderr=True)

WorkspaceOption = Annotated[
    Path | None,
    typer.Option(
        "--workspace", help="Folder of the workspace. Default: $ATELIER_WORKSPACE or ./workspace"
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
OutOption = Annotated[Path | None, typer.Option("--out", help="File to write.")]
PlaceOption = Annotated[int, typer.Option("--place", help="1 comes before all others.")]
ReasonOption = Annotated[str, typer.Option("--reason", help="Why.")]
FormatOption = Annotated[
    Format | None, typer.Option("--format", help="Default: by the file's end.")
]


def main() -> None:
    """The console script `atelier`."""
    try:
        app()
    except AtelierError as error:
        for part, words in (("Found", error.found), ("Expected", error.expected), ("Do", error.do)):
            screen.print(f"[bold]{part}:[/] ", end="")
            screen.print(words, markup=False, highlight=False)
        sys.exit(2)
    except Exception:  # the one place where our own faults end: they must not look like the user's
        traceback.print_exc()
        screen.print("This is our fault, not yours. The workspace is as it was before.")
        sys.exit(1)


@app.command()
def demo(
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
    if_empty: Annotated[
        bool, typer.Option("--if-empty", help="Do nothing where facts are loaded already.")
    ] = False,
) -> None:
    """Load and measure the made firm, from exports in its vendors' formats."""
    from loaders.load import load_paths
    from metrics.measure import measure as run_measure
    from sample_data import make_firm, write_exports

    ws = _open(workspace)
    if ws.facts_version and if_empty:
        return _say({"status": "not needed", "workspace": str(ws.folder)}, as_json)
    if ws.facts_version:
        raise RequestError(
            "the workspace already holds facts",
            "an empty workspace, so that made people never mix with real ones",
            "Name another folder with --workspace",
        )
    with tempfile.TemporaryDirectory() as folder, _progress() as tell:
        tell(0, 1, "Making the firm")
        paths = write_exports(make_firm(), Path(folder))
        reports = load_paths(ws, paths, by="made firm", progress=tell)
        run_measure(ws, progress=tell)
    refused = sum(report.refused for report in reports)
    answer = {
        "status": "done",
        "workspace": str(ws.folder),
        "files": len(reports),
        "refused": refused,
    }
    return _say(answer, as_json)


@app.command()
def load(
    paths: Annotated[
        list[Path], typer.Argument(help="Exports, or folders and ZIP archives of exports.")
    ],
    workspace: WorkspaceOption = None,
    mapping: Annotated[
        str | None, typer.Option("--mapping", help="Saved mapping, by name or TOML file.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Tell what would change, change nothing.")
    ] = False,
    day_first: Annotated[
        bool | None,
        typer.Option("--day-first/--month-first", help="How to read dates like 05/06/2024."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Load exports: detected by content, checked, nothing lost silently."""
    from loaders.load import load_paths

    ws = _open(workspace)
    with _progress() as tell:
        reports = load_paths(
            ws,
            paths,
            mapping=mapping,
            dry_run=dry_run,
            by=getpass.getuser(),
            progress=tell,
            day_first=day_first,
        )
    if as_json:
        files = [report.as_row() for report in reports]
        print(json.dumps({"dry_run": dry_run, "files": files}, default=str))  # noqa: T201
    else:
        _load_reports("Dry run: nothing was changed" if dry_run else "Loaded", reports)
    if any(report.error for report in reports):
        raise typer.Exit(2)


@app.command("map")
def propose_mapping(
    path: Annotated[Path, typer.Argument(help="A table that no loader knows.")],
    save: Annotated[
        str | None, typer.Option("--save", help="Keep the mapping under this name.")
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Propose how the columns of an unknown file fill our tables; look, then keep it by name."""
    from loaders import mapping as mappings
    from loaders.export import Export
    from loaders.mapping_propose import propose

    export = Export.open(path)
    proposed = propose(export, save or "")
    if proposed.missing:
        raise RequestError(
            f"{path.name} has no columns that could be {', '.join(proposed.missing)}",
            "the needed columns of one of our tables (docs/canonical-files.md)",
            "Write the mapping by hand, or rename the columns",
        )
    seen = mappings.preview(export, proposed.plan)
    kept = str(mappings.save(proposed.plan, _open(workspace).folder)) if save else None
    answer = {"mapping": proposed.plan.name, "rows": dict(seen.rows), "saved": kept}
    if as_json:
        return _say({**answer, "columns": [asdict(one) for one in proposed.suggestions]}, as_json)
    _grid(f"How {path.name} could be read", [asdict(one) for one in proposed.suggestions])
    return _say(answer, as_json)


@app.command()
def measure(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """Compute every indicator of every team and period from the facts."""
    from metrics.measure import measure as run_measure

    ws = _open(workspace)
    with _progress() as tell:
        run_measure(ws, progress=tell)
    cube = ws.cube("quarter")
    answer = {
        "facts_version": ws.facts_version,
        "indicators": cube["indicator"].n_unique(),
        "teams": cube["team_id"].n_unique(),
        "quarters": cube["period"].n_unique(),
    }
    _say(answer, as_json)


@app.command()
def table(
    name: Annotated[str, typer.Argument(help="cube, a fact table, a taxonomy or a derived table.")],
    workspace: WorkspaceOption = None,
    kind: FormatOption = None,
    out: OutOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write one table: the cube, a fact table, or a derived table by its name in the documents."""
    from exports.tables import named_table

    _write(named_table(_open(workspace), name), kind or ("json" if as_json else None), out)


@app.command()
def recommend(
    workspace: WorkspaceOption = None,
    kind: FormatOption = None,
    out: OutOption = None,
    as_json: JsonOption = False,
) -> None:
    """Propose redesigns, at most three a team, with reason, cost and expected effect."""
    from redesign.recommend import recommend as propose

    _write(propose(_open(workspace)), kind or ("json" if as_json else None), out)


@app.command()
def match(
    workspace: WorkspaceOption = None,
    kind: FormatOption = None,
    out: OutOption = None,
    as_json: JsonOption = False,
) -> None:
    """Propose who takes which open task next: three options each, one marked."""
    from exports.tables import with_source_ids
    from redesign.match import match as plan

    ws = _open(workspace)
    _write(with_source_ids(ws, plan(ws).options), kind or ("json" if as_json else None), out)


@export_app.command("all")
def export_all(
    out: Annotated[Path, typer.Option("--out", help="FILE.xlsx, or a folder.")],
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the workbook; into a folder, the workbook and every measured table as CSV."""
    from exports.tables import write_tables
    from exports.workbook import write_workbook

    ws = _open(workspace)
    if out.suffix == ".xlsx":
        written = [write_workbook(ws, out)]
    else:
        out.mkdir(parents=True, exist_ok=True)
        written = [write_workbook(ws, out / "atelier.xlsx"), *write_tables(ws, out)]
    _say({"status": "done", "files": [str(path) for path in written]}, as_json)


@spend_app.command("add")
def add_spend_rule(
    category: Annotated[str, typer.Argument(help="What such lines are spent on.")],
    account: Annotated[str, typer.Option("--account", help="Pattern with * and ?.")] = "*",
    cost_centre: Annotated[str, typer.Option("--cost-centre", help="Pattern with * and ?.")] = "*",
    tag: Annotated[str, typer.Option("--tag", help="measured, quoted or assumed.")] = "",
    reason: ReasonOption = "",
    place: PlaceOption = 1,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Add a rule, before all others unless a place is told. The facts stay as they are."""
    from store.spend_rules import SpendRule

    rule = SpendRule(account, cost_centre, category, tag, reason)
    rules = _spend_rules().add(_open(workspace), rule, by=getpass.getuser(), place=place)
    _say({"status": "added", "place": place, "rules": len(rules)}, as_json)


@spend_app.command("test")
def try_spend_rules(
    path: Annotated[Path, typer.Argument(help="Export of a ledger; it is not loaded.")],
    workspace: WorkspaceOption = None,
    mapping: Annotated[
        str | None, typer.Option("--mapping", help="Saved mapping, by name or TOML file.")
    ] = None,
    day_first: Annotated[
        bool | None,
        typer.Option("--day-first/--month-first", help="How to read dates like 05/06/2024."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Show what the rules say of a ledger file, and which accounts none of them fits."""
    from loaders.spend_preview import spend_preview
    from store.spend_rules import left_over, spend_by_category

    lines = spend_preview(_open(workspace), path, mapping=mapping, day_first=day_first)
    spend, others = spend_by_category(lines), left_over(lines)
    if as_json:
        told = {"spend": spend.to_dicts(), "not_categorised": others.to_dicts()}
        print(json.dumps(told, default=str))  # noqa: T201
        return
    _grid("Spend", spend.to_dicts())
    _grid("Accounts that no rule fits", others.to_dicts())


@survey_app.command("add")
def add_survey_rule(
    item: Annotated[str, typer.Argument(help="Pattern of item keys with * and ?.")],
    measures: Annotated[str, typer.Argument(help="trust, challenge, complexity, climate, ai ...")],
    reason: ReasonOption = "",
    place: PlaceOption = 1,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Add a rule, before all others unless a place is told. The facts stay as they are."""
    from store.construct_rules import ConstructRule

    rule = ConstructRule(item, measures, reason)
    rules = _construct_rules().add(_open(workspace), rule, by=getpass.getuser(), place=place)
    _say({"status": "added", "place": place, "rules": len(rules)}, as_json)


def _list_and_remove(rules_app: typer.Typer, table: "Callable[[], RuleTable[Any]]") -> None:
    """The two commands that all tables of rules have alike."""

    @rules_app.command("list")
    def list_rules(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
        """Show the rules in the order in which they are tried; the first that fits counts."""
        rules = table().frame(_open(workspace)).to_dicts()
        if as_json:
            print(json.dumps({"rules": rules}))  # noqa: T201
        else:
            _grid("Rules", rules)

    @rules_app.command("remove")
    def remove_rule(
        place: Annotated[int, typer.Argument(help="Place of the rule in the list.")],
        workspace: WorkspaceOption = None,
        as_json: JsonOption = False,
    ) -> None:
        """Remove the rule of a place."""
        removed = table().remove(_open(workspace), place, by=getpass.getuser())
        _say({"status": "removed", **asdict(removed)}, as_json)


def _spend_rules() -> "RuleTable[SpendRule]":
    from store.spend_rules import SPEND_RULES

    return SPEND_RULES


def _construct_rules() -> "RuleTable[ConstructRule]":
    from store.construct_rules import CONSTRUCT_RULES

    return CONSTRUCT_RULES


_list_and_remove(spend_app, _spend_rules)
_list_and_remove(survey_app, _construct_rules)


@occupations_app.command("list")
def list_occupations(
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
    all_five: Annotated[
        bool, typer.Option("--all", help="The five most alike occupations of every title.")
    ] = False,
) -> None:
    """Show every job title with the occupation that is proposed or accepted, and its score."""
    from store import occupations as store

    ws = _open(workspace)
    found = store.proposals(ws)
    rows = (found if all_five else store.review(ws, found)).to_dicts()
    if as_json:
        print(json.dumps({"titles": rows}))  # noqa: T201
    else:
        _grid("Job titles", rows)


@occupations_app.command("accept")
def accept_occupation(
    title: Annotated[str | None, typer.Argument(help="Job title.")] = None,
    code: Annotated[
        str | None, typer.Argument(help="Code of O*NET. Default: what is proposed.")
    ] = None,
    exact: Annotated[
        bool, typer.Option("--exact", help="All titles that are an occupation's own title.")
    ] = False,
    reason: ReasonOption = "",
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Accept an occupation for a title; it has an effect from the next measurement on."""
    from store import occupations as store
    from store.titles import key_of

    ws, by = _open(workspace), getpass.getuser()
    if exact:
        count = store.accept_exact(ws, store.review(ws, store.proposals(ws)), by=by)
        return _say({"status": "accepted", "titles": count}, as_json)
    if title is None:
        raise RequestError(
            "no job title was told", "a job title, or --exact", "See `atelier occupations list`"
        )
    if code is None:
        told = store.review(ws, store.proposals(ws)).rows_by_key("key", named=True, unique=True)
        row = told.get(key_of(title))
        if row is not None and row["status"] == "nothing alike":
            raise RequestError(
                f"nothing is proposed for {title}",
                "a code of O*NET behind the title, such as 15-1252.00",
                "See `atelier occupations list --all` for what is most alike",
            )
        code = row["code"] if row else ""
    store.accept(ws, title, code, by=by, reason=reason)
    return _say({"status": "accepted", "title": title, "code": code}, as_json)


@occupations_app.command("reject")
def reject_occupation(
    title: Annotated[str, typer.Argument(help="Job title.")],
    reason: ReasonOption = "",
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Let a title have no occupation, whatever is proposed."""
    from store import occupations as store

    store.reject(_open(workspace), title, by=getpass.getuser(), reason=reason)
    _say({"status": "rejected", "title": title}, as_json)


@occupations_app.command("undo")
def undo_occupation(
    title: Annotated[str, typer.Argument(help="Job title.")],
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take the decision on a title back; the proposal stands again."""
    from store import occupations as store

    store.undo(_open(workspace), title, by=getpass.getuser())
    _say({"status": "undone", "title": title}, as_json)


@app.command()
def doctor(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """Check the installation and the workspace, and say what to do about what is wrong."""
    from store.health import check_workspace

    rows = [check._asdict() for check in check_workspace(workspace)]
    if as_json:
        print(json.dumps({"checks": rows}, default=str))  # noqa: T201
    else:
        _grid("Doctor", rows)
    if not all(row["is_well"] for row in rows):
        raise typer.Exit(2)


AccountArgument = Annotated[str, typer.Argument(help="Account, as `suggestions` lists it.")]
PersonArgument = Annotated[str, typer.Argument(help="person_id, as `suggestions` lists it.")]


@identity_app.command()
def suggestions(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """List unknown accounts and the people they may be, with reasons; the most work first."""
    ws = _open(workspace)
    rows = ws.suggestions()
    keys, people = ws.keys(rows["account"]), ws.source_ids(rows["person_id"])
    listed = [
        row | {"key": keys[row["account"]], "person": people[row["person_id"]]}
        for row in rows.iter_rows(named=True)
    ]
    if as_json:
        return _say({"suggestions": listed}, as_json)
    shown = ("account", "key", "person_id", "person", "rows", "score", "reasons", "valid_from")
    return _grid("Suggestions", [{name: row[name] for name in shown} for row in listed])


@identity_app.command()
def accept(
    account: AccountArgument,
    person_id: PersonArgument,
    reason: ReasonOption = "",
    since: Annotated[
        datetime | None, typer.Option("--from", formats=[DAY], help="First day; default: always.")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option("--to", formats=[DAY], help="First day after it.")
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Tie an account to a person, always or for some days; `undo` takes it back."""
    days = [one.date() if one else None for one in (since, until)]
    ws = _open(workspace)
    ws.tie(account, person_id, getpass.getuser(), reason, *days)
    _decided(ws, as_json)


@identity_app.command()
def reject(
    account: AccountArgument,
    person_id: PersonArgument,
    reason: ReasonOption = "",
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Keep that an account is not a person's: it is not suggested again."""
    ws = _open(workspace)
    ws.reject(account, person_id, getpass.getuser(), reason)
    _decided(ws, as_json)


@identity_app.command()
def undo(
    number: Annotated[int, typer.Argument(help="Number of the decision.")],
    reason: ReasonOption = "",
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take a decision back: everything is as if it had never been made."""
    ws = _open(workspace)
    ws.untie(number, getpass.getuser(), reason)
    _decided(ws, as_json)


def _decided(ws: "Workspace", as_json: bool) -> None:
    last = ws.ties().row(-1, named=True)
    answer = {"decision": last["id"], "choice": last["choice"], "undoes": last["undoes"]}
    _say(answer | {"unknown_accounts": ws.unmatched().height}, as_json)


def _open(folder: Path | None) -> "Workspace":
    from store.workspace import Workspace

    return Workspace.open(folder)


@contextmanager
def _progress() -> Iterator[Callable[[int, int, str], None]]:
    """A progress bar on the error stream; the callback takes done, of, words."""
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=screen, transient=True) as bars:
        bar = bars.add_task("Starting", total=1)
        yield lambda done, of, words: bars.update(bar, completed=done, total=of, description=words)


def _write(frame: "pl.DataFrame", kind: Format | None, out: Path | None) -> None:
    from exports.tables import write_frame

    write_frame(frame, out, kind)


def _say(answer: Mapping[str, Any], as_json: bool) -> None:
    if as_json:
        print(json.dumps(answer, default=str))  # noqa: T201
    else:
        for key, value in answer.items():
            screen.print(f"{key.replace('_', ' ')}: {value}", highlight=False, markup=False)


REPORT_COLUMNS = ("file", "source", "status", "rows_read", "added", "changed", "refused", "why")


def _load_reports(title: str, reports: "list[LoadReport]") -> None:
    """One table of all files; under it what each file needs to be told in words."""
    rows = [report.as_row() for report in reports]
    _grid(title, [{name: row[name] for name in REPORT_COLUMNS} for row in rows])
    for report in reports:
        words = [*report.notes, *([str(report.error)] if report.error else [])]
        if report.status == "left out":
            continue
        if report.refused and report.import_id:
            words.append(f"The refused rows and why: refused/{report.import_id}.csv.")
        for sentence in words:
            Console().print(f"{report.file}: {sentence}", markup=False, highlight=False)


def _grid(title: str, rows: list[dict[str, Any]]) -> None:
    grid = Grid(title=title, title_justify="left")
    for name in rows[0] if rows else ():
        grid.add_column(name.replace("_", " "))
    for row in rows:
        grid.add_row(*("" if value is None else str(value) for value in row.values()))
    Console().print(grid)


if __name__ == "__main__":
    main()
