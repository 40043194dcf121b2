"""The workload report, read from top to bottom: count posts, group them, order rows, tell them."""

from dataclasses import dataclass

import numpy as np

from matching.errors import UnknownAgencyError
from matching.matcher import Dates, Matcher
from matching.staffing import fill_ratio
from planning.need.answers import (
    Holder,
    NeedReport,
    NeedRequest,
    PostNeed,
    Sort,
)
from planning.need.errors import UnknownUnitError
from planning.need.levels import Groups, group_posts, split_groups
from planning.need.posts import STATUSES, Counts, count_posts, find_long_held, list_years, sum_by
from planning.need.rows import DIGITS, Sums, read_row
from planning.need.words import list_notices, say_headline
from planning.scenarios.applying import find_near, name_keys
from snapshots.days import to_date
from snapshots.ladders import UNKNOWN
from snapshots.ledger import Flags, Ints
from snapshots.presence import in_service
from wording import Language, say

NEVER = 9999


@dataclass(frozen=True)
class Both:
    """The counts of every post as asked, and those without the scenario (None: none asked)."""

    counts: Counts
    recorded: Counts | None


def report_need(matcher: Matcher, request: NeedRequest, language: Language) -> NeedReport:
    """Return need, staff and what is coming by the level asked for, as of the day asked for.

    Emptiest and fullest first go by fill ratio, of equal ones the greatest need first, then the id;
    rows where nobody is needed come last.

    Raises LaterThanSnapshotError, UnknownAgencyError, UnknownUnitError, and what
    `planning.scenarios.apply_scenario` raises.
    """
    dates = matcher.date(request.as_of, None)
    among = _find_posts(matcher, request)
    both = _count(matcher, dates, request)
    groups = group_posts(matcher, request.by, among, language)
    sums = _add_up(matcher, groups, both, dates)
    whole = _gather_all(matcher, among, language, request)
    total = read_row(matcher, whole, _add_up(matcher, whole, both, dates), 0)
    items = tuple(
        read_row(matcher, groups, sums, int(row)) for row in _order(groups, sums, request.sort)
    )
    return NeedReport(
        as_of=dates.as_of,
        snapshot_id=matcher.history.snapshot.snapshot_id,
        policy_version=matcher.policy.version,
        software_version=matcher.software_version,
        by=request.by,
        sort=request.sort,
        scenario=request.scenario.name if request.scenario else None,
        effective_minutes=matcher.policy.effective_minutes,
        months=matcher.policy.warnings.five_years_in_position.months,
        ratio=say("need.ratio", language),
        headline=say_headline(items, language),
        notices=list_notices(matcher, total, request.scenario, language),
        total=total,
        items=items,
    )


def report_post(matcher: Matcher, position_id: str, language: Language) -> PostNeed:
    """Return one post with its figures and holders, as of the records' own date.

    Raises UnknownPositionError.
    """
    place = matcher.position(position_id)
    dates = matcher.date(None, None)
    among = np.arange(len(matcher.history.positions.seats)) == place
    groups = group_posts(matcher, "position", among, language)
    sums = _add_up(matcher, groups, Both(count_posts(matcher, dates, None), None), dates)
    return PostNeed(
        as_of=dates.as_of,
        snapshot_id=matcher.history.snapshot.snapshot_id,
        policy_version=matcher.policy.version,
        software_version=matcher.software_version,
        row=read_row(matcher, groups, sums, 0),
        holders=_list_holders(matcher, place),
    )


def _count(matcher: Matcher, dates: Dates, request: NeedRequest) -> Both:
    counts = count_posts(matcher, dates, request.scenario)
    return Both(counts, count_posts(matcher, dates, None) if request.scenario else None)


def _find_posts(matcher: Matcher, request: NeedRequest) -> Flags:
    """Tell which posts a request looks at."""
    positions, unit_of = matcher.history.positions, matcher.history.unit_of
    seen = _find_seen(matcher, request)
    among = seen[positions.unit]
    if request.agency_id is not None:
        agency = unit_of.get(request.agency_id, UNKNOWN)
        if agency == UNKNOWN or not seen[agency] or matcher.history.units.agency[agency] != agency:
            raise UnknownAgencyError(request.agency_id)
        among &= positions.agency == agency
    if request.unit_id is not None:
        unit = unit_of.get(request.unit_id, UNKNOWN)
        if unit == UNKNOWN or not seen[unit]:
            raise UnknownUnitError(request.unit_id, _find_near_units(matcher, request))
        among &= positions.unit == unit
    return among


