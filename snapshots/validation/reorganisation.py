"""Doubts about many changes at once: a fifth of a unit in new posts on one day was perhaps none."""

import numpy as np
import numpy.typing as npt

from snapshots.coding import Codes, read_codes, read_days, read_rows
from snapshots.days import Days, to_date
from snapshots.ledger import Ints, Ledger, pair_key
from snapshots.problems import Problem
from snapshots.validation.draft import Draft, DraftStays

SHARE = 5
"""More than one in this many of a unit's staff, and more than one person, raise the question."""
_DAYS = 2**32
_OFFSET = 2**31


def find_reorganisations(draft: Draft) -> list[Problem]:
    """Warn of units of which more than a fifth changed position within the unit on one day.

    Staff are the definitive holders just before that day. Changes into a post that `replaces` the
    one held, or that transfers call a reorganisation, are declared and do not count.
    """
    stays = draft.stays
    if stays is None or not len(stays.place) or not draft.has("positions", "unit_id"):
        return []
    ids = draft.ids("units")
    unit_of = np.append(read_rows(draft.records, "positions", "unit_id", ids), -1)
    unit = unit_of[stays.position]
    changed = _find_changes(draft, stays, unit)
    keys, moved = np.unique(_key(unit[changed], stays.start[changed]), return_counts=True)
    units, days = keys // _DAYS, keys % _DAYS - _OFFSET
    begun = Ledger(unit, stays.start).before(units, days).count
    staff = begun - Ledger(unit, stays.end).before(units, days).count
    return [
        Problem(
            "reorganisation",
            "assignments",
            value=ids[units[nth]],
            facts={"moved": int(moved[nth]), "staff": int(staff[nth]), "day": to_date(days[nth])},
        )
        for nth in np.flatnonzero((moved > 1) & (moved * SHARE > staff))
    ]


def _find_changes(draft: Draft, stays: DraftStays, unit: Codes) -> npt.NDArray[np.intp]:
    """Return the stays that took over from another post of the same unit, undeclared."""
    changes = stays.follows & (unit >= 0)
    changes[1:] &= (unit[1:] == unit[:-1]) & (stays.position[1:] != stays.position[:-1])
    changes[1:] &= stays.end[:-1] >= stays.start[1:]
    posts = draft.ids("positions")
    replaces = np.append(read_rows(draft.records, "positions", "replaces", posts), -1)
    changes[1:] &= replaces[stays.position[1:]] != stays.position[:-1]
    return np.flatnonzero(changes & ~np.isin(_key(stays.person, stays.start), _declared(draft)))


def _declared(draft: Draft) -> Ints:
    """Return the (person, day) of the moves that transfers call a reorganisation."""
    if not draft.has("transfers", "nip", "effective_on", "reason"):
        return np.array([], np.int64)
    person = read_rows(draft.records, "transfers", "nip", draft.ids("employees"))
    day = read_days(draft.records, "transfers", "effective_on")
    reason = read_codes(draft.records, "transfers", "reason", {"reorganisation": 0})
    declared: Ints = _key(person, day)[reason == 0]
    return declared


def _key(person: Codes, day: Days) -> Ints:
    return pair_key(person, day.astype(np.int64) + _OFFSET, _DAYS)
