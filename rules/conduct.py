"""Gates on how the person served: yearly predicates and discipline."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from rules.case import Case
from rules.policy import Parameters
from rules.results import FAIL, PASS, UNKNOWN, Answer, Finding, Results, Teller, decide
from snapshots import ladders
from snapshots.coding import Codes, read_codes, read_days, read_flags
from snapshots.days import OPEN_END, UNKNOWN_DAY, Days, add_months, due_day, years_of
from snapshots.history import History
from snapshots.ledger import Flags, Ledger
from snapshots.view import View


def find_latest_due_year(day: Days) -> Codes:
    """Return the latest calendar year whose predicate was due before each day.

    A year is due on 31 January of the next: as of 2025-01-31 the latest is 2023, a day later 2024.
    """
    year = years_of(day)
    return np.where(day > due_day(year - 1), year - 1, year - 2).astype(np.int32)


@dataclass(frozen=True)
class _Floor:
    """Results of the latest `years` due years against a lowest predicate (its code)."""

    years: int
    minimum: int

    def __call__(self, view: View) -> Results:
        latest = find_latest_due_year(view.day)
        below, missing = np.zeros((2, len(view)), np.bool_)
        for back in range(self.years):
            predicate = view.predicate(latest - back)
            missing |= predicate == ladders.UNKNOWN
            below |= (predicate != ladders.UNKNOWN) & (predicate < self.minimum)
        return np.where(below, FAIL, np.where(missing, UNKNOWN, PASS))


def judge_performance_floor(case: Case, asked: Parameters) -> Answer:
    """Pass whose predicates of the latest `years` years due before as_of are at least `minimum`.

    One below fails, even if another is missing; one missing leaves it unknown.
    """
    minimum = ladders.PREDICATE_CODES[asked["minimum"]]
    return case.view.derive(_Floor(asked["years"], minimum))


def explain_performance_floor(case: Case, asked: Parameters, tell: Teller) -> Finding:
    """Name the predicate of every year asked."""
    latest = case.one(find_latest_due_year(case.day))
    known = {
        year: case.one(case.view.predicate(year))
        for year in range(latest, latest - asked["years"], -1)
    }
    shown = [f"{year}: {_name_predicate(code, tell)}" for year, code in known.items()]
    missing = [str(year) for year, code in known.items() if code == ladders.UNKNOWN]
    minimum = ladders.PREDICATE_CODES[asked["minimum"]]
    below = [year for year, code in known.items() if code != ladders.UNKNOWN and code < minimum]
    named = {"minimum": tell(f"predicate_{asked['minimum']}"), "years": asked["years"]}
    cure = (
        tell("performance_floor_cure", **named, on=_find_earliest_cure(max(below), asked, tell))
        if below
        else tell("performance_floor_cure_missing", missing=", ".join(missing))
    )
    return Finding("; ".join(shown), tell("performance_floor_needed", **named), cure)


def _find_earliest_cure(year: int, asked: Parameters, tell: Teller) -> date | None:
    """Return the first day on which a predicate of `year` no longer counts.

    With two years a `kurang` of 2024 counts up to 2027-01-31: a day later 2025 and 2026 are asked.
    """
    return tell.day(int(due_day(np.int32(year + asked["years"]))) + 1)


def _name_predicate(code: int, tell: Teller) -> str:
    if code == ladders.UNKNOWN:
        return tell("predicate_unknown")
    return tell(f"predicate_{ladders.PREDICATES[code - 1]}")


@dataclass(frozen=True)
class _Records:
    """Sanctions and cases that count, one entry a row; `until` is the last day that each blocks."""

    person: Codes
    severity: Codes
    investigated: Flags
    start: Days
    end: Days
    until: Days


def _read_records(history: History, months_after: int) -> _Records:
    """Read what was not cancelled.

    A case blocks while it is open, a sanction while it runs; a grave sanction blocks for
    `months_after` more calendar months.
    """
    snapshot = history.snapshot
    kept = ~read_flags(snapshot, "discipline", "cancelled")
    severity = read_codes(snapshot, "discipline", "severity", ladders.SEVERITY_CODES)[kept]
    investigated = read_flags(snapshot, "discipline", "under_investigation")[kept]
    end = read_days(snapshot, "discipline", "ended_on", OPEN_END)[kept]
    lasting = np.isin(severity, ladders.GRAVE) & ~investigated
    return _Records(
        person=history.rows_of_people("discipline")[kept],
        severity=severity,
        investigated=investigated,
        start=read_days(snapshot, "discipline", "started_on")[kept],
        end=end,
        until=np.where(lasting, add_months(end, months_after), end).astype(np.int32),
    )


@dataclass(frozen=True)
class _Blocked:
    """The last day that what began before each row's day blocks, UNKNOWN_DAY where nothing did."""

    months_after: int

    def __call__(self, view: View) -> Days:
        records = _read_records(view.history, self.months_after)
        order = np.lexsort((records.start, records.person))
        person, until = records.person[order].astype(np.int64), records.until[order]
        # The greatest `until` so far within a person: what began earlier may block longer.
        longest = np.maximum.accumulate((person << 32) + until) - (person << 32)
        ledger = Ledger(person, records.start[order], longest)
        window = ledger.before(view.person, view.day)
        return ledger.last(window, UNKNOWN_DAY).astype(np.int32)


def judge_discipline(case: Case, asked: Parameters) -> Answer:
    """Pass who has no open case, no running sanction, and none just ended that was grave.

    Running is what began before as_of and did not end before it; cancelled rows do not count. A
    `sedang` or `berat` sanction blocks for `months_after` calendar months more: with 24, one that
    ended on 2023-05-31 blocks through 2025-05-31. A case under investigation never does.
    """
    return decide(case.view.derive(_Blocked(asked["months_after"])) < case.day)


def explain_discipline(case: Case, asked: Parameters, tell: Teller) -> Finding:
    """Name the case or sanction that blocks longest."""
    needed = tell("discipline_needed", months=asked["months_after"])
    records = _read_records(case.history, asked["months_after"])
    day, person = case.one(case.day), case.one(case.view.person)
    blocks = (records.person == person) & (records.start < day) & (records.until >= day)
    rows = np.flatnonzero(blocks)
    if not len(rows):
        return Finding(tell("discipline_found_none"), needed, "")
    row = int(rows[np.argmax(records.until[rows])])
    facts = {
        "severity": tell(f"severity_{ladders.SEVERITIES[records.severity[row]]}"),
        "started_on": tell.day(int(records.start[row])),
        "ended_on": tell.day(int(records.end[row])),
    }
    if records.investigated[row]:
        entry = "discipline_found_case"
    else:
        entry = "discipline_found_running" if records.end[row] >= day else "discipline_found_ended"
    until = int(records.until[row])
    cures_on = None if until == OPEN_END else tell.day(until + 1)
    cure = tell("cure_on", on=cures_on) if cures_on else tell("discipline_cure")
    return Finding(tell(entry, **facts), needed, cure, cures_on)
