"""What earlier outcomes say about the settings: how long to boost, how hard to shrink.

Settings are chosen by cross-validation among the outcomes known before the judged openings, so that
every one of them has a say. Whether success can be foretold at all is asked of openings that are
later than what was fitted: the `tune` folds. Their outcomes had a say in the settings, which
flatters that answer a little. The judged openings are never seen.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from scipy.special import expit

from snapshots.ledger import Flags, Floats, Rows
from training.additive import Penalty
from training.dataset import TrainingSet
from training.fitting import Settings, fit_curves, fit_trees, list_movers, score_success
from training.folds import Fold, deal_people
from training.judging.measures import Estimate, estimate_auc, log_loss
from training.recipe import Recipe

MEMBERS = 4
"""Most boosters of a bag while settings are chosen: enough to tell settings apart."""
BEYOND_NOISE = 2.0
"""Standard errors by which another share of the boosters must be better than the first one."""
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
    match is what is left. A ranker that serves by the recipe has nothing to tune.
    """
    label, part = recipe.label, recipe.success
    if label.serves == "naming":
        penalty = list_penalties(recipe)[0]
        return Tuning(Settings(False, part.rounds[0], penalty, part.trees_shares[0]), None)
    known = next(fold.train for fold in folds if fold.purpose == "judge")
    chosen = choose_settings(data, known, recipe)
    auc = _foretell([fold for fold in folds if fold.purpose == "tune"], data, chosen, recipe)
    evident = auc is not None and auc.low > label.least_auc
    return Tuning(replace(chosen, foretells=evident or label.serves == "success"), auc)


def choose_settings(data: TrainingSet, known: Rows, recipe: Recipe) -> Settings:
    """Return the settings of the success part that foretell best within openings `known`."""
    part, penalties = recipe.success, list_penalties(recipe)
    dealt = deal_people(data.openings.person[known], PARTS, recipe.seed)
    told = [_tell(data, known, dealt == part, recipe) for part in range(PARTS)]
    success = np.concatenate([one.success for one in told])
    by_rounds = np.concatenate([one.by_rounds for one in told], axis=1)
    by_penalty = np.concatenate([one.by_penalty for one in told], axis=1)
    rounds = int(np.argmin([_loss(margin, success) for margin in by_rounds]))
    penalty = int(np.argmin([_loss(margin, success) for margin in by_penalty]))
    trees, curves = by_rounds[rounds], by_penalty[penalty]
    losses = [
        log_loss(expit(share * trees + (1 - share) * curves), success)
        for share in part.trees_shares
    ]
    share = part.trees_shares[choose_beyond_noise(losses)]
    return Settings(True, part.rounds[rounds], penalties[penalty], share)


def choose_beyond_noise(losses: Sequence[Floats]) -> int:
    """Return the place of the least mean loss among those clearly less than the first, else 0.

    Each is float64[n], a loss an opening, of the same openings. Movers are few and like each other;
    on all who are eligible, an even blend errs less than what is best for movers by a hair.
    """
    excess = np.stack(losses) - losses[0]
    mean, error = excess.mean(axis=1), excess.std(axis=1) / np.sqrt(excess.shape[1])
    clearly = mean + BEYOND_NOISE * error < 0
    return int(np.argmin(np.where(clearly, mean, 0.0)))


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


def _tell(data: TrainingSet, known: Rows, held_out: Flags, recipe: Recipe) -> _Told:
    """Train with every setting on what is not held out, and score the movers that are.

    A part that no share lets speak is not fitted; its margins are 0.
    """
    movers, rounds = list_movers(data, known[~held_out], recipe), recipe.success.rounds
    matrix = data.matrix[data.movers_of(known[held_out])]
    penalties, shares = list_penalties(recipe), recipe.success.trees_shares
    by_rounds = np.zeros((len(rounds), len(matrix)))
    by_penalty = np.zeros((len(penalties), len(matrix)))
    if max(shares) > 0:
        trees = fit_trees(movers, recipe, max(rounds), min(recipe.success.members, MEMBERS))
        by_rounds[:] = [trees.score_early(matrix, some) for some in rounds]
    if min(shares) < 1:
        sums = [fit_curves(movers, recipe, one, members=0) for one in penalties]
        by_penalty[:] = [curves.score(matrix) for curves in sums]
    return _Told(data.openings.outcome[known[held_out]] == 1, by_rounds, by_penalty)


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
    return float(log_loss(expit(margin), success).mean())
