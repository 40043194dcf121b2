"""Yearly predicates (1–5) of the five calendar years before the day's own, as far as known.

Example: a view of 2025-03-01 looks at 2024, 2023, 2022, 2021 and 2020. One of 2025-01-15 looks at
the same years, but the predicate of 2024 is not yet known (it falls due on 31 January).
"""

from collections.abc import Callable

import numpy as np

from features.pairs import ratio
from features.source import FeatureSource
from snapshots.days import years_of
from snapshots.ladders import PREDICATE_CODES
from snapshots.ledger import Floats, Ints
from snapshots.view import View

PersonColumn = Callable[[FeatureSource, View], Floats]

YEARS = 5
STANDING_YEARS = 10
_STANDING_WEIGHT = 2
_TOP = PREDICATE_CODES["sangat_baik"]


def _find_predicates(source: FeatureSource, view: View) -> Ints:
    """Return predicates, latest year first, -1 unknown; int64[n, YEARS]."""
    year = years_of(view.day)
    return np.stack([view.predicate(year - back) for back in range(1, YEARS + 1)], axis=1).astype(
        np.int64
    )


def _find_differences(source: FeatureSource, view: View) -> Floats:
    """Return predicates minus the colleagues' mean, latest year first; float64[n, 10]."""
    year, peers = years_of(view.day), source.peers
    years = range(1, STANDING_YEARS + 1)
    return np.stack([peers.difference(view, year - back) for back in years], axis=1)


def _take(source: FeatureSource, view: View, years: int) -> Ints:
    return view.derive(source.bind(_find_predicates))[:, :years]


def latest(source: FeatureSource, view: View) -> Floats:
    """The latest known predicate."""
    values = _take(source, view, YEARS)
    first = np.argmax(values >= 0, axis=1)
    found = values[np.arange(len(values)), first]
    return np.where(found < 0, np.nan, found)


def mean_over(years: int) -> PersonColumn:
    """Return the mean over the known ones of the last `years` years."""

    def mean(source: FeatureSource, view: View) -> Floats:
        values = _take(source, view, years)
        return ratio(np.maximum(values, 0).sum(axis=1), (values >= 0).sum(axis=1))

    return mean


def lowest_over(years: int) -> PersonColumn:
    """Return the lowest of the last `years` years."""

    def lowest(source: FeatureSource, view: View) -> Floats:
        values = _take(source, view, years)
        least = np.where(values < 0, _TOP + 1, values).min(axis=1)
        return np.where(least > _TOP, np.nan, least)

    return lowest


def share_top(source: FeatureSource, view: View) -> Floats:
    """Share of sangat_baik among the known ones of the last five years."""
    values = _take(source, view, YEARS)
    return ratio((values == _TOP).sum(axis=1), (values >= 0).sum(axis=1))


def against_peers_over(years: int) -> PersonColumn:
    """Return the mean difference to the colleagues' predicates over the last `years` years."""

    def difference(source: FeatureSource, view: View) -> Floats:
        total, known = _add_differences(source, view, years)
        return ratio(total, known)

    return difference


def standing(source: FeatureSource, view: View) -> Floats:
    """Differences to the colleagues over ten years, drawn to 0 where few of them are known.

    The sum is divided by the years known plus two: one good year is luck, eight are not.
    """
    total, known = _add_differences(source, view, STANDING_YEARS)
    return np.where(known == 0, np.nan, total / (known + _STANDING_WEIGHT))


def _add_differences(source: FeatureSource, view: View, years: int) -> tuple[Floats, Ints]:
    every = view.derive(source.bind(_find_differences))[:, :years]
    known = ~np.isnan(every)
    # Year by year, so that the order of the additions is the same for one row and for many.
    total = np.zeros(len(view))
    for column in np.where(known, every, 0.0).T:
        total += column
    return total, known.sum(axis=1)
