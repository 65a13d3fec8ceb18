"""Pull requests and planned issues as `gh pr list --json` and `gh issue list --json` write them."""

from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from sample_data.firm import Firm
from sample_data.items import BACKLOG

STAMP: Final = "%Y-%m-%dT%H:%M:%SZ"
STATES: Final = {
    "approval": "APPROVED",
    "change_request": "CHANGES_REQUESTED",
    "review": "COMMENTED",
}
HEX: Final = np.array(list("0123456789abcdef"), dtype="U1")
OID: Final = 40
EVERY_SECOND: Final = 2  # person hides the address, as the site offers
HIDDEN: Final = "@users.noreply.github.com"


def write_github(firm: Firm, folder: Path) -> list[Path]:
    """One file per repository of an engineering team, and one of planned issues."""
    item = firm.item.filter(pl.col("source") == "github").sort("key", "number")
    pulls = item.filter(pl.col("key") != BACKLOG)
    rows = _pulls(firm, pulls)
    written = []
    for key in rows.get_column("key").unique().sort():
        path = folder / f"gh_pr_{str(key).partition('/')[2]}.json"
        own = rows.filter(pl.col("key") == key).sort("number", descending=True).drop("key")
        path.write_text(own.write_json(), encoding="utf-8", newline="")
        written.append(path)
    backlog = item.filter(pl.col("key") == BACKLOG)
    path = folder / "gh_issue_backlog.json"
    path.write_text(_issues(backlog).write_json(), encoding="utf-8", newline="")
    return [*written, path]


def _stamp(column: str) -> pl.Expr:
    return pl.col(column).dt.strftime(STAMP)


def _user(login: str) -> pl.Expr:
    """An account as the command writes it."""
    name = pl.col(login)
    return pl.struct(login=name, is_bot=name.str.starts_with("app/"))


def _labels() -> pl.Expr:
    """Skill labels, with the ids and colours that belong to them."""
    parts = [
        pl.when(pl.col(skill).is_not_null()).then(
            pl.struct(
                id=pl.concat_str(pl.lit("LA_"), pl.col(skill)),
                name=pl.col(skill),
                color=pl.lit("0e8a16"),
            )
        )
        for skill in ("skill_1", "skill_2")
    ]
    return pl.concat_list(parts).list.drop_nulls()


def _milestone() -> pl.Expr:
    """The sprint that ends on the due day."""
    due = pl.col("due_on")
    return pl.when(due.is_not_null()).then(
        pl.struct(
            number=due.cast(pl.Int32) // 7 - 2800,
            title=due.dt.strftime("Sprint to %Y-%m-%d"),
            description=pl.lit(""),
            dueOn=due.cast(pl.Datetime("ms")).dt.strftime(STAMP),
        )
    )


def _files() -> pl.Expr:
    """Changed files: the first folder is the component."""
    parts = [
        pl.when(pl.col(part).is_not_null()).then(
            pl.struct(
                path=pl.concat_str(
                    pl.col(part), pl.lit("/unit_"), pl.col("number") % 40, pl.lit(".py")
                ),
                additions=(pl.col("number") * 7 + pl.col("team") * 13) % 90 + 3,
                deletions=(pl.col("number") * 5) % 30,
            )
        )
        for part in ("component", "extra_1", "extra_2")
    ]
    return pl.concat_list(parts).list.drop_nulls()


