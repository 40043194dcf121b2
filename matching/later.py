"""A contest on later days: the list that there will be if nothing else in the records changes.

Everybody grows older, in years and in their posts: some retire, for others a rule that counts time
is met. So who wants to stand on the list of a later day has to pass those who stand on it then.
Posts, ranks, competencies and trainings stay as they are, coming yearly predicates as the latest,
and past moves count as they are known today.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from features.matrix import build_matrix
from matching.ranking import rank_top
from rules.gates import check_gates
from snapshots.ahead import view_ahead
from snapshots.days import Days
from snapshots.ledger import Floats, Rows

if TYPE_CHECKING:
    from matching.contest import Contest

STEP = 30
"""How many beyond the list are scored on a later day, in the order of today's scores.

As long as one of them comes onto it, as many more are: time moves everybody, but slowly, so that
below a step that brings nobody up nobody comes up either.
"""
_NEAR = 3
"""How many beyond the list are looked at first, for a bound that is cheap to find."""


@dataclass(frozen=True)
class Last:
    """The last one on the list of a day (a row of the contest's view), whom another has to pass."""

    row: int
    score: float


class Later:
    """Lists of `size` of one contest on later days, without one person (a row): the others' lists.

    What was scored for one question is kept for the next.
    """

    def __init__(self, contest: "Contest") -> None:
        self._contest = contest
        self._near: set[int] = set()
        self._scored: dict[tuple[int, int], float] = {}
        self._best: dict[tuple[int, int], Rows] = {}
        self._today = np.full(len(contest.view), np.nan)
        self._today[contest.field.rows] = contest.field.score

    def bound(self, days: Days, size: int, without: int) -> Floats:
        """Return, for each day number, a score that the last on the list has at least.

        It is the last one's among some that are known to be near; -inf where they are too few.
        """
        field = self._contest.field
        self._near.update(field.rows[field.top(size + _NEAR)].tolist())
        others = sorted(self._near - {without})
        if len(others) < size:
            return np.full(len(days), -np.inf)
        score = self._score(days.tolist(), others)
        return np.partition(score, len(others) - size, axis=1)[:, len(others) - size]

    def find_last(self, day: int, size: int, without: int) -> Last | None:
        """Return who is the last on the list of a day number; None where places stay free."""
        key = day, size
        if key not in self._best:
            self._best[key] = self._choose(day, size)
            self._near.update(self._best[key].tolist())
        others = self._best[key][self._best[key] != without]
        if len(others) < size:
            return None
        last = int(others[size - 1])
        return Last(last, self._scored[day, last])

    def _choose(self, day: int, size: int) -> Rows:
        """Return the best of a day and one more, the best first."""
        everybody = np.arange(len(self._contest.view), dtype=np.int32)
        eligible = self._judge(everybody, np.full(len(everybody), day, np.int32))
        ordered = eligible[np.argsort(-self._score_today(eligible), kind="stable")]
        best, seen = np.empty(0, np.intp), 0
        while seen < len(ordered):
            step = ordered[seen : seen + STEP + (0 if seen else size + 1)]
            drafted, seen = np.append(best, step), seen + len(step)
            (score,) = self._score([day], drafted.tolist())
            best = drafted[rank_top(score, size + 1, partial(self._lot, drafted))]
            if not np.isin(best, step[-STEP:]).any():
                break
        return best

    def _score_today(self, rows: Rows) -> Floats:
        """Return what each row scores today, whether it is eligible today or not."""
        new = rows[np.isnan(self._today[rows])]
        if len(new):
            contest = self._contest
            matrix = build_matrix(contest.matcher.source, contest.view.take(new), contest.position)
            self._today[new] = contest.matcher.bundle.score(matrix)
        return self._today[rows]

    def _score(self, days: Sequence[int], rows: Sequence[int]) -> Floats:
        """Return float64[days, rows], -inf for who is not eligible on a day."""
        new = [(day, row) for day in days for row in rows if (day, row) not in self._scored]
        if new:
            day, person = np.array(new, np.int32).T
            found = np.full(len(new), -np.inf)
            eligible = self._judge(person, day)
            matcher = self._contest.matcher
            source = matcher.unchanged
            view = view_ahead(source.history, person[eligible], day[eligible])
            found[eligible] = matcher.bundle.score(
                build_matrix(source, view, self._contest.position)
            )
            self._scored.update(zip(new, found.tolist(), strict=True))
        return np.array([[self._scored[day, row] for row in rows] for day in days])

    def _judge(self, person: Days, day: Days) -> Rows:
        """Return which of (person, day) meet all rules on that day."""
        contest = self._contest
        view = view_ahead(contest.matcher.unchanged.history, person, day)
        effective = np.maximum(day, contest.dates.effective_day)
        verdicts = check_gates(view, contest.position, contest.matcher.policy, effective)
        return np.flatnonzero(verdicts.eligible)

    def _lot(self, rows: Rows, place: int) -> int:
        return self._contest.tie_break(int(rows[place]))
