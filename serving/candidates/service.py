"""Asks the matcher about people whom requests name by person_id."""

from collections.abc import Mapping

from matching.errors import UnknownPersonError
from matching.explaining.answers import CandidateAnswer, Comparison
from matching.explaining.compare import check_count, compare_candidates
from matching.explaining.why import judge_candidate
from matching.matcher import Matcher
from serving.candidates.schemas import Question
from serving.errors import SamePersonInFieldError, UnknownPersonInFieldError
from wording import Language


def judge(
    matcher: Matcher, question: Question, person_id: str, size: int, language: Language
) -> CandidateAnswer:
    """Return why or why not, against a list of `size`.

    Raises UnknownPositionError, UnknownPersonError and for the dates.
    """
    dates = matcher.date(question.as_of, question.effective_on)
    matcher.position(question.position_id)  # of two unknown ids the position is told first
    person = matcher.person_by_id(person_id)
    return judge_candidate(matcher, question.position_id, person, dates, language, size)


def compare(
    matcher: Matcher, question: Question, named: Mapping[str, str], language: Language
) -> Comparison:
    """Return what separates the first of `named` (person_id by field) from each of the others.

    Raises as `judge` does, PeopleCountError, SamePersonError, NoModelError.
    """
    dates = matcher.date(question.as_of, question.effective_on)
    matcher.position(question.position_id)
    check_count(len(named))  # before anybody is looked for: one too many is refused as such
    people: list[int] = []
    for field, person_id in named.items():
        person = _find(matcher, field, person_id)
        if person in people:
            raise SamePersonInFieldError(person_id, field)
        people.append(person)
    return compare_candidates(matcher, question.position_id, people, dates, language)


def _find(matcher: Matcher, field: str, person_id: str) -> int:
    try:
        return matcher.person_by_id(person_id)
    except UnknownPersonError:
        raise UnknownPersonInFieldError(person_id, field) from None
