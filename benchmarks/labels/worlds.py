"""Worlds to learn in: real records, or made-up cities that know the truth of every move."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from features.matrix import build_matrix
from features.source import FeatureSource
from matching.ranking import rank_top
from rules.gates import check_gates
from rules.policy import Policy, load_policy
from snapshots.history import History
from snapshots.importing import import_source
from snapshots.ledger import Floats
from snapshots.moves import derive_moves
from snapshots.store import SnapshotStore
from snapshots.view import view_day
from training.dataset import TrainingSet, build_training_set
from training.demo import City, make_city
from training.recipe import OpeningsRecipe

POSITIONS = 40
LEAST_ELIGIBLE = 30
TOP = 10


@dataclass(frozen=True)
class Field:
    """Everybody eligible for a position: float64[n, F], and how likely each is to succeed there."""

    matrix: Floats
    truth: Floats

    def capture(self, score: Floats) -> float:
        """Return the share of the possible gain that the first ten by a score bring.

        0 is what ten drawn by lot bring, 1 the ten most likely to succeed.
        """
        lots = np.random.default_rng(len(score)).permutation(len(score)).tolist()
        first = rank_top(score, TOP, lots.__getitem__)
        mean, best = self.truth.mean(), np.sort(self.truth)[-TOP:].mean()
        return float((self.truth[first].mean() - mean) / (best - mean))


@dataclass(frozen=True)
class World:
    """What can be learned in one place; `fields` is empty where nobody knows the truth."""

    name: str
    data: TrainingSet
    fields: tuple[Field, ...]


def make_world(mechanism: str, seed: int, employees: int, openings: OpeningsRecipe) -> World:
    """Make up a city by a mechanism of success, and ask it for the truth of some positions."""
    with TemporaryDirectory() as folder:
        city = make_city(Path(folder) / "city", employees=employees, seed=seed, mechanism=mechanism)
        history = _import(Path(folder) / "city", Path(folder) / "store", None)
        policy = load_policy(None)
        source = FeatureSource(history, derive_moves(history, policy.outcome))
        data = build_training_set(source, policy, openings, history.day, seed)
        return World(f"{mechanism} {seed}", data, _ask(source, policy, city, seed))


def read_world(records: Path, as_of: date, openings: OpeningsRecipe, seed: int) -> World:
    """Read real records and the policy file beside them."""
    with TemporaryDirectory() as folder:
        history = _import(records, Path(folder), as_of)
        policy = load_policy(records / "policy.toml")
        source = FeatureSource(history, derive_moves(history, policy.outcome))
        data = build_training_set(source, policy, openings, history.day, seed)
        return World("real records", data, ())


def _import(source: Path, store: Path, as_of: date | None) -> History:
    snapshot = import_source(str(source), SnapshotStore(store), as_of).snapshot
    if snapshot is None:
        raise ValueError(f"{source} cannot be imported: `padan import` says why")
    return History(snapshot)


def _ask(source: FeatureSource, policy: Policy, city: City, seed: int) -> tuple[Field, ...]:
    """Return the fields of some positions for which many are eligible, drawn by lot."""
    history, fields = source.history, list[Field]()
    view = view_day(history, history.day)
    ids, as_of = history.positions.position_id, history.snapshot.as_of
    for position in np.random.default_rng(seed).permutation(len(ids)).tolist():
        verdicts = check_gates(view, position, policy, history.day)
        rows = np.flatnonzero(verdicts.eligible)
        if len(rows) >= LEAST_ELIGIBLE:
            matrix = build_matrix(source, view.take(rows), position)
            nips = [history.people_ids[person] for person in view.person[rows].tolist()]
            fields.append(Field(matrix, _tell(city, nips, ids[position], as_of)))
        if len(fields) == POSITIONS:
            break
    return tuple(fields)


def _tell(city: City, nips: Sequence[str], position: str, on: date) -> Floats:
    return city.true_success(nips, [position] * len(nips), on)
