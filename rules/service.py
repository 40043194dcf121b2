"""Gates on the person's service: status, presence, present position, time in it.

`status` and `legal_status` have no history in the records: what a row says holds for every date.
"""

from dataclasses import dataclass

import numpy as np

from rules.case import Case
from rules.policy import Parameters
from rules.results import Answer, Finding, Results, Teller, decide
from snapshots import ladders
from snapshots.days import UNKNOWN_DAY, Days, add_months
from snapshots.presence import in_service
from snapshots.tables import TABLES
from snapshots.view import View

STATUSES = TABLES["employees"].column("status").choices
LEGAL_STATUSES = TABLES["employees"].column("legal_status").choices
ACTIVE = LEGAL_STATUSES.index("active")


@dataclass(frozen=True)
class _HasStatus:
    """Results of each row's status against `statuses`."""

    statuses: tuple[str, ...]

    def __call__(self, view: View) -> Results:
        codes = [STATUSES.index(status) for status in self.statuses]
        return decide(np.isin(view.history.people.status[view.person], codes))


def judge_civil_servant(case: Case, asked: Parameters) -> Answer:
    """Pass who has one of `statuses`: contract staff (PPPK) count as staff and are not moved.

    The records keep no history of `status`: what they say now holds for every date.
    """
    return case.view.derive(_HasStatus(asked["statuses"]))


def explain_civil_servant(case: Case, asked: Parameters, tell: Teller) -> Finding:
    """Name the status."""
    status = STATUSES[case.one(case.fact("status"))]
    statuses = ", ".join(tell(f"status_{one}") for one in asked["statuses"])
    return Finding(
        tell("civil_servant_found", status=tell(f"status_{status}")),
        tell("civil_servant_needed", statuses=statuses),
        tell("civil_servant_cure"),
    )


def judge_in_service(case: Case, asked: Parameters) -> Answer:
    """Pass who is active, was appointed before as_of and has not left by effective_on.

    Who is known to have left as of as_of is never a candidate, whatever day the move takes effect:
    left on 2025-03-01 fails as of 2025-06-01 with an effective_on of 2025-02-01 too. The records
    keep no history of `legal_status`: what they say now holds for every date, so that somebody now
    on study leave counts as away as of past dates too.
    """
    active = case.fact("legal_status") == ACTIVE
    stays = case.fact("left") > case.effective
    return decide(active & stays & case.view.derive(in_service))


def explain_in_service(case: Case, asked: Parameters, tell: Teller) -> Finding:
    """Name what keeps the person out: legal status, leaving, or an appointment yet to come."""
    legal = case.one(case.fact("legal_status"))
    left, appointed = case.one(case.fact("left")), case.one(case.fact("appointed"))
    effective, day = case.one(case.effective), case.one(case.day)
    needed = tell("in_service_needed", effective_on=tell.day(effective), as_of=tell.day(day))
    if left <= effective or left < day:
        found = tell("in_service_found_left", left_on=tell.day(left))
        return Finding(found, needed, tell("in_service_cure_left"))
    if legal != ACTIVE:
        status = tell(f"legal_status_{LEGAL_STATUSES[legal]}")
        found = tell("in_service_found_inactive", status=status)
        return Finding(found, needed, tell("in_service_cure_inactive"))
    found = tell("in_service_found", appointed_on=tell.day(appointed))
    starts = tell.day(appointed + 1) if left > appointed + 1 else None
    cure = tell("cure_on", on=starts) if starts else tell("in_service_cure_left")
    return Finding(found, needed, cure, starts)


def judge_not_same_position(case: Case, asked: Parameters) -> Answer:
    """Pass who does not hold the position; who holds none that is known is unknown.

    A seat of it that is filled beside the own position is not the position held: who fills one may
    be given it as the own. The answer warns of it (`fills_this_seat`).
    """
    held = case.view.position
    return decide(held != case.position, held != ladders.UNKNOWN)


def explain_not_same_position(case: Case, asked: Parameters, tell: Teller) -> Finding:
    """Name the position held."""
    return Finding(
        tell_position(case, tell), tell("not_same_position_needed"), cure_position(case, tell)
    )


def tell_position(case: Case, tell: Teller) -> str:
    """Say which position the person holds as of the day."""
    held = case.one(case.view.position)
    if held == ladders.UNKNOWN:
        return tell("position_unknown", as_of=tell.day(case.one(case.day)))
    return tell("position_held", title=case.history.positions.title[held])


def cure_position(case: Case, tell: Teller) -> str:
    """Say what to do about the position held: name it, or choose another."""
    unknown = case.one(case.view.position) == ladders.UNKNOWN
    return tell("cure_stays") if unknown else tell("not_same_position_cure")


@dataclass(frozen=True)
class _Ripe:
    """The day on which each row has held its position for `months` calendar months."""

    months: int

    def __call__(self, view: View) -> Days:
        return add_months(view.counted_since, self.months)


def judge_time_in_position(case: Case, asked: Parameters) -> Answer:
    """Pass who by effective_on has held the position for `months` calendar months.

    Where a post `replaces` the one held directly before, the start of that stay counts. With 24
    months and a position held since 2023-06-01 the gate passes from 2025-06-01 on.
    """
    ripe = case.view.derive(_Ripe(asked["months"]))
    return decide(ripe <= case.effective, ripe != UNKNOWN_DAY)


def explain_time_in_position(case: Case, asked: Parameters, tell: Teller) -> Finding:
    """Name the day that counts and the day on which the months are full."""
    since, counted = case.one(case.view.position_since), case.one(case.view.counted_since)
    needed = tell(
        "time_in_position_needed",
        months=asked["months"],
        effective_on=tell.day(case.one(case.effective)),
    )
    if counted == UNKNOWN_DAY:
        return Finding(tell_position(case, tell), needed, tell("cure_stays"))
    entry = "time_in_position_found" if since == counted else "time_in_position_found_carried"
    found = tell(entry, since=tell.day(since), counted=tell.day(counted))
    ripe = case.one(add_months(counted, asked["months"]))
    on = tell.day(ripe)
    if not stays_until(case, ripe):
        return Finding(found, needed, tell("time_in_position_cure_ends", on=on))
    return Finding(found, needed, tell("cure_on", on=on), on)


def stays_until(case: Case, day: int) -> bool:
    """Tell whether the person holds the present post on a day, as far as its end is fixed."""
    stay, left = case.one(case.view.stay), case.one(case.fact("left"))
    return (stay < 0 or int(case.history.stays.end[stay]) >= day) and left > day
