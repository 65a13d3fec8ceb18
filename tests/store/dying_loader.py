"""Another process that loads into a workspace, and may die on the way. No test: the tests start it.

python dying_loader.py FOLDER DATABASE FIRST LAST [ROOM NAME CALL before|after]

Load number n tells of the tasks T0 and Tn. It dies before or after that call of ROOM.NAME.
"""

import importlib
import os
import signal
import sys
from datetime import UTC, datetime

import polars as pl

from store.tables import TABLES
from store.workspace import SourceFile, Workspace

REFUSED = pl.DataFrame({"row": [2], "column": ["x"], "reason": ["y"]})


def rows(table: str, *told: dict) -> pl.DataFrame:
    schema = TABLES[table].schema
    return pl.DataFrame([dict.fromkeys(schema) | row for row in told], schema=schema)


def facts(number: int) -> dict[str, pl.DataFrame]:
    by, tasks = f"by {number}", ("T0", f"T{number}")
    at = datetime(2026, 1, 5, tzinfo=UTC)
    mentor = {"person_id": "login:ana", "role": "mentor", "hours": number}
    ana = {"person_id": "id:1", "name": "Ana", "logins": ["ana"], "location": by}
    return {
        "task": rows("task", *({"task_id": t, "opened_at": at, "title": by} for t in tasks)),
        "participation": rows("participation", *({"task_id": t, **mentor} for t in tasks)),
        "person": rows("person", ana),
    }


def die_in(room: str, name: str, call: str, moment: str) -> None:
    module, calls = importlib.import_module(f"store.{room}"), iter(range(99))
    real = getattr(module, name)

    def deadly(*given, **named):
        is_last = next(calls) + 1 == int(call)
        if is_last and moment == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        answer = real(*given, **named)
        if is_last:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    setattr(module, name, deadly)


if __name__ == "__main__":
    folder, database, first, last, *point = sys.argv[1:]
    if point:
        die_in(*point)
    with Workspace.open(folder, database or None) as workspace:
        sys.stdout.write("begins\n")
        sys.stdout.flush()
        for number in range(int(first), int(last)):
            workspace.load(
                facts(number),
                refused=REFUSED,
                rows_read=2,
                notes=[],
                source=SourceFile(f"{number}.csv", f"bytes {number}", 1),
                loader="jira",
                loader_version=1,
                by="another",
            )
