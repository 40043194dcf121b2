"""How a group fares beside others: ratios, skew and distance from the pool, with their intervals.

Rows are people in strata: the eligible of a post, the candidates of an opening. Everything is held
against the others *of the same stratum*, since pools differ. The same person stands in many strata,
so that an interval counts people (and posts), never rows. Intervals hold every value that a test of
level CONFIDENCE does not refuse; they stay honest where counts are small or zero.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq
from scipy.sparse import csr_array
from scipy.special import ndtri

from snapshots.ledger import Flags, Floats

Ints = npt.NDArray[np.integer]

CONFIDENCE = 95
"""How many cases in a hundred an interval of fairness is meant to cover."""
FARTHEST = 1000.0
"""Ratios beyond this, or below its inverse, are not told apart from no end, or from zero."""
_DRAWS = 40


@dataclass(frozen=True)
class Estimate:
    """A figure with its interval of CONFIDENCE per cent."""

    value: float
    low: float
    high: float

    def minus(self, known: float) -> "Estimate":
        """Return by how much the figure exceeds one that is known."""
        return Estimate(self.value - known, self.low - known, self.high - known)


@dataclass(frozen=True)
class Ratio:
    """A ratio of a group to all others, with its interval of CONFIDENCE per cent.

    `value` is None where the group alone has any: no number says how many times as much that is.
    `high` is None where nothing bounds it. `deviation` is how many standard errors lie between what
    was found and a ratio of 1, negative where the group has less.
    """

    value: float | None
    low: float
    high: float | None
    deviation: float

    def rounded(self) -> "Ratio":
        """Return the ratio in hundredths, from which no count of few people can be solved."""
        value, high = (None if end is None else round(end, 2) for end in (self.value, self.high))
        return Ratio(value, round(self.low, 2), high, round(self.deviation, 1))

    def is_low(self, least: float, looked_at: int) -> bool:
        """Tell whether the ratio is below `least` and, of so many looked at, not by chance.

        The interval that must exclude 1 is widened for the number looked at (Bonferroni).
        """
        below = self.value is not None and self.value < least
        return bool(below and self.deviation < -quantile(looked_at))


def quantile(looked_at: int = 1) -> float:
    """Return the normal quantile of an interval, widened for the number of figures looked at."""
    return float(ndtri(1 - (1 - CONFIDENCE / 100) / (2 * max(looked_at, 1))))


def hide_small(counts: Ints, least: int) -> Flags:
    """Tell which counts must not be shown: those below `least`, and what would give them away.

    A total is public, so that a single small count could be had by subtraction: the next smallest
    is hidden with it, until at least two are hidden and `least` people stand behind them.
    """
    hidden = (counts > 0) & (counts < least)
    for place in np.argsort(counts, kind="stable"):
        enough = hidden.sum() > 1 and counts[hidden].sum() >= least
        if not hidden.any() or enough:
            break
        hidden[place] |= counts[place] > 0
    return hidden


def rate_ratio(
    stratum: Ints, member: Flags, hit: Floats, person: Ints, sampled: bool = True
) -> Ratio | None:
    """Return the mean of `hit` among members over that among others, pooled over strata.

    The pooling is Mantel and Haenszel's (Rothman and Greenland 1998, ch. 15). Its variance is the
    sandwich of the estimating equation, clustered by person and by stratum (Cameron, Gelbach and
    Miller 2011); strata that are not `sampled` from many, but all that there are, do not vary and
    count by person alone. It is never below that by person alone, nor below that of draws as
    unevenly spread over people as all these are (quasi-likelihood, McCullagh and Nelder 1989, ch.
    9): a group of a dozen, none of them taken, says little of its own spread. None where no stratum
    holds both and a hit.
    """
    table = _Table(stratum, member, hit, person, sampled)
    above, below = table.halves
    if above + below <= 0:
        return None
    return _invert(table.deviate, above / below if below > 0 else None)


def odds_ratio(
    stratum: Ints, member: Flags, case: Flags, person: Ints, weight: Floats | None = None
) -> Ratio | None:
    """Return the odds that a member rather than another is the one case of a stratum.

    The ratio is the conditional likelihood's of matched sets (Breslow and Day 1980, ch. 7); its
    test of a ratio of 1 is Mantel and Haenszel's. What varies is who is picked from each given
    pool; where the same people are picked again and again the sandwich by person is wider and
    counts. `weight` is how likely each row was still to be had when the case was picked, 1 where
    it is not given. Strata without a case tell nothing. None where no stratum with a case holds
    both sorts.
    """
    size = int(stratum.max(initial=-1)) + 1
    there = np.ones(len(stratum)) if weight is None else weight
    members, others, cases = (
        np.bincount(stratum, mask, size) for mask in (there * member, there * ~member, case)
    )
    rows = ((cases == 1) & (members > 0) & (others > 0))[stratum]
    if not rows.any():
        return None
    members, others, there = members[stratum][rows], others[stratum][rows], there[rows]
    own, picked, who = member[rows], case[rows], _number(person[rows])

    def deviate(ratio: float) -> float:
        total = ratio * members + others
        expected = there * np.where(own, ratio, 1.0) / total
        pulls = (own - ratio * members / total) * (picked - expected)
        given = float((there * ratio * others / total**2)[own].sum())
        by_person = float((np.bincount(who, pulls) ** 2).sum())
        return _divide(float(pulls.sum()), max(given, by_person) ** 0.5)

    value = _solve(deviate, 0.0, 1 / FARTHEST, FARTHEST)
    return _invert(deviate, 0.0 if value is None and not picked[own].any() else value)


def skew(stratum: Ints, member: Flags, hit: Floats, person: Ints) -> Estimate | None:
    """Return ln(share of members among hits / share expected from the pools): Skew@k.

    Geyik, Ambler and Kenthapadi 2019, over all lists together; 0 where the lists mirror their
    pools. None where no member is hit or none is expected.
    """
    size = int(stratum.max(initial=-1)) + 1
    each = np.maximum(np.bincount(stratum, minlength=size), 1)
    share = (np.bincount(stratum, member, size) / each)[stratum]
    rate = (np.bincount(stratum, hit, size) / each)[stratum]
    found, expected = float(hit[member].sum()), float((share * hit).sum())
    if found <= 0 or expected <= 0:
        return None
    pulls = np.bincount(_number(person), (member - share) * (hit - rate))
    error = quantile() * float(np.sqrt((pulls**2).sum())) / found
    value = float(np.log(found / expected))
    return Estimate(value, value - error, value + error)


def ndkl(stratum: Ints, code: Ints, place: Ints, groups: int, top: int) -> Floats:
    """Return each list's normalized discounted Kullback–Leibler divergence from its pool.

    Geyik, Ambler and Kenthapadi 2019: 0 where each beginning of the list has the pool's shares of
    the `groups`; greater where it has not. `place` orders the people of a stratum.
    """
    size = int(stratum.max(initial=-1)) + 1
    order = np.lexsort((place, stratum))
    each = np.bincount(stratum, minlength=size)
    starts = np.repeat(np.cumsum(each) - each, each)
    within = np.arange(len(order)) - starts
    shown = within < top
    seen = np.zeros((size, top, groups))
    seen[stratum[order][shown], within[shown], code[order][shown]] = 1
    counts = np.bincount(stratum * groups + code, minlength=size * groups).reshape(size, groups)
    pool = counts / np.maximum(each, 1)[:, None]
    shares = seen.cumsum(axis=1) / np.arange(1, top + 1)[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(shares > 0, shares * np.log(shares / pool[:, None, :]), 0.0)
    filled = np.arange(top) < each[:, None]
    discount = filled / np.log2(np.arange(2, top + 2))
    total = (terms.sum(axis=2) * discount).sum(axis=1)
    return np.asarray(total[each > 0] / discount.sum(axis=1)[each > 0])


def ndkl_by_chance(
    stratum: Ints, code: Ints, place: Ints, person: Ints, groups: int, seed: int, top: int
) -> Estimate:
    """Return the mean divergence of the same lists if people had one another's groups.

    Groups are dealt out anew among people, not among places: who stands on many lists does so in
    every draw. The range holds all but the lowest and the highest twentieth of the draws. A row's
    `code` must be that of its person.
    """
    rng = np.random.default_rng(seed)
    _, first, who = np.unique(person, return_index=True, return_inverse=True)
    own = code[first]
    drawn = [
        ndkl(stratum, rng.permutation(own)[who], place, groups, top).mean() for _ in range(_DRAWS)
    ]
    low, high = np.quantile(drawn, (0.05, 0.95))
    return Estimate(float(np.mean(drawn)), float(low), float(high))


def estimate_share(hits: Flags, person: Ints) -> Estimate | None:
    """Return the share of hits with Wilson's score interval, None where there are none to count.

    The interval is that of as many rows as there would be if each were another person's: rows of
    one person that end alike count as fewer (design effect, Kish 1965). Where all rows end alike
    their spread says nothing, and people are counted.
    """
    if not len(hits):
        return None
    share, z, beyond = float(hits.mean()), quantile(), hits - hits.mean()
    alone, who = float((beyond**2).sum()), _number(person)
    together = float((np.bincount(who, beyond) ** 2).sum())
    count = len(hits) * alone / max(alone, together) if alone > 0 else who.max() + 1.0
    widened = 1 + z**2 / count
    middle = (share + z**2 / (2 * count)) / widened
    half = z * np.sqrt(share * (1 - share) / count + (z / (2 * count)) ** 2) / widened
    return Estimate(share, max(float(middle - half), 0.0), min(float(middle + half), 1.0))


def estimate_mean(values: Floats) -> Estimate | None:
    """Return a mean with its normal interval, None where values do not differ or are alone."""
    if len(values) < 2 or values.min() == values.max():
        return None
    mean = float(values.mean())
    error = quantile() * float(values.std(ddof=1)) / np.sqrt(len(values))
    return Estimate(mean, mean - error, mean + error)


def mean_gaps(stratum: Ints, member: Flags, values: Floats) -> Floats:
    """Return how much more members have of each column of `values` than others of their stratum.

    float64[columns]; strata weigh as in `rate_ratio`, 0 throughout where none holds both.
    """
    size = int(stratum.max(initial=-1)) + 1
    of = np.zeros((size, 2))
    np.add.at(of, (stratum, member.astype(np.intp)), 1)
    weight = of.prod(axis=1) / np.maximum(of.sum(axis=1), 1)
    total = weight.sum()
    if total <= 0:
        return np.zeros(values.shape[1])
    own = np.where(member, of[stratum, 1], -of[stratum, 0])
    return np.asarray((weight[stratum] / own) @ values / total)


class _Table:
    """Strata of hits among members and others, and how far a ratio is from what they show.

    Rows of one stratum and sort are expected alike, so that sums over rows are sums over strata:
    every pair of arrays below holds the members' strata, then the others'.
    """

    def __init__(
        self, stratum: Ints, member: Flags, hit: Floats, person: Ints, sampled: bool
    ) -> None:
        size = int(stratum.max(initial=-1)) + 1
        place, who = np.where(member, 0, size) + stratum, _number(person)
        self._size, people = size, int(who.max(initial=-1)) + 1
        self._count, self._hits, self._squares = (
            np.bincount(place, column, 2 * size) for column in (np.ones(len(hit)), hit, hit**2)
        )
        members, others = self._count[:size], self._count[size:]
        total = np.maximum(members + others, 1)
        self._weight = np.concatenate((others / total, -members / total))
        self._told = (members > 0) & (others > 0) & sampled
        rows = (np.ones(len(hit)), (who, place))
        self._of_person = csr_array(rows, shape=(people, 2 * size))
        self._of_person.sum_duplicates()
        own, theirs = (np.where(sort, hit * self._weight[place], 0.0) for sort in (member, ~member))
        self._pulled, self._pushed = (np.bincount(who, part, people) for part in (own, theirs))
        self._person_hits = np.bincount(who, hit, people)

    @property
    def halves(self) -> tuple[float, float]:
        """The two halves of the ratio: hits of members over others, and the other way round."""
        pulls = self._weight * self._hits
        return float(pulls[: self._size].sum()), -float(pulls[self._size :].sum())

    def deviate(self, ratio: float) -> float:
        """Return by how many standard errors the hits exceed what `ratio` lets expect."""
        times = np.repeat((ratio, 1.0), self._size)
        expected = times * np.tile(self._find_rates(ratio), 2)
        weight = self._weight * times[::-1]
        pulls = weight * (self._hits - self._count * expected)
        squared = self._squares - 2 * expected * self._hits + self._count * expected**2
        variance = self._count * np.clip(expected, 0.0, 1.0) * (1 - np.clip(expected, 0.0, 1.0))
        beyond = self._person_hits - self._of_person @ expected
        spread = _divide(float((beyond**2).sum()), float(variance.sum()))
        drawn = spread * float((weight**2 * variance).sum())
        pulled = self._pulled + ratio * self._pushed - self._of_person @ (weight * expected)
        by_person = float((pulled**2).sum())
        both = by_person + self._vary(pulls) - float((weight**2 * squared).sum())
        return _divide(float(pulls.sum()), max(drawn, by_person, both) ** 0.5)

    def _find_rates(self, ratio: float) -> Floats:
        """Return how many of the others are expected among the hits of each stratum."""
        members, others = self._count[: self._size], self._count[self._size :]
        hits = self._hits[: self._size] + self._hits[self._size :]
        return np.asarray(hits / np.maximum(ratio * members + others, np.finfo(np.float64).tiny))

    def _vary(self, pulls: Floats) -> float:
        """Return the variance of a sum over strata, about their mean; 0 where there is but one."""
        each = (pulls[: self._size] + pulls[self._size :])[self._told]
        return len(each) * float(each.var(ddof=1)) if len(each) > 1 else 0.0


def _number(people: Ints) -> Ints:
    """Number people from 0 in their order, so that who is not among them changes no last bit."""
    return np.unique(people, return_inverse=True)[1]


def _divide(pull: float, error: float) -> float:
    return float(pull / error) if error > 0 else 0.0


def _invert(deviate: Callable[[float], float], value: float | None) -> Ratio:
    """Return the ratio with the ends at which the test would just refuse it."""
    z, least = quantile(), 1 / FARTHEST
    centre = FARTHEST if value is None else float(np.clip(value, least, FARTHEST))
    low, high = _solve(deviate, z, least, centre), _solve(deviate, -z, centre, FARTHEST)
    if low is None:
        low = 0.0 if deviate(least) <= z else centre
    return Ratio(value, low, high, deviate(1.0))


def _solve(
    deviate: Callable[[float], float], aim: float, least: float, most: float
) -> float | None:
    """Return the ratio of a deviation, None where none between the two ends has it."""

    def miss(log: float) -> float:
        return deviate(float(np.exp(log))) - aim

    first, last = float(np.log(least)), float(np.log(most))
    if first >= last or miss(first) * miss(last) > 0:
        return None
    return float(np.exp(brentq(miss, first, last, xtol=1e-6)))
