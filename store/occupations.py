"""Job titles of the firm and the occupations that somebody accepted for them; nothing is silent."""

from typing import TYPE_CHECKING, Final

import polars as pl

from store.errors import RequestError
from store.occupation_match import EXACT, candidates
from store.titles import key_of

if TYPE_CHECKING:
    from store.workspace import Workspace

KIND: Final = "occupation"  # of the decisions
REJECTED, UNDONE = "rejected", "undone"
TAXONOMY: Final = "onet"
LEAST_TO_PROPOSE: Final = 75  # judgement: with less the words have little in common
MACHINES: Final = ("bot", "agent")
HELD: Final = {
    "key": pl.String(),
    "written": pl.String(),
    "family": pl.String(),
    "person_id": pl.String(),
}
TITLE_ZONES: Final = {"title": pl.String(), "job_zone": pl.Int64()}


def occupations(workspace: "Workspace") -> pl.DataFrame:
    """The occupations of O*NET that are loaded: code, title, alternate_titles, job_zone."""
    return (
        workspace.facts("occupation")
        .filter(pl.col("taxonomy") == TAXONOMY)
        .select("code", "title", "alternate_titles", "job_zone")
        .sort("code")
        .collect()
    )


def held_titles(workspace: "Workspace") -> pl.DataFrame:
    """One row per person and title ever held: key, written, family, person_id.

    Counts: where no title is told the job family stands in for it. Bots and agents hold none.
    """
    machines = workspace.facts("person").filter(pl.col("worker_type").is_in(MACHINES))
    rows = (
        workspace.facts("membership")
        .join(machines.select("person_id"), on="person_id", how="anti")
        .select(
            written=pl.coalesce("job_title", "job_family"),
            family="job_family",
            person_id="person_id",
        )
        .drop_nulls("written")
        .unique()
        .sort("written", "family", "person_id", nulls_last=True)
        .collect()
    )
    key = pl.col("written").map_elements(key_of, return_dtype=pl.String)
    return rows.with_columns(key=key).select(HELD.keys()).cast(HELD)  # type: ignore[arg-type]


def titles(workspace: "Workspace") -> pl.DataFrame:
    """One row per title, the one of most people first: key, title (as mostly written), people."""
    written = pl.col("written").mode(maintain_order=True).first()
    return (
        held_titles(workspace)
        .group_by("key", maintain_order=True)
        .agg(title=written, people=pl.col("person_id").n_unique().cast(pl.Int64))
        .sort("people", "title", descending=[True, False])
    )


def proposals(workspace: "Workspace") -> pl.DataFrame:
    """Up to five occupations for every title: key, rank, code, score, how; a matter of seconds."""
    return candidates(titles(workspace)["key"].to_list(), occupations(workspace))


def review(workspace: "Workspace", found: pl.DataFrame) -> pl.DataFrame:
    """One row per title with what is proposed or was decided, the one of most people first.

    found    what `proposals` gave
    returns  key, title, people, code, occupation, job_zone, score, how, margin (score above the
             best other occupation), status

    Counts: status is accepted, rejected, proposed, or nothing alike. An occupation that somebody
    chose and that is none of the candidates has no score.
    """
    best = found.filter(pl.col("rank") == 1).select("key", proposed="code", best="score")
    second = found.filter(pl.col("rank") == 2).select("key", second="score")  # noqa: PLR2004
    choice = pl.col("choice")
    is_code = choice.is_not_null() & ~choice.is_in([REJECTED, UNDONE])
    is_enough = (pl.col("best") >= LEAST_TO_PROPOSE).fill_null(value=False)
    status = (
        pl.when(is_code)
        .then(pl.lit("accepted"))
        .when(choice == REJECTED)
        .then(pl.lit("rejected"))
        .when(is_enough)
        .then(pl.lit("proposed"))
        .otherwise(pl.lit("nothing alike"))
    )
    named = occupations(workspace).select("code", "job_zone", occupation="title")
    told = found.select("key", "code", "score", "how", "rank")
    return (
        titles(workspace)
        .join(decided(workspace), on="key", how="left", maintain_order="left")
        .join(best, on="key", how="left", maintain_order="left")
        .join(second, on="key", how="left", maintain_order="left")
        .with_columns(status=status)
        .with_columns(
            code=pl.when(is_code)
            .then("choice")
            .when(pl.col("status") != "nothing alike")
            .then("proposed")
        )
        .join(told, on=["key", "code"], how="left", maintain_order="left")
        .join(named, on="code", how="left", maintain_order="left")
        .with_columns(
            margin=pl.when(pl.col("rank") == 1)
            .then(pl.col("score") - pl.col("second").fill_null(0))
            .otherwise(pl.col("score") - pl.col("best"))
        )
        .select(
            "key",
            "title",
            "people",
            "code",
            "occupation",
            "job_zone",
            "score",
            "how",
            "margin",
            "status",
        )
    )


def decided(workspace: "Workspace") -> pl.DataFrame:
    """The newest decision on every title: key, choice (a code, rejected or undone)."""
    told = workspace.decisions(KIND).select(key="subject", choice="choice")
    return told.unique("key", keep="last", maintain_order=True)


def accept(workspace: "Workspace", title: str, code: str, *, by: str, reason: str = "") -> None:
    """This occupation for this title, from now on."""
    key = _known_key(workspace, title)
    known = occupations(workspace)["code"]
    if code not in known:
        raise RequestError(
            f"no occupation with the code {code} is loaded",
            "a code of O*NET such as 15-1252.00",
            "Load Occupation Data of O*NET, or choose one of its codes",
        )
    workspace.decide(KIND, key, code, reason, by)


def reject(workspace: "Workspace", title: str, *, by: str, reason: str = "") -> None:
    """No occupation for this title, whatever is proposed."""
    workspace.decide(KIND, _known_key(workspace, title), REJECTED, reason, by)


def undo(workspace: "Workspace", title: str, *, by: str) -> None:
    """As if nobody had decided on this title."""
    workspace.decide(KIND, _known_key(workspace, title), UNDONE, "", by)


def accept_exact(workspace: "Workspace", reviewed: pl.DataFrame, *, by: str) -> int:
    """Accept every proposal whose title is the occupation's own; answers how many."""
    exact = reviewed.filter(pl.col("status") == "proposed", pl.col("how") == EXACT)
    workspace.decide_all(KIND, dict(exact.select("key", "code").iter_rows()), "exact title", by)
    return exact.height


def title_zones(workspace: "Workspace") -> pl.DataFrame:
    """Job zone of every title, as written, for which an occupation was accepted: title, job_zone.

    Counts: an occupation without a job zone, or not loaded any more, tells nothing.
    """
    accepted = decided(workspace)
    if accepted.is_empty():
        return pl.DataFrame(schema=TITLE_ZONES)
    zones = occupations(workspace).select(choice="code", job_zone="job_zone")
    return (
        held_titles(workspace)
        .select("key", title="written")
        .unique()
        .join(accepted, on="key")
        .join(zones, on="choice")
        .drop_nulls("job_zone")
        .sort("title")
        .select(TITLE_ZONES.keys())
    )


def _known_key(workspace: "Workspace", title: str) -> str:
    key = key_of(title)
    if key not in titles(workspace)["key"]:
        raise RequestError(
            f"nobody has the job title {title}",
            "a title of the loaded memberships",
            "List the titles with `atelier occupations list`, and take one of them",
        )
    return key
