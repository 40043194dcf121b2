"""One position, two dates and everybody in the records: who may lawfully come, in which order.

The first half of the straight way; `matching.shown` tells why, for those who are shown.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from features.matrix import build_matrix
from matching.answers import FailedCount, Pool, PositionBrief, Purpose, ShortlistRequest, Verdict
from matching.errors import UnknownAgencyError
from matching.later import Later
from matching.matcher import Dates, Matcher
from matching.ranking import find_place, rank_top
from matching.staffing import Staffing
from matching.wishes import WILLING, read_wishes
from models.usual import Usual
from rules.gates import GATES, Verdicts, check_gates
from rules.results import FAIL
from snapshots.history import History
from snapshots.ladders import KINDS
from snapshots.ledger import Flags, Floats, Rows
from snapshots.surrogate import tie_break
from snapshots.view import View


@dataclass(frozen=True)
class Contest:
    """A position with the verdict of every gate on everybody; rows of `view` are people."""

    matcher: Matcher
    position: int
    dates: Dates
    view: View
    verdicts: Verdicts

    @property
    def position_id(self) -> str:
        """Id of the position."""
        return self.matcher.history.positions.position_id[self.position]

    @property
    def purpose(self) -> Purpose:
        """A senior executive post is only proposed for a competency test (PP 11/2017 Pasal 131)."""
        kind = KINDS[self.matcher.history.positions.kind[self.position]]
        return "competency_test" if kind.startswith("jpt_") else "appointment"

    @cached_property
    def eligible(self) -> Rows:
        """Rows of the view of all the eligible, ascending."""
        return np.flatnonzero(self.verdicts.eligible)

    @cached_property
    def matrix(self) -> Floats:
        """The features of all the eligible, float64[n, F]."""
        return build_matrix(self.matcher.source, self.view.take(self.eligible), self.position)

    @cached_property
    def field(self) -> "Field":
        """All the eligible, scored once. Raises NoModelError where no model serves."""
        score = self.matcher.bundle.score(self.matrix)
        return Field(self, self.eligible, self.matrix, score)

    @cached_property
    def usual(self) -> Usual:
        """What the eligible are like."""
        return Usual(self.matrix)

    @cached_property
    def later(self) -> Later:
        """The lists of later days. Raises NoModelError where no model serves."""
        return Later(self)

    def verdict(self, row: int) -> Verdict:
        """Return the verdict on one row."""
        if self.verdicts.eligible[row]:
            return "eligible"
        return "undetermined" if self.verdicts.undetermined[row] else "ineligible"

    def tie_break(self, row: int) -> int:
        """Return the keyed hash of the position and a person."""
        nip = self.matcher.history.people_ids[int(self.view.person[row])]
        return tie_break(self.matcher.secret, self.position_id, nip)


@dataclass(frozen=True)
class Question:
    """One person in a contest: a row of its view, which is the person's index."""

    contest: Contest
    row: int

    @property
    def view(self) -> View:
        """Everybody as of the day."""
        return self.contest.view

    @property
    def matcher(self) -> Matcher:
        """The matcher of the contest."""
        return self.contest.matcher

    @property
    def history(self) -> History:
        """The records."""
        return self.contest.matcher.history

    @property
    def position(self) -> int:
        """Index of the position asked about."""
        return self.contest.position

    @property
    def origin(self) -> int:
        """Index of the position held, UNKNOWN where none is."""
        return int(self.view.position[self.row])

    @property
    def day(self) -> int:
        """Day number as of which is asked."""
        return self.contest.dates.day

    @property
    def effective_day(self) -> int:
        """Day number on which the move would take effect."""
        return self.contest.dates.effective_day

    @property
    def staffing(self) -> Staffing:
        """What positions need and have."""
        return self.matcher.staffing(self.day)


