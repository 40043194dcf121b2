"""What people wish and which letters cover them as of a day: shown, filtered on, never scored."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from matching.answers import Preference, Told, Wish
from matching.matcher import Dates, Matcher
from matching.plain import to_plain
from snapshots.coding import Codes
from snapshots.consents import ANY
from snapshots.days import UNKNOWN_DAY
from snapshots.history import History
from snapshots.ladders import UNKNOWN
from snapshots.ledger import Flags
from snapshots.view import View
from snapshots.wishes import TABLE

PREFERENCES: tuple[Preference, ...] = ("unwilling", "willing", "unknown")
WILLING = PREFERENCES.index("willing")
SILENT = PREFERENCES.index("unknown")


def read_wishes(view: View) -> npt.NDArray[np.int64]:
    """Return the place in `PREFERENCES` of each row: what was said last before the day."""
    willing = view.history.wishes.willing
    if not len(willing):
        return np.full(len(view), SILENT, np.int64)
    said = np.where(view.wish < 0, UNKNOWN, willing[view.wish])
    return np.where(said == UNKNOWN, SILENT, said).astype(np.int64)


def find_preference(view: View, row: int) -> Preference:
    """Return what one row of a view said last of being willing."""
    place = int(view.wish[row])
    willing = UNKNOWN if place < 0 else int(view.history.wishes.willing[place])
    return PREFERENCES[SILENT if willing == UNKNOWN else willing]


def tell_wish(view: View, row: int, position: int | None = None) -> Wish | None:
    """Return what one row of a view said last; None where nothing was, or all was taken back.

    `position` (index) is the post that `met` speaks of.
    """
    place, history = int(view.wish[row]), view.history
    if place < 0:
        return None
    said = history.snapshot.tables[TABLE].slice(place, 1).to_pylist()[0]
    agency_id, position_id = said.get("wanted_agency_id"), said.get("wanted_position_id")
    wanted = (said.get("willing"), agency_id, position_id)
    if not any(part is not None for part in (*wanted, said.get("wanted_job_family"), _note(said))):
        return None
    unit, post = history.unit_of.get(agency_id or ""), history.position_of.get(position_id or "")
    return Wish(
        said_on=said.get("entered_on") or said["submitted_on"],
        source="records" if history.wishes.entered[place] == UNKNOWN_DAY else "entered",
        willing=said.get("willing"),
        agency_id=agency_id,
        agency=None if unit is None else history.units.name[unit],
        position_id=position_id,
        position=None if post is None else history.positions.title[post],
        job_family=said.get("wanted_job_family"),
        note=_note(said),
        met=position is not None and bool(find_met(view, [row], [position])[0]),
    )


def _note(said: dict[str, Any]) -> str | None:
    note: str | None = said.get("note")
    return note


def find_met(view: View, person: npt.ArrayLike, post: npt.ArrayLike) -> Flags:
    """Tell which pairs meet a wish: all that its last row names holds of the post, bool[pairs].

    A wish may name a position, an agency and a job family. Who names none of them has no wish that
    a move could meet, however willing. What the records hold no more is met by no post.
    `person` are rows of `view`, a whole day's.
    """
    wishes, positions = view.history.wishes, view.history.positions
    row, post = view.wish[np.asarray(person, np.intp)], np.asarray(post, np.intp)
    said = row >= 0
    if not len(wishes.willing):
        return said
    row = np.where(said, row, 0)
    named, met = np.zeros(len(row), np.bool_), said.copy()
    for wanted, found in (
        (wishes.position, post),
        (wishes.agency, positions.agency[post]),
        (wishes.family, positions.family[post]),
    ):
        asked: Codes = wanted[row]
        named |= asked != UNKNOWN
        met &= (asked == UNKNOWN) | (asked == found)
    return met & named


def find_letters(
    history: History, position: int | None, person: int | None, dates: Dates
) -> npt.NDArray[np.intp]:
    """Return the places of the letters in force for a position and a person (indexes; None: any).

    In force: known before `as_of`, valid on `effective_on`. A letter that names somebody whom the
    records do not know covers nobody.
    """
    letters = history.consents
    covers = letters.person != UNKNOWN
    for named, asked in ((letters.person, person), (letters.position, position)):
        if asked is not None:
            covers &= np.isin(named, [ANY, asked])
    rows = np.flatnonzero(covers)
    return rows[letters.in_force(rows, dates.day, dates.effective_day)]


def tell_letters(matcher: Matcher, rows: npt.NDArray[np.intp]) -> list[list[str | None]]:
    """Return number, rule, person_id and position_id of letters, in their own order."""
    letters, ids = matcher.history.consents, matcher.history.positions.position_id
    return [
        [
            letters.letter_no[row],
            str(letters.rule[row]),
            matcher.person_id(letters.person[row]) if letters.person[row] >= 0 else None,
            ids[letters.position[row]] if letters.position[row] >= 0 else None,
        ]
        for row in rows.tolist()
    ]


def hash_plain(state: Any) -> str:
    """Return the id of a state: plain values of JSON."""
    return hashlib.sha256(json.dumps(state, ensure_ascii=False).encode()).hexdigest()[:16]


def hash_state(
    matcher: Matcher,
    position: int,
    dates: Dates,
    shown: Sequence[Told],
    willing_only: bool = False,
) -> str:
    """Return the id of the consents and preferences that decide an answer on a position.

    Every letter in force for the position counts, whoever it names: it moves the counts of the
    pool and what is usual, though its person is not shown. Of preferences those of who is shown,
    and under `willing_only` also who said to be willing: that decides who is ranked.
    """
    consents = tell_letters(matcher, find_letters(matcher.history, position, None, dates))
    preferences = [
        [one.person_id, one.preference, *([] if one.wish is None else [to_plain(one.wish)])]
        for one in shown
    ]
    return hash_plain(
        [consents, preferences, *([_list_willing(matcher, dates)] if willing_only else [])]
    )


def _list_willing(matcher: Matcher, dates: Dates) -> list[str]:
    """Return the person_id of all who said last to be willing, in order."""
    willing = np.flatnonzero(read_wishes(matcher.view(dates.day)) == WILLING)
    return sorted(map(matcher.person_id, willing.tolist()))


def find_state(
    matcher: Matcher,
    position_id: str,
    dates: Dates,
    shown: Sequence[Told],
    willing_only: bool = False,
) -> str | None:
    """Return the state that a list of these people would have by the records of `matcher`.

    None where the records do not know one of them. Raises UnknownPositionError.
    """
    view, people = matcher.view(dates.day), matcher.history.person_of
    if not all(one.nip in people for one in shown):
        return None
    position = matcher.position(position_id)
    now = [_say_again(one, view, people[one.nip], position) for one in shown]
    return hash_state(matcher, position, dates, now, willing_only)


def _say_again(told: Told, view: View, row: int, position: int) -> Told:
    said = find_preference(view, row), tell_wish(view, row, position)
    return replace(told, preference=said[0], wish=said[1])
