"""Which seats a plan may fill: those that are vacant and really free on the day it takes effect."""

from dataclasses import dataclass, replace

import numpy as np

from matching.matcher import Dates, Matcher
from matching.staffing import Staffing
from planning.promised import Promised
from planning.scenarios.scenario import Scenario
from snapshots.coding import Codes
from snapshots.days import OPEN_END, UNKNOWN_DAY, Days
from snapshots.ladders import KINDS
from snapshots.ledger import Flags, Floats, Ints
from snapshots.presence import in_service
from snapshots.view import View

_EXECUTIVE = [code for code, kind in enumerate(KINDS) if kind.startswith("jpt_")]


@dataclass(frozen=True)
class Seats:
    """One entry a position.

    `open` seats may be filled by the plan. `held` ones are vacant only later: their holders still
    serve on the effective day, the first of them until `held_until` (OPEN_END: no end is known).
    `tested` are vacant seats of senior executive posts, filled through a competency test alone (PP
    11/2017 Pasal 131). `missing` counts how many more than its seats a post needs whose need the
    scenario raises: no plan makes seats, the map of posts has to hold them first (BKN 5/2019 Pasal
    3). `refillable` tells where a seat that the plan vacates may be filled by it: nowhere that has
    more people than seats. `held_by` counts who still holds the post on the effective day; `going`
    sums the fte of who is staff as of the day and no longer serves then, the scenario's leavers
    aside. `late` counts who comes, less who goes, by moves that other plans have decided for a day
    after the effective one. `serves` and `stays` have one entry a person: in service on both days
    and not taken to leave; and holding a post.
    """

    open: Codes
    held: Codes
    held_until: Days
    tested: Codes
    missing: Codes
    refillable: Flags
    executive: Flags
    held_by: Codes
    going: Floats
    late: Ints
    serves: Flags
    stays: Flags

    def fillable(self, chains: bool) -> Flags:
        """Tell into which posts a plan may bring somebody, with chains or without."""
        return np.asarray((self.open > 0) | (self.refillable & chains))

    def only(self, posts: Codes) -> "Seats":
        """Return the seats if nobody asked for those of other posts (indexes)."""
        asked = np.zeros(len(self.open), np.bool_)
        asked[posts] = True
        kept = {name: getattr(self, name) * asked for name in ("open", "held", "tested", "missing")}
        return replace(self, **kept)


def find_seats(
    matcher: Matcher,
    dates: Dates,
    recorded: Staffing,
    staffing: Staffing,
    scenario: Scenario | None,
) -> Seats:
    """Return the seats of every position on the effective day.

    Open are the seats that are vacant *and* free: seats less holders who neither retire, nor have
    left, nor leave by the scenario, less those who fill one beside their own post, minus what a
    scenario's smaller need takes and who arrives. Its greater need adds none.

    Example: a post of 2 seats, one empty, one held until 2026-03-01. As of 2025-06-01 it has 2
    vacancies; a plan that takes effect on 2025-07-01 fills one, on 2026-04-01 both.
    """
    positions = matcher.history.positions
    count, view = len(positions.seats), matcher.view(dates.day)
    ends = _find_ends(matcher, view)
    leaves = _find_leaving(matcher, scenario)
    appointed = matcher.history.people.appointed[view.person] < view.day
    serves = appointed & (ends > dates.effective_day) & ~leaves
    fte = matcher.history.people.fte
    goes = in_service(view) & (view.position >= 0) & ~serves & ~leaves
    stays = serves & (view.position >= 0)
    held_by = np.bincount(view.position[stays], minlength=count).astype(np.int32)
    arriving = _count_arriving(matcher, scenario)
    more = staffing.need - recorded.need
    free = positions.seats - held_by - staffing.additional
    usable = np.maximum(np.maximum(free, 0) + np.minimum(more, 0) - arriving, 0)
    executive = np.isin(positions.kind, _EXECUTIVE)
    vacant = np.minimum(staffing.vacant, usable)
    lacking = np.maximum(staffing.need - positions.seats, 0)
    until = np.full(count, OPEN_END, np.int32)
    np.minimum.at(until, view.position[stays], ends[stays])
    return Seats(
        open=np.where(executive, 0, vacant).astype(np.int32),
        held=np.where(executive, 0, staffing.vacant - vacant).astype(np.int32),
        held_until=until,
        tested=np.where(executive, staffing.vacant, 0).astype(np.int32),
        missing=np.where(more > 0, lacking, 0).astype(np.int32),
        refillable=np.asarray((free >= 0) & ~executive),
        executive=executive,
        held_by=held_by,
        going=np.bincount(view.position[goes], fte[goes], count).astype(np.float64),
        late=np.zeros(count, np.int64),
        serves=serves,
        stays=stays,
    )


def keep_promises(seats: Seats, staffing: Staffing, promised: Promised) -> tuple[Seats, Staffing]:
    """Return both as they are once the moves that other plans have decided are made.

    Each takes an open seat; the one left opens only when the records hold that it is left. Who no
    longer serves on the effective day is staff where the records have them.
    """
    posts, lasting = len(seats.open), seats.serves[promised.person]
    net = promised.net(posts, lasting)
    taken = np.bincount(promised.post, minlength=posts)
    kept = replace(
        seats,
        open=np.maximum(seats.open - taken, 0).astype(np.int32),
        held_by=(seats.held_by + net).astype(np.int32),
        late=promised.net(posts, lasting & promised.later),
    )
    return kept, replace(staffing, staff=staffing.staff + net)


def _find_ends(matcher: Matcher, view: View) -> Days:
    """Return the day from which each person no longer serves, OPEN_END where none is known."""
    retires = matcher.find_retirements(view)
    ends = np.where(retires == UNKNOWN_DAY, OPEN_END, retires)
    return np.minimum(ends, matcher.history.people.left[view.person]).astype(np.int32)


def _find_leaving(matcher: Matcher, scenario: Scenario | None) -> Flags:
    leaves = np.zeros(len(matcher.history.people_ids), np.bool_)
    leaves[[matcher.person_by_id(one) for one in (scenario.leaving if scenario else ())]] = True
    return leaves


def _count_arriving(matcher: Matcher, scenario: Scenario | None) -> Codes:
    arriving = np.zeros(len(matcher.history.positions.seats), np.int32)
    for one in scenario.arriving if scenario else ():
        arriving[matcher.position(one.position_id)] += one.people
    return arriving
