"""How need and staff went: over the records that were imported, and before them by looking back.

What the present records tell of an earlier day is honest only where they also hold who has left
since, and where people sat then. Example: records that know nobody who left before 2023-05-01 tell
of no day before 2023 (whoever left in 2022 would be missing from the staff of 2022).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from threading import Lock
from typing import Literal

import numpy as np

from matching.answers import Notice
from matching.matcher import Matcher
from planning.need.answers import NeedFrom, Trend, TrendLine, TrendPoint
from snapshots.days import OPEN_END, day_of, to_date, years_of
from snapshots.history import History
from snapshots.ladders import UNKNOWN
from snapshots.ledger import Flags
from snapshots.presence import in_service
from snapshots.store import DamagedSnapshotError, SnapshotInfo, SnapshotStore
from wording import Fact, Language, say

MOST_DAYS = 24
"""Days of imports that are read: two years of monthly ones."""
YEARS_BACK = 5
KNOWN_SHARE = 0.95
"""Share of the people in service whose post must be known for a day to be told."""

Source = Literal["records", "looking_back"]


@dataclass(frozen=True)
class Standing:
    """Need, what it rests on, and staff of each agency (by id) on one day."""

    as_of: date
    snapshot_id: str
    source: Source
    names: Mapping[str, str]
    need: Mapping[str, int]
    need_from: Mapping[str, NeedFrom]
    staff: Mapping[str, float]

    def keep(self, agencies: Collection[str]) -> "Standing":
        """Return the same day of these agencies alone."""
        names = {key: name for key, name in self.names.items() if key in agencies}
        return replace(self, names=names)


@dataclass(frozen=True)
class Past:
    """Standings with the oldest first, the days of damaged records, and whether some are left.

    `is_cut`: only some agencies are told.
    """

    standings: tuple[Standing, ...]
    damaged: tuple[date, ...] = ()
    left_out: bool = False
    is_cut: bool = False

    def keep(self, agencies: Collection[str] | None) -> "Past":
        """Return what these agencies need and had alone; all for None."""
        if agencies is None:
            return self
        kept = tuple(one.keep(agencies) for one in self.standings)
        return replace(self, standings=kept, is_cut=True)


class Standings:
    """Reads stored records, each once: the trend of a page that is opened again costs nothing.

    Two who look at once wait for one reading. What is not among the days told any more, or was
    measured by another policy, is not kept.
    """

    def __init__(self, store: SnapshotStore) -> None:
        self._store = store
        self._kept: dict[tuple[str, str], Standing] = {}
        self._lock = Lock()

    def read(self, matcher: Matcher) -> Past:
        """Return the standings of the latest imports, of equal days the last, and looking back.

        All are measured by the policy of `matcher`, whose own records are not read again.
        """
        infos = _choose(self._store.list(), matcher.history.snapshot.snapshot_id)
        found: list[Standing] = []
        damaged: list[date] = []
        with self._lock:
            told = {(one.snapshot_id, matcher.policy.version) for one in infos[-MOST_DAYS:]}
            self._kept = {key: one for key, one in self._kept.items() if key in told}
            for info in infos[-MOST_DAYS:]:
                try:
                    found.append(self._measure(info, matcher))
                except DamagedSnapshotError:
                    damaged.append(info.as_of)
        before = look_back(matcher, min((one.as_of for one in found), default=None))
        return Past((*before, *found), tuple(damaged), len(infos) > MOST_DAYS)

    def _measure(self, info: SnapshotInfo, matcher: Matcher) -> Standing:
        key = info.snapshot_id, matcher.policy.version
        if key not in self._kept:
            self._kept[key] = measure_standing(self._open(info.snapshot_id, matcher))
        return self._kept[key]

    def _open(self, snapshot_id: str, matcher: Matcher) -> Matcher:
        if snapshot_id == matcher.history.snapshot.snapshot_id:
            return matcher
        history = History(self._store.load(snapshot_id))
        return Matcher(history, matcher.policy, None, matcher.secret, matcher.software_version)


def measure_standing(matcher: Matcher) -> Standing:
    """Return need and staff of each agency as of the records' own date."""
    return _measure(matcher, matcher.history.day, "records")


def look_back(matcher: Matcher, before: date | None) -> tuple[Standing, ...]:
    """Return what the records tell of 1 January of earlier years, the oldest first.

    As of 1 January is the bezetting of 31 December. `before` leaves out days from then on. Before
    the year of a post's first ABK rows its need is its seats, as in the report of that day.
    """
    history = matcher.history
    year = int(years_of(history.day))
    days = [int(day_of(one, 1, 1)) for one in range(year - YEARS_BACK + 1, year + 1)]
    last = history.snapshot.as_of if before is None else min(before, history.snapshot.as_of)
    return tuple(
        _measure(matcher, day, "looking_back")
        for day in days
        if (to_date(day) or last) < last and _is_told(matcher, day)
    )


