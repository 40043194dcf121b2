"""The answer to "who has too much work, who too few people?": rows of one level, and their sum.

The ratio told is staff / need (bezetting : kebutuhan): below 1 is a shortage, above 1 a surplus.
`load` turns it round, need / staff: above 1 is overload. Neither is ever told as good.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from matching.answers import Notice
from planning.scenarios.scenario import Scenario

Level = Literal["position", "unit", "agency", "family", "unit_family", "place"]
LEVELS: tuple[Level, ...] = ("position", "unit", "agency", "family", "unit_family", "place")
Sort = Literal["emptiest", "fullest", "name"]
SORTS: tuple[Sort, ...] = ("emptiest", "fullest", "name")
NeedFrom = Literal["workload", "seats", "both"]
Band = Literal["A", "B", "C", "D", "E"]


@dataclass(frozen=True)
class NeedRequest:
    """What is asked: rows by a level, of all posts or those of one agency or unit.

    `unit_id` means the posts of that unit itself, without those of the units below it.
    `only_agencies` are those whose posts are seen, None for all: the others are as if not there.
    """

    by: Level = "agency"
    as_of: date | None = None
    agency_id: str | None = None
    unit_id: str | None = None
    sort: Sort = "emptiest"
    scenario: Scenario | None = None
    only_agencies: frozenset[str] | None = None


@dataclass(frozen=True)
class Retiring:
    """How many people of those in post reach retirement in a calendar year."""

    year: int
    people: int


@dataclass(frozen=True)
class Recorded:
    """The figures without the scenario that the row is told under."""

    need: int
    staff: float
    gap: float
    fill_ratio: float | None
    vacant: int


@dataclass(frozen=True)
class NeedRow:
    """One post, unit, agency, job family, job family of a unit, place, or (`all`) their sum.

    `staff` counts fte, `people` heads: `pns` (with CPNS) and `pppk`. `gap` is staff − need; `short`
    and `over` add up the gaps below and above 0 of its pools (a unit's licensed job families one by
    one, its other posts together), for these do not make up for one another. `minutes_a_head` and
    `efficiency` (EJ of Permendagri 12/2008: minutes of work / (staff × effective minutes), in
    `band`) are of the posts with ABK rows alone. `need_from` says what need rests on: ABK rows of
    `year_from`–`year_to`, seats, or both.

    `retiring` has the rest of the running year and the next five; `overdue` are those who should
    have retired. `single_holder` (one definitive holder) and `only_acting` count posts,
    `long_held` people.
    """

    level: Level | Literal["all"]
    id: str
    name: str
    unit_id: str | None
    unit: str | None
    agency_id: str | None
    agency: str | None
    licensed: bool | None
    positions: int
    seats: int
    need: int
    staff: float
    gap: float
    short: float
    over: float
    fill_ratio: float | None
    load: float | None
    minutes_a_head: float | None
    efficiency: float | None
    band: Band | None
    need_from: NeedFrom
    year_from: int | None
    year_to: int | None
    vacant: int
    people: int
    pns: int
    pppk: int
    retiring: tuple[Retiring, ...]
    overdue: int
    birth_date_unknown: int
    single_holder: int
    only_acting: int
    long_held: int
    recorded: Recorded | None


@dataclass(frozen=True)
class NeedReport:
    """All rows in the order asked for, their sum, and what must be known to read them.

    `ratio` says which ratio is shown; `headline` names the fullest and the emptiest. `months` is
    the policy's limit for `long_held`, `effective_minutes` a work year.
    """

    as_of: date
    snapshot_id: str
    policy_version: str
    software_version: str
    by: Level
    sort: Sort
    scenario: str | None
    effective_minutes: int
    months: int
    ratio: str
    headline: str
    notices: tuple[Notice, ...]
    total: NeedRow
    items: tuple[NeedRow, ...]


@dataclass(frozen=True)
class Holder:
    """One person in a post, told where that one post is asked for."""

    person_id: str
    nip: str
    name: str
    status: str
    fte: float
    since: date | None
    retires_on: date | None
    long_held: bool


@dataclass(frozen=True)
class PostNeed:
    """One post with its figures and who holds it."""

    as_of: date
    snapshot_id: str
    policy_version: str
    software_version: str
    row: NeedRow
    holders: tuple[Holder, ...]


@dataclass(frozen=True)
class TrendPoint:
    """Need and staff on one day; the ratio is None where nobody is needed.

    `need_from` says what need rests on, as that of a row does. `source`: `records` were imported as
    of that day, `looking_back` is what the present records tell of it.
    """

    as_of: date
    snapshot_id: str
    source: Literal["records", "looking_back"]
    need: int
    need_from: NeedFrom
    staff: float
    fill_ratio: float | None


@dataclass(frozen=True)
class TrendLine:
    """The days of one agency, or (`agency_id` None) of all together, the oldest first."""

    agency_id: str | None
    name: str
    points: tuple[TrendPoint, ...]


@dataclass(frozen=True)
class Trend:
    """How need and staff went over stored records, all together first, then agency by agency."""

    notices: tuple[Notice, ...]
    lines: tuple[TrendLine, ...]
