"""The past transfers that a chance of success rests on; without enough near ones none is told.

One place for all who tell a chance: lists, one person, drafts and batches of pairs, so that the
same pair is told the same everywhere.
"""

from dataclasses import dataclass

import numpy as np

from features.matrix import build_matrix
from features.source import FeatureSource
from models.bundle import Bundle
from models.calibration import FitEstimate
from models.likeness import Cases, lay_cases
from rules.policy_file import PrecedentLimits
from snapshots.days import Days
from snapshots.ladders import UNKNOWN
from snapshots.ledger import Floats, Rows
from snapshots.view import view_rows

FEW = "few_precedents"
"""The code of why no chance is told where too few past transfers are near."""


@dataclass(frozen=True)
class Past:
    """Past transfers whose outcome is known: `moves` are their places among the records' moves.

    `cases` is None for a model without terms in which a transfer could be like another: a rule.
    `limits` are the policy's.
    """

    moves: Rows
    cases: Cases | None
    limits: PrecedentLimits

    def withhold(self, told: FitEstimate, matrix: Floats, day: Days | int) -> FitEstimate:
        """Return the chances `told` of float64[n, F] without those of whom too few are near.

        Only past transfers count whose outcome was known strictly before `day` (one, or int32[n]).
        """
        least = self.limits.least
        if self.cases is None or told.why_not is not None or not least:
            return told
        days = np.broadcast_to(np.asarray(day, np.int32), len(matrix))
        return told.withhold(
            self.cases.count_near(matrix, days, self.limits.likeness, enough=least) < least
        )


def gather_past(source: FeatureSource, bundle: Bundle, limits: PrecedentLimits) -> Past:
    """Return the past transfers that teach, each row as of its own move's day."""
    if not bundle.reaches.any():
        return Past(np.zeros(0, np.intp), None, limits)
    moves = source.moves
    known = moves.known_before(moves.reach) & (moves.outcome != UNKNOWN)
    kept = np.flatnonzero(moves.trains & known)
    view = view_rows(source.history, moves.person[kept], moves.day[kept])
    matrix = build_matrix(source, view, moves.to_position[kept])
    return Past(kept, lay_cases(bundle, matrix, moves.known_on[kept]), limits)
