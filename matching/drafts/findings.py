"""What is wrong with a draft as a whole: people and seats used twice, seats still held."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from matching.drafts.answers import DraftFinding
from matching.matcher import Dates, Matcher
from matching.staffing import in_service
from snapshots.days import UNKNOWN_DAY
from snapshots.ladders import UNKNOWN
from wording import Fact, Language, say

MOST_NAMED = 5
"""Holders of a seat whom a finding names; of more it gives the number."""


class Move(NamedTuple):
    """One line that could be read: person and position are indexes."""

    line: int
    person: int
    position: int


def find_troubles(
    matcher: Matcher,
    dates: Dates,
    moves: Sequence[Move],
    language: Language,
    leaving: frozenset[int] = frozenset(),
) -> tuple[DraftFinding, ...]:
    """Return every trouble of the draft, people first, then positions in the order of the lines.

    A holder frees the seat who moves on in the same draft, is gone by `effective_on`, or is taken
    to be `leaving` (indexes).
    """
    staying = _find_staying(matcher, dates, leaving.union(move.person for move in moves))
    found = [
        *_people_used_twice(matcher, moves),
        *_seats_wanted(matcher, moves, staying),
    ]
    return tuple(
        DraftFinding(code, lines, say(f"matching.draft_{code}", language, **facts))
        for code, lines, facts in found
    )


Trouble = tuple[str, tuple[int, ...], dict[str, Fact]]


def _people_used_twice(matcher: Matcher, moves: Sequence[Move]) -> Iterator[Trouble]:
    lines: dict[int, list[int]] = defaultdict(list)
    for move in moves:
        lines[move.person].append(move.line)
    for person, used in lines.items():
        if len(used) > 1:
            yield "person_twice", tuple(used), _name(matcher, person)


def _seats_wanted(
    matcher: Matcher, moves: Sequence[Move], staying: dict[int, list[int]]
) -> Iterator[Trouble]:
    positions, people = matcher.history.positions, matcher.history.people
    lines: dict[int, list[int]] = defaultdict(list)
    for move in moves:
        lines[move.position].append(move.line)
    for place, used in lines.items():
        seats, held = int(positions.seats[place]), staying.get(place, [])
        where = {"title": positions.title[place], "position_id": positions.position_id[place]}
        if len(used) > seats:
            yield "seat_twice", tuple(used), {**where, "lines": len(used), "seats": seats}
        if held and len(used) + len(held) > seats:
            named = [people.name[person] for person in held[:MOST_NAMED]]
            more = [f"… ({len(held)})"] if len(held) > MOST_NAMED else []
            yield "seat_held", tuple(used), {**where, "holders": ", ".join(named + more)}
        if len(used) >= seats:
            for person in held:
                facts = _name(matcher, person) | {"title": positions.title[place]}
                yield "left_without_post", tuple(used), facts


def _find_staying(matcher: Matcher, dates: Dates, moving: Collection[int]) -> dict[int, list[int]]:
    """Return by position who holds a seat and neither moves nor is gone on the effective day."""
    view, people = matcher.view(dates.day), matcher.history.people
    place = view.position
    retires = matcher.find_retirements(view)
    retired = (retires != UNKNOWN_DAY) & (retires <= dates.effective_day)
    left = people.left[view.person] <= dates.effective_day
    holds = in_service(view) & (place != UNKNOWN) & ~retired & ~left
    staying: dict[int, list[int]] = defaultdict(list)
    for person in np.flatnonzero(holds).tolist():
        if person not in moving:
            staying[int(place[person])].append(person)
    return staying


def _name(matcher: Matcher, person: int) -> dict[str, Fact]:
    people = matcher.history.people
    return {"name": people.name[person], "nip": matcher.history.people_ids[person]}
