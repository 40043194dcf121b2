"""Counts wrong passwords by where they come from, so that one place cannot try many names.

Accounts lock by themselves, in the database; this is the second hurdle, kept in the memory of one
process: with several, each counts its own.
"""

import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from serving.access.errors import TooManyAttemptsError

MOST = 30
"""Wrong passwords from one place within MINUTES; an office behind one address mistypes less."""
MINUTES = 15
"""How long wrong passwords of a place are counted together, and none is tried after too many."""
MOST_PLACES = 10_000
"""Places remembered; the one heard of longest ago is forgotten first."""
NETWORK_BITS = 64
"""What one household has of IPv6: each of its addresses is the same place."""


class Attempts:
    """Where wrong passwords came from lately; may be asked by many threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._counted: OrderedDict[str, tuple[int, float]] = OrderedDict()

    def check(self, address: str) -> None:
        """Raise TooManyAttemptsError where no more passwords are tried from there for a while."""
        with self._lock:
            wrong, _ = self._read(to_place(address))
        if wrong >= MOST:
            raise TooManyAttemptsError(minutes=MINUTES)

    def count(self, address: str) -> None:
        """Remember a wrong password; the first one begins the quarter of an hour."""
        place = to_place(address)
        with self._lock:
            wrong, since = self._read(place)
            self._counted[place] = (wrong + 1, since)
            self._counted.move_to_end(place)
            while len(self._counted) > MOST_PLACES:
                self._counted.popitem(last=False)

    def _read(self, place: str) -> tuple[int, float]:
        now = self._clock()
        wrong, since = self._counted.get(place, (0, now))
        return (0, now) if now - since >= 60 * MINUTES else (wrong, since)


def to_place(address: str) -> str:
    """Return the place of an address: itself, or its network where it is of IPv6."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(known, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((known, NETWORK_BITS), strict=False))
    return address
