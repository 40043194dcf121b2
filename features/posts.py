"""What counts differs between posts that lead and posts that do the work: features for each apart.

Managerial posts are jpt, administrator and pengawas, the others functional or pelaksana (UU 20/2023
on the state civil apparatus, jabatan manajerial and nonmanajerial). A column for one sort is 0 in
posts of the other, where it does not count.
"""

from collections.abc import Callable

import numpy as np

from features.pairs import Pairs
from snapshots.ladders import KINDS
from snapshots.ledger import Flags, Floats

PairColumn = Callable[[Pairs], Floats]

_MANAGERIAL_KINDS = [KINDS.index(kind) for kind in KINDS if kind not in ("pelaksana", "fungsional")]


def in_managerial_posts(column: PairColumn) -> PairColumn:
    """Return the column where the position asked about is managerial, else 0."""

    def counted(pairs: Pairs) -> Floats:
        return np.where(_is_managerial(pairs), pairs.share(column), 0.0)

    return counted


def in_other_posts(column: PairColumn) -> PairColumn:
    """Return the column where the position asked about is not managerial, else 0."""

    def counted(pairs: Pairs) -> Floats:
        return np.where(_is_managerial(pairs), 0.0, pairs.share(column))

    return counted


def log_years(column: PairColumn) -> PairColumn:
    """Return log(1 + years): the first year teaches most."""

    def logarithm(pairs: Pairs) -> Floats:
        return np.log1p(pairs.share(column))

    return logarithm


def _is_managerial(pairs: Pairs) -> Flags:
    return np.isin(pairs.target("kind"), _MANAGERIAL_KINDS)
