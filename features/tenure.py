"""Time on posts: where the person sits now, and service in positions like the one asked about.

Years count up to ten. Service is of definitive stays alone; a day held twice counts once.
"""

from collections.abc import Callable

import numpy as np

from features.attributes import MOST_YEARS
from features.pairs import Pairs, ratio
from features.source import FeatureSource
from snapshots.days import DAYS_PER_YEAR, UNKNOWN_DAY, Days
from snapshots.ledger import Floats
from snapshots.view import View

_FIVE_YEARS = round(5 * DAYS_PER_YEAR)
_TEN_YEARS = round(10 * DAYS_PER_YEAR)
_SCARCELY = 0.1


def years_in_position(source: FeatureSource, view: View) -> Floats:
    """Years in the position held, or in the post that it continues."""
    return _years_since(view.counted_since, view.day)


def years_in_rank(source: FeatureSource, view: View) -> Floats:
    """Years since the present rank was reached."""
    return _years_since(view.rank_since, view.day)


def years_in(name: str) -> Callable[[FeatureSource, View], Floats]:
    """Return the years of service in the present unit, agency or family, breaks left out."""

    def years(source: FeatureSource, view: View) -> Floats:
        code = source.attribute(name).of(view.position)
        return source.experience(name).years(view.person, code, view.day)

    return years


def stays_ten_years(source: FeatureSource, view: View) -> Floats:
    """Number of definitive stays begun in the last ten years."""
    starts = source.history.stay_starts
    window = starts.before(view.person, view.day)
    return starts.since(window, view.person, view.day - _TEN_YEARS).count.astype(np.float64)


def mean_stay(source: FeatureSource, view: View) -> Floats:
    """Mean years of the stays that ended in the last ten years."""
    ends = source.stay_ends
    window = ends.before(view.person, view.day)
    recent = ends.since(window, view.person, view.day - _TEN_YEARS)
    return np.minimum(ratio(ends.total(recent), recent.count) / DAYS_PER_YEAR, MOST_YEARS)


def moves_five_years(source: FeatureSource, view: View) -> Floats:
    """Number of moves in the last five years."""
    moves = source.moves_of_person
    window = moves.before(view.person, view.day)
    return moves.since(window, view.person, view.day - _FIVE_YEARS).count.astype(np.float64)


def years_like(name: str) -> Callable[[Pairs], Floats]:
    """Return the years of service in positions that share an attribute with the one asked about."""

    def years(pairs: Pairs) -> Floats:
        person, code = pairs.view.person, pairs.target(name)
        return pairs.source.experience(name).years(person, code, pairs.days)

    return years


def recent_like(name: str) -> Callable[[Pairs], Floats]:
    """Return such service with each year fading by its age (`attributes.MEMORY_DAYS`)."""

    def recent(pairs: Pairs) -> Floats:
        person, code = pairs.view.person, pairs.target(name)
        return pairs.source.experience(name).recent(person, code, pairs.days)

    return recent


family_years = years_like("family")
family_recent = recent_like("family")


def family_share(pairs: Pairs) -> Floats:
    """Share of recent service that was in the position's job family; NaN without service."""
    whole = pairs.of_person(_find_recent)
    return np.where(whole < _SCARCELY, np.nan, pairs.share(family_recent) / np.maximum(whole, 1e-9))


def _find_recent(source: FeatureSource, view: View) -> Floats:
    nothing = np.zeros(len(view), np.int32)
    return source.experience("all").recent(view.person, nothing, view.day)


def _years_since(since: Days, day: Days) -> Floats:
    years = (day.astype(np.int64) - since) / DAYS_PER_YEAR
    return np.where(since == UNKNOWN_DAY, np.nan, np.minimum(years, MOST_YEARS))
