"""Warnings beside a candidate: they stop nobody, a person weighs them, each names its source."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matching.answers import Caution
from matching.facts import retirement_date
from matching.staffing import Staffing
from snapshots.coding import Codes, read_days, read_texts
from snapshots.days import UNKNOWN_DAY, add_months, to_date
from snapshots.history import History
from snapshots.ladders import UNKNOWN
from snapshots.ledger import Ledger
from snapshots.view import View
from wording import Fact, Language, say

LONGEST_STAY_MONTHS = 60
"""PP 11/2017 Ps 190 (3): a move comes after at most five years."""
SOON_RETIRED_MONTHS = 36
STALE_ASSESSMENT_MONTHS = 36
"""Assessments are commonly held valid for two to three years; no rule says so."""
FLOOR_SHARE = 0.9
"""A donor below this share of the overall fill ratio is short itself (contract of plans)."""

SOURCES = {
    "five_years_in_position": "PP 11/2017 Ps 190 (3)",
    "single_holder": "PP 11/2017 Ps 190 (4)",
    "origin_below_floor": "PermenPANRB 1/2020",
    "job_class_drops": "PermenPANRB 1/2020",
    "kin_in_unit": "PermenPANRB 17/2024",
    "retires_within_three_years": "UU 20/2023 Ps 55",
    "assessment_older_than_three_years": "PermenPANRB 38/2017",
}


@dataclass(frozen=True)
class Question:
    """One row of a view that might move into `position`, effective on day `effective`."""

    view: View
    row: int
    position: int
    effective: int
    staffing: Staffing
    retirement_age: Codes

    @property
    def person(self) -> int:
        """Index of the person."""
        return int(self.view.person[self.row])

    @property
    def origin(self) -> int:
        """Index of the position held, UNKNOWN where none is."""
        return int(self.view.position[self.row])

    @property
    def day(self) -> int:
        """Day number as of which the question is asked."""
        return int(self.view.day[self.row])


class Circumstances:
    """Kinship and assessment days of a history, read once; what warnings ask beside the view."""

    def __init__(self, history: History) -> None:
        self.history = history

    @cached_property
    def kin(self) -> dict[int, frozenset[int]]:
        """Relatives by person index, whichever of the two the records name first."""
        one = self.history.rows_of_people("relations").tolist()
        others = read_texts(self.history.snapshot, "relations", "other_nip")
        pairs = [
            (a, self.history.person_of.get(str(b), UNKNOWN))
            for a, b in zip(one, others, strict=True)
        ]
        found: dict[int, set[int]] = {}
        for a, b in pairs:
            if UNKNOWN not in (a, b):
                found.setdefault(a, set()).add(b)
                found.setdefault(b, set()).add(a)
        return {person: frozenset(kin) for person, kin in found.items()}

    @cached_property
    def assessed(self) -> Ledger:
        """Days of assessment by person."""
        days = read_days(self.history.snapshot, "assessments", "assessed_on")
        return Ledger(self.history.rows_of_people("assessments"), days)


def warn(
    question: Question, circumstances: Circumstances, language: Language
) -> tuple[Caution, ...]:
    """Return the warnings that hold for one person and position, in a fixed order."""
    found = ((code, facts(question, circumstances)) for code, facts in _WARNINGS.items())
    return tuple(
        Caution(code, SOURCES[code], say(f"matching.warning_{code}", language, **known))
        for code, known in found
        if known is not None
    )


def origin_fill_ratio_after(question: Question) -> float | None:
    """Return staff / need of the agency left behind once the person has gone; None if unknown."""
    if question.origin == UNKNOWN:
        return None
    staffing = question.staffing
    agency = int(staffing.agency[question.origin])
    leaves = agency != int(staffing.agency[question.position])
    fte = float(question.view.history.people.fte[question.person]) if leaves else 0.0
    need = float(staffing.agency_need[agency])
    return (float(staffing.agency_staff[agency]) - fte) / need if need else None


Facts = dict[str, Fact]


def _stays_long(question: Question, _: Circumstances) -> Facts | None:
    since = int(question.view.counted_since[question.row])
    if since == UNKNOWN_DAY or add_months(since, LONGEST_STAY_MONTHS) > question.effective:
        return None
    return {"since": to_date(since)}


def _holds_alone(question: Question, _: Circumstances) -> Facts | None:
    if question.origin == UNKNOWN or question.staffing.holders[question.origin] != 1:
        return None
    return {"title": question.view.history.positions.title[question.origin]}


def _leaves_agency_short(question: Question, _: Circumstances) -> Facts | None:
    after = origin_fill_ratio_after(question)
    floor = FLOOR_SHARE * question.staffing.overall_ratio
    positions, units = question.view.history.positions, question.view.history.units
    if after is None or after >= floor or np.isnan(floor):
        return None
    agency = int(positions.agency[question.origin])
    if agency == int(positions.agency[question.position]):
        return None
    return {"agency": units.name[agency], "after": round(100 * after), "floor": round(100 * floor)}


def _drops_class(question: Question, _: Circumstances) -> Facts | None:
    classes = question.view.history.positions.job_class
    target = int(classes[question.position])
    present = UNKNOWN if question.origin == UNKNOWN else int(classes[question.origin])
    if UNKNOWN in (target, present) or target >= present:
        return None
    return {"present": present, "target": target}


def _meets_kin(question: Question, circumstances: Circumstances) -> Facts | None:
    kin = circumstances.kin.get(question.person)
    if not kin:
        return None
    history = question.view.history
    unit = int(history.positions.unit[question.position])
    rows = np.flatnonzero(np.isin(question.view.person, list(kin)))
    there = [int(row) for row in rows if int(question.view.unit[row]) == unit]
    if not there:
        return None
    names = ", ".join(history.people.name[int(question.view.person[row])] for row in there)
    return {"names": names, "unit": history.units.name[unit]}


def _retires_soon(question: Question, _: Circumstances) -> Facts | None:
    retires = retirement_date(question.view, question.row, question.retirement_age)
    limit = to_date(int(add_months(question.effective, SOON_RETIRED_MONTHS)))
    if retires is None or limit is None or retires > limit:
        return None
    return {"on": retires}


def _was_assessed_long_ago(question: Question, circumstances: Circumstances) -> Facts | None:
    ledger = circumstances.assessed
    last = int(ledger.last_day(ledger.before(question.person, question.day), UNKNOWN_DAY))
    if last == UNKNOWN_DAY or add_months(last, STALE_ASSESSMENT_MONTHS) > question.effective:
        return None
    return {"on": to_date(last)}


_WARNINGS: dict[str, Callable[[Question, Circumstances], Facts | None]] = {
    "five_years_in_position": _stays_long,
    "single_holder": _holds_alone,
    "origin_below_floor": _leaves_agency_short,
    "job_class_drops": _drops_class,
    "kin_in_unit": _meets_kin,
    "retires_within_three_years": _retires_soon,
    "assessment_older_than_three_years": _was_assessed_long_ago,
}
