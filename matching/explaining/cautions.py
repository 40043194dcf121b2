"""Warnings beside a candidate: they stop nobody, a person weighs them, each names its source."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from matching.answers import Caution
from matching.contest import Contest, Question
from matching.explaining.facts import retirement_date
from matching.explaining.skills import find_last_skills
from rules.gates import GATES
from rules.policy_file import TimedWarning, Warnings
from rules.results import UNKNOWN as NOT_KNOWN
from snapshots.coding import read_days
from snapshots.days import (
    UNKNOWN_DAY,
    Days,
    add_months,
    birthdays,
    next_months,
    to_date,
    to_day,
)
from snapshots.ladders import UNKNOWN
from snapshots.ledger import Flags, Ledger, Rows
from snapshots.presence import in_service
from snapshots.view import View
from wording import Fact, Language, say

Facts = dict[str, Fact]
SKILLS_NAMED = 3
OF_OTHERS = ("single_holder", "last_with_skill", "origin_below_floor", "kin_in_unit")
"""Warnings that rest on who else is there: none of them is told in a person's own view."""
_ROUNDING = 1e-9


def warn(question: Question, language: Language) -> tuple[Caution, ...]:
    """Return the warnings that hold for one person and position, in the policy's order."""
    limits = question.matcher.policy.warnings
    found = ((code, find(question, limits)) for code, find in WARNINGS.items())
    return tuple(
        _write(code, limits, facts, language) for code, facts in found if facts is not None
    )


def _write(code: str, limits: Warnings, facts: Facts, language: Language) -> Caution:
    limit = getattr(limits, code)
    if isinstance(limit, TimedWarning):
        facts = facts | {"span": _write_span(limit.months, language)}
    return Caution(code, limit.source, say(f"matching.warning_{code}", language, **facts))


def _write_span(months: int, language: Language) -> str:
    """Write 60 months as 5 years, 18 as they are."""
    years, rest = divmod(months, 12)
    if rest or years < 2:
        return say("matching.span_months", language, count=months)
    return say("matching.span_years", language, count=years)


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


def warn_of_seat(question: Question, language: Language) -> tuple[Caution, ...]:
    """Return a warning where the person fills a seat of this very position beside the own one."""
    beside = question.staffing.beside
    if not ((beside.person == question.row) & (beside.position == question.position)).any():
        return ()
    source = question.matcher.policy.rules["not_same_position"].source
    return (Caution("fills_this_seat", source, say("matching.warning_fills_this_seat", language)),)


def origin_fill_ratio_after(question: Question) -> float | None:
    """Return staff / need of the agency left behind once the person has gone; None if unknown.

    Who is not in service is no part of that staff, and takes nothing away.
    """
    if question.origin == UNKNOWN:
        return None
    staffing = question.staffing
    agency = int(staffing.agency[question.origin])
    leaves = _serves(question) and agency != int(staffing.agency[question.position])
    fte = float(question.history.people.fte[question.row]) if leaves else 0.0
    need = float(staffing.agency_need[agency])
    return (float(staffing.agency_staff[agency]) - fte) / need if need else None


def _serves(question: Question) -> bool:
    return bool(question.view.derive(in_service)[question.row])


@dataclass(frozen=True)
class _Later:
    """The day of each row so many months after another; computed once a view and number."""

    read: Callable[[View], Days]
    months: int

    def __call__(self, view: View) -> Days:
        return add_months(self.read(view), self.months)


@dataclass(frozen=True)
class _RetiresAt:
    """The day on which each row would retire at an age; once a view and age."""

    age: int

    def __call__(self, view: View) -> Days:
        return next_months(birthdays(view.history.people.born[view.person], self.age))


def _stays_long(question: Question, limits: Warnings) -> Facts | None:
    since = int(question.view.counted_since[question.row])
    due = question.view.derive(_Later(_read_since, limits.five_years_in_position.months))
    if since == UNKNOWN_DAY or int(due[question.row]) >= question.effective_day:
        return None
    return {"since": to_date(since)}


def _read_since(view: View) -> Days:
    return view.counted_since


def _holds_alone(question: Question, _: Warnings) -> Facts | None:
    """Hold for who alone fills the post; who fills a seat of it beside a post of theirs stays."""
    origin, staffing = question.origin, question.staffing
    if origin == UNKNOWN or not _serves(question):
        return None
    if staffing.holders[origin] + staffing.additional[origin] != 1:
        return None
    return {"title": question.history.positions.title[question.origin]}


