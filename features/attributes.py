"""Properties of positions as codes, and service by such a property."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from snapshots.coding import Codes, Vocabulary
from snapshots.days import DAYS_PER_YEAR, Days
from snapshots.history import History
from snapshots.ladders import KINDS, LEVELS, TIERS
from snapshots.ledger import Floats, Spans, pair_key

MEMORY_DAYS = 3 * DAYS_PER_YEAR
"""Recent service fades with this time constant: a day three years ago weighs 1/e of yesterday."""

MOST_YEARS = 10.0
"""Years beyond ten count as ten: learning on a post flattens, and long times would tell the age."""


@dataclass(frozen=True)
class Attribute:
    """A property of positions: `codes` has one entry a position, -1 unknown, all below `size`.

    `words` are the texts behind the codes, where they are texts.
    """

    codes: Codes
    size: int
    words: tuple[str, ...] = ()

    def of(self, position: Codes) -> Codes:
        """Return the codes of positions, -1 for an unknown position."""
        if not len(self.codes):
            return np.full(position.shape, -1, np.int32)
        return np.where(position < 0, -1, self.codes[position]).astype(np.int32)


def list_attributes(history: History) -> dict[str, Attribute]:
    """Return the properties of positions that service and moves are counted by."""
    positions = history.positions
    titles = Vocabulary(positions.title)
    role = pair_key(positions.family, positions.tier, len(TIERS)).astype(np.int32)
    units, places = len(history.units.unit_id), len(positions.position_id)
    return {
        "position": Attribute(np.arange(places, dtype=np.int32), places),
        "title": Attribute(titles.encode(positions.title), len(titles), titles.words),
        "unit": Attribute(positions.unit, units),
        "agency": Attribute(positions.agency, units),
        "family": Attribute(positions.family, len(history.families)),
        "kind": Attribute(positions.kind, len(KINDS)),
        "tier": Attribute(positions.tier, len(TIERS)),
        "role": Attribute(role, len(history.families) * len(TIERS)),
        "level": Attribute(positions.level, max(LEVELS.values()) + 1),
        "all": Attribute(np.zeros(places, np.int32), 1),
    }


class Experience:
    """Definitive service by (person, attribute of the position held), overlaps counted once."""

    def __init__(self, history: History, attribute: Attribute) -> None:
        stays = history.stays
        self._size = attribute.size
        key = pair_key(stays.person, attribute.codes[stays.position], attribute.size)
        self._spans = Spans(key, stays.start, stays.end)

    def years(self, person: Codes, code: npt.ArrayLike, day: Days) -> Floats:
        """Return years of service before `day`, at most ten; NaN where the code is unknown."""
        key = pair_key(person, code, self._size)
        years = np.minimum(self._spans.days_before(key, day) / DAYS_PER_YEAR, MOST_YEARS)
        return np.where(key < 0, np.nan, years)

    def recent(self, person: Codes, code: npt.ArrayLike, day: Days) -> Floats:
        """Return years of service before `day`, each fading with `MEMORY_DAYS`: below three."""
        key = pair_key(person, code, self._size)
        faded = self._spans.faded_before(key, day, MEMORY_DAYS) / DAYS_PER_YEAR
        return np.where(key < 0, np.nan, faded)
