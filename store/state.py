"""The state of a workspace in SQL: what was loaded, who is who, what was decided and measured."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any, Final, cast

from sqlalchemy import JSON, BigInteger, DateTime, MetaData, NullPool, UniqueConstraint, event
from sqlalchemy.dialects.sqlite import INTEGER
from sqlalchemy.engine import URL, Connection, Dialect, Engine, create_engine
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, Session, SQLModel

# Constraints have names everywhere, so that a later migration can speak of them on every database.
NAMES: Final = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
# A writer waits this long for another writer's short transaction.
SECONDS_TO_WAIT: Final = 30
# 64 bits everywhere; SQLite counts rows up only in a column that is INTEGER by name.
BIG: Final = BigInteger().with_variant(INTEGER(), "sqlite")


class Moment(TypeDecorator[datetime]):
    """An instant in UTC on every database: SQLite hands moments back without a zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The instant in UTC."""
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The instant with its zone."""
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


def now() -> datetime:
    """This instant, in UTC."""
    return datetime.now(UTC)


class State(SQLModel):
    """What all rows of the state share."""

    metadata = MetaData(naming_convention=NAMES)


class Import(State, table=True):
    """One row per file that was loaded: the import ledger."""

    __table_args__ = (UniqueConstraint("sha256", "loader", "loader_version"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=cast(Any, BIG))
    at: datetime = Field(default_factory=now, sa_type=Moment)
    by: str
    file: str
    sha256: str
    bytes: int = Field(sa_type=BigInteger)
    loader: str
    loader_version: int
    rows_read: int = Field(sa_type=BigInteger)
    refused: int = Field(sa_type=BigInteger)
    counts: dict[str, list[int]] = Field(sa_type=JSON)  # table -> added, changed, same
    notes: list[str] = Field(sa_type=JSON)
    cut: str = ""  # why the file was not the whole, in a sentence
    first_day: date | None = None  # days that its tasks span, when it told of tasks
    last_day: date | None = None
    # what is told (`store.spans.spans`) -> first and last day
    spans: dict[str, list[str]] = Field(default_factory=dict, sa_type=JSON)
    snapshot: int = Field(sa_type=BigInteger)


class Snapshot(State, table=True):
    """One row per state of the facts: the Delta version of every table that belongs together."""

    number: int = Field(
        primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False}
    )
    at: datetime = Field(default_factory=now, sa_type=Moment)
    heads: dict[str, int] = Field(sa_type=JSON)


class Alias(State, table=True):
    """One row per key of a person and source that told it; only `store/identity.py` reads it.

    account  pseudonym of the key, as the facts hold it
    kind     employee_id, id, email, login or name
    key      the key itself: here, and nowhere else, stand names and addresses
    root     account of the person row that claims the key; null: seen in facts
    """

    id: int | None = Field(default=None, primary_key=True, sa_type=cast(Any, BIG))
    account: str
    kind: str
    key: str
    root: str | None = None
    source: str
    import_id: int = Field(sa_type=BigInteger, foreign_key="import.id")


class Tie(State, table=True):
    """One row per decision on whose an account is; no row is ever changed or removed.

    choice      accept, reject, or undo of an earlier row
    account     pseudonym of a key, as the facts hold it
    person      account of the person, as known when it was decided
    valid_from  first day on which an accepted tie holds; null: from ever
    valid_to    first day on which it does not hold any more; null: for good
    undoes      the row that an undo takes back
    """

    id: int | None = Field(default=None, primary_key=True, sa_type=cast(Any, BIG))
    at: datetime = Field(default_factory=now, sa_type=Moment)
    by: str
    choice: str
    account: str
    person: str
    valid_from: date | None = None
    valid_to: date | None = None
    reason: str
    undoes: int | None = Field(default=None, sa_type=BigInteger, foreign_key="tie.id")


class Decision(State, table=True):
    """One row per decision of a person on something the product proposed; the newest counts."""

    id: int | None = Field(default=None, primary_key=True, sa_type=cast(Any, BIG))
    at: datetime = Field(default_factory=now, sa_type=Moment)
    by: str
    kind: str = Field(index=True)
    subject: str
    choice: str
    reason: str


class Measured(State, table=True):
    """One row per published measurement: the facts, rules and anchors behind a folder's figures."""

    id: int | None = Field(default=None, primary_key=True, sa_type=cast(Any, BIG))
    at: datetime = Field(default_factory=now, sa_type=Moment)
    facts_version: int = Field(sa_type=BigInteger)
    rule_version: str
    anchors_version: str
    folder: str


class Setting(State, table=True):
    """One row per setting of the workspace."""

    name: str = Field(primary_key=True)
    value: str


class SpendRuleRow(State, table=True):
    """One row per rule of the firm on what ledger lines are spent on; the first that fits counts.

    account, cost_centre  patterns with `*` and `?`; both must fit
    tag                   measured, quoted or assumed, for lines that have none
    """

    __tablename__ = "spend_rule"

    id: int | None = Field(default=None, primary_key=True, sa_type=cast(Any, BIG))
    place: int
    account: str
    cost_centre: str
    category: str
    tag: str
    reason: str


class ConstructRuleRow(State, table=True):
    """One row per rule of the firm on what survey items measure; the first that fits counts."""

    __tablename__ = "construct_rule"

    id: int | None = Field(default=None, primary_key=True, sa_type=cast(Any, BIG))
    place: int
    item: str
    measures: str
    reason: str


def connect(url: URL) -> Engine:
    """A database, SQLite or PostgreSQL. SQLite gets a connection per use and keeps none open."""
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True)
    engine = create_engine(url, poolclass=NullPool, connect_args={"timeout": SECONDS_TO_WAIT})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """A short transaction that is kept whole or not at all."""
    with Session(engine.execution_options(writes=True)) as session, session.begin():
        yield session


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 -- the driver's own type
    connection.isolation_level = None  # we begin transactions ourselves
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A writer that begins as a reader would lose the update of another one without an error.
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
