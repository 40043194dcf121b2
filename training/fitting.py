"""Fitting the two parts of the default: who succeeds, and who stands above whom.

*Success*: among movers with a known outcome, a bag of small monotone boosters and a ridge logistic
sum, each member on its own bootstrap of the movers. *Naming*: a graded ranker over all candidates
of each opening (a success above who was not moved, above a failure). Both keep the catalog's
directions. Bytes do not depend on the number of threads.
"""

from dataclasses import dataclass
from typing import Any

import lightgbm
import numpy as np
import numpy.typing as npt

from models.bundle import Bundle, Term
from models.linear import Linear
from models.trees import Trees, join_members
from training.dataset import Rows, TrainingSet
from training.logistic import fit_logistic
from training.recipe import RankerRecipe, Recipe, SuccessRecipe

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

SUCCESS_TREES, SUCCESS_SUM, NAMING = "success_trees", "success_sum", "naming"
FAILED, NOT_MOVED, SUCCEEDED = 0, 1, 2
"""Grades of the ranker; the recipe's `gains` are in this order."""
LARGEST_QUERY = 10_000
"""LightGBM refuses more rows than this in one query."""


@dataclass(frozen=True)
class Columns:
    """The catalog as fitting needs it: names, fingerprint, directions, and what a model may use."""

    names: tuple[str, ...]
    fingerprint: str
    directions: npt.NDArray[np.int8]
    used: Flags


@dataclass(frozen=True)
class Settings:
    """What tuning chose: rounds of the boosters, ridge of the sum, share of the trees in the success
    part, and share of the success part in the score."""

    rounds: int
    ridge: float
    trees_share: float
    success_share: float


@dataclass(frozen=True)
class Parts:
    """The fitted parts; a part whose share is 0 may be None."""

    trees: Trees | None
    linear: Linear | None
    naming: Trees | None


def fit_success_trees(
    matrix: Floats,
    success: Flags,
    draws: Floats,
    columns: Columns,
    recipe: SuccessRecipe,
    rounds: int,
    seed: int,
    threads: int,
) -> Trees:
    """Fit a bag of boosters for success, one a row of `draws` (how often each mover counts)."""
    values = _blank(matrix, columns)
    texts = []
    for member, counts in enumerate(draws):
        rows = np.repeat(np.arange(len(counts)), counts.astype(np.intp))
        settings = _tree_settings(recipe, columns, seed + member, threads) | {
            "objective": "binary",
            "lambda_l2": recipe.ridge_on_leaves,
        }
        texts.append(_train(settings, values[rows], success[rows], columns, rounds))
    return join_members(texts)


def fit_naming(
    data: TrainingSet,
    openings: Rows,
    columns: Columns,
    recipe: RankerRecipe,
    seed: int,
    threads: int,
) -> Trees:
    """Fit the graded ranker on the candidates of some openings, each with a known outcome."""
    rows = data.rows_of(openings)
    query = data.opening[rows]
    if np.any(np.diff(query) < 0):
        raise ValueError("rows must be sorted by opening")
    sizes = np.diff(np.flatnonzero(np.diff(query, prepend=-1, append=-1)))
    if sizes.max(initial=0) > LARGEST_QUERY:
        raise ValueError(f"an opening has more than {LARGEST_QUERY} candidates")
    outcome = data.openings.outcome[query]
    grade = np.where(data.is_mover[rows], np.where(outcome == 1, SUCCEEDED, FAILED), NOT_MOVED)
    values = _blank(data.matrix[rows], columns)
    texts = []
    for member in range(recipe.members):
        settings = _tree_settings(recipe, columns, seed + member, threads) | {
            "objective": "lambdarank",
            "label_gain": list(recipe.gains),
            "bagging_fraction": 0.7,
            "bagging_freq": 1,
            "bagging_by_query": True,
        }
        texts.append(_train(settings, values, grade, columns, recipe.rounds, sizes))
    return join_members(texts)


