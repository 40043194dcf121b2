"""Holds an override to its reason: one of the list, and a sentence."""

import re

from serving.overrides.errors import ShortReasonError, UnlistedReasonError
from serving.overrides.reasons import LEAST_SPOKEN, LEAST_WORDS, Kind, list_codes

WORD = re.compile(r"[^\W\d_]{2,}")


def check_reason(kind: Kind, code: str | None, words: str) -> None:
    """Raise UnlistedReasonError or ShortReasonError where an override does not say why."""
    if code not in list_codes():
        raise UnlistedReasonError(kind)
    seen = "".join(sign for sign in words if sign.isprintable() or sign.isspace()).strip()
    if len(seen) < LEAST_WORDS or len(set(WORD.findall(seen.casefold()))) < LEAST_SPOKEN:
        raise ShortReasonError(kind)
