"""Letters that lift a rule: for whom, for which position, from when and until when."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from snapshots.coding import Codes, read_days, read_texts
from snapshots.days import OPEN_END, UNKNOWN_DAY, Days
from snapshots.ladders import UNKNOWN
from snapshots.ledger import Flags
from snapshots.snapshot import Snapshot

ANY = -2
"""Stands where a letter names nobody or no position: it covers all."""


@dataclass(frozen=True)
class Consents:
    """One entry a letter on one rule, in the order of the table; `until` is its last day.

    `known` is the day after which it is known: that of its issue, for one entered since the records
    were made the day before theirs. `withdrawn` is the day after which it holds no more, OPEN_END
    where it was never withdrawn.
    """

    letter_no: tuple[str, ...]
    rule: npt.NDArray[np.str_]
    person: Codes
    position: Codes
    issued: Days
    known: Days
    until: Days
    withdrawn: Days

    def in_force(
        self, letter: npt.NDArray[np.intp], as_of: npt.ArrayLike, effective_on: npt.ArrayLike
    ) -> Flags:
        """Tell of each `letter` (place) whether it holds, for a pair of day numbers or one each.

        It is known before `as_of` and not withdrawn before it; `effective_on` is neither before
        the day of its issue nor after its last one.
        """
        issued, until = self.issued[letter], self.until[letter]
        holds = np.less_equal(issued, effective_on) & np.greater_equal(until, effective_on)
        holds &= np.less(self.known[letter], as_of)
        return holds & np.greater_equal(self.withdrawn[letter], as_of)


def read_consents(
    snapshot: Snapshot, person_of: Mapping[str, int], position_of: Mapping[str, int]
) -> Consents:
    """Return every letter; one that names somebody or a post unknown covers nothing."""
    issued = read_days(snapshot, "consents", "issued_on")
    known = read_days(snapshot, "consents", "known_on")
    return Consents(
        letter_no=tuple(str(letter) for letter in read_texts(snapshot, "consents", "letter_no")),
        rule=np.array([str(rule) for rule in read_texts(snapshot, "consents", "rule")], np.str_),
        person=_find(read_texts(snapshot, "consents", "nip"), person_of),
        position=_find(read_texts(snapshot, "consents", "position_id"), position_of),
        issued=issued,
        known=np.where(known == UNKNOWN_DAY, issued, known),
        until=read_days(snapshot, "consents", "valid_until", OPEN_END),
        withdrawn=read_days(snapshot, "consents", "withdrawn_on", OPEN_END),
    )


def _find(texts: list[str | None], indexes: Mapping[str, int]) -> Codes:
    found = [ANY if text is None else indexes.get(text, UNKNOWN) for text in texts]
    return np.array(found, np.int32)
