"""What was entered beside the records: wishes of people, and letters with their withdrawals.

Entries are only ever added. A `Mark` names how far somebody had read, so that an answer can be
computed again with the entries that it was made with.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta


@dataclass(frozen=True, order=True)
class Mark:
    """How far the entries had been read: the number of the last wish and of the last letter."""

    wishes: int = 0
    letters: int = 0


NOTHING_READ = Mark()


@dataclass(frozen=True)
class EnteredWish:
    """What somebody said of moving; None where nothing was said. `said_on` is when it counts from.

    Ids of agency and position are those of the records, `wanted_job_family` is a free text.
    """

    number: int
    person_id: str
    said_on: date
    entered_at: datetime
    willing: bool | None = None
    wanted_agency_id: str | None = None
    wanted_position_id: str | None = None
    wanted_job_family: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class EnteredLetter:
    """A letter that lifts a rule for a person and a position (None: any), or its withdrawal.

    A withdrawal repeats the letter; `withdraws` is the number of the entry that it takes back, and
    `said_on` is when that counts from.
    """

    number: int
    letter_no: str
    rule: str
    issued_on: date
    valid_until: date | None
    person_id: str | None
    position_id: str | None
    said_on: date
    entered_at: datetime
    issuer: str | None = None
    withdraws: int | None = None


@dataclass(frozen=True)
class Entered:
    """Everything entered up to a mark, each kind by its number."""

    wishes: tuple[EnteredWish, ...] = ()
    letters: tuple[EnteredLetter, ...] = ()

    @property
    def mark(self) -> Mark:
        """How far this reaches."""
        return Mark(
            self.wishes[-1].number if self.wishes else 0,
            self.letters[-1].number if self.letters else 0,
        )

    def until(self, mark: Mark) -> "Entered":
        """Return what had been entered when somebody had read up to `mark`."""
        if self.mark == mark:
            return self
        return Entered(
            tuple(wish for wish in self.wishes if wish.number <= mark.wishes),
            tuple(letter for letter in self.letters if letter.number <= mark.letters),
        )


NOTHING_ENTERED = Entered()


def count_from(today: date, as_of: date) -> date:
    """Return the day from which an entry counts that is made today, over records up to `as_of`.

    Whoever speaks does so after the records that are in force, even where those bear a later date.
    """
    return max(today, as_of - timedelta(days=1))
