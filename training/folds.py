"""Folds in time: what was learned by a day is judged on openings of later days alone.

Blocks of openings are cut backwards from the last one with a known outcome. A fold trains only on
openings whose outcome was known strictly before its first test day, so the outcome's own horizon
is the embargo. Example with a horizon of 12 months: a test block that begins on 2023-01-01 trains
on moves up to 2021-12-31, whose outcomes were known by 2022-12-31.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from snapshots.days import Days
from snapshots.ledger import Flags, Rows
from training.errors import LeakError

Purpose = Literal["tune", "judge", "recent"]


@dataclass(frozen=True)
class Fold:
    """Indexes of openings to train and to test on, and the first day of the test.

    `tune` folds tell whether success can be foretold, the `judge` fold measures and calibrates, the
    `recent` one holds openings whose outcome is still open: they tell who was named, no more.
    """

    purpose: Purpose
    starts: int
    train: Rows
    test: Rows


def cut_folds(
    day: Days, known_on: Days, ripe: Flags, shares: Sequence[float], least_train: int
) -> tuple[Fold, ...]:
    """Cut the folds of openings sorted by `day`; the later of two blocks judges.

    `ripe` tells whose outcome is known by now. `shares` are the parts of the ripe openings in the
    last block (judged), the one before (tuned on), and so on. A fold with fewer than `least_train`
    openings to train on is left out; where that leaves none to tune on, the judged block is dealt
    out to both. Returns no fold where nothing can be judged.
    """
    blocks = _cut_blocks(day, ripe, shares)
    folds = [
        Fold("tune" if place else "judge", int(day[block[0]]), train, block)
        for place, block in enumerate(blocks)
        if len(train := _known_by(day[block[0]], known_on, ripe)) >= least_train
    ]
    if not folds or folds[0].purpose != "judge" or len(folds[0].test) < 2:
        return ()
    if len(folds) == 1:
        folds = _deal(folds[0])
    return (*folds, *_cut_recent(day, known_on, ripe, least_train))


def count_known_before_judging(
    day: Days, known_on: Days, ripe: Flags, shares: Sequence[float]
) -> int:
    """Return how many outcomes were known before the first opening that would be judged."""
    blocks = _cut_blocks(day, ripe, shares)
    return len(_known_by(int(day[blocks[0][0]]), known_on, ripe)) if blocks else 0


def _cut_blocks(day: Days, ripe: Flags, shares: Sequence[float]) -> list[Rows]:
    """Return blocks of ripe openings, the last first; a day is never split between two."""
    rows = np.flatnonzero(ripe)
    stop, blocks = len(rows), []
    for share in shares:
        start = max(stop - max(int(share * len(rows)), 1), 0)
        if stop == 0:
            break
        start = int(np.searchsorted(day[rows], day[rows[start]], side="left"))
        blocks.append(rows[start:stop])
        stop = start
    return blocks


def _known_by(start: int, known_on: Days, ripe: Flags) -> Rows:
    return np.flatnonzero(ripe & (known_on < start))


def _deal(fold: Fold) -> list[Fold]:
    """Deal the openings of the only block out to a judged half and one to tune on."""
    return [
        Fold("judge", fold.starts, fold.train, fold.test[0::2]),
        Fold("tune", fold.starts, fold.train, fold.test[1::2]),
    ]


def _cut_recent(day: Days, known_on: Days, ripe: Flags, least_train: int) -> list[Fold]:
    """Return the openings after the last ripe one, where there are any."""
    after = np.flatnonzero(day > day[ripe].max())
    if not len(after):
        return []
    starts = int(day[after[0]])
    train = _known_by(starts, known_on, ripe)
    return [Fold("recent", starts, train, after)] if len(train) >= least_train else []


def deal_people(person: npt.NDArray[np.int32], parts: int, seed: int) -> npt.NDArray[np.intp]:
    """Return the part (0, 1, …) of each opening by its mover: nobody's moves stand in two parts."""
    people, place = np.unique(person, return_inverse=True)
    return np.asarray((np.random.default_rng(seed).permutation(len(people)) % parts)[place])


def verify_folds(folds: Sequence[Fold], day: Days, known_on: Days, outcome: Days) -> None:
    """Check, by other means than they were cut, that no fold knows the future; else LeakError."""
    tested: set[int] = set()
    for fold in folds:
        trained, judged = set(fold.train.tolist()), set(fold.test.tolist())
        if trained & judged:
            raise LeakError(fold.purpose, "an opening is trained and tested on")
        if tested & judged:
            raise LeakError(fold.purpose, "an opening is tested on twice")
        tested |= judged
        first = min(int(day[opening]) for opening in judged)
        late = [opening for opening in trained if not known_on[opening] < first]
        if late:
            raise LeakError(fold.purpose, f"{len(late)} outcomes were not known before the test")
        if any(outcome[opening] < 0 for opening in trained):
            raise LeakError(fold.purpose, "an opening without outcome is trained on")
