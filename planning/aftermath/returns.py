"""Signs that somebody wants back, or went back, since a move: wishes, requests, ways back.

A person may also want elsewhere; only the old post and the old agency count here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from matching.matcher import Matcher
from planning.aftermath.answers import ReturnKind, ReturnRequest
from planning.answers import PlannedMove
from snapshots.coding import Codes, read_days, read_texts
from snapshots.days import UNKNOWN_DAY, Days, to_date, to_day
from snapshots.moves import REASONS
from wording import Language, say

TABLE = "preferences"
OWN_REQUEST = REASONS.index("own_request")


@dataclass(frozen=True)
class Returns:
    """What the records of `matcher` say of ways back."""

    matcher: Matcher
    language: Language

    def find(self, move: PlannedMove, effective_on: date) -> tuple[ReturnRequest, ...]:
        """Return the signs since a move took effect, the oldest first."""
        person = self.matcher.history.person_of.get(move.nip)
        if person is None or move.origin is None:
            return ()
        day = to_day(effective_on)
        found = [*self._find_wishes(move, person, day), *self._find_ways_back(move, person, day)]
        return tuple(
            ReturnRequest(kind, on, say(f"aftermath.return_{kind}", self.language, on=on))
            for on, kind in sorted(found)
        )

    def _find_wishes(
        self, move: PlannedMove, person: int, day: int
    ) -> Iterator[tuple[date, ReturnKind]]:
        people, submitted, agencies, posts = self._wishes
        since = (submitted >= day) & (submitted < self.matcher.history.day)
        for row in np.flatnonzero(since & (people == person)).tolist():
            back = posts[row] is not None and posts[row] == move.from_position_id
            entered = int(self.matcher.history.wishes.entered[row])
            on = to_date(int(submitted[row]) if entered == UNKNOWN_DAY else entered)
            if on is not None and (back or self._is_old_agency(move, agencies[row])):
                yield on, "wish"

    def _find_ways_back(
        self, move: PlannedMove, person: int, day: int
    ) -> Iterator[tuple[date, ReturnKind]]:
        moves, positions = self.matcher.moves, self.matcher.history.positions
        for row in np.flatnonzero((moves.person == person) & (moves.day > day)).tolist():
            target = int(moves.to_position[row])
            agency = self.matcher.history.units.unit_id[int(positions.agency[target])]
            to_post = positions.position_id[target] == move.from_position_id
            asked = int(moves.reason[row]) == OWN_REQUEST
            on = to_date(int(moves.day[row]))
            if on is not None and (to_post or (asked and self._is_old_agency(move, agency))):
                yield on, "own_request" if asked else "moved_back"

    def _is_old_agency(self, move: PlannedMove, agency_id: str | None) -> bool:
        """Tell whether an agency is the one left; none was left within one agency."""
        old = None if move.origin is None else move.origin.agency_id
        return agency_id is not None and agency_id == old != move.target.agency_id

    @cached_property
    def _wishes(self) -> tuple[Codes, Days, list[str | None], list[str | None]]:
        snapshot = self.matcher.history.snapshot
        return (
            self.matcher.history.rows_of_people(TABLE),
            read_days(snapshot, TABLE, "submitted_on"),
            read_texts(snapshot, TABLE, "wanted_agency_id"),
            read_texts(snapshot, TABLE, "wanted_position_id"),
        )
