"""Migrations: both databases get the tables that the models tell, and a newer one is left alone."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, make_url, text

from store import migrate, state
from store.errors import WorkspaceError
from store.workspace import Workspace


def test_the_models_and_the_migrations_tell_the_same_tables(workspace):
    with workspace.engine.connect() as connection:
        command.check(migrate.alembic(connection))  # raises when a migration is missing


def test_the_newest_revision_is_the_one_that_databases_are_brought_to(workspace):
    with workspace.engine.connect() as connection:
        scripts = ScriptDirectory.from_config(migrate.alembic(connection))
    assert scripts.get_heads() == [migrate.REVISION]
    assert migrate.revision(workspace.engine) == migrate.REVISION


def test_every_migration_can_be_taken_back(workspace):
    with workspace.engine.execution_options(writes=True).begin() as connection:
        command.downgrade(migrate.alembic(connection), "base")
    assert inspect(workspace.engine).get_table_names() == ["alembic_version"]
    migrate.upgrade(workspace.engine)
    with workspace.engine.connect() as connection:
        command.check(migrate.alembic(connection))


def test_a_database_of_a_newer_version_is_left_alone_and_told(workspace, database):
    with workspace.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(WorkspaceError, match=r"revision 9999.*Install the newer version"):
        Workspace.open(workspace.folder, database)


def test_a_new_workspace_that_many_open_at_once_has_one_secret(tmp_path, database):
    def secret(_: int) -> bytes:
        with Workspace.open(tmp_path / "new", database) as opened:
            return migrate.secret(opened.engine)

    with ThreadPoolExecutor(4) as threads:
        assert len(set(threads.map(secret, range(4)))) == 1


def test_a_failed_migration_leaves_an_empty_database(tmp_path, monkeypatch):
    engine = state.connect(make_url(f"sqlite:///{tmp_path}/state.db"))
    with monkeypatch.context() as patched:
        patched.setattr(migrate, "_keep_secret", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            migrate.upgrade(engine)
    assert inspect(engine).get_table_names() == []


def test_sqlite_lets_readers_read_while_somebody_writes(tmp_path):
    with Workspace.open(tmp_path / "w") as workspace:
        with workspace.engine.connect() as connection:
            assert connection.scalar(text("PRAGMA journal_mode")) == "wal"
            assert connection.scalar(text("PRAGMA synchronous")) == 1
            assert connection.scalar(text("PRAGMA foreign_keys")) == 1
        with state.writing(workspace.engine) as session:
            session.add(state.Setting(name="a", value="b"))
            session.flush()
            assert workspace.facts_version == 0


def test_of_many_who_write_at_once_no_update_is_lost(workspace):
    with state.writing(workspace.engine) as session:
        session.add(state.Setting(name="count", value="0"))

    def add(_: int) -> None:
        with state.writing(workspace.engine) as session:
            row = session.get(state.Setting, "count", with_for_update=True)
            row.value = str(int(row.value) + 1)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(add, range(80)))
    with state.writing(workspace.engine) as session:
        assert session.get(state.Setting, "count").value == "80"