@dataclass(frozen=True)
class Field:
    """Who is ranked: `rows` of the contest's view, their feature matrix and scores."""

    contest: Contest
    rows: Rows
    matrix: Floats
    score: Floats

    @property
    def is_tied(self) -> bool:
        """Whether there are several and all score alike."""
        return len(self.score) > 1 and bool(self.score.min() == self.score.max())

    def top(self, size: int) -> Rows:
        """Return the places in this field of the best, the best first."""
        return rank_top(self.score, size, self._tie_break)

    def place_of(self, row: int) -> int | None:
        """Return the place from 1 of a row of the view; None for who is not ranked."""
        found = np.flatnonzero(self.rows == row)
        return find_place(self.score, int(found[0]), self._tie_break) if len(found) else None

    def place_for(self, row: int, score: float) -> int:
        """Return the place from 1 that a row of the view which is not ranked would have."""
        tied = self.rows[self.score == score].tolist()
        lot = self.contest.tie_break(row)
        before = sum(self.contest.tie_break(other) < lot for other in tied)
        return 1 + int((self.score > score).sum()) + before

    def _tie_break(self, place: int) -> int:
        return self.contest.tie_break(int(self.rows[place]))


def open_contest(matcher: Matcher, position_id: str, dates: Dates) -> Contest:
    """Judge everybody for a position. Raises UnknownPositionError."""
    position = matcher.position(position_id)
    view = matcher.view(dates.day)
    verdicts = check_gates(view, position, matcher.policy, dates.effective_day)
    return Contest(matcher, position, dates, view, verdicts)


def rank_field(contest: Contest, rows: Rows) -> Field:
    """Score the given rows. Raises NoModelError where no model serves."""
    matcher = contest.matcher
    matrix = build_matrix(matcher.source, contest.view.take(rows), contest.position)
    return Field(contest, rows, matrix, matcher.bundle.score(matrix))


def rank_chosen(contest: Contest, request: ShortlistRequest) -> Field:
    """Score whom a request ranks; where that is all the eligible, they are scored once.

    Raises NoModelError, and UnknownAgencyError for an id that is no agency's.
    """
    rows = choose_rows(contest, request)
    if np.array_equal(rows, contest.eligible):
        return contest.field
    return rank_field(contest, rows)


def choose_rows(contest: Contest, request: ShortlistRequest) -> Rows:
    """Return who is ranked: the eligible, within the request's filters.

    Raises UnknownAgencyError for an id that is no agency's.
    """
    verdicts, view = contest.verdicts, contest.view
    chosen = verdicts.eligible | (verdicts.undetermined & request.include_undetermined)
    if request.willing_only:
        chosen &= read_wishes(view) == WILLING
    if request.only_agencies:
        chosen &= _from_agencies(contest, request.only_agencies)
    if request.exclude_agencies:
        chosen &= ~_from_agencies(contest, request.exclude_agencies)
    return np.flatnonzero(chosen)


def count_pool(contest: Contest) -> Pool:
    """Count verdicts over the people in the tables who were appointed before the day."""
    view, verdicts = contest.view, contest.verdicts
    known = view.history.people.appointed[view.person] < view.day
    failed = [int(((results == FAIL) & known).sum()) for results in verdicts.results.T]
    counts = [int((mask & known).sum()) for mask in (verdicts.eligible, verdicts.undetermined)]
    return Pool(
        employees=int(known.sum()),
        eligible=counts[0],
        undetermined=counts[1],
        ineligible=int(known.sum()) - sum(counts),
        failed=tuple(
            FailedCount(rule, contest.matcher.policy.rules[rule].source, count)
            for rule, count in zip(GATES, failed, strict=True)
            if count
        ),
        not_checked=verdicts.not_checked,
    )


def brief_position(matcher: Matcher, position: int, day: int) -> PositionBrief:
    """Return what an answer says of its position."""
    positions, units = matcher.history.positions, matcher.history.units
    return PositionBrief(
        position_id=positions.position_id[position],
        title=positions.title[position],
        unit=units.name[positions.unit[position]],
        agency=units.name[positions.agency[position]],
        kind=KINDS[positions.kind[position]],
        vacant=int(matcher.staffing(day).vacant[position]),
    )


def _from_agencies(contest: Contest, agency_ids: tuple[str, ...]) -> Flags:
    asked = [_find_agency(contest.matcher.history, agency_id) for agency_id in agency_ids]
    return np.isin(contest.view.agency, asked)


def _find_agency(history: History, agency_id: str) -> int:
    index = history.agency_of(agency_id)
    if index is None:
        raise UnknownAgencyError(agency_id)
    return index
