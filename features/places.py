"""Where units lie and how many people sit in them."""

import math

import numpy as np
import numpy.typing as npt

from snapshots.days import OPEN_END, Days
from snapshots.history import History, Units
from snapshots.ledger import Floats, Ledger

EARTH_RADIUS_KM = 6371.0
_DEEPEST = 20


class Places:
    """Coordinates of units: their own, else the nearest unit's above, else the agency's."""

    def __init__(self, units: Units) -> None:
        latitude, longitude = _inherit(units)
        self._points = np.array(
            [_to_point(lat, lon) for lat, lon in zip(latitude, longitude, strict=True)]
        ).reshape(-1, 3)

    def distance(self, one: npt.ArrayLike, other: npt.ArrayLike) -> Floats:
        """Return kilometres between units as the crow flies; NaN where a place is unknown.

        The straight line through the earth stands for the arc: 0.03 % off at 500 km.
        """
        first, second = np.broadcast_arrays(np.asarray(one), np.asarray(other))
        if not len(self._points):
            return np.full(first.shape, np.nan)
        x, y, z = (self._points[first] - self._points[second]).T
        between = np.sqrt(x * x + y * y + z * z).T * EARTH_RADIUS_KM
        return np.where((first < 0) | (second < 0), np.nan, between)


class Headcount:
    """How many definitive holders a unit had on a day."""

    def __init__(self, history: History) -> None:
        stays, people = history.stays, history.people
        unit = history.positions.unit[stays.position]
        end = np.minimum(stays.end, people.left[stays.person])
        ended = np.flatnonzero(end != OPEN_END)
        self._starts = Ledger(unit, stays.start)
        self._ends = Ledger(unit[ended], np.maximum(end, stays.start)[ended])

    def holders(self, unit: npt.ArrayLike, day: Days) -> Floats:
        """Return who began before the day, less whose stay or service ended before it."""
        count = self._starts.before(unit, day).count - self._ends.before(unit, day).count
        return np.where(np.asarray(unit) < 0, np.nan, count)


def _inherit(units: Units) -> tuple[Floats, Floats]:
    latitude, longitude = units.latitude.copy(), units.longitude.copy()
    for above in [units.parent] * _DEEPEST + [units.agency]:
        missing = np.flatnonzero((np.isnan(latitude) | np.isnan(longitude)) & (above >= 0))
        if not len(missing):
            continue
        latitude[missing], longitude[missing] = (
            latitude[above[missing]],
            longitude[above[missing]],
        )
    return latitude, longitude


def _to_point(latitude: float, longitude: float) -> tuple[float, float, float]:
    """Return a place on the unit sphere, computed alone so that other places cannot touch it."""
    north, east = math.radians(latitude), math.radians(longitude)
    flat = math.cos(north)
    return flat * math.cos(east), flat * math.sin(east), math.sin(north)
