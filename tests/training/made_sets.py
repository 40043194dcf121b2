"""Training sets of random columns in which two decide who succeeds, and recipes that learn fast."""

import numpy as np

from features import catalog
from rules.gates import GATES
from training.dataset import Openings, TrainingSet
from training.recipe import load_recipe

WIDTH = len(catalog.NAMES)
HELPS, HURTS = catalog.NAMES.index("family_recent"), catalog.NAMES.index("expected_gap")
FIRST, LAST, YEAR = 15_000, 18_000, 365


def make_set(openings=900, others=12, signal=1.5, seed=0, shuffled=False, open_share=0.1):
    """Return openings in time order; the last `open_share` of the time has no outcomes yet.

    Success depends on two columns by `signal` in log-odds; `shuffled` outcomes depend on nothing.
    """
    rng = np.random.default_rng(seed)
    day = np.sort(rng.integers(FIRST, LAST, openings)).astype(np.int32)
    matrix = rng.normal(size=(openings * (others + 1), WIDTH))
    matrix[rng.random(matrix.shape) < 0.05] = np.nan
    is_mover = np.arange(len(matrix)) % (others + 1) == 0
    known = np.nan_to_num(matrix[is_mover])
    chance = 1 / (1 + np.exp(-0.5 - signal * (known[:, HELPS] - known[:, HURTS])))
    outcome = (rng.random(openings) < chance).astype(np.int32)
    if shuffled:
        outcome = rng.permutation(outcome)
    still_open = day > LAST - open_share * (LAST - FIRST)
    return TrainingSet(
        openings=Openings(
            person=np.arange(openings, dtype=np.int32),
            position=np.zeros(openings, np.int32),
            day=day,
            outcome=np.where(still_open, -1, outcome).astype(np.int32),
            known_on=day + YEAR,
            excluded=np.zeros((openings, len(GATES)), np.bool_),
        ),
        opening=np.repeat(np.arange(openings), others + 1),
        person=np.arange(len(matrix), dtype=np.int32),
        is_mover=is_mover,
        matrix=matrix,
    )


def quick_recipe(**openings):
    """Return the shipped recipe with few members and rounds."""
    recipe = load_recipe()
    return recipe.model_copy(
        update={
            "openings": recipe.openings.model_copy(update=openings),
            "success": recipe.success.model_copy(
                update={
                    "members": 2,
                    "curve_members": 2,
                    "rounds": (20, 40),
                    "ridges": (30.0,),
                    "aparts": (2.0,),
                }
            ),
            "ranker": recipe.ranker.model_copy(update={"members": 1, "rounds": 20}),
        }
    )


def movers(data):
    """Return the rows of all movers."""
    return data.matrix[data.is_mover]
