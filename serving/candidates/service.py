"""Asks the matcher about people whom requests name by person_id."""

from matching.errors import UnknownPersonError
from matching.explaining.answers import CandidateAnswer, Comparison
from matching.explaining.compare import compare_candidates
from matching.explaining.why import judge_candidate
from matching.matcher import Matcher
from serving.candidates.schemas import Question
from serving.errors import UnknownPersonInFieldError
from wording import Language


def judge(
    matcher: Matcher, question: Question, person_id: str, language: Language
) -> CandidateAnswer:
    """Return why or why not. Raises UnknownPositionError, UnknownPersonError and for the dates."""
    dates = matcher.date(question.as_of, question.effective_on)
    matcher.position(question.position_id)  # of two unknown ids the position is told first
    person = matcher.person_by_id(person_id)
    return judge_candidate(matcher, question.position_id, person, dates, language)


def compare(matcher: Matcher, question: Question, a: str, b: str, language: Language) -> Comparison:
    """Return what puts one person above the other; raises as `judge` does."""
    dates = matcher.date(question.as_of, question.effective_on)
    matcher.position(question.position_id)
    people = _find(matcher, "a", a), _find(matcher, "b", b)
    return compare_candidates(matcher, question.position_id, *people, dates, language)


def _find(matcher: Matcher, field: str, person_id: str) -> int:
    try:
        return matcher.person_by_id(person_id)
    except UnknownPersonError:
        raise UnknownPersonInFieldError(person_id, field) from None
