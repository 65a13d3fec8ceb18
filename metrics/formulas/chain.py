"""Many short chains at once: a person's skill, quarter after quarter, is a tridiagonal block."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Chains:
    """Precision blocks of independent chains.

    diagonal  (chains, steps)
    beside    (chains, steps - 1): between a step and the next
    """

    diagonal: Floats
    beside: Floats

    def __getitem__(self, chosen: slice) -> "Chains":
        """Some of the chains."""
        return Chains(self.diagonal[chosen], self.beside[chosen])

    @property
    def eliminated(self) -> Floats:
        """Diagonal after elimination from the first step on, (chains, steps)."""
        left = self.diagonal.copy()
        for step in range(1, left.shape[1]):
            left[:, step] -= self.beside[:, step - 1] ** 2 / left[:, step - 1]
        return left

    def solve(self, right: Floats) -> Floats:
        """The solution for right-hand sides of shape (chains, steps, columns)."""
        left, answer = self.eliminated, right.copy()
        last = left.shape[1] - 1
        for step in range(1, last + 1):
            ratio = self.beside[:, step - 1] / left[:, step - 1]
            answer[:, step] -= ratio[:, None] * answer[:, step - 1]
        answer[:, last] /= left[:, last, None]
        for step in range(last - 1, -1, -1):
            answer[:, step] -= self.beside[:, step, None] * answer[:, step + 1]
            answer[:, step] /= left[:, step, None]
        return answer

    def inverse_diagonal(self) -> Floats:
        """Diagonal of the inverse, (chains, steps): elimination from both ends meets there."""
        backward = Chains(self.diagonal[:, ::-1], self.beside[:, ::-1]).eliminated[:, ::-1]
        answer: Floats = 1 / (self.eliminated + backward - self.diagonal)
        return answer
