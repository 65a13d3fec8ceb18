"""Numbers drawn from names: the same on every machine, in any order of rows, without a seed."""

from collections.abc import Iterable
from hashlib import blake2b
from typing import Final

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]

STEP: Final = np.uint64(0x9E3779B97F4A7C15)
FIRST: Final = np.uint64(0xBF58476D1CE4E5B9)
SECOND: Final = np.uint64(0x94D049BB133111EB)


def hashed(names: Iterable[str | None]) -> Hashes:
    """One 64-bit number a name; nobody (None) has one too."""
    digests = [blake2b((name or "").encode(), digest_size=8).digest() for name in names]
    return np.frombuffer(b"".join(digests), dtype=np.uint64)


def drawn(*parts: Hashes) -> NDArray[np.float64]:
    """A number from 0 to 1 for each combination, as even as a die (SplitMix64)."""
    mixed = np.zeros(len(parts[0]), np.uint64)
    for part in parts:
        mixed = _split(mixed ^ part)
    return mixed.astype(np.float64) / 2.0**64


def _split(state: Hashes) -> Hashes:
    state = state + STEP
    state = (state ^ (state >> np.uint64(30))) * FIRST
    state = (state ^ (state >> np.uint64(27))) * SECOND
    return np.asarray(state ^ (state >> np.uint64(31)), np.uint64)
