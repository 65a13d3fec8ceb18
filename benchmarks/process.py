"""What a script costs in a process of its own."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import NamedTuple


class Cost(NamedTuple):
    """Seconds by the clock and peak memory in MiB."""

    seconds: float
    mebibytes: float


def run(script: str, *arguments: str) -> Cost:
    """What a script costs from its start to its end, imports and all."""
    start = time.perf_counter()
    done = subprocess.Popen([sys.executable, "-c", script, *arguments], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(done.pid, 0)
    done.returncode = os.waitstatus_to_exitcode(status)
    if done.returncode:
        raise subprocess.CalledProcessError(done.returncode, script)
    return Cost(time.perf_counter() - start, used.ru_maxrss / 1024)


def fastest(runs: Sequence[Cost]) -> Cost:
    """The shortest time, which neighbours disturbed least, and the largest memory."""
    return Cost(min(one.seconds for one in runs), max(one.mebibytes for one in runs))
