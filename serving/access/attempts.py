"""Counts wrong passwords by where they come from, so that one place cannot try many names.

Accounts lock by themselves, in the database; this is the second hurdle, kept in the memory of one
process: with several, each counts its own.
"""

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

from serving.access.errors import SignInRefusedError, TooManyAttemptsError, WrongPasswordError

MOST = 30
"""Wrong passwords from one place within MINUTES; an office behind one address mistypes less."""
MINUTES = 15
"""How long wrong passwords of a place are counted together, from the first one on."""
MOST_PLACES = 10_000
"""Places remembered; the one heard of longest ago is forgotten first."""
NETWORK_BITS = 64
"""What one household has of IPv6: each of its addresses is the same place."""
WRONG = (SignInRefusedError, WrongPasswordError)


class Attempts:
    """Where wrong passwords came from lately; may be asked by many threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._counted: OrderedDict[str, tuple[int, float]] = OrderedDict()

    @contextmanager
    def trying(self, address: str) -> Iterator[None]:
        """Let a password be tried inside; TooManyAttemptsError where its place had all of its own.

        It counts from before it is tried, so that of many at once no more are tried than of many
        one after another, and is given back unless it was wrong.
        """
        place, wrong = to_place(address), False
        self._take(place)
        try:
            yield
        except WRONG:
            wrong = True
            raise
        finally:
            if not wrong:
                self._give_back(place)

    def _take(self, place: str) -> None:
        with self._lock:
            now = self._clock()
            counted, since = self._counted.get(place, (0, now))
            if (left := since + 60 * MINUTES - now) <= 0:
                counted, since = 0, now
            if counted >= MOST:
                raise TooManyAttemptsError(math.ceil(left))
            self._counted[place] = counted + 1, since
            self._counted.move_to_end(place)
            while len(self._counted) > MOST_PLACES:
                self._counted.popitem(last=False)

    def _give_back(self, place: str) -> None:
        with self._lock:
            counted, since = self._counted.get(place, (0, 0.0))
            if counted > 1:
                self._counted[place] = counted - 1, since
            else:
                self._counted.pop(place, None)


def to_place(address: str) -> str:
    """Return the place of an address: itself, or its network where it is of IPv6."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(known, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((known, NETWORK_BITS), strict=False))
    return address
