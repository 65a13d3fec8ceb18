"""How alembic meets the state of a workspace: through the connection of `store.migrate`."""

from alembic import context

from store import money_state, study_state  # noqa: F401 -- their tables belong to the state too
from store.state import State

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=State.metadata,
    render_as_batch=True,  # SQLite changes a table by copying it
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
