"""Many pairs of person and position at once, each as of its own day, whatever the verdict."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import numpy.typing as npt

from features.matrix import build_matrix
from matching.answers import PairScore, Verdict
from matching.errors import LaterThanSnapshotError
from matching.matcher import Matcher
from matching.wishes import hash_plain, tell_letters
from rules.case import Case
from rules.consents import find_letters
from rules.gates import GATES, check_gates
from rules.results import FAIL, UNKNOWN
from snapshots.coding import Codes
from snapshots.days import Days, to_day
from snapshots.ledger import Flags, Floats
from snapshots.view import View, view_rows

BLOCK = 50_000
"""Pairs judged at once: bounds memory, costs no speed."""
VERDICTS: tuple[Verdict, ...] = ("ineligible", "undetermined", "eligible")


@dataclass(frozen=True)
class PairScores:
    """One entry a pair in the order asked: `verdict` indexes `VERDICTS`, -1 for an unknown pair.

    `results` int8[n, gates] as `rules.gates` has them, `score` and `fit` are NaN where unknown.
    `letters` bool[letters of the records] are those that cover one of the pairs. `state_id` is the
    id of the letters that they were judged with.
    """

    position_ids: tuple[str, ...]
    nips: tuple[str, ...]
    verdict: npt.NDArray[np.int8]
    results: npt.NDArray[np.int8]
    score: Floats
    fit: Floats
    letters: Flags
    state_id: str = ""

    def __len__(self) -> int:
        return len(self.nips)

    @property
    def unknown(self) -> int:
        """Number of pairs whose position or NIP the records do not hold."""
        return int((self.verdict < 0).sum())

    def __iter__(self) -> Iterator[PairScore]:
        for place in range(len(self)):
            yield self.row(place)

    def row(self, place: int) -> PairScore:
        """Return one pair."""
        return PairScore(
            position_id=self.position_ids[place],
            nip=self.nips[place],
            verdict=VERDICTS[self.verdict[place]] if self.verdict[place] >= 0 else "",
            failed=self.rules(place, FAIL),
            unknown=self.rules(place, UNKNOWN),
            score=_known(self.score[place]),
            fit=_known(self.fit[place]),
        )

    def rules(self, place: int, result: np.int8) -> tuple[str, ...]:
        """Return the rules that answered `result` for one pair."""
        hits = np.flatnonzero(self.results[place] == result)
        return tuple(GATES[gate] for gate in hits)


def score_pairs(
    matcher: Matcher,
    position_ids: Sequence[str],
    nips: Sequence[str],
    as_of: Sequence[date | None] | None = None,
    advance: Callable[[int], object] = lambda pairs: None,
) -> PairScores:
    """Judge and score every pair, as of the snapshot's date or of each pair's own.

    `advance` is told the number of pairs done. Raises LaterThanSnapshotError for the latest of
    the dates, NoModelError where no model serves.
    """
    history = matcher.history
    position = _look_up(history.position_of, position_ids)
    person = _look_up(history.person_of, nips)
    day = _read_days(matcher, as_of, len(position))
    found = PairScores(
        position_ids=tuple(position_ids),
        nips=tuple(nips),
        verdict=np.full(len(position), -1, np.int8),
        results=np.full((len(position), len(GATES)), -1, np.int8),
        score=np.full(len(position), np.nan),
        fit=np.full(len(position), np.nan),
        letters=np.zeros(len(history.consents.rule), np.bool_),
    )
    known = np.flatnonzero((position >= 0) & (person >= 0))
    for start in range(0, len(known), BLOCK):
        rows = known[start : start + BLOCK]
        _fill(matcher, found, rows, view_rows(history, person[rows], day[rows]), position[rows])
        advance(len(rows))
    held = tell_letters(matcher, np.flatnonzero(found.letters))
    return replace(found, state_id=hash_plain(held))


def name_origins(matcher: Matcher, found: PairScores) -> dict[str, str]:
    """Return the seven that decided a batch, as texts; its pairs may name days of their own."""
    dates = matcher.date(None, None)
    return {
        "snapshot_id": matcher.history.snapshot.snapshot_id,
        "model_version": matcher.bundle.model_version,
        "policy_version": matcher.policy.version,
        "software_version": matcher.software_version,
        "as_of": dates.as_of.isoformat(),
        "effective_on": dates.effective_on.isoformat(),
        "state_id": found.state_id,
    }


def _fill(
    matcher: Matcher, found: PairScores, rows: npt.NDArray[np.intp], view: View, position: Codes
) -> None:
    verdicts = check_gates(view, position, matcher.policy, view.day)
    case, every = Case(view, position, view.day), np.arange(len(view))
    for rule in np.unique(matcher.history.consents.rule):
        found.letters[find_letters(case, str(rule), every)[1]] = True
    matrix = build_matrix(matcher.source, view, position)
    score = matcher.bundle.score(matrix)
    found.verdict[rows] = verdicts.eligible * 2 + verdicts.undetermined
    found.results[rows] = verdicts.results
    found.score[rows] = score
    found.fit[rows] = matcher.past.withhold(matcher.bundle.fit(score), matrix, view.day).fit


def _look_up(index: dict[str, int], ids: Sequence[str]) -> Codes:
    return np.fromiter((index.get(text, -1) for text in ids), np.int32, len(ids))


def _read_days(matcher: Matcher, as_of: Sequence[date | None] | None, count: int) -> Days:
    last = matcher.history.snapshot.as_of
    if as_of is None:
        return np.full(count, matcher.history.day, np.int32)
    latest = max((on for on in as_of if on is not None), default=last)
    if latest > last:
        raise LaterThanSnapshotError(latest, last)
    return np.fromiter((to_day(on or last) for on in as_of), np.int32, count)


def _known(value: np.float64) -> float | None:
    return None if np.isnan(value) else float(value)
