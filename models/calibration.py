"""From a score to the probability that a transfer succeeds, no surer than the records allow.

Platt's map (Platt 1999, "Probabilistic outputs for support vector machines"): logit(p) is a line in
the score. It is strictly monotone, so the probability keeps the score's order, and makes no ties.
The slope is shrunk by what its own uncertainty explains (positive-part James–Stein): where
outcomes are hardly predictable every probability stays near the base rate.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import expit

from snapshots.ledger import Floats

COVERAGE = 90
"""How many cases in a hundred an interval is meant to cover, wherever one is shown."""
INTERVAL = 1.645
"""Normal quantile of that coverage: half an interval's width in standard errors."""
LEAST_SLOPE = 1e-3
"""Least change of the logit over one standard deviation of the score: order without confidence."""


@dataclass(frozen=True)
class FitEstimate:
    """Success probabilities with their interval; NaN throughout where `why_not` says why."""

    fit: Floats
    low: Floats
    high: Floats
    why_not: str | None = None

    def withhold(self, rows: npt.NDArray[np.bool_]) -> "FitEstimate":
        """Return the same without the probabilities of the rows that bool[n] marks."""
        fit, low, high = (np.where(rows, np.nan, one) for one in (self.fit, self.low, self.high))
        return FitEstimate(fit, low, high, self.why_not)

    @classmethod
    def unknown(cls, count: int, why_not: str) -> "FitEstimate":
        """Return `count` unknown probabilities."""
        nothing = np.full(count, np.nan)
        return cls(nothing, nothing, nothing, why_not)


@dataclass(frozen=True)
class Rate:
    """A share of `count` cases with its interval (of COVERAGE per cent)."""

    value: float
    low: float
    high: float
    count: int


def estimate_rate(hits: npt.NDArray[np.bool_]) -> Rate | None:
    """Return the share of `hits` with Wilson's score interval, None where there are none to count.

    It is right for few and for extreme shares too (Wilson 1927, "Probable inference").
    """
    count = len(hits)
    if not count:
        return None
    share = float(hits.mean())
    widened = 1 + INTERVAL**2 / count
    middle = (share + INTERVAL**2 / (2 * count)) / widened
    half = INTERVAL * np.sqrt(share * (1 - share) / count + (INTERVAL / (2 * count)) ** 2) / widened
    return Rate(share, max(float(middle - half), 0.0), min(float(middle + half), 1.0), count)


@dataclass(frozen=True)
class Calibration:
    """logit(p) = level + slope · (score − center), fitted on `count` later outcomes.

    `level_error` and `slope_error` are standard errors (uncorrelated at `center`), `spread` the
    usual standard deviation of a score over the members of the bag.
    """

    center: float
    level: float
    slope: float
    level_error: float
    slope_error: float
    spread: float
    count: int

    def estimate(self, score: Floats, spread: Floats | None = None) -> FitEstimate:
        """Return the probability of each score; `spread` is each row's own standard deviation."""
        away = score - self.center
        logit = self.level + self.slope * away
        own = self.spread if spread is None else spread
        error = np.sqrt(
            self.level_error**2 + (self.slope_error * away) ** 2 + (self.slope * own) ** 2
        )
        low, high = logit - INTERVAL * error, logit + INTERVAL * error
        return FitEstimate(expit(logit), expit(low), expit(high))

    def to_json(self) -> dict[str, float | int]:
        """Return plain numbers."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Calibration":
        """Read what `to_json` wrote."""
        return cls(**stored)


def calibrate(score: Floats, success: npt.NDArray[np.bool_], spread: float) -> Calibration:
    """Fit Platt's map on scores that were given before their outcomes were known.

    `score` is float64[n], `success` bool[n] with both kinds in it. Targets are Platt's smoothed
    ones, so that separable outcomes give no certainty. Equal scores give all the base rate.
    """
    hits, misses = int(success.sum()), int((~success).sum())
    target = np.where(success, (hits + 1) / (hits + 2), 1 / (misses + 2))
    if not np.ptp(score):
        return _calibrate_level(float(score[0]), target, spread)
    deviation = float(score.std())
    z = (score - score.mean()) / deviation
    level, slope, level_error, slope_error, middle = _fit_line(z, target)
    shrunk = max(slope * (1 - slope_error**2 / slope**2) if slope > 0 else 0.0, LEAST_SLOPE)
    return Calibration(
        center=float(score.mean()) + middle * deviation,
        level=float(level),
        slope=float(shrunk / deviation),
        level_error=float(level_error),
        slope_error=float(slope_error / deviation),
        spread=spread,
        count=len(score),
    )


def _calibrate_level(center: float, target: Floats, spread: float) -> Calibration:
    rate = float(target.mean())
    return Calibration(
        center=center,
        level=float(np.log(rate / (1 - rate))),
        slope=LEAST_SLOPE,
        level_error=float(np.sqrt(1 / (len(target) * rate * (1 - rate)))),
        slope_error=0.0,
        spread=spread,
        count=len(target),
    )


def _fit_line(z: Floats, target: Floats) -> tuple[float, float, float, float, float]:
    """Newton's method for logit(p) = a + b z; returns level, slope, their errors and the middle.

    The middle is where the errors of level and slope are uncorrelated: the mean of z weighed by
    p (1 − p). The level is given there; it is then that of a line turned about the middle.
    """
    a, b = float(np.log(target.mean() / (1 - target.mean()))), 0.0
    for _ in range(50):
        p = expit(a + b * z)
        weight = p * (1 - p)
        total, first, second = weight.sum(), (weight * z).sum(), (weight * z * z).sum()
        gradient = (target - p).sum(), ((target - p) * z).sum()
        size = total * second - first**2
        step_a = (second * gradient[0] - first * gradient[1]) / size
        step_b = (total * gradient[1] - first * gradient[0]) / size
        a, b = a + step_a, b + step_b
        if abs(step_a) + abs(step_b) < 1e-10:
            break
    middle = first / total
    slope_error = np.sqrt(1 / (second - first**2 / total))
    return a + b * middle, b, float(np.sqrt(1 / total)), float(slope_error), float(middle)
