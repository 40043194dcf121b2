"""What later openings say about the settings: how long to boost, how hard to shrink, what to weigh.

Everything here looks at the `tune` folds alone; the judged openings are never seen.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.linear import Linear
from models.trees import Trees
from training.dataset import Rows, TrainingSet
from training.fitting import (
    Columns,
    Settings,
    draw_movers,
    fit_naming,
    fit_success_trees,
    fit_sum,
)
from training.folds import Fold
from training.measures import Estimate, auc_of, compare, estimate_auc, log_loss, weighted_mean
from training.recipe import Recipe

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

SHARES = (0.5, 0.0, 0.25, 0.75, 1.0)
"""Shares of the trees in the success part, the first unless another is better beyond noise."""


@dataclass(frozen=True)
class Tuning:
    """The settings chosen and what they rest on: the success part's AUC on the tune folds."""

    settings: Settings
    success_auc: Estimate | None


@dataclass(frozen=True)
class _Foretold:
    """Margins of the movers of all tune folds, by each setting, and how they turned out."""

    success: Flags
    by_rounds: Floats
    by_ridge: Floats
    named: Floats


def tune(
    data: TrainingSet, folds: Sequence[Fold], columns: Columns, recipe: Recipe, threads: int
) -> Tuning:
    """Choose settings by log loss and AUC on later outcomes.

    Where the success part's AUC is above `blend.least_auc` with its whole interval, outcomes count
    as predictable and the first of `blend.weights` is its share in the score, unless another is
    better beyond noise; else the naming part serves alone.
    """
    told = [_foretell(data, fold, columns, recipe, threads) for fold in folds]
    seen = _Foretold(
        np.concatenate([part.success for part in told]),
        np.concatenate([part.by_rounds for part in told], axis=1),
        np.concatenate([part.by_ridge for part in told], axis=1),
        np.concatenate([part.named for part in told]),
    )
    rounds = int(np.argmin([_loss(margin, seen.success) for margin in seen.by_rounds]))
    ridge = int(np.argmin([_loss(margin, seen.success) for margin in seen.by_ridge]))
    trees, linear = seen.by_rounds[rounds], seen.by_ridge[ridge]
    share = _choose_trees_share(trees, linear, seen.success, recipe.seed)
    margin = share * trees + (1 - share) * linear
    auc = estimate_auc(margin, seen.success, recipe.seed)
    predictable = auc is not None and auc.low > recipe.blend.least_auc
    success_share = _choose_success_share(margin, seen, recipe) if predictable else 0.0
    chosen = recipe.success.rounds[rounds], recipe.success.ridges[ridge]
    return Tuning(Settings(*chosen, share, success_share), auc)


def _foretell(
    data: TrainingSet, fold: Fold, columns: Columns, recipe: Recipe, threads: int
) -> _Foretold:
    train, test = data.movers_of(fold.train), data.movers_of(fold.test)
    matrix, success = data.matrix[train], data.openings.outcome[fold.train] == 1
    later = data.matrix[test]
    part = recipe.success
    draws = draw_movers(len(train), part.members, recipe.seed)
    trees = fit_success_trees(
        matrix, success, draws, columns, part, max(part.rounds), recipe.seed, threads
    )
    once = np.ones((1, len(train)))
    sums = [fit_sum(matrix, success, once, columns, ridge) for ridge in part.ridges]
    naming = fit_naming(data, fold.train, columns, recipe.ranker, recipe.seed, threads)
    return _Foretold(
        data.openings.outcome[fold.test] == 1,
        np.stack([trees.score_early(later, rounds) for rounds in part.rounds]),
        np.stack([linear.score(later) for linear in sums]),
        naming.score(later),
    )


def _choose_trees_share(trees: Floats, linear: Floats, success: Flags, seed: int) -> float:
    """Return the share of least loss where it is better than the usual one beyond noise."""
    losses = {share: _losses(share * trees + (1 - share) * linear, success) for share in SHARES}
    best = min(SHARES, key=lambda share: float(losses[share].mean()))
    gain = compare(weighted_mean, losses[SHARES[0]], losses[best], seed)
    return best if gain.low > 0 else SHARES[0]


def _choose_success_share(margin: Floats, seen: _Foretold, recipe: Recipe) -> float:
    """Return the share of greatest AUC where it is better than the first beyond noise."""
    named = (seen.named - seen.named.mean()) / seen.named.std() * margin.std()
    usual, *others = recipe.blend.weights
    measure = auc_of(seen.success)
    gains = {
        share: compare(measure, share * margin + (1 - share) * named, margin, recipe.seed)
        for share in others
    }
    better = [share for share in others if gains[share].low > 0]
    return max(better, key=lambda share: gains[share].value, default=usual)


def _losses(margin: Floats, success: Flags) -> Floats:
    return log_loss(1 / (1 + np.exp(-margin)), success)


def _loss(margin: Floats, success: Flags) -> float:
    return float(_losses(margin, success).mean())
