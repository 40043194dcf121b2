"""What papers tell of one person beside the plan: trainings, sanctions, age, retirement, wish."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from matching.matcher import Dates, Matcher
from matching.wishes import find_met
from planning.papers.answers import Discipline
from snapshots.days import UNKNOWN_DAY, birthdays, next_months, to_date
from snapshots.ladders import PNS_RANKS
from snapshots.own_rows import read_own_rows

TRAININGS_TOLD = 3
"""Trainings that the annex names, the latest; the rest it counts."""
RANK_NAMES = dict(
    zip(
        PNS_RANKS,
        (
            *("Juru Muda", "Juru Muda Tk. I", "Juru", "Juru Tk. I"),
            *("Pengatur Muda", "Pengatur Muda Tk. I", "Pengatur", "Pengatur Tk. I"),
            *("Penata Muda", "Penata Muda Tk. I", "Penata", "Penata Tk. I"),
            *("Pembina", "Pembina Tk. I", "Pembina Utama Muda"),
            *("Pembina Utama Madya", "Pembina Utama"),
        ),
        strict=True,
    )
)
"""The titles that civil servants bear by rank, as SIASN's list of golongan has them."""


@dataclass(frozen=True)
class Wish:
    """What somebody said last about moving, and when; ids are None where nothing was named."""

    submitted_on: date
    willing: bool | None
    agency_id: str | None
    position_id: str | None
    job_family: str | None

    @property
    def names_something(self) -> bool:
        """Whether an agency, a post or a job family was wished for."""
        return any((self.agency_id, self.position_id, self.job_family))


@dataclass(frozen=True)
class Training:
    """A training that was completed before the day."""

    name: str
    completed_on: date


def name_rank(rank: str | None) -> str | None:
    """Return a rank with its title, "Penata Tk. I (III/d)"; contract staff have no titles."""
    return f"{RANK_NAMES[rank]} ({rank})" if rank in RANK_NAMES else rank


def list_trainings(matcher: Matcher, dates: Dates, nip: str) -> tuple[Training, ...]:
    """Return the trainings known as of the day, the latest first."""
    rows = read_own_rows(matcher.history.snapshot, "trainings", nip)
    found = [Training(row["name"], row["completed_on"]) for row in rows]
    known = [one for one in found if one.completed_on < dates.as_of]
    return tuple(sorted(known, key=lambda one: (-one.completed_on.toordinal(), one.name)))


def find_discipline(matcher: Matcher, dates: Dates, nip: str) -> Discipline:
    """Tell whether the file holds a sanction or case that was not cancelled, and nothing more.

    Which one is for those who must know (UU 27/2022); whether it bars a move the gates tell.
    """
    snapshot = matcher.history.snapshot
    if not snapshot.has("discipline"):
        return "unknown"
    rows = read_own_rows(snapshot, "discipline", nip)
    kept = [row for row in rows if row["started_on"] < dates.as_of and not row.get("cancelled")]
    return "file" if kept else "none"


def find_age(matcher: Matcher, dates: Dates, nip: str) -> int | None:
    """Return the age in whole years on the day of the move; None without a birth date.

    Born 1985-06-02, it is 39 on 2025-06-01 and 40 on 2025-06-02.
    """
    born = int(matcher.history.people.born[matcher.person(nip)])
    birth = to_date(born)
    if birth is None:
        return None
    age = dates.effective_on.year - birth.year
    return age - int(int(birthdays(born, age)) > dates.effective_day)


def find_retirement(matcher: Matcher, nip: str, position_id: str) -> tuple[int, date | None]:
    """Return the retirement age of a post and the day on which the person would retire from it.

    It is the first of the month after the birthday (UU 20/2023 Pasal 55); None without birth date.
    """
    age = int(matcher.retirement_ages[matcher.position(position_id)])
    born = int(matcher.history.people.born[matcher.person(nip)])
    if born == UNKNOWN_DAY:
        return age, None
    return age, to_date(int(next_months(birthdays(np.array([born]), age))[0]))


def find_wish(matcher: Matcher, dates: Dates, nip: str) -> Wish | None:
    """Return what the person said last before the day, None where nothing was said."""
    rows = read_own_rows(matcher.history.snapshot, "preferences", nip)
    said = [row for row in rows if row["submitted_on"] < dates.as_of]
    if not said:
        return None
    last = sorted(said, key=lambda row: row["submitted_on"])[-1]  # of one day the last row holds
    wanted = (last.get(f"wanted_{name}") for name in ("agency_id", "position_id", "job_family"))
    return Wish(last.get("entered_on") or last["submitted_on"], last.get("willing"), *wanted)


def meets_wish(matcher: Matcher, dates: Dates, nip: str, position_id: str) -> bool:
    """Tell whether a post is all that the person last wished for."""
    person, post = matcher.person(nip), matcher.position(position_id)
    found = find_met(matcher.view(dates.day), np.array([person]), np.array([post]))
    return bool(found[0])


def measure_way(matcher: Matcher, origin: str | None, target: str) -> float | None:
    """Return the kilometres between the units of two posts, None where a place is unknown."""
    if origin is None:
        return None
    unit = matcher.history.positions.unit
    places = matcher.source.places
    units = (int(unit[matcher.position(one)]) for one in (origin, target))
    way = float(places.distance(*units))
    return None if np.isnan(way) else way
