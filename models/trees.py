"""A bag of LightGBM boosters kept as one booster text, its trees standing member after member.

One text means one prediction call a request, one file to check and diff, and one model to compile.
The score is the mean over members. The text leaves out LightGBM's list of training parameters: it
names the number of threads, which must not change a model's bytes, and prediction needs none of it.

A LightGBM booster keeps the range of trees that it is asked for as its own state and lets several
threads read it at once, so that one that asks a member would change what another gets for the bag.
Whoever predicts therefore holds the booster alone.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock
from typing import Any

import lightgbm
import numpy as np
import numpy.typing as npt

from models.cells import Cells
from snapshots.ledger import Floats

FEW_ROWS = 2000
"""Up to here one thread is faster than the barrier of several."""

_TREE = re.compile(r"^Tree=\d+\n", re.MULTILINE)
_LEAVES = re.compile(r"^leaf_value=(.*)$", re.MULTILINE)
_END = "end of trees\n"


@dataclass(frozen=True)
class Trees:
    """The joined text and how many trees each member has in it."""

    text: str
    lengths: tuple[int, ...]
    _held: Lock = field(default_factory=Lock, init=False, repr=False, compare=False)

    @cached_property
    def booster(self) -> "lightgbm.Booster":
        """The booster, parsed once."""
        return lightgbm.Booster(model_str=self.text)

    @property
    def used_columns(self) -> npt.NDArray[np.bool_]:
        """Tell which columns any tree splits on, bool[F]."""
        return np.asarray(self.booster.feature_importance("split") > 0)

    def score(self, matrix: Floats) -> Floats:
        """Return the raw margin of each row of float64[n, F] as float64[n]."""
        return self._predict(matrix) / len(self.lengths)

    def score_members(self, matrix: Floats) -> Floats:
        """Return the raw margin of each row by each member, float64[n, B]."""
        return self._score_parts(matrix, self.lengths)

    def score_early(self, matrix: Floats, rounds: int) -> Floats:
        """Return the margin that the first `rounds` trees of each member give, float64[n]."""
        lengths = [min(length, rounds) for length in self.lengths]
        return np.asarray(self._score_parts(matrix, lengths).mean(axis=1))

    def _score_parts(self, matrix: Floats, lengths: Sequence[int]) -> Floats:
        starts = np.concatenate([[0], np.cumsum(self.lengths)])[:-1].tolist()
        return np.stack(
            [
                self._predict(matrix, start, length)
                for start, length in zip(starts, lengths, strict=True)
            ],
            axis=1,
        )

    def contributions(self, matrix: Floats) -> Floats:
        """Return exact Shapley values float64[n, F + 1], the expected margin last."""
        return self._predict(matrix, contributions=True) / len(self.lengths)

    def cells(self, matrix: Floats) -> Cells:
        """Return the leaf of each tree into which each row of float64[n, F] falls, int16[n, T]."""
        if not len(matrix):
            return np.zeros((0, sum(self.lengths)), np.int16)
        found = self._ask(matrix, pred_leaf=True)
        return np.asarray(found, np.int16).reshape(len(matrix), -1)

    @cached_property
    def reaches(self) -> Floats:
        """What each tree can move the score by at most, float64[T]."""
        leaves = (np.array(line.split(), np.float64) for line in _LEAVES.findall(self.text))
        return np.array([np.ptp(values) for values in leaves]) / len(self.lengths)

    def _predict(
        self, matrix: Floats, start: int = 0, length: int = -1, contributions: bool = False
    ) -> Floats:
        if not len(matrix):
            return np.zeros((0, matrix.shape[1] + 1) if contributions else 0)
        trees = {"start_iteration": start, "num_iteration": length}
        return np.asarray(
            self._ask(matrix, raw_score=True, pred_contrib=contributions, **trees), np.float64
        )

    def _ask(self, matrix: Floats, **wanted: Any) -> Any:
        with self._held:
            return self.booster.predict(matrix, num_threads=_threads(matrix), **wanted)


def _threads(matrix: Floats) -> int:
    return 1 if len(matrix) <= FEW_ROWS else 0


def join_members(texts: Sequence[str]) -> Trees:
    """Join the texts of boosters with the same features into one bag.

    A LightGBM text is a header, with the size in bytes of each tree's block, and the blocks.
    """
    members = [_tree_blocks(text) for text in texts]
    blocks = [block for member in members for block in member]
    numbered = [f"Tree={number}\n{block}" for number, block in enumerate(blocks)]
    sizes = " ".join(str(len(block.encode())) for block in numbered)
    head = texts[0][: _first_tree(texts[0])]
    head = re.sub(r"^tree_sizes=.*$", f"tree_sizes={sizes}", head, flags=re.MULTILINE)
    return Trees(head + "".join(numbered) + _END, tuple(len(member) for member in members))


def _first_tree(text: str) -> int:
    found = _TREE.search(text)
    return found.start() if found else text.index(_END)


def _tree_blocks(text: str) -> list[str]:
    return _TREE.split(text[: text.index(_END)])[1:]
