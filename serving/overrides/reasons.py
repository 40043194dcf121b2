"""Why somebody may depart from what was proposed: a closed list, and a sentence beside it."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Literal

from wording import Language, say

LEAST_WORDS = 15
"""Characters of the sentence at least: less would not tell an auditor anything."""
LEAST_SPOKEN = 3
"""Different words of the sentence at least, each of two letters or more: signs that nobody sees, or
one letter many times, tell nothing either."""

Departure = Literal["lower_on_list", "off_list", "left_open"]
"""How a decision departs from its list: somebody else on it, somebody beside it, or nobody."""
PlanOverride = Literal["pinned", "forbidden", "replaced", "rejected", "loosened"]
"""How a plan is made to depart from what would be proposed."""
Kind = Departure | PlanOverride
KINDS: tuple[Kind, ...] = (
    "lower_on_list",
    "off_list",
    "left_open",
    "pinned",
    "forbidden",
    "replaced",
    "rejected",
    "loosened",
)


class OverrideReason(StrEnum):
    """The reasons of the list; their meaning in words is `overrides.reason_CODE`.

    `health_or_family` is told without details, which are nobody's concern.
    """

    INTERVIEW = "interview"
    NEED = "need"
    DEVELOPMENT = "development"
    PERSON_DECLINED = "person_declined"
    HEALTH_OR_FAMILY = "health_or_family"
    SUCCESSION = "succession"
    NONE_SUITABLE = "none_suitable"
    INFORMATION_OUTSIDE_RECORDS = "information_outside_records"
    OTHER = "other"


def list_codes() -> tuple[str, ...]:
    """Return the codes of the list in their order."""
    return tuple(reason.value for reason in OverrideReason)


def name_reasons(language: Language) -> str:
    """Return the codes with their meanings, as a refusal tells them."""
    meanings = {code: say(f"overrides.reason_{code}", language) for code in list_codes()}
    return "; ".join(f"{code} ({meaning})" for code, meaning in meanings.items())


def find_departure(listed: Sequence[str], chosen: str | None) -> Departure | None:
    """Tell how a choice departs from a list of person_ids, best first; None where it follows.

    Nobody chosen departs from a list on which somebody stood.
    """
    if chosen is None:
        return "left_open" if listed else None
    if chosen not in listed:
        return "off_list"
    return None if listed[0] == chosen else "lower_on_list"
