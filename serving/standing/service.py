"""Asks the matcher for the own view of somebody whom a request names by person_id."""

from matching.errors import UnknownPositionError
from matching.explaining.standing import Standing, tell_standing
from serving.access.scope import Scope
from serving.candidates.schemas import Question
from serving.errors import UnknownPositionInFieldError
from wording import Language


def find_standing(scope: Scope, person_id: str, question: Question, language: Language) -> Standing:
    """Return the own view. Raises UnknownPersonError, UnknownPositionInFieldError, for the dates.

    The person stands in the address, the position is asked about: an unknown one is a wrong field.
    Who sees some agencies alone sees their people, and these may ask about every open post.
    """
    matcher, person = scope.matcher, scope.person(person_id)
    dates = matcher.date(question.as_of, question.effective_on)
    try:
        scope.open_position(question.position_id)
        return tell_standing(matcher, question.position_id, person, dates, language)
    except UnknownPositionError as unknown:
        raise UnknownPositionInFieldError(unknown, "position_id") from None