def fit_sum(
    matrix: Floats, success: Flags, draws: Floats, columns: Columns, ridge: float
) -> Linear:
    """Fit the logistic sum, one member a row of `draws`."""
    return fit_logistic(matrix, success, draws, columns.used, columns.directions, ridge)


def fit_parts(
    data: TrainingSet,
    openings: Rows,
    settings: Settings,
    columns: Columns,
    recipe: Recipe,
    threads: int,
) -> Parts:
    """Fit the parts that have a share in the score on some openings with known outcomes."""
    movers = data.movers_of(openings)
    matrix, success = data.matrix[movers], data.openings.outcome[openings] == 1
    draws = draw_movers(len(movers), recipe.success.members, recipe.seed)
    succeeds, trees = settings.success_share > 0, settings.trees_share
    part, seed = recipe.success, recipe.seed
    return Parts(
        trees=fit_success_trees(
            matrix, success, draws, columns, part, settings.rounds, seed, threads
        )
        if succeeds and trees > 0
        else None,
        linear=fit_sum(matrix, success, draws, columns, settings.ridge)
        if succeeds and trees < 1
        else None,
        naming=fit_naming(data, openings, columns, recipe.ranker, seed, threads)
        if settings.success_share < 1
        else None,
    )


def draw_movers(count: int, members: int, seed: int) -> Floats:
    """Return how often each mover counts for each member, float64[members, count]: bootstraps."""
    rng = np.random.default_rng(seed)
    return rng.multinomial(count, np.full(count, 1 / count), size=members).astype(np.float64)


def assemble(parts: Parts, settings: Settings, columns: Columns, candidates: Floats) -> Bundle:
    """Weigh the parts into one score, on the scale of the success part's log-odds where it counts.

    `candidates` are rows to bring the ranker onto that scale: over them its mean is made 0 and its
    standard deviation the success part's.
    """
    share, trees_share = settings.success_share, settings.trees_share
    weights = {
        SUCCESS_TREES: (share * trees_share, parts.trees),
        SUCCESS_SUM: (share * (1 - trees_share), parts.linear),
    }
    terms = [Term(name, weight, part) for name, (weight, part) in weights.items() if part]
    offset = 0.0
    if parts.naming is not None:
        success = sum((term.weight * term.part.score(candidates) for term in terms), np.zeros(1))
        named = parts.naming.score(candidates)
        scale = float(success.std() / share / named.std()) if share > 0 else 1.0
        terms.append(Term(NAMING, (1 - share) * scale, parts.naming))
        offset = -(1 - share) * scale * float(named.mean())
    return Bundle(
        "learned", "learned", columns.names, columns.fingerprint, tuple(terms), offset
    )


def _train(
    settings: dict[str, Any],
    values: Floats,
    label: npt.NDArray[Any],
    columns: Columns,
    rounds: int,
    sizes: npt.NDArray[Any] | None = None,
) -> str:
    data = lightgbm.Dataset(
        values,
        label.astype(np.float64),
        group=sizes,
        feature_name=list(columns.names),
        params={"max_bin": 63, "feature_pre_filter": False, "verbosity": -1},
    )
    return lightgbm.train(settings, data, rounds).model_to_string()


def _tree_settings(
    recipe: SuccessRecipe | RankerRecipe, columns: Columns, seed: int, threads: int
) -> dict[str, Any]:
    if not np.isin(columns.directions, (-1, 0, 1)).all():
        raise ValueError("directions are -1, 0 or 1")
    return {
        "num_leaves": recipe.leaves,
        "min_data_in_leaf": recipe.least_in_leaf,
        "learning_rate": recipe.learning_rate,
        "feature_fraction": recipe.feature_share,
        "monotone_constraints": columns.directions.tolist(),
        "monotone_constraints_method": "intermediate",
        "deterministic": True,
        "force_row_wise": True,
        "seed": seed,
        "num_threads": threads,
        "verbosity": -1,
    }


def _blank(matrix: Floats, columns: Columns) -> Floats:
    """Return the matrix with the columns that the model may not use emptied of all meaning."""
    return np.where(columns.used, matrix, 0.0)
