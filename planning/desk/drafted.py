"""An own draft as the beginning of a plan: its lines become moves that the plan must hold."""

from collections.abc import Sequence

from matching.drafts.check import DraftRow, check_draft
from matching.matcher import Dates, Matcher
from planning.errors import UnlawfulDraftError
from planning.requests import Pin
from wording import Language


def pin_draft(
    matcher: Matcher, rows: Sequence[DraftRow], dates: Dates, language: Language
) -> tuple[Pin, ...]:
    """Return the lines of a draft, checked as `padan check` does, as pins.

    Raises UnlawfulDraftError with the numbers of all lines that are not eligible.
    """
    report = check_draft(matcher, rows, dates, language)
    unlawful = tuple(line.line for line in report.lines if line.verdict != "eligible")
    if unlawful:
        raise UnlawfulDraftError(unlawful)
    found = ((row.nip, row.position_id) for row in rows)
    pins = (Pin(matcher.person_id(matcher.person(nip)), post) for nip, post in found)
    return tuple(dict.fromkeys(pins))
