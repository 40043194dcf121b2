"""What a committee's paper shows beside a name: rank, education, echelon, class, predicates."""

from datetime import date

import numpy as np

from matching.answers import Facts, MoveKind, YearlyPredicate
from matching.contest import Question
from snapshots import ladders
from snapshots.coding import Codes
from snapshots.days import to_date, years_of
from snapshots.ladders import UNKNOWN
from snapshots.view import View

YEARS_SHOWN = 3
_STEPS: dict[int, MoveKind] = {1: "promotion", 0: "lateral", -1: "demotion"}


def name_move(question: Question) -> MoveKind:
    """Return the kind of the move by the levels of the two posts."""
    level = int(question.history.positions.level[question.position])
    present = int(question.view.level[question.row])
    if UNKNOWN in (level, present):
        return "unknown"
    return _STEPS[int(np.sign(level - present))]


def enters_functional(question: Question) -> bool:
    """Tell whether the move leads from a non-functional into a functional post.

    Such a move needs a competency test (PermenPANRB 1/2023).
    """
    kind = int(question.view.kind[question.row])
    wanted = int(question.history.positions.kind[question.position])
    return wanted == ladders.FUNCTIONAL and kind not in (UNKNOWN, ladders.FUNCTIONAL)


def retirement_date(question: Question) -> date | None:
    """Return the first day of retirement from the present post, None where it is not known."""
    retires = question.view.derive(question.matcher.find_retirements)
    return to_date(int(retires[question.row]))


def read_facts(question: Question, jpm: float | None, talent_box: int | None) -> Facts:
    """Return the facts of one person for a move into the position."""
    view, row, origin = question.view, question.row, question.origin
    job_class, echelons = (
        question.history.positions.job_class,
        question.matcher.circumstances.echelons,
    )
    return Facts(
        rank=ladders.RANKS.get(int(view.rank[row])),
        rank_since=to_date(int(view.rank_since[row])),
        education=_name_education(question),
        position_since=to_date(int(view.position_since[row])),
        echelon_from=None if origin == UNKNOWN else echelons[origin],
        echelon_to=echelons[question.position],
        job_class_from=None if origin == UNKNOWN else _known(job_class[origin]),
        job_class_to=_known(job_class[question.position]),
        predicates=_read_predicates(question),
        retires_on=retirement_date(question),
        jpm=jpm,
        talent_box=talent_box,
    )


def _known(code: np.int32) -> int | None:
    return None if code == UNKNOWN else int(code)


def _name_education(question: Question) -> str | None:
    """Name level and field; D-IV and S-1 share a code, so the employee's own word decides."""
    texts, row = question.matcher.circumstances, question.row
    code, field = int(question.view.education[row]), int(question.view.field[row])
    if code == UNKNOWN:
        return None
    written = texts.education_levels[row] or ""
    own_word = ladders.EDUCATION_CODES.get(written) == code
    named = ladders.EDUCATION_NAMES[written] if own_word else ladders.name_education(code)
    return named if field == UNKNOWN else f"{named} {texts.field_names[field]}"


def _read_predicates(question: Question) -> tuple[YearlyPredicate, ...]:
    """Return the predicates known of the last calendar years, the latest first."""
    last = question.contest.dates.as_of.year - 1
    codes = question.view.derive(_find_predicates)[question.row].tolist()
    return tuple(
        YearlyPredicate(last - back, ladders.PREDICATES[code - 1])
        for back, code in enumerate(codes)
        if code > 0
    )


def _find_predicates(view: View) -> Codes:
    """Return the predicates of the calendar years before each row's, int32[n, YEARS_SHOWN]."""
    last = years_of(view.day) - 1
    return np.stack([view.predicate(last - back) for back in range(YEARS_SHOWN)], axis=1)
