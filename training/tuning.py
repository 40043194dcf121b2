"""What later openings say about the settings: how long to boost, how hard to shrink, what to trust.

Everything here looks at the `tune` folds alone; the judged openings are never seen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from snapshots.ledger import Flags, Floats
from training.additive import Penalty
from training.dataset import TrainingSet
from training.fitting import Settings, fit_curves, fit_trees, list_movers
from training.folds import Fold
from training.measures import Estimate, estimate_auc, log_loss
from training.recipe import Recipe


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
    by_penalty: Floats


def tune(data: TrainingSet, folds: Sequence[Fold], recipe: Recipe) -> Tuning:
    """Choose settings by log loss on later outcomes, and which part serves as the recipe says.

    By evidence, outcomes count as predictable where the success part's AUC stays above `least_auc`
    with its whole interval. Where they do not, the ranker serves: the plausible match is what is
    left.
    """
    part, label, penalties = recipe.success, recipe.label, list_penalties(recipe)
    told = [_foretell(data, fold, recipe) for fold in folds]
    success = np.concatenate([one.success for one in told])
    by_rounds = np.concatenate([one.by_rounds for one in told], axis=1)
    by_penalty = np.concatenate([one.by_penalty for one in told], axis=1)
    rounds = int(np.argmin([_loss(margin, success) for margin in by_rounds]))
    penalty = int(np.argmin([_loss(margin, success) for margin in by_penalty]))
    trees, curves = by_rounds[rounds], by_penalty[penalty]
    blends = {share: share * trees + (1 - share) * curves for share in part.shares}
    share = min(part.shares, key=lambda share: _loss(blends[share], success))
    auc = estimate_auc(blends[share], success, recipe.seed)
    evident = auc is not None and auc.low > label.least_auc
    settings = Settings(
        foretells=evident if label.serves == "evidence" else label.serves == "success",
        rounds=part.rounds[rounds],
        penalty=penalties[penalty],
        trees_share=share,
    )
    return Tuning(settings, auc)


def list_penalties(recipe: Recipe) -> tuple[Penalty, ...]:
    """Return the penalties on curves that are tried."""
    pairs = product(recipe.success.ridges, recipe.success.aparts)
    return tuple(Penalty(ridge, apart) for ridge, apart in pairs)


def _foretell(data: TrainingSet, fold: Fold, recipe: Recipe) -> _Foretold:
    """Train on the fold's past with every setting, and score its movers."""
    movers, rounds = list_movers(data, fold.train, recipe), recipe.success.rounds
    later = data.matrix[data.movers_of(fold.test)]
    trees = fit_trees(movers, recipe, max(rounds))
    sums = [fit_curves(movers, recipe, one, members=0) for one in list_penalties(recipe)]
    return _Foretold(
        data.openings.outcome[fold.test] == 1,
        np.stack([trees.score_early(later, some) for some in rounds]),
        np.stack([curves.score(later) for curves in sums]),
    )


def _loss(margin: Floats, success: Flags) -> float:
    return float(log_loss(1 / (1 + np.exp(-margin)), success).mean())
