"""Whether the probability that is told is right: by how sure it is, and by kind of position.

What is judged is never what the map was fitted on: the movers are dealt into two halves, and each
is told its probability by a map fitted on the other.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import expit, logit

from models.by_kind import KINDS
from models.calibration import Rate, calibrate, estimate_rate
from snapshots.ledger import Flags, Floats, Rows
from training.folds import deal_people
from training.judging.measures import (
    DRAWS,
    Estimate,
    draw_weights,
    estimate_mean,
    summarise,
)

Texts = npt.NDArray[np.str_]

MOST_BINS = 8
LEAST_CLAIM = 0.1
"""Standard deviation of the logits told below which a probability tells nobody apart."""
LEAST_IN_BIN = 25
"""Openings that one bin holds at least: fewer tell of noise alone."""


@dataclass(frozen=True)
class Bin:
    """Openings that were told much the same: the mean told, and the share that succeeded."""

    told: float
    found: Rate


@dataclass(frozen=True)
class KindLine:
    """What the openings of one kind of position were told, what was found, and found − told."""

    kind: str
    told: float
    found: Rate
    difference: Estimate


@dataclass(frozen=True)
class Reliability:
    """`error` is the expected calibration error: the mean distance of told and found over bins.

    Even a right probability has some: `by_chance` is the mean error where outcomes are drawn by
    what was told. The interval of `error` is the basic bootstrap's, which takes that part off.
    """

    count: int
    error: Estimate
    by_chance: float
    bins: tuple[Bin, ...]
    by_kind: tuple[KindLine, ...]


def cross_fit(
    score: Floats, success: Flags, person: npt.NDArray[np.int32], seed: int
) -> Floats | None:
    """Return the probability of each score by a map fitted on the other half of the people.

    `score` is float64[n] of the movers `person` and was given before `success` bool[n] was known.
    None where one half knows only one of the two outcomes.
    """
    told = np.empty(len(score))
    half = deal_people(person, 2, seed)
    for own in (half == 0, half == 1):
        if success[~own].all() or not success[~own].any():
            return None
        told[own] = calibrate(score[~own], success[~own], 0.0).estimate(score[own]).fit
    return told


def judge_reliability(told: Floats, success: Flags, kinds: Texts, seed: int) -> Reliability:
    """Compare the probabilities told (float64[n]) with what was found; `kinds` are of KINDS."""
    count = max(1, min(MOST_BINS, len(told) // LEAST_IN_BIN))
    parts = np.array_split(np.argsort(told, kind="stable"), count)
    bins = [
        Bin(float(told[part].mean()), found)
        for part in parts
        if (found := estimate_rate(success[part])) is not None
    ]
    lines = (
        _judge_kind(name, told[own], success[own], seed)
        for name in KINDS
        if (own := kinds == name).any()
    )
    return Reliability(
        len(told),
        _estimate_error(told, success, parts, seed),
        _miss_by_chance(told, parts, seed),
        tuple(bins),
        tuple(line for line in lines if line is not None),
    )


def fit_recalibration(told: Floats, success: Flags) -> tuple[float, float]:
    """Return the slope of outcomes on the logit of what was told, and its standard error.

    A slope of 1 is right, below 1 too sure (Cox 1958), by Newton's method. Where nearly the same is
    told of all there is no claim to test: the slope is 1 and its error 0.
    """
    margin = logit(told)
    away = margin - margin.mean()
    if away.std() < LEAST_CLAIM:
        return 1.0, 0.0
    rate = (success.sum() + 0.5) / (len(success) + 1)
    level, slope = float(logit(rate)), 0.0
    for _ in range(30):
        p = expit(level + slope * away)
        weight, miss = p * (1 - p), success - p
        total, first, second = weight.sum(), (weight * away).sum(), (weight * away**2).sum()
        size = total * second - first**2
        up, turn = miss.sum(), (miss * away).sum()
        level += float((second * up - first * turn) / size)
        step = float((total * turn - first * up) / size)
        slope += step
        if abs(step) < 1e-9:
            break
    return slope, float(np.sqrt(total / size))


def _judge_kind(name: str, told: Floats, success: Flags, seed: int) -> KindLine | None:
    found = estimate_rate(success)
    difference = estimate_mean(success - told, seed)
    if found is None or difference is None:
        return None
    return KindLine(name, float(told.mean()), found, difference)


def _estimate_error(told: Floats, success: Flags, parts: list[Rows], seed: int) -> Estimate:
    place = np.empty(len(told), np.intp)
    for number, part in enumerate(parts):
        place[part] = number
    in_bin = np.eye(len(parts))[place] * (success - told)[:, None]

    def miss(weights: Floats) -> Floats:
        sums = np.einsum("ij,jk->ik", weights, in_bin)
        return np.asarray(np.abs(sums).sum(axis=1) / weights.sum(axis=1))

    value = float(miss(np.ones((1, len(told))))[0])
    drawn = summarise(value, miss(draw_weights(len(told), seed)), len(told))
    low, high = 2 * value - drawn.high, 2 * value - drawn.low
    return Estimate(value, max(low, 0.0), max(high, value), len(told))


def _miss_by_chance(told: Floats, parts: list[Rows], seed: int) -> float:
    drawn = np.random.default_rng(seed).random((DRAWS, len(told))) < told
    missed = (np.abs((drawn[:, part] - told[part]).sum(axis=1)) for part in parts)
    return float(sum(missed, np.zeros(DRAWS)).mean()) / len(told)
