"""Warnings beside a candidate: they stop nobody, a person weighs them, each names its source."""

from collections.abc import Callable
from functools import lru_cache

import numpy as np

from matching.answers import Caution
from matching.contest import Question
from matching.facts import retirement_date
from rules.gates import GATES
from rules.results import UNKNOWN as NOT_KNOWN
from snapshots.coding import read_days
from snapshots.days import UNKNOWN_DAY, Days, add_months, to_date, to_day
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
    "past_retirement_age": "UU 20/2023 Ps 55",
    "assessment_older_than_three_years": "PermenPANRB 38/2017",
}


def warn(question: Question, language: Language) -> tuple[Caution, ...]:
    """Return the warnings that hold for one person and position, in a fixed order."""
    found = ((code, facts(question)) for code, facts in _WARNINGS.items())
    return tuple(
        Caution(code, SOURCES[code], say(f"matching.warning_{code}", language, **known))
        for code, known in found
        if known is not None
    )


def warn_of_unknown(question: Question, language: Language) -> tuple[Caution, ...]:
    """Return a warning where the records cannot tell whether somebody is eligible."""
    contest = question.contest
    if contest.verdict(question.row) != "undetermined":
        return ()
    unknown = np.flatnonzero(contest.verdicts.results[question.row] == NOT_KNOWN)
    rules = [GATES[gate] for gate in unknown]
    sources = dict.fromkeys(question.matcher.policy.rules[rule].source for rule in rules)
    names = ", ".join(say(f"matching.rule_{rule}", language) for rule in rules)
    text = say("matching.warning_undetermined", language, rules=names)
    return (Caution("undetermined", "; ".join(sources), text),)


def origin_fill_ratio_after(question: Question) -> float | None:
    """Return staff / need of the agency left behind once the person has gone; None if unknown."""
    if question.origin == UNKNOWN:
        return None
    staffing = question.staffing
    agency = int(staffing.agency[question.origin])
    leaves = agency != int(staffing.agency[question.position])
    fte = float(question.history.people.fte[question.row]) if leaves else 0.0
    need = float(staffing.agency_need[agency])
    return (float(staffing.agency_staff[agency]) - fte) / need if need else None


Facts = dict[str, Fact]


def _stays_long(question: Question) -> Facts | None:
    since = int(question.view.counted_since[question.row])
    ends = int(question.view.derive(_find_longest_stay)[question.row])
    if since == UNKNOWN_DAY or ends > question.effective_day:
        return None
    return {"since": to_date(since)}


def _find_longest_stay(view: View) -> Days:
    return add_months(view.counted_since, LONGEST_STAY_MONTHS)


def _holds_alone(question: Question) -> Facts | None:
    if question.origin == UNKNOWN or question.staffing.holders[question.origin] != 1:
        return None
    return {"title": question.history.positions.title[question.origin]}


def _leaves_agency_short(question: Question) -> Facts | None:
    after = origin_fill_ratio_after(question)
    floor = FLOOR_SHARE * question.staffing.overall_ratio
    positions, units = question.history.positions, question.history.units
    if after is None or after >= floor or np.isnan(floor):
        return None
    agency = int(positions.agency[question.origin])
    if agency == int(positions.agency[question.position]):
        return None
    return {"agency": units.name[agency], "after": round(100 * after), "floor": round(100 * floor)}


def _drops_class(question: Question) -> Facts | None:
    classes = question.history.positions.job_class
    target = int(classes[question.position])
    present = UNKNOWN if question.origin == UNKNOWN else int(classes[question.origin])
    if UNKNOWN in (target, present) or target >= present:
        return None
    return {"present": present, "target": target}


def _meets_kin(question: Question) -> Facts | None:
    kin = question.matcher.circumstances.kin.get(question.row)
    if not kin:
        return None
    history = question.history
    unit = int(history.positions.unit[question.position])
    there = sorted(person for person in kin if int(question.view.unit[person]) == unit)
    if not there:
        return None
    names = ", ".join(history.people.name[person] for person in there)
    return {"names": names, "unit": history.units.name[unit]}


def _retires_soon(question: Question) -> Facts | None:
    retires = retirement_date(question)
    if retires is None or not _is_soon(to_day(retires), question.effective_day):
        return None
    return {"on": retires}


def _should_have_retired(question: Question) -> Facts | None:
    retires = retirement_date(question)
    if retires is None or to_day(retires) > question.effective_day:
        return None
    return {"on": retires}


def _is_soon(day: int, effective_day: int) -> bool:
    return effective_day < day <= _soon_after(effective_day)


@lru_cache(maxsize=16)
def _soon_after(effective_day: int) -> int:
    return int(add_months(effective_day, SOON_RETIRED_MONTHS))


def _was_assessed_long_ago(question: Question) -> Facts | None:
    last = int(question.view.derive(_find_last_assessed)[question.row])
    stale_on = int(question.view.derive(_find_stale)[question.row])
    if last == UNKNOWN_DAY or stale_on > question.effective_day:
        return None
    return {"on": to_date(last)}


def _find_last_assessed(view: View) -> Days:
    days = read_days(view.history.snapshot, "assessments", "assessed_on")
    ledger = Ledger(view.history.rows_of_people("assessments"), days)
    last = ledger.last_day(ledger.before(view.person, view.day), UNKNOWN_DAY)
    return last.astype(np.int32)


def _find_stale(view: View) -> Days:
    return add_months(view.derive(_find_last_assessed), STALE_ASSESSMENT_MONTHS)


_WARNINGS: dict[str, Callable[[Question], Facts | None]] = {
    "five_years_in_position": _stays_long,
    "single_holder": _holds_alone,
    "origin_below_floor": _leaves_agency_short,
    "job_class_drops": _drops_class,
    "kin_in_unit": _meets_kin,
    "retires_within_three_years": _retires_soon,
    "past_retirement_age": _should_have_retired,
    "assessment_older_than_three_years": _was_assessed_long_ago,
}
