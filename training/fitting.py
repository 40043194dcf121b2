"""Fitting the two parts of the default: who succeeds, and who stands above whom.

*Success*: among movers with a known outcome, a bag of small monotone boosters, each on its own
bootstrap of the movers, and a sum of curves. *Naming*: a ranker over the candidates of each
opening, graded by the recipe's gains, for records by which success cannot be foretold. Both keep
the catalog's directions, the ranker less those that its recipe frees. All is fitted with one
thread: on so few rows more gain little, and LightGBM's ranker would give other bytes with two.
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
from snapshots.ledger import Flags, Floats, Rows
from training.additive import Penalty, fit_additive
from training.dataset import TrainingSet
from training.recipe import RankerRecipe, Recipe, SuccessRecipe
from training.weighing import weigh_movers

SUCCESS_TREES, SUCCESS_CURVES, NAMING = "success_trees", "success_curves", "naming"
FAILED, NOT_MOVED, SUCCEEDED = 0, 1, 2
"""Grades of the ranker; the recipe's `gains` are in this order."""


@dataclass(frozen=True)
class Columns:
    """The catalog as fitting needs it: names, directions (−1, 0, 1) and which may be used."""

    names: tuple[str, ...]
    directions: npt.NDArray[np.int8]
    used: Flags

    def without(self, patterns: Sequence[str]) -> "Columns":
        """Return the columns less those that a pattern (a name that may end in `*`) names."""
        return replace(self, used=self.used & ~self._match(patterns))

    def freed(self, patterns: Sequence[str]) -> "Columns":
        """Return the columns without a direction for those that a pattern names."""
        directions = np.where(self._match(patterns), 0, self.directions).astype(np.int8)
        return replace(self, directions=directions)

    def named(self, patterns: Sequence[str]) -> tuple[str, ...]:
        """Return the names of the columns that a pattern names."""
        return tuple(np.array(self.names)[self._match(patterns)].tolist())

    def _match(self, patterns: Sequence[str]) -> Flags:
        return np.array([any(fnmatchcase(name, one) for one in patterns) for name in self.names])


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

    Whether outcomes can be foretold (else the ranker serves), rounds of the boosters, penalty on
    the curves, and the share of the boosters in the success part.
    """

    foretells: bool
    rounds: int
    penalty: Penalty
    trees_share: float


def fit_model(data: TrainingSet, openings: Rows, settings: Settings, recipe: Recipe) -> Bundle:
    """Fit what serves under the settings on some openings with known outcomes, not calibrated.

    The score is the log-odds of success where outcomes can be foretold, else the ranker's margin.
    """
    if not settings.foretells:
        terms: tuple[Term, ...] = (Term(NAMING, 1.0, fit_naming(data, openings, recipe)),)
    else:
        terms = fit_success(data, openings, settings, recipe)
        if recipe.label.naming_share > 0:
            terms = _name_beside(terms, data, openings, recipe)
    names_movers = any(term.name == NAMING for term in terms)
    return Bundle(
        "learned",
        "learned",
        catalog.NAMES,
        catalog.fingerprint(),
        terms,
        freed=read_columns().named(recipe.ranker.free) if names_movers else (),
    )


def _name_beside(
    success: tuple[Term, ...], data: TrainingSet, openings: Rows, recipe: Recipe
) -> tuple[Term, ...]:
    """Let the ranker have its share of the score, brought to the success part's deviation."""
    share, naming = recipe.label.naming_share, fit_naming(data, openings, recipe)
    matrix = data.matrix[data.rows_of(openings)]
    told = _add_up(success, matrix)
    scale = float(told.std() / max(naming.score(matrix).std(), 1e-9))
    parts = [replace(term, weight=(1 - share) * term.weight) for term in success]
    return (*parts, Term(NAMING, share * scale, naming))


@dataclass(frozen=True)
class Movers:
    """Past movers to learn success from: float64[n, F], how it ended, and how much each counts."""

    matrix: Floats
    success: Flags
    weight: Floats


def list_movers(data: TrainingSet, openings: Rows, recipe: Recipe) -> Movers:
    """Return the movers of some openings with known outcomes, weighed by the recipe."""
    return Movers(
        data.matrix[data.movers_of(openings)],
        data.openings.outcome[openings] == 1,
        weigh_movers(data, openings, recipe.success.weights),
    )


