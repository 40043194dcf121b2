"""The model of a set size that benchmarks score with: its work matters, not what it says."""

from dataclasses import replace

import lightgbm
import numpy as np
import numpy.typing as npt

from features import catalog
from features.matrix import build_matrix
from features.source import FeatureSource
from models.bundle import Bundle, Term
from models.calibration import calibrate
from models.trees import Trees
from snapshots.ledger import Floats
from snapshots.view import view_day

Flags = npt.NDArray[np.bool_]


def fit_trees(source: FeatureSource, pairs: int, trees: int, leaves: int, seed: int) -> Bundle:
    """Return a booster of full trees over every column, fitted to made-up labels of random pairs.

    A label depends on all columns and on chance, so that the trees split on many of them.
    """
    rng = np.random.default_rng(seed)
    matrix = _draw_pairs(source, pairs, rng)
    label = _draw_labels(matrix, rng)
    settings = {
        "objective": "binary",
        "num_leaves": leaves,
        "min_data_in_leaf": 5,
        "learning_rate": 0.05,
        "num_threads": 1,
        "deterministic": True,
        "verbosity": -1,
        "seed": seed,
    }
    booster = lightgbm.train(settings, lightgbm.Dataset(matrix, label), trees)
    part = Trees(booster.model_to_string(), (trees,))
    bundle = Bundle(
        basis="learned",
        name=f"{trees}×{leaves}",
        feature_names=catalog.NAMES,
        catalog_fingerprint=catalog.fingerprint(),
        terms=(Term("trees", 1.0, part),),
    )
    return replace(bundle, calibration=calibrate(part.score(matrix), label, 0.1))


def _draw_pairs(source: FeatureSource, count: int, rng: np.random.Generator) -> Floats:
    everybody = view_day(source.history, source.history.day)
    person = rng.integers(0, len(everybody), count)
    position = rng.integers(0, len(source.history.positions.position_id), count)
    return build_matrix(source, everybody.take(person), position)


def _draw_labels(matrix: Floats, rng: np.random.Generator) -> Flags:
    known = np.nan_to_num(matrix)
    deviation = known.std(axis=0)
    sums = known @ (rng.normal(size=matrix.shape[1]) / np.where(deviation == 0, 1, deviation))
    noisy = sums + rng.normal(size=len(sums)) * sums.std()
    return np.asarray(noisy > np.median(noisy))
