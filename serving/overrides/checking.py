"""Holds an override to its reason: one of the list, and a sentence."""

from serving.overrides.errors import ShortReasonError, UnlistedReasonError
from serving.overrides.reasons import LEAST_WORDS, Kind, list_codes


def check_reason(kind: Kind, code: str | None, words: str) -> None:
    """Raise UnlistedReasonError or ShortReasonError where an override does not say why."""
    if code not in list_codes():
        raise UnlistedReasonError(kind)
    if len(words.strip()) < LEAST_WORDS:
        raise ShortReasonError(kind)
