"""Which letters cover whom: a consent turns a waivable gate's fail or unknown into waived."""

import numpy as np
import numpy.typing as npt

from rules.case import Case
from snapshots.coding import Codes
from snapshots.consents import ANY


def find_letters(
    case: Case, rule: str, rows: npt.NDArray[np.intp]
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Return (place in `rows`, place in `history.consents`) of every letter that covers a row.

    A letter covers its rule for its person and position (ANY: all) if it is known before as_of
    and holds on effective_on.
    """
    consents, whole = case.history.consents, len(case.view)
    on_rule = np.flatnonzero(consents.rule == rule)
    person, day = case.view.person[rows], case.day[rows]
    position = np.broadcast_to(case.position, whole)[rows]
    effective = np.broadcast_to(case.effective, whole)[rows]
    named = consents.person[on_rule]
    own, general = _join(named, person), _join(named, np.full_like(person, ANY))
    place, found = (np.concatenate(sides) for sides in zip(own, general, strict=True))
    letter = on_rule[found]
    there = consents.position[letter]
    holds = (there == ANY) | (there == position[place])
    holds &= consents.in_force(letter, day[place], effective[place])
    return place[holds], letter[holds]


def _join(letters: Codes, asked: Codes) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Return every (place in `asked`, place in `letters`) with equal codes."""
    order = np.argsort(letters, kind="stable")
    first = np.searchsorted(letters[order], asked, "left")
    count = np.searchsorted(letters[order], asked, "right") - first
    place = np.repeat(np.arange(len(asked)), count)
    within = np.arange(len(place)) - np.repeat(np.cumsum(count) - count, count)
    return place, order[np.repeat(first, count) + within]
