"""What earlier outcomes say about the settings: how long to boost, how hard to shrink.

Settings are chosen by cross-validation among the outcomes known before the judged openings, so that
every one of them has a say. Whether success can be foretold at all is asked of later openings: the
`tune` folds. The judged openings are never seen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from snapshots.ledger import Flags, Floats
from training.additive import Penalty
from training.dataset import Rows, TrainingSet
from training.fitting import Settings, fit_curves, fit_trees, list_movers, score_success
from training.folds import Fold
from training.measures import Estimate, estimate_auc, log_loss
from training.recipe import Recipe

PARTS = 4
"""Parts of the known outcomes: settings are judged on each by what the others taught."""


@dataclass(frozen=True)
class Tuning:
    """The settings chosen and what they rest on: the success part's AUC on the tune folds."""

    settings: Settings
    success_auc: Estimate | None


def tune(data: TrainingSet, folds: Sequence[Fold], recipe: Recipe) -> Tuning:
    """Choose settings by log loss, and which part serves as the recipe's label says.

    By evidence, outcomes count as predictable where the success part's AUC on later openings stays
    above `least_auc` with its whole interval. Where they do not, the ranker serves: the plausible
    match is what is left.
    """
    known = next(fold.train for fold in folds if fold.purpose == "judge")
    chosen = choose_settings(data, known, recipe)
    auc = _foretell([fold for fold in folds if fold.purpose == "tune"], data, chosen, recipe)
    evident = auc is not None and auc.low > recipe.label.least_auc
    serves = recipe.label.serves
    foretells = evident if serves == "evidence" else serves == "success"
    return Tuning(chosen.serving(foretells), auc)


def choose_settings(data: TrainingSet, known: Rows, recipe: Recipe) -> Settings:
    """Return the settings of the success part that foretell best within openings `known`."""
    part, penalties = recipe.success, list_penalties(recipe)
    told = [_tell(data, known, parts, recipe) for parts in _deal(len(known), recipe.seed)]
    success = np.concatenate([one.success for one in told])
    by_rounds = np.concatenate([one.by_rounds for one in told], axis=1)
    by_penalty = np.concatenate([one.by_penalty for one in told], axis=1)
    rounds = int(np.argmin([_loss(margin, success) for margin in by_rounds]))
    penalty = int(np.argmin([_loss(margin, success) for margin in by_penalty]))
    trees, curves = by_rounds[rounds], by_penalty[penalty]
    blends = [_loss(share * trees + (1 - share) * curves, success) for share in part.shares]
    share = part.shares[int(np.argmin(blends))]
    return Settings(True, part.rounds[rounds], penalties[penalty], share)


def list_penalties(recipe: Recipe) -> tuple[Penalty, ...]:
    """Return the penalties on curves that are tried."""
    pairs = product(recipe.success.ridges, recipe.success.aparts)
    return tuple(Penalty(ridge, apart) for ridge, apart in pairs)


@dataclass(frozen=True)
class _Told:
    """Margins of some movers by each setting, and how they turned out."""

    success: Flags
    by_rounds: Floats
    by_penalty: Floats


def _deal(count: int, seed: int) -> list[Flags]:
    """Deal `count` openings out to equal parts, as flags."""
    dealt = np.random.default_rng(seed).permutation(count) % PARTS
    return [dealt == part for part in range(PARTS)]


def _tell(data: TrainingSet, known: Rows, held_out: Flags, recipe: Recipe) -> _Told:
    """Train with every setting on what is not held out, and score the movers that are."""
    movers, rounds = list_movers(data, known[~held_out], recipe), recipe.success.rounds
    matrix = data.matrix[data.movers_of(known[held_out])]
    trees = fit_trees(movers, recipe, max(rounds))
    sums = [fit_curves(movers, recipe, one, members=0) for one in list_penalties(recipe)]
    return _Told(
        data.openings.outcome[known[held_out]] == 1,
        np.stack([trees.score_early(matrix, some) for some in rounds]),
        np.stack([curves.score(matrix) for curves in sums]),
    )


def _foretell(
    folds: Sequence[Fold], data: TrainingSet, settings: Settings, recipe: Recipe
) -> Estimate | None:
    """Return the AUC of the success part on later openings than it learned from."""
    margin = [
        score_success(data, fold.train, data.movers_of(fold.test), settings, recipe)
        for fold in folds
    ]
    success = np.concatenate([data.openings.outcome[fold.test] == 1 for fold in folds])
    return estimate_auc(np.concatenate(margin), success, recipe.seed)


def _loss(margin: Floats, success: Flags) -> float:
    return float(log_loss(1 / (1 + np.exp(-margin)), success).mean())
