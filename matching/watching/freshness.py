"""How old the records and the model are, and what of the latest facts is missing."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from matching.matcher import Matcher
from matching.watching.arrived import read_training_day
from snapshots.coding import read_days
from snapshots.days import add_months, day_of, due_day, to_day, years_of
from snapshots.ledger import Flags
from snapshots.presence import in_service
from snapshots.view import View

NEVER = -(2**31)


@dataclass(frozen=True)
class Freshness:
    """Ages in days, shares of the people in service; None where the records hold no such table.

    `records_days` is the age of the records today; `model_days` the time between the records that
    the model learned from and those watched. `assessment_days` is the median age of each person's
    latest assessment, `unassessed` the share without any. `predicates_missing` is the share of
    people in service since before `predicates_year`, the last year due, who lack its predicate.
    """

    records_on: date
    records_days: int
    trained_on: date | None
    model_days: int | None
    assessment_days: int | None
    unassessed: float | None
    predicates_year: int
    predicates_missing: float | None


def read_freshness(matcher: Matcher, day: int, today: date) -> Freshness:
    """Return the ages as of `day`, the records' own as of `today`."""
    view, on = matcher.view(day), matcher.history.snapshot.as_of
    serving = in_service(view)
    trained = read_training_day(matcher)
    age, unassessed = _read_assessments(view, serving, day)
    year = int(years_of(day)) - 1
    year -= int(due_day(year)) >= day
    return Freshness(
        records_on=on,
        records_days=max((today - on).days, 0),
        trained_on=trained,
        model_days=None if trained is None else max(day - to_day(trained), 0),
        assessment_days=age,
        unassessed=unassessed,
        predicates_year=year,
        predicates_missing=_read_predicates(view, serving, year),
    )


def is_older(since: date, day: int, months: int) -> bool:
    """Tell whether `months` calendar months have passed between a date and a day.

    2025-01-31 and one month: from 2025-02-28.
    """
    return bool(add_months(to_day(since), months) <= day)


def _read_assessments(view: View, serving: Flags, day: int) -> tuple[int | None, float | None]:
    history = view.history
    if not history.snapshot.has("assessments") or not serving.any():
        return None, None
    person = history.rows_of_people("assessments")
    assessed = read_days(history.snapshot, "assessments", "assessed_on")
    known = (person >= 0) & (assessed < day)
    latest = np.full(len(history.people_ids), NEVER, np.int64)
    np.maximum.at(latest, person[known], assessed[known])
    own = latest[view.person[serving]]
    found = own > NEVER
    age = int(np.median(day - own[found])) if found.any() else None
    return age, float(1 - found.mean())


def _read_predicates(view: View, serving: Flags, year: int) -> float | None:
    if not view.history.snapshot.has("performance"):
        return None
    begun = view.history.people.appointed[view.person] < int(day_of(year, 1, 1))
    asked = serving & begun
    return float((view.predicate(year)[asked] < 0).mean()) if asked.any() else None
