"""How well a ranker names movers and foretells outcomes, with intervals over openings.

Naming: where among the eligible does the score put the one who was moved (NDCG@10, recall@10).
Outcomes: does a higher score go with success (AUC), and is the probability right (Brier, log loss).
Openings, not rows, are resampled: candidates of one opening are no independent facts.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.calibration import COVERAGE
from snapshots.ledger import Flags, Floats

Ints = npt.NDArray[np.intp]

TOP = 10
DRAWS = 400
LOW, HIGH = (100 - COVERAGE) / 200, (100 + COVERAGE) / 200
"""Quantiles of the resampled measure: the ends of its interval, 0.05 and 0.95 of a 90 % one."""


@dataclass(frozen=True)
class Estimate:
    """A measure with its interval (of COVERAGE per cent) over `count` openings."""

    value: float
    low: float
    high: float
    count: int


def gain_of_mover(score: Floats, opening: Ints, is_mover: Flags) -> tuple[Floats, Floats]:
    """Return NDCG@10 and recall@10 of the mover of each opening, float64[openings] each.

    Rows are sorted by `opening` (0, 1, …), each with one mover. Ties count as their expectation
    over random orders, so that a ranker gains nothing by scoring all alike.
    """
    mover = np.flatnonzero(is_mover)
    own = score[mover][opening]
    above = np.bincount(opening, score > own)
    tied = np.bincount(opening, score == own)
    start, stop = above.astype(np.intp), (above + tied).astype(np.intp)
    places = np.arange(1, int(stop.max(initial=0)) + 1)
    gains = np.where(places <= TOP, 1 / np.log2(places + 1), 0.0)
    hits = (places <= TOP).astype(np.float64)
    return _mean_between(gains, start, stop), _mean_between(hits, start, stop)


def _mean_between(values: Floats, start: Ints, stop: Ints) -> Floats:
    sums = np.concatenate([[0.0], np.cumsum(values)])
    return np.asarray((sums[stop] - sums[start]) / (stop - start))


def draw_weights(count: int, seed: int) -> Floats:
    """Return how often each of `count` openings is drawn, float64[DRAWS, count]."""
    rng = np.random.default_rng(seed)
    return rng.multinomial(count, np.full(count, 1 / count), size=DRAWS).astype(np.float64)


def estimate_mean(values: Floats, seed: int) -> Estimate | None:
    """Return the mean of one value an opening, None without openings."""
    if not len(values):
        return None
    drawn = _sum_drawn(values, draw_weights(len(values), seed)) / len(values)
    return summarise(float(values.mean()), drawn, len(values))


def auc(score: Floats, success: Flags) -> float:
    """Return the chance that a success is scored above a failure, ties half; 0.5 without both."""
    return float(weighted_auc(score, success, np.ones((1, len(score))))[0])


def estimate_auc(score: Floats, success: Flags, seed: int) -> Estimate | None:
    """Return the AUC with its interval, None where there are not both successes and failures."""
    if success.all() or not success.any():
        return None
    drawn = weighted_auc(score, success, draw_weights(len(score), seed))
    return summarise(auc(score, success), drawn, len(score))


def compare(
    measure: Callable[[Floats, Floats], Floats], first: Floats, second: Floats, seed: int
) -> Estimate:
    """Return measure(first) − measure(second), resampled together over the same openings.

    `measure` takes values float64[n] and weights float64[draws, n] and returns float64[draws].
    Without openings nothing differs.
    """
    if not len(first):
        return Estimate(0.0, 0.0, 0.0, 0)
    weights = draw_weights(len(first), seed)
    whole = np.ones((1, len(first)))
    drawn = measure(first, weights) - measure(second, weights)
    value = float((measure(first, whole) - measure(second, whole))[0])
    return summarise(value, drawn, len(first))


def weighted_mean(values: Floats, weights: Floats) -> Floats:
    """Return the mean of `values` under each row of `weights`: a measure for `compare`."""
    return np.asarray(_sum_drawn(values, weights) / weights.sum(axis=1))


def auc_of(success: Flags) -> Callable[[Floats, Floats], Floats]:
    """Return the AUC against `success` as a measure for `compare`."""
    return lambda score, weights: weighted_auc(score, success, weights)


def brier(probability: Floats, success: Flags) -> Floats:
    """Return the squared error of each probability."""
    return np.asarray((probability - success) ** 2)


def log_loss(probability: Floats, success: Flags) -> Floats:
    """Return the negative log-likelihood of each outcome, in nats."""
    right = np.where(success, probability, 1 - probability)
    return np.asarray(-np.log(np.clip(right, 1e-12, 1.0)))


def weighted_auc(score: Floats, success: Flags, weights: Floats) -> Floats:
    """Return the AUC under each row of weights float64[draws, n]; 0.5 where one kind is missing."""
    order = np.argsort(score, kind="stable")
    starts = np.flatnonzero(np.diff(score[order], prepend=np.nan) != 0)
    sorted_weights = weights[:, order]
    good = np.add.reduceat(sorted_weights * success[order], starts, axis=1)
    bad = np.add.reduceat(sorted_weights * ~success[order], starts, axis=1)
    below = np.cumsum(bad, axis=1) - bad / 2
    pairs = good.sum(axis=1) * bad.sum(axis=1)
    won = (good * below).sum(axis=1)
    return np.where(pairs > 0, won / np.where(pairs > 0, pairs, 1.0), 0.5)


def _sum_drawn(values: Floats, weights: Floats) -> Floats:
    """Add up without parallel linear algebra: no bit may depend on the number of threads."""
    return np.asarray(np.einsum("ij,j->i", weights, values))


def summarise(value: float, drawn: Floats, count: int) -> Estimate:
    """Return a measure with the quantiles of its resampled values as its interval."""
    low, high = np.quantile(drawn, [LOW, HIGH])
    return Estimate(value, float(low), float(high), count)
