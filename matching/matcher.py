"""What stays warm between questions: one snapshot, one policy, one model, and the days asked.

Built once per (snapshot, policy, model) and shared by every question; it answers nothing itself.
"""

from collections import OrderedDict
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from functools import cached_property
from threading import Lock

import numpy as np

from features.source import FeatureSource
from matching.circumstances import Circumstances
from matching.errors import (
    LaterThanSnapshotError,
    NoModelError,
    UnknownPersonError,
    UnknownPositionError,
)
from matching.past import Past, gather_past
from matching.skills import LastSkills
from matching.staffing import Staffing, Supposed, measure_staffing
from models.bundle import Bundle
from rules.ages import find_retirement_ages
from rules.policy import Policy
from snapshots.ahead import keep_predicates
from snapshots.coding import Codes, fold
from snapshots.days import UNKNOWN_DAY, Days, add_months, birthdays, next_months, to_day
from snapshots.entered import Entered
from snapshots.history import History
from snapshots.ladders import UNKNOWN
from snapshots.moves import Moves, derive_moves
from snapshots.overlay import lay_over
from snapshots.surrogate import person_id
from snapshots.view import View, view_day

WARM_DAYS = 4
"""Days kept beside the snapshot's own: a planner looks at few other dates at a time."""
SUGGESTIONS = 3


@dataclass(frozen=True)
class Dates:
    """The two dates of a question, with their day numbers."""

    as_of: date
    effective_on: date

    @property
    def day(self) -> int:
        """Day number of `as_of`."""
        return to_day(self.as_of)

    @property
    def effective_day(self) -> int:
        """Day number of `effective_on`."""
        return to_day(self.effective_on)


@dataclass(frozen=True)
class _Day:
    """What is kept of a day."""

    view: View
    staffing: Staffing
    last_skills: LastSkills

    def over(self, history: History) -> "_Day":
        """Return the same day with other entries laid over its records."""
        return replace(self, view=self.view.over(history))


