"""What later openings say about the settings: how long to boost, how hard to shrink, what to trust.

Everything here looks at the `tune` folds alone; the judged openings are never seen.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from snapshots.ledger import Flags, Floats
from training.dataset import TrainingSet
from training.fitting import Settings, draw_movers, fit_sum, fit_trees, read_columns
from training.folds import Fold
from training.measures import Estimate, estimate_auc, log_loss
from training.recipe import Recipe

SHARES = (0.5, 0.75, 0.25)
"""Shares of the boosters in the success part that are tried: two that err apart beat either."""


@dataclass(frozen=True)
class Tuning:
    """The settings chosen and what they rest on: the success part's AUC on the tune folds."""

    settings: Settings
    success_auc: Estimate | None


@dataclass(frozen=True)
class _Foretold:
    """Margins of the movers of the tune folds by each setting, and how they turned out."""

    success: Flags
    by_rounds: Floats
    by_ridge: Floats


def tune(data: TrainingSet, folds: Sequence[Fold], recipe: Recipe) -> Tuning:
    """Choose settings by log loss on later outcomes.

    Outcomes count as predictable where the success part's AUC stays above `least_auc` with its
    whole interval. Where they do not, the ranker serves: the plausible match is what is left.
    """
    told = [_foretell(data, fold, recipe) for fold in folds]
    success = np.concatenate([part.success for part in told])
    by_rounds = np.concatenate([part.by_rounds for part in told], axis=1)
    by_ridge = np.concatenate([part.by_ridge for part in told], axis=1)
    rounds = int(np.argmin([_loss(margin, success) for margin in by_rounds]))
    ridge = int(np.argmin([_loss(margin, success) for margin in by_ridge]))
    blends = {share: share * by_rounds[rounds] + (1 - share) * by_ridge[ridge] for share in SHARES}
    share = min(SHARES, key=lambda share: _loss(blends[share], success))
    auc = estimate_auc(blends[share], success, recipe.seed)
    settings = Settings(
        foretells=auc is not None and auc.low > recipe.success.least_auc,
        rounds=recipe.success.rounds[rounds],
        ridge=recipe.success.ridges[ridge],
        trees_share=share,
    )
    return Tuning(settings, auc)


def _foretell(data: TrainingSet, fold: Fold, recipe: Recipe) -> _Foretold:
    """Train on the fold's past with every setting, and score its movers."""
    part, columns = recipe.success, read_columns().without(recipe.success.leave_out)
    movers, later = data.movers_of(fold.train), data.matrix[data.movers_of(fold.test)]
    matrix, success = data.matrix[movers], data.openings.outcome[fold.train] == 1
    draws = draw_movers(len(movers), part.members, recipe.seed)
    trees = fit_trees(matrix, success, draws, columns, recipe, max(part.rounds))
    once = np.ones((1, len(movers)))
    sums = [fit_sum(matrix, success, once, columns, ridge) for ridge in part.ridges]
    return _Foretold(
        data.openings.outcome[fold.test] == 1,
        np.stack([trees.score_early(later, rounds) for rounds in part.rounds]),
        np.stack([linear.score(later) for linear in sums]),
    )


def _loss(margin: Floats, success: Flags) -> float:
    return float(log_loss(1 / (1 + np.exp(-margin)), success).mean())