def _find_seen(matcher: Matcher, request: NeedRequest) -> Flags:
    """Tell which units belong to agencies that are seen."""
    units, unit_of = matcher.history.units, matcher.history.unit_of
    if request.only_agencies is None:
        return np.ones(len(units.unit_id), np.bool_)
    tops = [unit_of[one] for one in sorted(request.only_agencies) if one in unit_of]
    return np.isin(units.agency, tops)


def _find_near_units(matcher: Matcher, request: NeedRequest) -> tuple[tuple[str, str], ...]:
    """Return units like the one asked for; who sees some agencies alone is told of none."""
    if request.only_agencies is not None:
        return ()
    return find_near(name_keys(matcher.history, "unit"), request.unit_id or "")


def _gather_all(matcher: Matcher, among: Flags, language: Language, request: NeedRequest) -> Groups:
    """Return the one row that holds every post looked at, named by what was asked for."""
    units, unit_of = matcher.history.units, matcher.history.unit_of
    name = say("need.all" if request.only_agencies is None else "need.all_own", language)
    agency = unit_of.get(request.agency_id or _find_only(request), UNKNOWN)
    unit = UNKNOWN if request.unit_id is None else unit_of[request.unit_id]
    if unit != UNKNOWN:
        agency, name = int(units.agency[unit]), units.name[unit]
    elif agency != UNKNOWN:
        name = units.name[agency]
    return Groups(
        level="all",
        code=np.where(among, 0, UNKNOWN).astype(np.int32),
        ids=("",),
        names=(name,),
        unit=np.array([unit], np.int32),
        agency=np.array([agency], np.int32),
        licensed=(None,),
    )


def _find_only(request: NeedRequest) -> str:
    """Return the one agency that is seen, "" where there are several, or all."""
    seen = request.only_agencies or frozenset()
    return next(iter(seen)) if len(seen) == 1 else ""


def _add_up(matcher: Matcher, groups: Groups, both: Both, dates: Dates) -> Sums:
    """Return the figures of every row of a level."""
    rows = len(groups.ids)
    year = matcher.staffing(dates.day).work_year
    known = np.flatnonzero((groups.code >= 0) & (year != UNKNOWN))
    year_from, year_to = (np.full(rows, start, np.int32) for start in (NEVER, UNKNOWN))
    np.minimum.at(year_from, groups.code[known], year[known])
    np.maximum.at(year_to, groups.code[known], year[known])
    part, group = split_groups(matcher.history, groups.code)
    pooled = both.counts.add_up(part, len(group))
    gap = pooled.staff - pooled.need
    return Sums(
        counts=both.counts.add_up(groups.code, rows),
        recorded=both.recorded and both.recorded.add_up(groups.code, rows),
        short=sum_by(group, np.maximum(-gap, 0), rows),
        over=sum_by(group, np.maximum(gap, 0), rows),
        year_from=np.where(year_to == UNKNOWN, UNKNOWN, year_from).astype(np.int32),
        year_to=year_to,
        years=list_years(dates.day),
        effective_minutes=matcher.policy.effective_minutes,
    )


def _order(groups: Groups, sums: Sums, sort: Sort) -> Ints:
    """Return row numbers in the order asked for."""
    rows = np.arange(len(groups.ids))
    if sort == "name":
        names = [(groups.names[row].casefold(), row) for row in rows]
        return np.array([row for _, row in sorted(names)], np.int64)
    sign = 1 if sort == "emptiest" else -1
    ratio = sign * fill_ratio(sums.counts.staff, sums.counts.need)
    return np.lexsort((rows, -sums.counts.need, np.round(ratio, DIGITS)))


def _list_holders(matcher: Matcher, place: int) -> tuple[Holder, ...]:
    """Return who holds a post as of the records' own date, the longest in post first."""
    history = matcher.history
    view = matcher.view(history.day)
    retires, long_held = matcher.find_retirements(view), find_long_held(matcher, view)
    there = np.flatnonzero(view.derive(in_service) & (view.position == place))
    people = sorted(there.tolist(), key=lambda one: (view.position_since[one], one))
    return tuple(
        Holder(
            person_id=matcher.person_id(person),
            nip=history.people_ids[person],
            name=history.people.name[person],
            status=STATUSES[history.people.status[person]],
            fte=float(history.people.fte[person]),
            since=to_date(int(view.position_since[person])),
            retires_on=to_date(int(retires[person])),
            long_held=bool(long_held[person]),
        )
        for person in people
    )