def _takes_last_skill(question: Question, _: Warnings) -> Facts | None:
    skills = find_last_skills(question)
    if not skills:
        return None
    named = ", ".join(f"{one.name} ({one.level})" for one in skills[:SKILLS_NAMED])
    unit = question.history.units.name[int(question.view.unit[question.row])]
    return {"unit": unit, "count": len(skills), "skills": named}


def _leaves_agency_short(question: Question, limits: Warnings) -> Facts | None:
    after = origin_fill_ratio_after(question)
    floor = limits.origin_below_floor.share * question.staffing.overall_ratio
    positions, units = question.history.positions, question.history.units
    if after is None or np.isnan(floor) or after >= floor - _ROUNDING or not _serves(question):
        return None
    agency = int(positions.agency[question.origin])
    if agency == int(positions.agency[question.position]):
        return None
    return {"agency": units.name[agency], **_write_shares(after=after, floor=floor)}


def _write_shares(**shares: float) -> Facts:
    """Return shares in percent: whole where that tells them apart, else with all their figures."""
    whole: Facts = {name: round(100 * share) for name, share in shares.items()}
    apart = len(set(whole.values())) == len(whole)
    return whole if apart else {name: 100 * share for name, share in shares.items()}


def _drops_class(question: Question, _: Warnings) -> Facts | None:
    classes = question.history.positions.job_class
    target = int(classes[question.position])
    present = UNKNOWN if question.origin == UNKNOWN else int(classes[question.origin])
    if UNKNOWN in (target, present) or target >= present:
        return None
    return {"present": present, "target": target}


def _meets_kin(question: Question, _: Warnings) -> Facts | None:
    kin = question.matcher.circumstances.kin.get(question.row)
    if not kin:
        return None
    history = question.history
    unit = int(history.positions.unit[question.position])
    serving = question.view.derive(in_service)
    there = sorted(
        person
        for person in kin - {question.row}
        if int(question.view.unit[person]) == unit and serving[person]
    )
    if not there:
        return None
    names = ", ".join(history.people.name[person] for person in there)
    return {"names": names, "unit": history.units.name[unit]}


def _retires_soon(question: Question, limits: Warnings) -> Facts | None:
    """Hold by the retirement age of the position asked about, as the gate on it does."""
    if question.history.people.born[question.row] == UNKNOWN_DAY:
        return None
    age = int(question.matcher.retirement_ages[question.position])
    retires = int(question.view.derive(_RetiresAt(age))[question.row])
    today, months = question.effective_day, limits.retires_within_three_years.months
    if not today < retires <= _move_on(today, months):
        return None
    return {"on": to_date(retires)}


@lru_cache(maxsize=16)
def _move_on(day: int, months: int) -> int:
    return int(add_months(day, months))


def _should_have_retired(question: Question, _: Warnings) -> Facts | None:
    retires = retirement_date(question)
    if retires is None or to_day(retires) > question.effective_day:
        return None
    return {"on": retires}


def find_old_assessments(contest: Contest, rows: Rows) -> Flags:
    """Tell whose latest assessment is older than the policy's warning allows, bool[n].

    `rows` are of the contest's view; who was never assessed has no old assessment.
    """
    view = contest.view
    months = contest.matcher.policy.warnings.assessment_older_than_three_years.months
    last = view.derive(_find_last_assessed)[rows]
    stale_on = view.derive(_Later(_find_last_assessed, months))[rows]
    return np.asarray((last != UNKNOWN_DAY) & (stale_on < contest.dates.effective_day))


def _was_assessed_long_ago(question: Question, _: Warnings) -> Facts | None:
    if not find_old_assessments(question.contest, np.array([question.row]))[0]:
        return None
    return {"on": to_date(int(question.view.derive(_find_last_assessed)[question.row]))}


def _find_last_assessed(view: View) -> Days:
    days = read_days(view.history.snapshot, "assessments", "assessed_on")
    ledger = Ledger(view.history.rows_of_people("assessments"), days)
    last = ledger.last_day(ledger.before(view.person, view.day), UNKNOWN_DAY)
    return last.astype(np.int32)


WARNINGS: dict[str, Callable[[Question, Warnings], Facts | None]] = {
    "five_years_in_position": _stays_long,
    "single_holder": _holds_alone,
    "last_with_skill": _takes_last_skill,
    "origin_below_floor": _leaves_agency_short,
    "job_class_drops": _drops_class,
    "kin_in_unit": _meets_kin,
    "retires_within_three_years": _retires_soon,
    "past_retirement_age": _should_have_retired,
    "assessment_older_than_three_years": _was_assessed_long_ago,
}
"""How each warning of the policy is found: its facts, None where it does not hold."""
