"""What a script costs in a process of its own."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import NamedTuple


class Cost(NamedTuple):
    """Seconds by the clock, seconds of all processors together, peak memory in MiB."""

    seconds: float
    busy: float
    mebibytes: float


def run(script: str, *arguments: str) -> Cost:
    """What a script costs from its start to its end, imports and all.

    Counts: modules are kept compiled, as wherever the product is installed; a first run that
    compiles them is slower, and `fastest` leaves it out.
    """
    known = {name: told for name, told in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-c", script, *arguments]
    start = time.perf_counter()
    done = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=known)
    _, status, used = os.wait4(done.pid, 0)
    seconds = time.perf_counter() - start
    done.returncode = os.waitstatus_to_exitcode(status)
    if done.returncode:
        raise subprocess.CalledProcessError(done.returncode, script)
    return Cost(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def fastest(runs: Sequence[Cost]) -> Cost:
    """The shortest times, which neighbours disturbed least, and the largest memory."""
    seconds, busy, mebibytes = zip(*runs, strict=True)
    return Cost(min(seconds), min(busy), max(mebibytes))


def against(ours: Cost, theirs: Cost) -> str:
    """The ratios in words."""
    clock, busy = ours.seconds / theirs.seconds, ours.busy / theirs.busy
    return f"{clock:.2f} x by the clock, {busy:.2f} x of processors, {ours.mebibytes:.0f} MiB"
