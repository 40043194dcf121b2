"""Finding positions and people: what planners look up before they ask for a list."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matching.matcher import Matcher
from snapshots.coding import fold
from snapshots.ladders import KINDS, RANKS, TIERS, UNKNOWN
from snapshots.ledger import Flags
from snapshots.presence import in_service
from snapshots.view import View

NOBODY = NOWHERE = UNKNOWN - 1
"""An index that no row has, not even one whose own is unknown."""


@dataclass(frozen=True)
class PositionRow:
    """A position with its seats, need, staff (by fte), gap = staff − need and fill ratio."""

    position_id: str
    title: str
    unit_id: str
    unit: str
    agency_id: str
    agency: str
    kind: str
    tier: str | None
    echelon: str | None
    job_class: int | None
    seats: int
    need: int
    staff: float
    gap: float
    fill_ratio: float | None
    vacant: int


@dataclass(frozen=True)
class PersonRow:
    """A person as found in a search, with the present position."""

    person_id: str
    nip: str
    name: str
    position_id: str | None
    position: str | None
    unit: str | None
    agency_id: str | None
    agency: str | None
    rank: str | None
    in_service: bool


def find_positions(
    matcher: Matcher,
    vacant: bool | None = None,
    agency_id: str | None = None,
    q: str | None = None,
    among: Flags | None = None,
) -> tuple[int, ...]:
    """Return indexes of positions by id, as of the snapshot's date; most vacant first if `vacant`.

    `q` is a text that the id, title or unit holds; `vacant` false asks for those without. `among`
    (bool[positions]) are those looked through, None for all.
    """
    history = matcher.history
    positions, units = history.positions, history.units
    seats = matcher.staffing(history.day).vacant
    wanted = fold(q)
    found = [
        place
        for place in range(len(positions.position_id))
        if among is None or among[place]
        if vacant is None or bool(seats[place]) == vacant
        if agency_id is None or units.unit_id[positions.agency[place]] == agency_id
        if wanted is None
        or _holds(
            wanted,
            positions.position_id[place],
            positions.title[place],
            units.name[positions.unit[place]],
        )
    ]
    if vacant:
        found.sort(key=lambda place: -int(seats[place]))
    return tuple(found)


def read_position(matcher: Matcher, place: int) -> PositionRow:
    """Return one position (an index) with its seats, need, staff and vacancies."""
    history = matcher.history
    positions, units, staffing = history.positions, history.units, matcher.staffing(history.day)
    ratio, tier = float(staffing.fill_ratio[place]), int(positions.tier[place])
    job_class = int(positions.job_class[place])
    return PositionRow(
        position_id=positions.position_id[place],
        title=positions.title[place],
        unit_id=units.unit_id[positions.unit[place]],
        unit=units.name[positions.unit[place]],
        agency_id=units.unit_id[positions.agency[place]],
        agency=units.name[positions.agency[place]],
        kind=KINDS[positions.kind[place]],
        tier=None if tier == UNKNOWN else TIERS[tier],
        echelon=matcher.circumstances.echelons[place],
        job_class=None if job_class == UNKNOWN else job_class,
        seats=int(positions.seats[place]),
        need=int(staffing.need[place]),
        staff=float(staffing.staff[place]),
        gap=float(staffing.gap[place]),
        fill_ratio=None if np.isnan(ratio) else ratio,
        vacant=int(staffing.vacant[place]),
    )


def find_people(
    matcher: Matcher,
    nip: str | None = None,
    q: str | None = None,
    competency_id: str | None = None,
    min_level: int | None = None,
    agency_id: str | None = None,
    among: Flags | None = None,
) -> tuple[int, ...]:
    """Return indexes of people in service, sorted by NIP; `q` is a text that the name holds.

    `min_level` (1–5) of `competency_id` is the level assessed last. `among` (bool[people]) are
    those looked through, None for all.
    """
    history = matcher.history
    view = matcher.view(history.day)
    chosen = view.derive(in_service)
    if among is not None:
        chosen = chosen & among
    if nip is not None:
        chosen = chosen & (view.person == history.person_of.get(nip, NOBODY))
    if agency_id is not None:
        chosen = chosen & (view.agency == history.unit_of.get(agency_id, NOWHERE))
    if competency_id is not None:
        chosen = chosen & _reaches(matcher, view, competency_id, min_level or 0)
    wanted = fold(q)
    people, names = np.flatnonzero(chosen).tolist(), history.people.name
    return tuple(one for one in people if wanted is None or _holds(wanted, names[one]))


def search_people(matcher: Matcher, text: str, among: Flags | None = None) -> tuple[int, ...]:
    """Return who is found by what somebody typed: digits are a NIP, anything else of a name.

    A blank text finds nobody. `among` as of `find_people`.
    """
    words = text.strip()
    digits = words.replace(" ", "")
    if not words:
        return ()
    if digits.isdigit():
        return find_people(matcher, nip=digits, among=among)
    return find_people(matcher, q=words, among=among)


def read_person(matcher: Matcher, person: int) -> PersonRow:
    """Return one person (an index) with the present position."""
    history = matcher.history
    positions, units, view = history.positions, history.units, matcher.view(history.day)
    place = int(view.position[person])
    unit, agency = (
        (None, None)
        if place == UNKNOWN
        else (int(positions.unit[place]), int(positions.agency[place]))
    )
    return PersonRow(
        person_id=matcher.person_id(person),
        nip=history.people_ids[person],
        name=history.people.name[person],
        position_id=None if place == UNKNOWN else positions.position_id[place],
        position=None if place == UNKNOWN else positions.title[place],
        unit=None if unit is None else units.name[unit],
        agency_id=None if agency is None else units.unit_id[agency],
        agency=None if agency is None else units.name[agency],
        rank=RANKS.get(int(view.rank[person])),
        in_service=bool(view.derive(in_service)[person]),
    )


def _holds(wanted: str, *texts: str) -> bool:
    return any(wanted in text.casefold() for text in texts)


def _reaches(matcher: Matcher, view: View, competency_id: str, least: int) -> Flags:
    source = matcher.source
    known: Sequence[str] = source.requirements.competencies
    if competency_id not in known:
        return np.zeros(len(view), np.bool_)
    key = source.assessments.key(view.person, known.index(competency_id))
    levels = source.assessments.levels
    return np.greater_equal(levels.last(levels.before(key, view.day)), least)
