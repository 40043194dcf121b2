"""Searches people by what a request names; what the records do not hold is refused, not empty."""

from matching.directory import find_people
from matching.matcher import Matcher
from serving.errors import UnknownAgencyInFieldError, UnknownCompetencyError
from serving.people.schemas import PeopleSearch
from snapshots.history import History


def search(matcher: Matcher, asked: PeopleSearch) -> tuple[int, ...]:
    """Return indexes of people, sorted by NIP.

    Raises UnknownAgencyInFieldError and UnknownCompetencyError.
    """
    if asked.agency_id is not None and not _is_agency(matcher.history, asked.agency_id):
        raise UnknownAgencyInFieldError(asked.agency_id, "agency_id")
    known = matcher.source.requirements.competencies
    if asked.competency_id is not None and asked.competency_id not in known:
        raise UnknownCompetencyError(asked.competency_id)
    return find_people(matcher, **asked.model_dump())


def _is_agency(history: History, unit_id: str) -> bool:
    place = history.unit_of.get(unit_id)
    return place is not None and int(history.units.agency[place]) == place
