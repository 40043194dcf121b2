"""Fitting the two parts of the default: who succeeds, and who stands above whom.

*Success*: among movers with a known outcome, a bag of small monotone boosters and a ridge logistic
sum, each member on its own bootstrap of the movers. *Naming*: a graded ranker over the candidates
of each opening (a success above who was not moved or failed), for records by which success cannot
be foretold. Both keep the catalog's directions. All is fitted with one thread: on so few
rows more gain little, and LightGBM's ranker would give other bytes with two.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Any

import lightgbm
import numpy as np
import numpy.typing as npt

from features import catalog
from models.bundle import Bundle, Term
from models.by_kind import ByKind
from models.trees import Trees, join_members
from snapshots.ledger import Flags, Floats
from training.dataset import Rows, TrainingSet
from training.logistic import fit_logistic
from training.recipe import RankerRecipe, Recipe, SuccessRecipe

SUCCESS_TREES, SUCCESS_SUM, NAMING = "success_trees", "success_sum", "naming"
FAILED, NOT_MOVED, SUCCEEDED = 0, 1, 2
"""Grades of the ranker; the recipe's `gains` are in this order."""
LARGEST_QUERY = 10_000
"""LightGBM refuses more rows than this in one query."""


@dataclass(frozen=True)
class Columns:
    """The catalog as fitting needs it: names, directions (−1, 0, 1) and which may be used."""

    names: tuple[str, ...]
    directions: npt.NDArray[np.int8]
    used: Flags

    def without(self, patterns: Sequence[str]) -> "Columns":
        """Return the columns less those that a pattern (a name that may end in `*`) names."""
        left_out = [any(fnmatchcase(name, one) for one in patterns) for name in self.names]
        return replace(self, used=self.used & ~np.array(left_out))


def read_columns() -> Columns:
    """Return the catalog's columns."""
    return Columns(
        catalog.NAMES,
        np.array([feature.direction for feature in catalog.CATALOG], np.int8),
        np.array([feature.in_model for feature in catalog.CATALOG]),
    )


@dataclass(frozen=True)
class Settings:
    """What tuning chose.

    Whether outcomes can be foretold (else the ranker serves), rounds of the boosters, ridge of the
    sum, and the share of the boosters in the success part.
    """

    foretells: bool
    rounds: int
    ridge: float
    trees_share: float


def fit_model(data: TrainingSet, openings: Rows, settings: Settings, recipe: Recipe) -> Bundle:
    """Fit what serves under the settings on some openings with known outcomes, not calibrated.

    The score is the log-odds of success where outcomes can be foretold, else the ranker's margin.
    """
    if settings.foretells:
        terms = fit_success(data, openings, settings, recipe)
    else:
        terms = (Term(NAMING, 1.0, fit_naming(data, openings, recipe)),)
    return Bundle("learned", "learned", catalog.NAMES, catalog.fingerprint(), terms)


def fit_success(
    data: TrainingSet, openings: Rows, settings: Settings, recipe: Recipe
) -> tuple[Term, ...]:
    """Fit the boosters and the sum on the movers of some openings, each by its share."""
    movers = data.movers_of(openings)
    matrix, success = data.matrix[movers], data.openings.outcome[openings] == 1
    draws = draw_movers(len(movers), recipe.success.members, recipe.seed)
    columns = read_columns().without(recipe.success.leave_out)
    share = settings.trees_share
    terms = []
    if share > 0:
        trees = fit_trees(matrix, success, draws, columns, recipe, settings.rounds)
        terms.append(Term(SUCCESS_TREES, share, trees))
    if share < 1:
        few = draws[: recipe.success.sum_members]
        linear = fit_sum(matrix, success, few, columns, settings.ridge)
        terms.append(Term(SUCCESS_SUM, 1 - share, linear))
    return tuple(terms)


def fit_trees(
    matrix: Floats, success: Flags, draws: Floats, columns: Columns, recipe: Recipe, rounds: int
) -> Trees:
    """Fit a bag of boosters for success, one a row of `draws` (how often each mover counts)."""
    values = _blank(matrix, columns)
    texts = []
    for member, counts in enumerate(draws):
        rows = np.repeat(np.arange(len(counts)), counts.astype(np.intp))
        settings = _tree_settings(recipe.success, columns, recipe.seed + member) | {
            "objective": "binary",
            "lambda_l2": recipe.success.ridge_on_leaves,
        }
        texts.append(_train(settings, values[rows], success[rows], columns, rounds))
    return join_members(texts)


def fit_sum(
    matrix: Floats, success: Flags, draws: Floats, columns: Columns, ridge: float
) -> ByKind:
    """Fit the logistic sum for success, one member a row of `draws`."""
    names, used, directions = columns.names, columns.used, columns.directions
    return fit_logistic(matrix, success, draws, names, used, directions, ridge)


def fit_naming(data: TrainingSet, openings: Rows, recipe: Recipe) -> Trees:
    """Fit the graded ranker on the candidates of some openings, each with a known outcome."""
    part, columns = recipe.ranker, read_columns().without(recipe.ranker.leave_out)
    rows = data.first_rows_of(openings, part.candidates)
    sizes = _count_queries(data.opening[rows])
    outcome = data.openings.outcome[data.opening[rows]]
    grade = np.where(data.is_mover[rows], np.where(outcome == 1, SUCCEEDED, FAILED), NOT_MOVED)
    values = _blank(data.matrix[rows], columns)
    texts = []
    for member in range(part.members):
        settings = _tree_settings(part, columns, recipe.seed + member) | {
            "objective": "lambdarank",
            "label_gain": list(part.gains),
            "bagging_fraction": 0.7,
            "bagging_freq": 1,
            "bagging_by_query": True,
        }
        texts.append(_train(settings, values, grade, columns, part.rounds, sizes))
    return join_members(texts)


def _count_queries(opening: Rows) -> Rows:
    """Return the number of rows of each opening; LightGBM itself would not notice a wrong order."""
    if np.any(np.diff(opening) < 0):
        raise ValueError("rows must be sorted by opening")
    sizes = np.diff(np.flatnonzero(np.diff(opening, prepend=-1, append=-1)))
    if sizes.max(initial=0) > LARGEST_QUERY:
        raise ValueError(f"an opening has more than {LARGEST_QUERY} candidates")
    return sizes


def draw_movers(count: int, members: int, seed: int) -> Floats:
    """Return how often each mover counts for each member, float64[members, count]: bootstraps."""
    rng = np.random.default_rng(seed)
    return rng.multinomial(count, np.full(count, 1 / count), size=members).astype(np.float64)


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
    recipe: SuccessRecipe | RankerRecipe, columns: Columns, seed: int
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
        "num_threads": 1,
        "verbosity": -1,
    }


def _blank(matrix: Floats, columns: Columns) -> Floats:
    """Return the matrix with the columns that the model may not use emptied of all meaning."""
    return np.where(columns.used, matrix, 0.0)
