"""What is wrong with a draft as a whole: people and seats used twice, seats still held."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from matching.drafts.answers import DraftFinding
from matching.matcher import Dates, Matcher
from snapshots.coding import Codes
from snapshots.days import UNKNOWN_DAY
from snapshots.ladders import UNKNOWN
from snapshots.ledger import Rows
from snapshots.presence import in_service
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
    to be `leaving` (indexes). Who fills a seat beside a post of their own holds it too, and loses
    no post with it.
    """
    seated = _find_seated(matcher, dates, leaving.union(move.person for move in moves))
    found = [
        *_people_used_twice(matcher, moves),
        *_seats_wanted(matcher, moves, *seated),
    ]
    return tuple(
        DraftFinding(code, lines, say(f"matching.draft_{code}", language, **facts))
        for code, lines, facts in found
    )


Trouble = tuple[str, tuple[int, ...], dict[str, Fact]]
Seated = dict[int, list[int]]
"""People by the position of which they hold a seat; indexes."""


def _people_used_twice(matcher: Matcher, moves: Sequence[Move]) -> Iterator[Trouble]:
    lines: dict[int, list[int]] = defaultdict(list)
    for move in moves:
        lines[move.person].append(move.line)
    for person, used in lines.items():
        if len(used) > 1:
            yield "person_twice", tuple(used), _name(matcher, person)


def _seats_wanted(
    matcher: Matcher, moves: Sequence[Move], staying: Seated, beside: Seated
) -> Iterator[Trouble]:
    positions, people = matcher.history.positions, matcher.history.people
    lines: dict[int, list[int]] = defaultdict(list)
    for move in moves:
        lines[move.position].append(move.line)
    for place, used in lines.items():
        seats, own = int(positions.seats[place]), staying.get(place, [])
        held = [*own, *beside.get(place, [])]
        where = {"title": positions.title[place], "position_id": positions.position_id[place]}
        if len(used) > seats:
            yield "seat_twice", tuple(used), {**where, "lines": len(used), "seats": seats}
        if held and len(used) + len(held) > seats:
            named = [people.name[person] for person in held[:MOST_NAMED]]
            more = [f"… ({len(held)})"] if len(held) > MOST_NAMED else []
            yield "seat_held", tuple(used), {**where, "holders": ", ".join(named + more)}
        if len(used) >= seats:
            for person in own:
                facts = _name(matcher, person) | {"title": positions.title[place]}
                yield "left_without_post", tuple(used), facts


def _find_seated(matcher: Matcher, dates: Dates, moving: Collection[int]) -> tuple[Seated, Seated]:
    """Return who holds a seat, and who fills one beside their own, and keeps it to the day.

    Nobody who moves or is gone on the effective day is among them.
    """
    view, people = matcher.view(dates.day), matcher.history.people
    retires = matcher.find_retirements(view)
    retired = (retires != UNKNOWN_DAY) & (retires <= dates.effective_day)
    left = people.left[view.person] <= dates.effective_day
    stays = in_service(view) & ~retired & ~left & ~np.isin(view.person, list(moving))
    holds = np.flatnonzero(stays & (view.position != UNKNOWN))
    beside = matcher.staffing(dates.day).beside
    lasts = stays[beside.person] & (beside.until > dates.effective_day)
    return (
        _group(view.position[holds], holds),
        _group(beside.position[lasts], beside.person[lasts]),
    )


def _group(positions: Codes, people: Rows | Codes) -> Seated:
    seated: Seated = defaultdict(list)
    for place, person in zip(positions.tolist(), people.tolist(), strict=True):
        seated[place].append(person)
    return seated


def _name(matcher: Matcher, person: int) -> dict[str, Fact]:
    people = matcher.history.people
    return {"name": people.name[person], "nip": matcher.history.people_ids[person]}
