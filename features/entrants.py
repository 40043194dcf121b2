"""What people were like who began in a position before: their rank and their field of study."""

import numpy as np
import numpy.typing as npt

from features.attributes import Attribute
from snapshots.coding import Codes
from snapshots.days import Days
from snapshots.history import History
from snapshots.ladders import PPPK_BASE, UNKNOWN
from snapshots.ledger import Floats, Ledger, pair_key
from snapshots.view import view_rows

FEWEST = 3
"""With fewer who began under the title, those of the family and level are looked at."""


class Entrants:
    """Everybody who began a definitive stay, by what they entered."""

    def __init__(self, history: History, title: Attribute) -> None:
        stays, positions = history.stays, history.positions
        self._fields, self._size = len(history.fields), int(positions.level.max(initial=0)) + 1
        self._title = title.codes
        self._family = positions.family
        self._peer = pair_key(positions.family, positions.level, self._size)
        changes = history.rank_changes
        rank = changes.last(changes.before(stays.person, stays.start + 1))
        ranked = np.flatnonzero((rank >= 0) & (rank < PPPK_BASE))
        entered, day = stays.position[ranked], stays.start[ranked]
        self._title_ranks = Ledger(self._title[entered], day, rank[ranked])
        self._peer_ranks = Ledger(self._peer[entered], day, rank[ranked])
        field = view_rows(history, stays.person, stays.start).field
        schooled = np.flatnonzero(field != UNKNOWN)
        family, day = self._family[stays.position[schooled]], stays.start[schooled]
        self._with_field = Ledger(pair_key(family, field[schooled], self._fields), day)
        self._schooled = Ledger(family, day)

    def usual_rank(self, position: Codes, day: Days) -> Floats:
        """Return the mean PNS rank code of who began under the title before the day, else NaN."""
        title = _mean(self._title_ranks, self._title[position], day, FEWEST)
        peers = _mean(self._peer_ranks, self._peer[position], day, 1)
        return np.where(np.isnan(title), peers, title)

    def share_with_field(self, field: Codes, position: Codes, day: Days) -> Floats:
        """Return which share of who began in the position's family had that field of study."""
        family = self._family[position]
        same = self._with_field.before(pair_key(family, field, self._fields), day).count
        whole = self._schooled.before(family, day).count
        unknown = (field < 0) | (whole == 0)
        return np.where(unknown, np.nan, same / np.maximum(whole, 1))


def _mean(ledger: Ledger, key: npt.ArrayLike, day: Days, fewest: int) -> Floats:
    window = ledger.before(key, day)
    mean = ledger.total(window) / np.maximum(window.count, 1)
    return np.where(window.count < fewest, np.nan, mean)
