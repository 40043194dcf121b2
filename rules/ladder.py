"""The gate on the career ladder: how far one step leads, and the service that a step up asks."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from rules.case import Case
from rules.policy import Parameters
from rules.results import PASS, UNKNOWN, Answer, Finding, Results, Teller, decide
from rules.service import stays_until, tell_position
from snapshots import ladders
from snapshots.coding import Codes
from snapshots.days import DAYS_PER_YEAR, to_date
from snapshots.history import History
from snapshots.ledger import Ints, Spans, pair_key
from snapshots.view import View

_YEARS = {kind: f"years_to_{kind}" for kind in ("pengawas", "administrator", "jpt_pratama")}
"""The parameter that says how many years a step up to each kind of structural post asks."""
_YEARS_SIZE = 64
"""More than the years that a policy can ask: the size of that part of a joint code."""


@dataclass(frozen=True)
class _Served:
    """Days of definitive service before each row's day in positions of exactly one level.

    Overlaps count once, functional positions count too. With `or_unknown`, service in positions
    whose level nobody knows is taken for it: the most that it can have been.
    """

    level: int
    or_unknown: bool = False

    def __call__(self, view: View) -> Ints:
        history = view.history
        spans = _count_unknown_as(history, self.level) if self.or_unknown else history.level_spans
        key = pair_key(view.person, self.level, len(ladders.LEVELS))
        return spans.days_before(key, view.day)


def _count_unknown_as(history: History, level: int) -> Spans:
    stays, levels = history.stays, history.positions.level[history.stays.position]
    key = pair_key(
        stays.person, np.where(levels == ladders.UNKNOWN, level, levels), len(ladders.LEVELS)
    )
    return Spans(key, stays.start, stays.end)


@dataclass(frozen=True)
class _Step:
    """Results of each row's step to a level that asks `years` at the one below (0: none)."""

    level: int
    years: int
    max_step: int
    max_step_down: int

    def __call__(self, view: View) -> Results:
        if self.level == ladders.UNKNOWN:
            return np.full(len(view), UNKNOWN, np.int8)
        step = self.level - view.level
        known = view.level != ladders.UNKNOWN
        results = decide((step <= self.max_step) & (step >= -self.max_step_down), known)
        climbs = (results == PASS) & (step > 0) if self.years else np.False_
        return np.where(climbs, self._judge_service(view), results) if np.any(climbs) else results

    def _judge_service(self, view: View) -> Results:
        enough = view.derive(_Served(self.level - 1)) / DAYS_PER_YEAR >= self.years
        if not (view.history.positions.level == ladders.UNKNOWN).any():
            return decide(enough)
        most = view.derive(_Served(self.level - 1, or_unknown=True)) / DAYS_PER_YEAR >= self.years
        return decide(enough, enough | ~most)


def judge_career_ladder(case: Case, asked: Parameters) -> Answer:
    """Pass a step of at most `max_step` up or `max_step_down` down, with the service it asks.

    A step up to pengawas, administrator or jpt_pratama asks for years (days / 365.25) in positions
    of exactly the level below, in all definitive stays up to as_of, even before appointed_on. Not
    known: a level on either side, or service that may lie in positions of unknown level.
    """

    def take(code: int) -> _Step:
        level, years = divmod(code, _YEARS_SIZE)
        return _Step(level, years, asked["max_step"], asked["max_step_down"])

    level, years = case.history.positions.level, _years_by_position(case.history, asked)
    return case.derive_by(case.target(level * _YEARS_SIZE + years), take)


def _years_by_position(history: History, asked: Parameters) -> Codes:
    """Return the years that a step up to each position asks, 0 where it asks none."""
    by_kind = [asked[_YEARS[kind]] if kind in _YEARS else 0 for kind in ladders.KINDS]
    return np.array(by_kind, np.int32)[history.positions.kind]


def explain_career_ladder(case: Case, asked: Parameters, tell: Teller) -> Finding:
    """Name both levels and, for a step up, the years served at the level below."""
    here, there = case.one(case.view.level), case.one(case.target(case.history.positions.level))
    needed = tell("career_ladder_needed", up=asked["max_step"], down=asked["max_step_down"])
    if case.one(case.view.position) == ladders.UNKNOWN:
        return Finding(tell_position(case, tell), needed, tell("cure_stays"))
    found = tell("career_ladder_found", here=_name(here, tell), there=_name(there, tell))
    if ladders.UNKNOWN in (here, there):
        return Finding(found, needed, tell("career_ladder_cure_unknown"))
    years = case.one(case.target(_years_by_position(case.history, asked)))
    if not 0 < there - here <= asked["max_step"] or not years:
        side = "down" if there < here else "step"
        return Finding(found, needed, tell(f"career_ladder_cure_{side}"))
    return _explain_service(case, there - 1, years, Finding(found, needed, ""), tell)


def _explain_service(case: Case, below: int, years: int, step: Finding, tell: Teller) -> Finding:
    level = _name(below, tell)
    served = case.one(case.view.derive(_Served(below))) / DAYS_PER_YEAR
    most = case.one(case.view.derive(_Served(below, or_unknown=True))) / DAYS_PER_YEAR
    found = f"{step.found} {tell('career_ladder_served', level=level, years=round(served, 2))}"
    needed = f"{step.needed} {tell('career_ladder_years', level=level, years=years)}"
    if served < years <= most:
        return Finding(found, needed, tell("career_ladder_cure_unknown"))
    full = _find_day_of_full_service(case, below, years)
    if full is None:
        cure = tell("career_ladder_cure_years", level=level, years=years)
        return Finding(found, needed, cure)
    return Finding(found, needed, tell("career_ladder_cure_on", on=full), full)


def _find_day_of_full_service(case: Case, below: int, years: int) -> date | None:
    """Return the day on which the service is full if the person stays on; None if it never is.

    Only the present stay adds days, and only until an end that is already fixed.
    """
    history, view = case.history, case.view
    stay = case.one(view.stay)
    if stay < 0 or int(history.positions.level[history.stays.position[stay]]) != below:
        return None
    missing = int(np.ceil(years * DAYS_PER_YEAR)) - case.one(view.derive(_Served(below)))
    full = case.one(case.day) + missing
    return to_date(full) if missing > 0 and stays_until(case, full) else None


def _name(level: int, tell: Teller) -> str:
    return tell("level_unknown") if level == ladders.UNKNOWN else tell(f"level_{level}")
