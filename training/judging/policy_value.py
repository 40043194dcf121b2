"""What success to expect if committees had taken the top of a list: its doubly robust value.

Of each judged opening only the mover's outcome is known. The value of a rule of choice π is

    mean over openings of  Σ π(i) q(i)  +  π(mover) / e(mover) · (y − q(mover))

with q the chance of success by an outcome model and e the chance that the committee chose whom it
chose. It is right where either model is (Robins, Rotnitzky and Zhao 1994; Dudík, Langford and Li
2011, "Doubly robust policy evaluation and learning"). Everything is within the candidates of the
training set: the mover and a uniform sample of the others who were eligible.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from models.calibration import INTERVAL
from snapshots.ledger import Flags, Floats, Rows
from training.dataset import TrainingSet
from training.errors import NoValueError
from training.folds import deal_people
from training.judging.choice import choice_chance, fit_choice
from training.judging.measures import Estimate, compare, weighted_mean
from training.judging.outcome import PARTS, tell_outcomes

SENIORITY = "seniority"
LARGEST_WEIGHT = 10.0
"""No matched opening counts this many times more than one whose mover was drawn by lot: a few lucky
ones must not decide (the outcome model carries what is cut off)."""
LEAST_EFFECTIVE = 20.0
"""Matched openings, weighed, below which the value rests on the outcome model alone."""
NEAR_ONE = INTERVAL / LEAST_EFFECTIVE**0.5
"""How far from 1 the mean weight may stray by chance with so few: further off, outcomes seen do not
stand for the choice that is valued, and what the outcome model misses is not put right."""
LEAST_CHOICES = 50
"""Earlier openings below which nothing is known of how committees choose."""
LEAST_OUTCOMES = 20
"""Successes and failures below which nothing is known of who succeeds."""
MOST_CHOICES, MOST_OTHERS = 800, 15
"""The latest earlier openings and how many others of each: enough to learn a habit from."""


@dataclass(frozen=True)
class Candidates:
    """Rows (opening, person) of judged openings, sorted by opening, whose places are 0, 1, ….

    `told` is the outcome model's chance, `chance` the committee's of being chosen, float64[n];
    `success` is how each opening's mover turned out.
    """

    opening: Rows
    is_mover: Flags
    told: Floats
    chance: Floats
    success: Flags

    def take_top(self, score: Floats) -> Floats:
        """Return the share of each row in the choice of the top of a list; ties share alike."""
        top = np.full(len(self.success), -np.inf)
        np.maximum.at(top, self.opening, score)
        first = (score == top[self.opening]).astype(np.float64)
        return np.asarray(first / np.bincount(self.opening, first)[self.opening])

    def weigh(self, share: Floats) -> Floats:
        """Return how often each opening counts: its mover's share over the chance; 1 on average.

        The chance is limited beside that of a lot, which depends on how many candidates there are.
        """
        by_lot = 1 / np.bincount(self.opening)
        chance = np.maximum(self.chance[self.is_mover], by_lot / LARGEST_WEIGHT)
        return np.asarray(share[self.is_mover] / chance)

    def value(self, share: Floats) -> Floats:
        """Return the doubly robust value of a choice in each opening."""
        modelled = np.bincount(self.opening, share * self.told)
        return np.asarray(modelled + self.weigh(share) * (self.success - self.told[self.is_mover]))


@dataclass(frozen=True)
class RankerValue:
    """The value of one ranker's top, a share; `matched` openings had their mover there, `effective`
    of them count once they are weighed.
    """

    ranker: str
    value: Estimate
    matched: int
    effective: float


@dataclass(frozen=True)
class Overlap:
    """How far the committees' choices tell of our list's: openings in which they were the same.

    `mean_weight` is 1 but for chance and for what LARGEST_WEIGHT cuts off. `enough` tells whether,
    for our list and for the rule beside it, the value rests on outcomes seen and not on a model
    alone.
    """

    openings: int
    matched: int
    effective: float
    mean_weight: float
    largest_weight: float
    enough: bool


@dataclass(frozen=True)
class PolicyValue:
    """Values of all rankers, how much more the top of `ours` promises than that of `beside`, and
    `observed`, what the committees' own choices achieved in the same openings.
    """

    rankers: tuple[RankerValue, ...]
    difference: Estimate
    ours: str
    beside: str
    overlap: Overlap
    observed: Estimate


def judge_policies(
    data: TrainingSet, judged: Rows, scores: Mapping[str, Floats], ours: str, seed: int
) -> PolicyValue:
    """Return the values of taking each ranker's top; NoValueError where nothing can be told.

    `scores` holds the score of every row of `data.rows_of(judged)` by ranker, `ours` names the
    list's. Openings whose mover fails a gate are left out: no lawful list could name them.
    """
    usable = np.sort(judged[~data.openings.excluded[judged].any(axis=1)])
    candidates = _describe(data, usable, seed)
    kept = np.isin(data.opening[data.rows_of(judged)], usable)
    shares = {name: candidates.take_top(score[kept]) for name, score in scores.items()}
    beside = SENIORITY if SENIORITY in shares else next(name for name in shares if name != ours)
    first, second = (candidates.value(shares[name]) for name in (ours, beside))
    return PolicyValue(
        tuple(_judge_ranker(candidates, name, share, seed) for name, share in shares.items()),
        compare(weighted_mean, first, second, seed),
        ours,
        beside,
        _describe_overlap(candidates, shares[ours], shares[beside]),
        _estimate(candidates.success.astype(np.float64), seed),
    )


def _judge_ranker(candidates: Candidates, name: str, share: Floats, seed: int) -> RankerValue:
    weights = candidates.weigh(share)
    value = _keep_share(_estimate(candidates.value(share), seed))
    return RankerValue(name, value, int((weights > 0).sum()), _count_effective(weights))


def _keep_share(told: Estimate) -> Estimate:
    """Bring a value that corrections carried beyond 0 or 1 back to what a share can be."""
    value, low, high = (min(max(one, 0.0), 1.0) for one in (told.value, told.low, told.high))
    return Estimate(value, low, high, told.count)


def _estimate(values: Floats, seed: int) -> Estimate:
    return compare(weighted_mean, values, np.zeros(len(values)), seed)


def _describe_overlap(candidates: Candidates, ours: Floats, beside: Floats) -> Overlap:
    weights, others = candidates.weigh(ours), candidates.weigh(beside)
    return Overlap(
        openings=len(candidates.success),
        matched=int((weights > 0).sum()),
        effective=_count_effective(weights),
        mean_weight=float(weights.mean()),
        largest_weight=float(weights.max()),
        enough=_bears(weights) and _bears(others),
    )


def _bears(weights: Floats) -> bool:
    """Tell whether outcomes seen, weighed so, are many enough and stand for the whole."""
    near = abs(float(weights.mean()) - 1) <= NEAR_ONE
    return near and _count_effective(weights) >= LEAST_EFFECTIVE


def _count_effective(weights: Floats) -> float:
    """Return Kish's effective sample size: the square of the sum over the sum of squares."""
    squares = float((weights**2).sum())
    return float(weights.sum()) ** 2 / squares if squares else 0.0


def _describe(data: TrainingSet, judged: Rows, seed: int) -> Candidates:
    """Return the judged openings' candidates with both models' chances."""
    success = data.openings.outcome[judged] == 1
    if min(success.sum(), (~success).sum()) < LEAST_OUTCOMES:
        raise NoValueError("too_few_outcomes")
    before = np.flatnonzero(data.openings.day < data.openings.day[judged].min())
    lawful = before[~data.openings.excluded[before].any(axis=1)][-MOST_CHOICES:]
    if len(lawful) < LEAST_CHOICES:
        raise NoValueError("too_few_choices")
    past = data.first_rows_of(lawful, MOST_OTHERS)
    choice = fit_choice(data.matrix[past], data.opening[past], data.is_mover[past])
    rows = data.rows_of(judged)
    matrix, opening = data.matrix[rows], data.opening[rows]
    place = np.searchsorted(judged, opening)
    part = deal_people(data.openings.person[judged], PARTS, seed)
    return Candidates(
        opening=place,
        is_mover=data.is_mover[rows],
        told=tell_outcomes(matrix, place, data.is_mover[rows], success, part),
        chance=choice_chance(choice, matrix, opening),
        success=success,
    )