def fit_success(
    data: TrainingSet, openings: Rows, settings: Settings, recipe: Recipe
) -> tuple[Term, ...]:
    """Fit the boosters and the curves on the movers of some openings, each by its share."""
    movers, share = list_movers(data, openings, recipe), settings.trees_share
    terms = []
    if share > 0:
        trees = fit_trees(movers, recipe, settings.rounds, recipe.success.members)
        terms.append(Term(SUCCESS_TREES, share, trees))
    if share < 1:
        members = recipe.success.curve_members
        curves = fit_curves(movers, recipe, settings.penalty, members)
        terms.append(Term(SUCCESS_CURVES, 1 - share, curves))
    return tuple(terms)


def score_success(
    data: TrainingSet, openings: Rows, rows: Rows, settings: Settings, recipe: Recipe
) -> Floats:
    """Fit the success part on some openings, and return its margin of other rows."""
    terms = fit_success(data, openings, settings, recipe)
    return _add_up(terms, data.matrix[rows])


def _add_up(terms: tuple[Term, ...], matrix: Floats) -> Floats:
    return sum((term.weight * term.part.score(matrix) for term in terms), np.zeros(len(matrix)))


def fit_trees(movers: Movers, recipe: Recipe, rounds: int, members: int) -> Trees:
    """Fit a bag of so many boosters for success; a bag of one is fitted on every mover."""
    part = recipe.success
    columns = read_columns().without(part.leave_out)
    values = _blank(movers.matrix, columns)
    texts = []
    for member, counts in enumerate(draw_movers(len(values), members, recipe.seed)):
        drawn = np.arange(len(counts)) if members == 1 else _list_drawn(counts)
        settings = _tree_settings(part, columns, recipe.seed + member) | {
            "objective": "binary",
            "lambda_l2": part.ridge_on_leaves,
        }
        success, weight = movers.success[drawn], movers.weight[drawn]
        texts.append(_train(settings, values[drawn], success, columns, rounds, weight=weight))
    return join_members(texts)


def _list_drawn(counts: Floats) -> Rows:
    return np.repeat(np.arange(len(counts)), counts.astype(np.intp))


def fit_curves(movers: Movers, recipe: Recipe, penalty: Penalty, members: int) -> ByKind:
    """Fit the sum of curves for success with so many members."""
    columns = read_columns().without(recipe.success.leave_out)
    # Other bootstraps than the boosters': `Bundle.spread` adds the two as independent.
    draws = draw_movers(len(movers.success), members, recipe.seed + 1)
    return fit_additive(
        movers.matrix,
        movers.success,
        draws,
        columns.names,
        columns.used,
        columns.directions,
        penalty,
        recipe.success.knots,
        movers.weight,
    )


def fit_naming(data: TrainingSet, openings: Rows, recipe: Recipe) -> Trees:
    """Fit the graded ranker on the candidates of some openings, each with a known outcome."""
    part = recipe.ranker
    columns = read_columns().without(part.leave_out).freed(part.free)
    rows = data.rows_of(openings)
    sizes = _count_queries(data.opening[rows])
    outcome = data.openings.outcome[data.opening[rows]]
    grade = np.where(data.is_mover[rows], np.where(outcome == 1, SUCCEEDED, FAILED), NOT_MOVED)
    gains, place = np.unique(part.gains, return_inverse=True)
    values = _blank(data.matrix[rows], columns)
    texts = []
    for member in range(part.members):
        settings = _tree_settings(part, columns, recipe.seed + member) | {
            "objective": "lambdarank",
            "label_gain": gains.tolist(),
            "bagging_fraction": 0.7,
            "bagging_freq": 1,
            "bagging_by_query": True,
        }
        texts.append(_train(settings, values, place[grade], columns, part.rounds, sizes=sizes))
    return join_members(texts)


def _count_queries(opening: Rows) -> Rows:
    """Return the number of rows of each opening; LightGBM itself would not notice a wrong order."""
    if np.any(np.diff(opening) < 0):
        raise ValueError("rows must be sorted by opening")
    return np.diff(np.flatnonzero(np.diff(opening, prepend=-1, append=-1)))


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
    *,
    weight: Floats | None = None,
    sizes: npt.NDArray[Any] | None = None,
) -> str:
    data = lightgbm.Dataset(
        values,
        label.astype(np.float64),
        weight=weight,
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
