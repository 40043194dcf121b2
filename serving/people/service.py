"""Searches people by what a request names; what the records do not hold is refused, not empty."""

from matching.directory import find_people
from serving.access.scope import Scope
from serving.errors import UnknownCompetencyError
from serving.people.schemas import PeopleSearch


def search(scope: Scope, asked: PeopleSearch) -> tuple[int, ...]:
    """Return indexes of people who are seen, sorted by NIP.

    Raises UnknownAgencyInFieldError and UnknownCompetencyError.
    """
    matcher = scope.matcher
    if asked.agency_id is not None:
        scope.agency(asked.agency_id, "agency_id")
    known = matcher.source.requirements.competencies
    if asked.competency_id is not None and asked.competency_id not in known:
        raise UnknownCompetencyError(asked.competency_id)
    return find_people(matcher, **asked.model_dump(), among=scope.people)
