"""Everything that features ask of a snapshot: ledgers by person, position, unit and past moves.

A source is made once for a snapshot and kept; each part is computed when first asked. Its ledgers
see only what was known strictly before the day that they are asked about.
"""

from collections.abc import Callable, Hashable
from copy import copy
from functools import cached_property, partial
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from features.attributes import Attribute, Experience, list_attributes
from features.entrants import Entrants
from features.movements import Movement, SuccessRates
from features.peers import Peers
from features.places import Headcount, Places
from features.standards import Assessments, Requirements, Trainings
from features.words import Words
from snapshots.coding import Codes, read_days, read_integers
from snapshots.days import OPEN_END, UNKNOWN_DAY, due_day
from snapshots.history import History
from snapshots.ledger import Ints, Ledger, pair_key
from snapshots.moves import Moves
from snapshots.view import View

Made = TypeVar("Made")
Column = TypeVar("Column", bound=npt.NDArray[Any])


class FeatureSource:
    """The past of one snapshot, arranged for features; `moves` are those of the same history."""

    def __init__(self, history: History, moves: Moves) -> None:
        self.history = history
        self.moves = moves
        self._made: dict[Hashable, Any] = {}

    def bind(self, column: Callable[..., Column], *arguments: int) -> Callable[[View], Column]:
        """Return `column(source, *arguments, view)` as a function of the view, the same each time.

        Being the same each time, `View.derive` computes it once for all who look at one view.
        """
        return self._once((column, *arguments), lambda: partial(column, self, *arguments))

    def over(self, history: History) -> "FeatureSource":
        """Return a source of the same positions over other people's records."""
        source = FeatureSource(history, self.moves)
        source.requirements = self.requirements
        source._attributes = self._attributes
        return source

    def beside(self, history: History) -> "FeatureSource":
        """Return this source for a history that differs in nothing that features read."""
        source = copy(self)
        source.history = history
        return source

    def attribute(self, name: str) -> Attribute:
        """Return a property of positions: position, title, unit, agency, family, kind, level, …."""
        return self._attributes[name]

    def experience(self, name: str) -> Experience:
        """Return definitive service by person and an attribute of the position held."""
        return self._once(
            ("experience", name), lambda: Experience(self.history, self.attribute(name))
        )

    def movement(self, origin: str, target: str) -> Movement:
        """Return chosen moves from an attribute of the post left to one of the post taken."""
        return self._once(
            ("movement", origin, target),
            lambda: Movement(
                self._left_behind(origin),
                self._taken(target),
                self.attribute(target).size,
                self.moves.day[self._chosen],
            ),
        )

    def success_into(self, target: str) -> SuccessRates:
        """Return how chosen moves ended by an attribute of the post taken."""
        return self._once(("into", target), lambda: self._judge(self._taken(target)))

    def success_between(self, name: str) -> SuccessRates:
        """Return how chosen moves ended by (attribute left, attribute taken), as `pair_key`."""
        size = self.attribute(name).size
        return self._once(
            ("between", name),
            lambda: self._judge(pair_key(self._left_behind(name), self._taken(name), size)),
        )

    @cached_property
    def success_of_person(self) -> SuccessRates:
        """How chosen moves ended by the person moved."""
        return self._judge(self.moves.person[self._chosen])

    @cached_property
    def moves_of_person(self) -> Ledger:
        """Chosen moves by person."""
        return Ledger(self.moves.person[self._chosen], self.moves.day[self._chosen])

    @cached_property
    def requirements(self) -> Requirements:
        """The competency standard of every position."""
        return Requirements(self.history)

    @cached_property
    def assessments(self) -> Assessments:
        """Assessed competency levels of people."""
        return Assessments.read(self.history, self.requirements.competencies)

    @cached_property
    def trainings(self) -> Trainings:
        """Completed trainings of people."""
        return Trainings(self.history, self.requirements.competencies)

    @cached_property
    def peers(self) -> Peers:
        """Predicates against those of the colleagues."""
        return Peers(self.history)

    @cached_property
    def stay_ends(self) -> Ledger:
        """Ended definitive stays by person and end; values are their lengths in days."""
        stays = self.history.stays
        ended = np.flatnonzero((stays.end != OPEN_END) & (stays.end > stays.start))
        days = stays.end[ended] - stays.start[ended]
        return Ledger(stays.person[ended], stays.end[ended], days)

    @cached_property
    def entrants(self) -> Entrants:
        """What people were like who began in a position."""
        return Entrants(self.history, self.attribute("title"))

    @cached_property
    def places(self) -> Places:
        """Where units lie."""
        return Places(self.history.units)

    @cached_property
    def headcount(self) -> Headcount:
        """How many people sat in a unit."""
        return Headcount(self.history)

    @cached_property
    def titles(self) -> Words:
        """The words of each distinct title, by its code in the attribute `title`."""
        return Words(self.attribute("title").words)

    @cached_property
    def unit_names(self) -> Words:
        """The words of each unit's name."""
        return Words(self.history.units.name)

    @cached_property
    def fields_asked(self) -> Ints:
        """Sorted keys (position, field of study) of every field that a position asks for."""
        fields = self.history.positions.fields
        asked = [(place, field) for place, some in enumerate(fields) for field in some]
        rows = np.array(asked, np.int64).reshape(-1, 2)
        return np.sort(pair_key(rows[:, 0], rows[:, 1], len(self.history.fields)))

    @cached_property
    def talent_boxes(self) -> Ledger:
        """Nine-box results by person and the day they were known."""
        snapshot = self.history.snapshot
        given = read_days(snapshot, "talents", "known_on")
        due = due_day(read_integers(snapshot, "talents", "year"))
        known = np.where(given == UNKNOWN_DAY, due, given)
        box = read_integers(snapshot, "talents", "box")
        return Ledger(self.history.rows_of_people("talents"), known, box)

    @cached_property
    def _attributes(self) -> dict[str, Attribute]:
        return list_attributes(self.history)

    @cached_property
    def _chosen(self) -> npt.NDArray[np.intp]:
        """Moves that somebody chose: no reorganisation, no sanction, no way back."""
        return np.flatnonzero(self.moves.trains)

    def _left_behind(self, name: str) -> Codes:
        return self.attribute(name).of(self.moves.from_position[self._chosen])

    def _taken(self, name: str) -> Codes:
        return self.attribute(name).of(self.moves.to_position[self._chosen])

    def _judge(self, code: npt.ArrayLike) -> SuccessRates:
        moves, chosen = self.moves, self._chosen
        return SuccessRates(code, moves.outcome[chosen], moves.known_on[chosen])

    def _once(self, key: Hashable, make: Callable[[], Made]) -> Made:
        if key not in self._made:
            self._made[key] = make()
        made: Made = self._made[key]
        return made
