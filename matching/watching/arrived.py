"""Outcomes that arrived since a model learned: what it told of them, and how they turned out."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from features.matrix import build_matrix
from matching.matcher import Matcher
from models.calibration import Rate, estimate_rate
from snapshots.days import to_day
from snapshots.ledger import Floats, Rows
from snapshots.view import view_rows


@dataclass(frozen=True)
class Arrived:
    """Outcomes of past moves, known strictly before the day watched.

    `known` counts all that may be learned from, `learned_from` those of the training (None where
    nobody wrote it down). Of the `count` that became known since `since`: the mean chance told, the
    share found with its interval, and the Brier score beside that of telling everybody the rate of
    the training. `late` more are dated before `since` but came into the records after the training:
    which ones nobody wrote down, so that what was told of them is not held against them.
    """

    known: int
    learned_from: int | None
    since: date | None
    count: int
    late: int
    told: float | None
    found: Rate | None
    brier: float | None
    brier_of_rate: float | None

    @property
    def new(self) -> int:
        """How many outcomes the training did not have."""
        return self.known - (self.learned_from or 0)


def read_training_day(matcher: Matcher) -> date | None:
    """Return the day up to which the model learned; None where nobody wrote it down."""
    card, profile = matcher.bundle.card, matcher.bundle.profile
    if "as_of" in card:
        return date.fromisoformat(card["as_of"])
    return profile.as_of if profile else None


def read_arrived(matcher: Matcher, day: int) -> Arrived:
    """Return what became known between the model's training and `day`.

    Each chance is told as of the day of its move. A model that learned on 2025-01-01 is held
    against an outcome that was known on 2025-01-01 or later, never against one it may have seen.
    """
    moves, since = matcher.moves, read_training_day(matcher)
    fresh = moves.trains & moves.known_before(day) & (moves.outcome >= 0)
    if since is not None:
        fresh &= ~moves.known_before(to_day(since))
    rows = np.flatnonzero(fresh) if since is not None else np.empty(0, np.intp)
    success = moves.outcome[rows] == 1
    told = _tell_chances(matcher, rows)
    rate = matcher.bundle.card.get("success_rate")
    known, learned_from = len(moves.outcomes_before(day)), matcher.bundle.card.get("outcomes")
    new = len(rows) if learned_from is None or since is None else known - learned_from
    return Arrived(
        known=known,
        learned_from=learned_from,
        since=since,
        count=len(rows),
        late=max(new - len(rows), 0),
        told=None if told is None else float(told.mean()),
        found=estimate_rate(success),
        brier=None if told is None else float(((told - success) ** 2).mean()),
        brier_of_rate=(
            float(((rate - success) ** 2).mean()) if rate is not None and len(rows) else None
        ),
    )


def _tell_chances(matcher: Matcher, rows: Rows) -> Floats | None:
    """Return the chance told of each move as of its day; None where none is told at all."""
    moves, history = matcher.moves, matcher.history
    if not len(rows) or matcher.bundle.calibration is None:
        return None
    view = view_rows(history, moves.person[rows], moves.day[rows])
    matrix = build_matrix(matcher.source, view, moves.to_position[rows])
    return matcher.bundle.fit(matcher.bundle.score(matrix)).fit
