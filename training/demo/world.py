"""The made-up city as it goes through the years: who holds what, and what was written down."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from snapshots.days import OPEN_END, birthdays
from training.demo.organisation import Organisation
from training.demo.people import PNS, People
from training.demo.vectors import Flags, Floats, Ints, day, first_of_month

START = day("2016-11-01")
END = day("2026-10-31")
"""First and last day that the records tell of in full."""

DEFINITIVE, ACTING, ADDITIONAL = range(3)
APPOINTMENTS = ("definitive", "acting", "additional")
REASONS = (
    "need", "development", "performance", "promotion", "own_request", "reorganisation", "other",
)  # fmt: skip
NEED, DEVELOPMENT, PERFORMANCE, PROMOTION, OWN_REQUEST, REORGANISATION, OTHER = range(7)
UNJUDGED, SUCCEEDED = -1, 1


class Log:
    """Rows that are added as time passes, kept as columns."""

    def __init__(self, **columns: type) -> None:
        self._columns: dict[str, Any] = {
            name: np.zeros(0, dtype=kind) for name, kind in columns.items()
        }

    def __len__(self) -> int:
        return len(next(iter(self._columns.values())))

    def add(self, **values: object) -> Ints:
        """Add rows (columns of equal length, or one value for all); return their numbers."""
        before = len(self)
        arrays = np.broadcast_arrays(*(np.asarray(value) for value in values.values()))
        for name, array in zip(values, arrays, strict=True):
            column = self._columns[name]
            self._columns[name] = np.concatenate([column, array.astype(column.dtype)])
        return np.arange(before, len(self))

    def keep(self, rows: Flags) -> None:
        """Keep these rows alone."""
        self._columns = {name: column[rows] for name, column in self._columns.items()}

    def ints(self, name: str) -> Ints:
        """Return a column of numbers, dates or codes."""
        column: Ints = self._columns[name]
        return column

    def floats(self, name: str) -> Floats:
        """Return a column of measures."""
        column: Floats = self._columns[name]
        return column


def _stays() -> Log:
    return Log(person=int, post=int, start=int, end=int, tenure_from=int, appointment=int)


def _transfers() -> Log:
    return Log(
        person=int, origin=int, target=int, on=int, reason=int, outcome=int, probability=float,
        considered=int, men_considered=float,
    )  # fmt: skip


@dataclass
class World:
    """The organisation, its people and the logs that become the tables.

    `leniency` float[agencies, REVIEW_YEARS]: how kindly an agency reviews in a year; `appeal` and
    `granted` float[units]: how readily a unit's seats are filled, and what share of them may be.
    `misjudged` is the share of women's successes that count, and are followed up, as failures.
    `coming` are failed movers who are to move on, with the day of their move.
    """

    organisation: Organisation
    people: People
    leniency: Floats
    appeal: Floats
    granted: Floats
    stays: Log = field(default_factory=_stays)
    transfers: Log = field(default_factory=_transfers)
    ranks: Log = field(default_factory=lambda: Log(person=int, rank=int, since=int))
    educations: Log = field(default_factory=lambda: Log(person=int, level=int, on=int))
    trainings: Log = field(
        default_factory=lambda: Log(person=int, on=int, hours=int, family=int, competency=int)
    )
    assessments: Log = field(
        default_factory=lambda: Log(person=int, competency=int, level=int, on=int)
    )
    discipline: Log = field(
        default_factory=lambda: Log(
            person=int, severity=int, start=int, end=int, investigating=int, cancelled=int
        )
    )
    misjudged: float = 0.0
    coming: Log = field(default_factory=lambda: Log(person=int, since=int))

    def begin_stays(self, persons: Ints, posts: Ints, on: Ints, tenure_from: Ints) -> None:
        """Let people take up posts; their stay before, if any, must have ended."""
        people = self.people
        people.stay[persons] = self.stays.add(
            person=persons, post=posts, start=on, end=OPEN_END, tenure_from=tenure_from,
            appointment=DEFINITIVE,
        )  # fmt: skip
        people.post[persons] = posts
        people.tenure_from[persons] = tenure_from

    def end_stays(self, persons: Ints, on: Ints) -> None:
        """End the open stay of each person on a date."""
        self.stays.ints("end")[self.people.stay[persons]] = on

    def vacant_seats(self, on: int) -> Ints:
        """Return the seats of each post that nobody holds definitively, int[posts]."""
        posts = self.organisation.posts
        held = self.people.post[self.people.in_service(on)]
        free = posts.seats_on(on) - np.bincount(held, minlength=len(posts.title))
        return np.where(posts.by_task, 0, free)

    def retirement(self, persons: Ints, posts: Ints) -> Ints:
        """Return the day on which people would retire from posts: a month's first day."""
        reached = birthdays(self.people.birth[persons], self.organisation.posts.retires_at[posts])
        return first_of_month(reached, after=1)

    def movable_status(self, on: int) -> Flags:
        """Tell who is a civil servant in service whose leaving is not yet known."""
        people = self.people
        movable: Flags = people.in_service(on) & (people.status == PNS)
        movable &= people.leaves_on == OPEN_END
        return movable
