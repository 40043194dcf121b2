"""Small models over the catalog's columns, to be stored, judged and read in tests."""

from typing import Any

import lightgbm
import numpy as np

from features import catalog
from models.bundle import Bundle, Term
from models.by_kind import ByKind
from models.calibration import Calibration
from models.curves import Curve, Curves
from models.linear import Linear
from models.trees import join_members

WIDTH = len(catalog.NAMES)


def column(name):
    return catalog.NAMES.index(name)


def make_matrix(rows=300, seed=0, unknown=0.1):
    """Return random values of every column, a tenth of them unknown."""
    rng = np.random.default_rng(seed)
    matrix = rng.normal(size=(rows, WIDTH))
    matrix[rng.random(matrix.shape) < unknown] = np.nan
    return matrix


def make_trees(members=3, rounds=10, seed=0):
    matrix = make_matrix(400, seed)
    success = np.nan_to_num(matrix[:, column("family_recent")]) > 0
    texts = [
        lightgbm.train(
            {"objective": "binary", "num_leaves": 5, "seed": member, "verbosity": -1}
            | {"bagging_fraction": 0.6, "bagging_freq": 1, "num_threads": 1},
            lightgbm.Dataset(matrix, success, feature_name=list(catalog.NAMES)),
            rounds,
        ).model_to_string()
        for member in range(members)
    ]
    return join_members(texts)


def make_linear(seed=0):
    rng = np.random.default_rng(seed)
    return Linear(
        weights=rng.normal(size=WIDTH),
        missing=rng.normal(size=WIDTH),
        low=np.full(WIDTH, -2.0),
        high=np.full(WIDTH, 2.0),
    )


def make_curves(members=2, seed=0):
    """Return a sum of curves over every third column, with members that differ."""
    rng = np.random.default_rng(seed)
    curves = {
        column: Curve(np.sort(rng.normal(size=3)), rng.normal(size=3), float(rng.normal()))
        for column in range(0, WIDTH, 3)
    }
    others = tuple(make_curves(0, 100 * seed + number) for number in range(1, members + 1))
    return Curves(float(rng.normal()), WIDTH, curves, others)


def make_by_kind():
    """Return other curves for each kind of position."""
    return ByKind(catalog.NAMES, tuple(make_curves(seed=seed) for seed in range(3)))


def make_bundle(**changed):
    """Return a calibrated bundle of trees and a sum."""
    given: dict[str, Any] = {
        "basis": "learned",
        "name": "learned",
        "feature_names": catalog.NAMES,
        "catalog_fingerprint": catalog.fingerprint(),
        "terms": (
            Term("trees", 0.5, make_trees()),
            Term("sum", 0.2, make_linear()),
            Term("curves", 0.3, make_by_kind()),
        ),
        "offset": 0.1,
        "calibration": Calibration(0.2, 0.4, 0.9, 0.1, 0.15, 0.3, 500),
        "card": {"as_of": "2025-06-01", "evaluation": None},
    }
    return Bundle(**given | changed)