class Matcher:
    """A history, the rules in force, the model that serves (or none), the hashes' secret."""

    def __init__(
        self,
        history: History,
        policy: Policy,
        bundle: Bundle | None,
        secret: bytes,
        software_version: str,
    ) -> None:
        self.history = history
        self.policy = policy
        self.secret = secret
        self.software_version = software_version
        self._bundle = bundle
        self._days: OrderedDict[int, _Day] = OrderedDict()
        self._lock = Lock()

    @property
    def bundle(self) -> Bundle:
        """The model that serves; NoModelError where none does."""
        if self._bundle is None:
            raise NoModelError("no model serves")
        return self._bundle

    @property
    def has_model(self) -> bool:
        """Whether a model serves."""
        return self._bundle is not None

    def with_entered(self, entered: Entered) -> "Matcher":
        """Return a matcher over whose records these wishes and letters are laid, and no others.

        It shares with this one all that does not hang on them: neither scores nor staffing do.
        """
        if entered == self.history.entered:
            return self
        made, history = copy(self), lay_over(self.history, entered, self._nip_of_id)
        made.history, made._lock = history, Lock()
        with self._lock:
            kept = list(self._days.items())
        made._days = OrderedDict((day, one.over(history)) for day, one in kept)
        if "unchanged" in made.__dict__:
            ahead = lay_over(self.unchanged.history, entered, self._nip_of_id)
            made.__dict__["unchanged"] = self.unchanged.beside(ahead)
        return made

    @cached_property
    def moves(self) -> Moves:
        """Past moves with their outcome."""
        return derive_moves(self.history, self.policy.outcome)

    @cached_property
    def source(self) -> FeatureSource:
        """The ledgers that features read."""
        return FeatureSource(self.history, self.moves)

    @cached_property
    def past(self) -> Past:
        """Past transfers with a known outcome, in the model's terms. Raises NoModelError."""
        return gather_past(self.source, self.bundle, self.policy.precedents)

    @cached_property
    def circumstances(self) -> Circumstances:
        """Kin and texts as written."""
        return Circumstances(self.history)

    @cached_property
    def unchanged(self) -> FeatureSource:
        """The ledgers if everybody's coming predicates are as the latest, as far as one plans."""
        months = self.policy.development.most_months
        until = int(add_months(self.history.day, months))
        return self.source.over(keep_predicates(self.history, until))

    @cached_property
    def retirement_ages(self) -> Codes:
        """Retirement age of each position in years."""
        return find_retirement_ages(self.history, self.policy)

    def find_retirements(self, view: View) -> Days:
        """Return each row's first day of retirement; UNKNOWN_DAY without birth date or post.

        It is the first of the month after the birthday of the present post's retirement age
        (UU 20/2023 Pasal 55). Born 1970-03-15 in a post of 58 years: 2028-04-01.
        """
        born = view.history.people.born[view.person]
        reached = birthdays(born, view.of_position(self.retirement_ages))
        known = (born != UNKNOWN_DAY) & (view.position != UNKNOWN)
        return np.where(known, next_months(reached), np.int32(UNKNOWN_DAY))

    def date(self, as_of: date | None, effective_on: date | None) -> Dates:
        """Return the dates of a question: the snapshot's where none is given.

        Raises LaterThanSnapshotError for an `as_of` of which the records do not speak yet.
        """
        last = self.history.snapshot.as_of
        if as_of is not None and as_of > last:
            raise LaterThanSnapshotError(as_of, last)
        return Dates(as_of or last, effective_on or as_of or last)

    def view(self, day: int) -> View:
        """Return everybody as of `day`; the days asked last are kept."""
        return self._warm(day).view

    def staffing(self, day: int) -> Staffing:
        """Return what positions need and have as of `day`."""
        return self._warm(day).staffing

    def suppose(self, day: int, supposed: Supposed) -> Staffing:
        """Return what positions would need and have as of `day` if all that is supposed held."""
        return self._measure(self._warm(day).view, supposed)

    def last_skills(self, day: int) -> LastSkills:
        """Return who is the last with a skill in each unit as of `day`."""
        return self._warm(day).last_skills

    def _warm(self, day: int) -> _Day:
        with self._lock:
            if day in self._days:
                self._days.move_to_end(day)
                return self._days[day]
        view = view_day(self.history, day)
        made = _Day(view, self._measure(view), LastSkills(view))
        with self._lock:
            self._days[day] = made
            while len(self._days) > WARM_DAYS + 1:
                oldest = next(kept for kept in self._days if kept != self.history.day)
                del self._days[oldest]
        return made

    def position(self, position_id: str) -> int:
        """Return the index of a position; UnknownPositionError with the nearest where none is."""
        found = self.history.position_of.get(position_id)
        if found is None:
            raise UnknownPositionError(position_id, self._near_positions(position_id))
        return found

    def person(self, nip: str) -> int:
        """Return the index of a person by NIP; UnknownPersonError with the nearest."""
        found = self.history.person_of.get(nip)
        if found is None:
            raise UnknownPersonError(nip, self._near_people(nip))
        return found

    def person_by_id(self, surrogate: str) -> int:
        """Return the index of a person by person_id; UnknownPersonError where none has it."""
        found = self.find_by_id(surrogate)
        if found is None:
            raise UnknownPersonError(surrogate)
        return found

    def find_by_id(self, surrogate: str) -> int | None:
        """Return the index of a person by person_id, None where nobody has it."""
        return self._person_of_id.get(surrogate)

    def person_id(self, person: int) -> str:
        """Return the keyed hash that stands for a person in addresses, logs and models."""
        return person_id(self.secret, self.history.people_ids[person])

    @cached_property
    def _person_of_id(self) -> dict[str, int]:
        return {self.person_id(person): person for person in range(len(self.history.people_ids))}

    @cached_property
    def _nip_of_id(self) -> dict[str, str]:
        return {one: self.history.people_ids[place] for one, place in self._person_of_id.items()}

    def _near_positions(self, asked: str) -> tuple[tuple[str, str], ...]:
        positions = self.history.positions
        by_text = dict(zip(map(fold, positions.title), positions.position_id, strict=True))
        by_text |= {fold(text): text for text in positions.position_id}
        near = get_close_matches(fold(asked) or "", [text for text in by_text if text], SUGGESTIONS)
        ids = dict.fromkeys(by_text[text] for text in near)
        return tuple((text, positions.title[self.history.position_of[text]]) for text in ids)

    def _near_people(self, asked: str) -> tuple[tuple[str, str], ...]:
        """Compare only NIPs that share their first or last digits: a slip is in few places."""
        alike = [
            nip
            for nip in self.history.people_ids
            if nip[:6] == asked[:6] or nip[-4:] == asked[-4:] or nip[:-1] == asked
        ]
        near = get_close_matches(asked, alike, SUGGESTIONS)
        return tuple((nip, self.history.people.name[self.history.person_of[nip]]) for nip in near)

    def _measure(self, view: View, supposed: Supposed | None = None) -> Staffing:
        months = int(self.policy.rules["retirement_horizon"].parameters["months"])
        minutes = self.policy.effective_minutes
        return measure_staffing(view, self.retirement_ages, minutes, months, supposed)
