"""Migrations: every database that is opened has, or gets, the tables of this version.

After a change of `store/state.py`, draft the next revision with the database of any workspace:

    with Workspace.open().engine.connect() as connection:
        command.revision(alembic(connection), "what changes", autogenerate=True, rev_id="0006")
"""

import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import inspect, text
from sqlalchemy.engine import URL, Connection, Engine
from sqlmodel import Session, select

from store.errors import WorkspaceError
from store.lock import exclusive
from store.state import Setting, connect

if TYPE_CHECKING:
    from alembic.config import Config

REVISION: Final = "0007"  # the newest file in migrations/versions
SECRET: Final = "secret"


def revision(engine: Engine) -> str | None:
    """The revision that the database has; None when it is new."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return found


def opened(url: URL, folder: Path) -> Engine:
    """The database of a workspace folder at this version; who opens it at the same time waits."""
    engine = connect(url)
    try:
        if revision(engine) != REVISION:
            with exclusive(folder, "The database is being brought to a newer version"):
                upgrade(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def upgrade(engine: Engine) -> None:
    """Bring the database to this version, in one transaction, with a secret; twice is once."""
    # alembic takes half a second to import, and nearly every database needs no change
    from alembic import command  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    try:
        with engine.execution_options(writes=True).begin() as connection:
            command.upgrade(alembic(connection), "head")
            _keep_secret(connection)
    except CommandError as error:
        raise WorkspaceError(
            f"The database of this workspace has revision {revision(engine)}",
            f"at most revision {REVISION}, the newest that this version of the product knows",
            "Install the newer version of the product that wrote it",
        ) from error


def alembic(connection: Connection) -> "Config":
    """The configuration of alembic for one open connection."""
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    folder = Path(__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _keep_secret(connection: Connection) -> None:
    with Session(connection) as session:
        if session.get(Setting, SECRET) is None:
            session.add(Setting(name=SECRET, value=secrets.token_hex(32)))
            session.commit()


def secret(engine: Engine) -> bytes:
    """The secret of this workspace, which pseudonyms are made with."""
    with Session(engine) as session:
        value = session.exec(select(Setting.value).where(Setting.name == SECRET)).one()
    return bytes.fromhex(value)
