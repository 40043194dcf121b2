"""The training set: each past move is an opening, its mover beside others who were eligible then.

Everything is as of the day M of the move: gates, features and who was in service. The others are
drawn round a ring: people stand on it by a hash of their number, an opening starts at a hash of its
own and takes the first eligible ones. So whoever is added later, or was not eligible, changes
nobody else's draw, and no secret of the installation plays a part.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from features.catalog import NAMES
from features.matrix import build_matrix
from features.source import FeatureSource
from rules.gates import FAIL, GATES, UNKNOWN, check_gates
from rules.policy import Policy
from snapshots.days import Days
from snapshots.history import History
from snapshots.ledger import Flags, Floats, Rows
from snapshots.view import View, view_rows
from training.recipe import OpeningsRecipe

Codes = npt.NDArray[np.int32]
Progress = Callable[[float], None]

CHUNK = 200
"""Openings handled at once: bounds memory, and people asked of the same day are viewed once."""


@dataclass(frozen=True)
class Openings:
    """Past moves to learn from, sorted by day, position and person; one entry an opening.

    `outcome` is 1 success, 0 failure, -1 not known strictly before the training's day; `known_on`
    counts only where it is known. `excluded` holds the gates as columns: True where the true mover
    fails the gate as of the day.
    """

    person: Codes
    position: Codes
    day: Days
    outcome: Codes
    known_on: Days
    excluded: Flags

    def __len__(self) -> int:
        return len(self.person)

    @property
    def ripe(self) -> Flags:
        """Whose outcome is known."""
        return self.outcome >= 0

    @property
    def excluded_share(self) -> Mapping[str, float]:
        """Share of the true movers whom each gate excludes; gates that exclude nobody left out."""
        shares = self.excluded.mean(axis=0) if len(self) else np.zeros(len(GATES))
        return {gate: float(share) for gate, share in zip(GATES, shares, strict=True) if share > 0}


@dataclass(frozen=True)
class TrainingSet:
    """Rows (opening, person): the mover first, then others; sorted by opening.

    `matrix` is float64[n, F] in catalog order, each row as of its opening's day. `feeds` names the
    rules about a position that its records can feed, should there be no row to tell.
    """

    openings: Openings
    opening: Rows
    person: Codes
    is_mover: Flags
    matrix: Floats
    feeds: tuple[str, ...] = ()

    def rows_of(self, openings: Rows) -> Rows:
        """Return the rows of some openings, in their order."""
        chosen = np.zeros(len(self.openings), np.bool_)
        chosen[openings] = True
        return np.flatnonzero(chosen[self.opening])

    def first_rows_of(self, openings: Rows, others: int) -> Rows:
        """Return the rows of some openings, of each the mover and the first few others."""
        rows = self.rows_of(openings)
        first = np.searchsorted(self.opening, self.opening[rows])
        return rows[rows - first <= others]

    def movers_of(self, openings: Rows) -> Rows:
        """Return the row of the mover of each of some openings (ascending)."""
        rows = self.rows_of(openings)
        return rows[self.is_mover[rows]]


def build_training_set(
    source: FeatureSource,
    policy: Policy,
    recipe: OpeningsRecipe,
    as_of: int,
    seed: int,
    progress: Progress = lambda share: None,
) -> TrainingSet:
    """Return openings before day `as_of` with candidates and matrix, each as of its own day."""
    listed = _list_openings(source, as_of)
    ring = _Ring(source.history, seed)
    chunks = [_no_rows()]
    excluded = [np.zeros((0, len(GATES)), np.bool_)]
    for start in range(0, len(listed), CHUNK):
        rows = np.arange(start, min(start + CHUNK, len(listed)))
        chosen, fails = _choose(listed, rows, ring, policy, recipe)
        pairs = _view_pairs(source.history, chosen.person, listed.day[chosen.opening])
        matrix = build_matrix(source, pairs, listed.position[chosen.opening])
        chunks.append(replace(chosen, matrix=matrix))
        excluded.append(fails)
        progress((start + len(rows)) / len(listed))
    return TrainingSet(
        openings=replace(listed, excluded=np.concatenate(excluded)),
        opening=np.concatenate([chunk.opening for chunk in chunks]),
        person=np.concatenate([chunk.person for chunk in chunks]),
        is_mover=np.concatenate([chunk.is_mover for chunk in chunks]),
        matrix=np.concatenate([chunk.matrix for chunk in chunks]),
        feeds=_list_fed(source),
    )


def _list_fed(source: FeatureSource) -> tuple[str, ...]:
    feeds = {
        "competency_match": len(source.requirements.level) > 0,
        "family_experience": bool((source.history.positions.family >= 0).any()),
    }
    return tuple(name for name, fed in feeds.items() if fed)


@dataclass(frozen=True)
class _Chosen:
    """Rows of some openings: the mover first, then the others who were eligible."""

    opening: Rows
    person: Codes
    is_mover: Flags
    matrix: Floats


def _no_rows() -> _Chosen:
    none = np.zeros(0, np.int32)
    return _Chosen(none.astype(np.intp), none, none == 0, np.zeros((0, len(NAMES))))


def _list_openings(source: FeatureSource, as_of: int) -> Openings:
    moves, history = source.moves, source.history
    kept = np.flatnonzero(moves.trains & (moves.day < as_of))
    nips = np.array(history.people_ids)
    order = kept[np.lexsort((nips[moves.person[kept]], moves.to_position[kept], moves.day[kept]))]
    return Openings(
        person=moves.person[order],
        position=moves.to_position[order],
        day=moves.day[order],
        outcome=np.where(moves.known_before(as_of)[order], moves.outcome[order], -1),
        known_on=moves.known_on[order],
        excluded=np.zeros((len(order), len(GATES)), np.bool_),
    )


class _Ring:
    """Everybody in the order of a hash of their number, to be walked from any place."""

    def __init__(self, history: History, seed: int) -> None:
        self.history = history
        self.seed = seed
        place = np.array([self._hash(nip) for nip in history.people_ids], np.uint64)
        self._order = np.argsort(place, kind="stable").astype(np.int32)
        self._place = place[self._order]
        self._appointed = history.people.appointed[self._order]
        self._left = history.people.left[self._order]

    def walk(self, openings: Openings, opening: int, count: int) -> Codes:
        """Return up to `count` people in service on the opening's day, its mover left out."""
        day, mover = openings.day[opening], openings.person[opening]
        serving = np.flatnonzero((self._appointed < day) & (self._left > day))
        nip = self.history.people_ids[mover]
        position = self.history.positions.position_id[openings.position[opening]]
        start = np.searchsorted(self._place[serving], self._hash(nip, position, str(day)))
        people = self._order[np.roll(serving, -int(start))]
        return np.asarray(people[people != mover][:count])

    def _hash(self, *words: str) -> np.uint64:
        text = "\n".join((str(self.seed), *words)).encode()
        return np.uint64(int.from_bytes(hashlib.sha256(text).digest()[:8], "big"))