def join_standings(past: Past, language: Language) -> Trend:
    """Return the trend of all agencies together, then of each, by name; the oldest day first."""
    names: dict[str, str] = {}
    for one in past.standings:
        names |= one.names
    ordered = sorted(names, key=lambda agency: (names[agency].casefold(), agency))
    name = say("need.all_own" if past.is_cut else "need.all", language)
    together = TrendLine(None, name, _join(past.standings, names))
    lines = (
        TrendLine(agency, names[agency], _join(past.standings, (agency,))) for agency in ordered
    )
    return Trend(_list_notices(past, language), (together, *lines))


def find_line(trend: Trend, agency_id: str | None) -> TrendLine:
    """Return the line of an agency, that of all together for None or an agency without one."""
    found = (line for line in trend.lines if line.agency_id == agency_id)
    return next(found, trend.lines[0])


def _choose(infos: Iterable[SnapshotInfo], current: str) -> list[SnapshotInfo]:
    """Return the import of each day that came last, the oldest day first; `current` goes before."""
    newest: dict[date, SnapshotInfo] = {}
    for info in sorted(infos, key=lambda info: info.snapshot_id != current):  # then newest first
        newest.setdefault(info.as_of, info)
    return [newest[day] for day in sorted(newest)]


def _is_told(matcher: Matcher, day: int) -> bool:
    """Tell whether the records hold who left within a year after the day, and who sat where."""
    left = matcher.history.people.left
    gone = left[left != OPEN_END]
    if not len(gone) or years_of(gone.min()) > years_of(day):
        return False
    view = matcher.view(day)
    serving = in_service(view)
    known = (view.position != UNKNOWN)[serving]
    return bool(len(known)) and float(known.mean()) >= KNOWN_SHARE


def _measure(matcher: Matcher, day: int, source: Source) -> Standing:
    history, staffing = matcher.history, matcher.staffing(day)
    agencies = np.unique(history.positions.agency).tolist()
    ids = [history.units.unit_id[agency] for agency in agencies]
    need = [int(staffing.agency_need[agency]) for agency in agencies]
    has_rows = staffing.work_year != UNKNOWN
    rests = [_find_basis(has_rows[staffing.agency == agency]) for agency in agencies]
    staff = [round(float(staffing.agency_staff[agency]), 6) for agency in agencies]
    return Standing(
        as_of=to_date(day) or history.snapshot.as_of,
        snapshot_id=history.snapshot.snapshot_id,
        source=source,
        names={key: history.units.name[agency] for key, agency in zip(ids, agencies, strict=True)},
        need=dict(zip(ids, need, strict=True)),
        need_from=dict(zip(ids, rests, strict=True)),
        staff=dict(zip(ids, staff, strict=True)),
    )


def _find_basis(has_rows: Flags) -> NeedFrom:
    """Return what the need of some posts rests on, by which of them have ABK rows."""
    return "workload" if has_rows.all() else "both" if has_rows.any() else "seats"


def _join(standings: Sequence[Standing], agencies: Iterable[str]) -> tuple[TrendPoint, ...]:
    """Return the points of some agencies together, of the days on which one of them was."""
    chosen = tuple(agencies)
    return tuple(
        _add_up(one, [key for key in chosen if key in one.names])
        for one in standings
        if any(key in one.names for key in chosen)
    )


def _add_up(standing: Standing, agencies: Sequence[str]) -> TrendPoint:
    need = sum(standing.need[key] for key in agencies)
    rests = {standing.need_from[key] for key in agencies}
    staff = round(sum(standing.staff[key] for key in agencies), 6)
    return TrendPoint(
        as_of=standing.as_of,
        snapshot_id=standing.snapshot_id,
        source=standing.source,
        need=need,
        need_from=rests.pop() if len(rests) == 1 else "both",
        staff=staff,
        fill_ratio=round(staff / need, 6) if need else None,
    )


def _list_notices(past: Past, language: Language) -> tuple[Notice, ...]:
    imported = [one for one in past.standings if one.source == "records"]
    told: list[tuple[str, dict[str, Fact]]] = []
    if len(imported) == 1:
        told.append(("one_day", {}))
    if len(imported) < len(past.standings) and imported:
        told.append(("looking_back", {"on": imported[0].as_of}))
    if len({_add_up(one, tuple(one.names)).need_from for one in past.standings}) > 1:
        told.append(("other_basis", {}))
    told += [("damaged", {"on": on}) for on in past.damaged]
    if past.left_out:
        told.append(("earlier_left_out", {"count": MOST_DAYS}))
    return tuple(Notice(code, say(f"need.notice_{code}", language, **f)) for code, f in told)
