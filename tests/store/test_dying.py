"""A load that is killed leaves the workspace as it was; loads at once lose nothing."""

import os
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from store.errors import WorkspaceError
from store.lock import exclusive
from store.workspace import Workspace

ROOT = Path(__file__).parents[2]
AT = datetime(2026, 1, 5, tzinfo=UTC)

# Where the loader dies; see dying_loader.py
POINTS = {
    "before anything is written": "workspace plan 1 after",
    "while the first file is written": "facts _add 1 before",
    "after a file that no version names": "facts _add 1 after",
    "after the first table": "workspace write 1 after",
    "after all tables": "workspace write 3 after",
    "inside the transaction": "workspace remember 1 after",
    "just before the commit": "ledger keep_refused 1 after",
}


def loader(workspace: Workspace, database: str | None, loads: range, point: str = ""):
    """Another process that does these loads; it may die at a point."""
    told = [str(workspace.folder), database or "", str(loads.start), str(loads.stop)]
    return subprocess.Popen(
        [sys.executable, Path(__file__).with_name("dying_loader.py"), *told, *point.split()],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
    )


def state(workspace: Workspace) -> tuple:
    """All that a reader can see."""
    tables = [workspace.facts(name).collect() for name in ("task", "participation", "person")]
    rows = [sorted(map(repr, table.to_dicts())) for table in tables]
    people = tables[1]["person_id"].unique().to_list()
    return (
        *rows,
        workspace.imports().rows(),
        workspace.people.names(people),
        workspace.snapshot_key,
    )


def killed(process) -> None:
    with process:
        process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL


def finished(process) -> None:
    with process:
        process.communicate(timeout=60)
    assert process.returncode == 0


def told(workspace: Workspace) -> tuple:
    """What is loaded: who told each task last, and the hours of its mentor."""
    parts = workspace.facts("participation").select("task_id", "hours").collect()
    places = workspace.facts("person").collect()["location"].to_list()
    return (
        dict(titles(workspace)),
        dict(parts.rows()),
        places,
        workspace.imports()["file"].to_list(),
    )


def expected(last: int) -> tuple:
    """What is loaded after the loads 1 to `last`."""
    by = {"T0": last, **{f"T{n}": n for n in range(1, last + 1)}}
    files = [f"{n}.csv" for n in range(1, last + 1)]
    return {task: f"by {n}" for task, n in by.items()}, by, [f"by {last}"], files


def titles(workspace: Workspace) -> list[tuple]:
    return workspace.facts("task").select("task_id", "title").collect().rows()


@pytest.fixture
def filled(workspace, database) -> Workspace:
    finished(loader(workspace, database, range(1, 2)))
    return workspace


@pytest.mark.parametrize("point", POINTS.values(), ids=POINTS)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_load_that_is_killed_changes_nothing_and_the_next_one_works(filled, database, point):
    before = state(filled)
    killed(loader(filled, database, range(2, 3), point))
    assert state(filled) == before
    finished(loader(filled, database, range(2, 3)))
    assert told(filled) == expected(2)


def test_a_first_load_that_is_killed_leaves_an_empty_workspace(workspace, database):
    killed(loader(workspace, database, range(1, 2), POINTS["just before the commit"]))
    assert workspace.facts("task").collect().is_empty()
    assert workspace.imports().is_empty()
    finished(loader(workspace, database, range(1, 2)))
    assert told(workspace) == expected(1)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_a_load_that_is_killed_at_any_moment_is_there_as_a_whole_or_not_at_all(
    filled, database, seed
):
    with loader(filled, database, range(2, 40)) as victim:
        victim.stdout.readline()
        time.sleep(random.Random(seed).uniform(0, 1.5))
        victim.kill()
    last = filled.facts_version
    assert told(filled) == expected(last)
    finished(loader(filled, database, range(last + 1, last + 2)))
    assert told(filled) == expected(last + 1)


def test_of_loads_at_once_by_several_processes_none_is_lost(workspace, database):
    processes = [loader(workspace, database, range(n, n + 3)) for n in (1, 4)]
    for process in processes:
        finished(process)
    assert workspace.imports()["snapshot"].to_list() == [1, 2, 3, 4, 5, 6]
    found = dict(titles(workspace))
    assert found.pop("T0") in {"by 3", "by 6"}
    assert found == {f"T{n}": f"by {n}" for n in range(1, 7)}


def test_of_loads_and_readers_at_once_in_one_process_none_is_lost_or_sees_a_half(workspace, load):
    def one(number: int) -> str:
        task = {"task_id": f"T{number}", "opened_at": AT}
        part = {"task_id": f"T{number}", "person_id": f"login:{number}", "role": "mentor"}
        status = load(task=[task], participation=[part]).status
        version = workspace.facts_version
        heights = {
            workspace.facts(name, version).collect().height for name in ("task", "participation")
        }
        assert heights == {version}
        return status

    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(one, range(8))) == {"loaded"}
    assert workspace.facts("task").collect().height == 8


def test_of_the_same_file_loaded_at_once_one_is_already_loaded(workspace, load):
    task = {"task_id": "T1", "opened_at": AT}
    with ThreadPoolExecutor(2) as threads:
        receipts = threads.map(lambda _: load(sha256="same", task=[task]).status, range(2))
        assert sorted(receipts) == ["already loaded", "loaded"]


def test_who_waits_too_long_is_told_who_is_at_work(tmp_path):
    with ThreadPoolExecutor(1) as other, exclusive(tmp_path, "ana loads tasks.csv"):
        waiting = other.submit(lambda: exclusive(tmp_path, "bo", seconds=0.1).__enter__())
        with pytest.raises(WorkspaceError, match=r"busy: ana loads tasks.csv, since 20.*Try again"):
            waiting.result()
    with exclusive(tmp_path, "bo", seconds=0.1):
        pass


def test_a_failure_inside_a_load_leaves_everything_as_it_was(workspace, load, monkeypatch):
    task = {"task_id": "T1", "opened_at": AT}
    load(task=[task])
    before = workspace.snapshot_key
    with monkeypatch.context() as patched:
        patched.setattr("store.workspace.remember", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            load(task=[task | {"title": "x"}])
    assert workspace.snapshot_key == before
    assert workspace.facts("task").collect()["title"].to_list() == [None]
    assert load(task=[task | {"title": "y"}]).status == "loaded"