def _choose(
    openings: Openings, rows: Rows, ring: _Ring, policy: Policy, recipe: OpeningsRecipe
) -> tuple[_Chosen, Flags]:
    """Return the rows of some openings, and the gates that exclude each of their movers."""
    looked = [ring.walk(openings, int(row), recipe.searched) for row in rows]
    people = [
        np.concatenate([openings.person[[row]], found])
        for row, found in zip(rows, looked, strict=True)
    ]
    opening = np.repeat(rows, [len(found) for found in people])
    person = np.concatenate(people)
    is_mover = np.diff(opening, prepend=-1) != 0
    day = openings.day[opening]
    view = _view_pairs(ring.history, person, day)
    verdicts = check_gates(view, openings.position[opening], policy, day)
    excluded = np.isin(verdicts.results[is_mover], (FAIL, UNKNOWN))
    fits = verdicts.eligible & ~is_mover
    kept = is_mover | (fits & (_count_within(fits, is_mover) <= recipe.candidates))
    return _Chosen(opening[kept], person[kept], is_mover[kept], np.zeros((0, 0))), excluded


def _count_within(flags: Flags, opens: Flags) -> Rows:
    """Count the flags from the last row where `opens` was true, this row included."""
    total = np.cumsum(flags)
    first = np.maximum.accumulate(np.where(opens, np.arange(len(flags)), 0))
    return np.asarray(total - (total - flags)[first])


def _view_pairs(history: History, person: Codes, day: Days) -> View:
    """View each (person, day), computing what does not depend on a position once for equal ones."""
    key = (person.astype(np.int64) << 32) + (day.astype(np.int64) + 2**31)
    distinct, place = np.unique(key, return_inverse=True)
    view = view_rows(history, distinct >> 32, (distinct & (2**32 - 1)) - 2**31)
    return view.take(place)
