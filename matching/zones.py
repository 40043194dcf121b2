"""Where in the agency's territory a unit lies: in the centre, on the outskirts, or between."""

import numpy as np

from features.places import Places
from snapshots.coding import Codes
from snapshots.history import History
from snapshots.ladders import UNKNOWN
from snapshots.ledger import Floats

ZONES = ("centre", "between", "outskirts")


def zone_units(history: History) -> Codes:
    """Return the third of each unit by its distance from the most central agency.

    The most central agency has the least total distance to the others. Codes are indexes of ZONES,
    UNKNOWN where no coordinates are known.
    """
    units, places = history.units, Places(history.units)
    agencies = np.unique(units.agency[units.agency >= 0])
    apart = places.distance(agencies[:, None], agencies[None, :])
    total = np.nansum(apart, axis=1)
    total[np.isnan(apart.diagonal())] = np.inf
    if not len(agencies) or not np.isfinite(total.min()):
        return np.full(len(units.unit_id), UNKNOWN, np.int32)
    away: Floats = places.distance(np.arange(len(units.unit_id)), agencies[total.argmin()])
    bounds = np.nanquantile(away, (1 / 3, 2 / 3))
    return np.where(np.isnan(away), UNKNOWN, np.searchsorted(bounds, away)).astype(np.int32)
