"""Postings: unbroken service in one position, definitive stays in it joined together."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from snapshots.coding import Codes
from snapshots.days import Days
from snapshots.history import History
from snapshots.ledger import Flags, Ints, Ledger


@dataclass(frozen=True)
class Postings:
    """One entry a posting, by person and start; neighbours of one person differ in position."""

    person: Codes
    position: Codes
    start: Days
    end: Days

    def __len__(self) -> int:
        return len(self.person)

    def begun(self, person: npt.ArrayLike, day: npt.ArrayLike) -> Ints:
        """Return the row of the posting that each person began last, on `day` at the latest."""
        starts = Ledger(self.person, self.start, np.arange(len(self)))
        return starts.last(starts.before(person, np.asarray(day, np.int64) + 1))

    def follows(self, places: int) -> Flags:
        """Tell for each posting whether the one `places` rows before is of the same person."""
        same = np.zeros(len(self), np.bool_)
        same[places:] = self.person[places:] == self.person[:-places]
        return same

    def position_before(self, places: int) -> Codes:
        """Return the position of the posting `places` rows before; -1 where there is none."""
        return np.where(self.follows(places), np.roll(self.position, places), -1).astype(np.int32)


def find_postings(history: History) -> Postings:
    """Join a person's consecutive stays in one position: the first start to the last end."""
    stays = history.stays
    opens = np.ones(len(stays.person), np.bool_)
    opens[1:] = (stays.person[1:] != stays.person[:-1]) | (
        stays.position[1:] != stays.position[:-1]
    )
    first = np.flatnonzero(opens)
    end = np.maximum.reduceat(stays.end, first) if len(first) else stays.end
    return Postings(stays.person[first], stays.position[first], stays.start[first], end)