def _pulls(firm: Firm, item: pl.DataFrame) -> pl.DataFrame:
    """Records of pull requests, with the repository as key."""
    item = (
        item.join(_reviews(firm, item), on="item", how="left", maintain_order="left")
        .join(_commits(firm, item), on="item", how="left", maintain_order="left")
        .with_columns(_files().alias("files"))
    )
    none = [
        pl.col(name).fill_null(pl.lit([]).cast(item.schema[name]))
        for name in ("reviews", "commits")
    ]
    additions = pl.col("files").list.eval(pl.element().struct.field("additions")).list.sum()
    deletions = pl.col("files").list.eval(pl.element().struct.field("deletions")).list.sum()
    return item.with_columns(none).select(
        "key",
        "number",
        "title",
        state=pl.when("is_open").then(pl.lit("OPEN")).otherwise(pl.lit("MERGED")),
        createdAt=_stamp("opened_at"),
        mergedAt=_stamp("closed_at"),
        closedAt=_stamp("closed_at"),
        author=_user("account"),
        isDraft=pl.lit(value=False),
        labels=_labels(),
        milestone=_milestone(),
        additions=additions,
        deletions=deletions,
        changedFiles=pl.col("files").list.len(),
        files="files",
        commits="commits",
        reviews="reviews",
        url=_url("pull"),
    )


def _url(kind: str) -> pl.Expr:
    return pl.concat_str(pl.lit("https://github.com/"), "key", pl.lit(f"/{kind}/"), "number")


def _reviews(firm: Firm, item: pl.DataFrame) -> pl.DataFrame:
    """The reviews of each pull request, oldest first."""
    return (
        firm.event.join(item.select("item"), on="item", how="semi")
        .sort("item", "at", "account")
        .with_columns(
            review=pl.struct(
                author=pl.struct(login="account"),
                authorAssociation=pl.lit("MEMBER"),
                submittedAt=_stamp("at"),
                state=pl.col("kind").replace_strict(STATES),
                body=pl.lit(""),
            )
        )
        .group_by("item", maintain_order=True)
        .agg(reviews="review")
    )


def _commits(firm: Firm, item: pl.DataFrame) -> pl.DataFrame:
    """One commit of the author; with a helper two of the author and one of the helper."""
    person = firm.person.with_columns(
        name=pl.concat_str("first", "last", separator=" "),
        address=pl.when(pl.col("is_known") & (pl.col("person") % EVERY_SECOND == 0))
        .then("email")
        .otherwise(pl.concat_str("bamboo_id", pl.lit("+"), "account", pl.lit(HIDDEN))),
    )
    part = firm.part.filter(pl.col("role") != "reviewer").select("task", "person", "role")
    wrote = (
        item.drop_nulls("task")
        .select("item", "task", "opened_at", "title")
        .join(part, on="task")
        .join(person.select("person", "name", "address", "account"), on="person")
        .sort("item", "role")
    )
    helped = wrote.filter(pl.col("role") == "collaborator").select("item")
    second = wrote.filter(pl.col("role") == "assignee").join(helped, on="item", how="semi")
    rows = pl.concat(
        [wrote.with_columns(turn=pl.lit(0)), second.with_columns(turn=pl.lit(1))]
    ).sort("item", "role", "turn")
    rng = np.random.default_rng([firm.seed, 40])
    digits = HEX[rng.integers(0, 16, (rows.height, OID))]
    oids = np.ascontiguousarray(digits).view(f"U{OID}").ravel().tolist()
    return (
        rows.with_columns(pl.Series("oid", oids))
        .with_columns(
            commit=pl.struct(
                "oid",
                messageHeadline="title",
                authoredDate=_stamp("opened_at"),
                committedDate=_stamp("opened_at"),
                authors=pl.concat_list(
                    pl.struct(
                        "name",
                        email="address",
                        id=pl.concat_str(pl.lit("U_"), "account"),
                        login="account",
                    )
                ),
            )
        )
        .group_by("item", maintain_order=True)
        .agg(commits="commit")
    )


def _issues(item: pl.DataFrame) -> pl.DataFrame:
    """Planned issues that nobody has taken yet."""
    return item.sort("number", descending=True).select(
        "number",
        "title",
        state=pl.lit("OPEN"),
        stateReason=pl.lit(""),
        createdAt=_stamp("opened_at"),
        closedAt=pl.lit(None, dtype=pl.String),
        author=_user("reporter"),
        assignees=pl.lit([]).cast(pl.List(pl.String)),
        labels=_labels(),
        milestone=_milestone(),
        url=_url("issues"),
    )
