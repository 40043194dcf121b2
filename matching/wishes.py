"""What people wish and which letters cover them as of a day: shown, filtered on, never scored."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from matching.answers import Preference, Told
from matching.matcher import Dates, Matcher
from snapshots.coding import read_days, read_numbers
from snapshots.consents import ANY
from snapshots.history import History
from snapshots.ledger import Ledger
from snapshots.view import View

PREFERENCES: tuple[Preference, ...] = ("unwilling", "willing", "unknown")
WILLING = PREFERENCES.index("willing")
SILENT = PREFERENCES.index("unknown")


def read_wishes(view: View) -> npt.NDArray[np.int64]:
    """Return the place in `PREFERENCES` of each row: what was said last before the day."""
    snapshot = view.history.snapshot
    willing = read_numbers(snapshot, "preferences", "willing", SILENT)
    said = read_days(snapshot, "preferences", "submitted_on")
    ledger = Ledger(view.history.rows_of_people("preferences"), said, willing)
    return ledger.last(ledger.before(view.person, view.day), SILENT)


def find_consents(
    history: History, position: int, nips: Sequence[str], as_of: int, effective_on: int
) -> list[list[str]]:
    """Return [letter, rule] of the letters in force for a position and any of these people.

    In force: issued before `as_of`, valid on `effective_on` (day numbers).
    """
    letters = history.consents
    people = [ANY, *(history.person_of[nip] for nip in nips)]
    covers = np.isin(letters.person, people) & np.isin(letters.position, [ANY, position])
    rows = np.flatnonzero(covers)
    held = rows[letters.in_force(rows, as_of, effective_on)]
    return [[letters.letter_no[row], str(letters.rule[row])] for row in held.tolist()]


def hash_state(history: History, position: int, dates: Dates, shown: Sequence[Told]) -> str:
    """Return the id of the consents and preferences that an answer shows."""
    nips = [one.nip for one in shown]
    consents = find_consents(history, position, nips, dates.day, dates.effective_day)
    preferences = [[one.person_id, one.preference] for one in shown]
    state = json.dumps([consents, preferences], ensure_ascii=False)
    return hashlib.sha256(state.encode()).hexdigest()[:16]


def find_state(
    matcher: Matcher, position_id: str, dates: Dates, shown: Sequence[Told]
) -> str | None:
    """Return the state that these people would have by the records of `matcher`.

    None where the records do not know one of them. Raises UnknownPositionError.
    """
    view, people = matcher.view(dates.day), matcher.history.person_of
    if not all(one.nip in people for one in shown):
        return None
    said = view.derive(read_wishes)
    now = [replace(one, preference=PREFERENCES[int(said[people[one.nip]])]) for one in shown]
    return hash_state(matcher.history, matcher.position(position_id), dates, now)
