"""Workspaces for the tests of the store, on SQLite and on a PostgreSQL of our own."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from uuid import uuid4

import polars as pl
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from store.tables import STORED
from store.workspace import Receipt, SourceFile, Workspace

NO_REFUSALS = pl.DataFrame(schema={"row": pl.Int64, "column": pl.String, "reason": pl.String})
SECONDS_TO_START = 30


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server on loopback that ends with the session."""
    places = [*Path("/usr/lib/postgresql").glob("*/bin/postgres"), shutil.which("postgres")]
    if not any(places):
        pytest.skip("no PostgreSQL server is installed")
    programs = Path(next(place for place in places if place)).parent
    home = Path(tempfile.mkdtemp(prefix="atelier-postgres-"))
    owner = "postgres" if os.geteuid() == 0 else None  # the server refuses to run as root
    if owner:
        shutil.chown(home, owner)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    quiet = {"cwd": home, "user": owner, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    new = ["--auth=trust", "--username=atelier", "--no-sync", "--encoding=UTF8", f"{home}/data"]
    subprocess.run([programs / "initdb", *new], check=True, **quiet)
    ours = ["-D", f"{home}/data", "-h", "127.0.0.1", "-p", str(port), "-k", str(home), "-F"]
    server = subprocess.Popen([programs / "postgres", *ours], **quiet)
    try:
        address = f"postgresql+psycopg://atelier@127.0.0.1:{port}/"
        wait_for(f"{address}postgres")
        yield address
    finally:
        server.terminate()
        server.wait(timeout=SECONDS_TO_START)
        shutil.rmtree(home)


def wait_for(address: str) -> None:
    engine = create_engine(address)
    until = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            engine.connect().close()
            break
        except OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
    engine.dispose()


@pytest.fixture
def new_postgres(postgres) -> str:
    """The address of an empty PostgreSQL database."""
    name = f"atelier_{uuid4().hex}"
    engine = create_engine(f"{postgres}postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return f"{postgres}{name}"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request) -> str | None:
    """The address of an empty database; None is SQLite inside the workspace."""
    return None if request.param == "sqlite" else request.getfixturevalue("new_postgres")


@pytest.fixture
def workspace(tmp_path, database) -> Iterator[Workspace]:
    """An empty workspace."""
    with Workspace.open(tmp_path / "workspace", database) as opened:
        yield opened


@pytest.fixture
def frame() -> Callable[..., pl.DataFrame]:
    """Rows of a fact table as a loader hands them over, from the columns that matter."""
    return rows_of


@pytest.fixture
def load(workspace) -> Callable[..., Receipt]:
    """Load rows, table by table: `load("jira", task=[{...}])`; each load is another file."""
    numbers = count(1)

    def loaded(loader: str = "jira", *, sha256: str = "", into=workspace, **tables) -> Receipt:
        number = next(numbers)
        return into.load(
            {name: rows_of(name, *rows) for name, rows in tables.items()},
            refused=NO_REFUSALS,
            rows_read=sum(map(len, tables.values())),
            notes=[],
            source=SourceFile(f"{number}.csv", sha256 or f"bytes {number}", 1),
            loader=loader,
            loader_version=1,
            by="tester",
        )

    return loaded


def rows_of(table: str, *rows: dict) -> pl.DataFrame:
    schema = STORED[table].schema
    return pl.DataFrame([dict.fromkeys(schema) | row for row in rows], schema=schema)
