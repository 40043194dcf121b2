"""From the form of a new plan to what it asks: which posts, and which moves of an own draft."""

from matching.directory import find_positions
from matching.matcher import Matcher
from planning.desk.drafted import pin_draft
from serving.drafts.service import check_length, read_draft
from serving.errors import UnknownAgencyInFieldError
from serving.plans.forms import PlanForm
from serving.plans.schemas import PinBody
from wording import Language


def choose_positions(matcher: Matcher, form: PlanForm) -> tuple[str, ...]:
    """Return the positions that a plan is asked for; none where it is for all vacancies.

    Of an agency that is every position: a scenario may open seats where none is vacant today.
    Raises UnknownAgencyInFieldError.
    """
    if form.seats == "all":
        return ()
    if form.seats == "chosen":
        return form.positions
    found = find_positions(matcher, None, form.agency_id, None)
    if not found:
        raise UnknownAgencyInFieldError(form.agency_id or "", "agency_id")
    ids = matcher.history.positions.position_id
    return tuple(ids[place] for place in found)


def read_pins(matcher: Matcher, form: PlanForm, language: Language) -> tuple[PinBody, ...]:
    """Return the lines of an uploaded draft as moves that the plan must hold; none without a file.

    Raises TooManyLinesError, and what `pin_draft` and reading a draft raise.
    """
    if form.file is None or not form.file.filename:
        return ()
    rows = read_draft(form.file.filename, form.file.file.read())
    check_length(rows)
    pins = pin_draft(matcher, rows, matcher.date(None, form.effective_on), language)
    return tuple(PinBody(person_id=pin.person_id, position_id=pin.position_id) for pin in pins)
