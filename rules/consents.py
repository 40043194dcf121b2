"""Letters that lift a waivable gate: whom, for which position, from when and until when."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rules.case import Case
from snapshots.coding import Codes, read_days, read_texts
from snapshots.days import OPEN_END, Days
from snapshots.history import History
from snapshots.ladders import UNKNOWN

ANY = -2
"""Stands where a letter names nobody or no position: it covers all."""


@dataclass(frozen=True)
class Consents:
    """One entry a letter on one rule, in the order of the table."""

    letter_no: tuple[str, ...]
    person: Codes
    position: Codes
    issued: Days
    until: Days


def read_consents(history: History, rule: str) -> Consents:
    """Return the letters on a rule; those that name somebody or a post unknown cover nothing."""
    snapshot = history.snapshot
    rules = read_texts(snapshot, "consents", "rule")
    rows = np.array([row for row, text in enumerate(rules) if text == rule], np.int64)
    letters = read_texts(snapshot, "consents", "letter_no")
    return Consents(
        letter_no=tuple(str(letters[row]) for row in rows),
        person=_find(history, "nip", history.person_of)[rows],
        position=_find(history, "position_id", history.position_of)[rows],
        issued=read_days(snapshot, "consents", "issued_on")[rows],
        until=read_days(snapshot, "consents", "valid_until", OPEN_END)[rows],
    )


def _find(history: History, column: str, indexes: dict[str, int]) -> Codes:
    texts = read_texts(history.snapshot, "consents", column)
    found = [indexes.get(text, UNKNOWN) if text else ANY for text in texts]
    return np.array(found, np.int32)


def find_letters(
    consents: Consents, case: Case, rows: npt.NDArray[np.intp]
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Return (place in `rows`, letter) of every letter that covers one of `rows`.

    A letter covers its rule for its person and position (ANY: all) if it was issued before as_of
    and holds on effective_on.
    """
    whole = len(case.view)
    person, day = case.view.person[rows], case.day[rows]
    position = np.broadcast_to(case.position, whole)[rows]
    effective = np.broadcast_to(case.effective, whole)[rows]
    own, general = _join(consents.person, person), _join(consents.person, np.full_like(person, ANY))
    place, letter = (np.concatenate(sides) for sides in zip(own, general, strict=True))
    there = consents.position[letter]
    holds = (
        ((there == ANY) | (there == position[place]))
        & (consents.issued[letter] < day[place])
        & (consents.until[letter] >= effective[place])
    )
    return place[holds], letter[holds]


def _join(letters: Codes, asked: Codes) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Return every (place in `asked`, place in `letters`) with equal codes."""
    order = np.argsort(letters, kind="stable")
    first = np.searchsorted(letters[order], asked, "left")
    count = np.searchsorted(letters[order], asked, "right") - first
    place = np.repeat(np.arange(len(asked)), count)
    within = np.arange(len(place)) - np.repeat(np.cumsum(count) - count, count)
    return place, order[np.repeat(first, count) + within]
