"""A snapshot as contiguous arrays, built once: people, positions, units, stays and their ledgers.

Everything that gates and features ask of the past goes through the ledgers here; `view.View`
answers what was known on a day. People are rows sorted by NIP, positions by id: an index, never
the NIP itself, travels through the rest of Padan.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from snapshots import ladders
from snapshots.coding import (
    Codes,
    Vocabulary,
    read_codes,
    read_days,
    read_flags,
    read_integers,
    read_numbers,
    read_rows,
    read_texts,
)
from snapshots.consents import Consents, read_consents
from snapshots.days import OPEN_END, UNKNOWN_DAY, Days, due_day, to_day
from snapshots.entered import NOTHING_ENTERED
from snapshots.ladders import UNKNOWN
from snapshots.ledger import Flags, Floats, Ints, Ledger, Spans, pair_key
from snapshots.snapshot import Snapshot
from snapshots.tables import TABLES
from snapshots.wishes import Wishes, read_wishes

YEARS = 400
"""Size of the year part of a (person, year) key; years count from `FIRST_YEAR`."""
FIRST_YEAR = 1900


@dataclass(frozen=True)
class People:
    """One entry a person, in the order of NIPs; codes index the choices of the employees table."""

    name: tuple[str, ...]
    appointed: Days
    left: Days
    left_reason: Codes
    born: Days
    status: Codes
    legal_status: Codes
    fte: Floats
    position: Codes
    position_since: Days
    rank: Codes
    rank_since: Days
    education: Codes
    field: Codes


@dataclass(frozen=True)
class Units:
    """One entry a unit, sorted by id; `agency` and `parent` are unit indexes."""

    unit_id: tuple[str, ...]
    name: tuple[str, ...]
    agency: Codes
    parent: Codes
    latitude: Floats
    longitude: Floats


@dataclass(frozen=True)
class Positions:
    """One entry a position, sorted by id; `unit`, `agency` and `replaces` are indexes."""

    position_id: tuple[str, ...]
    title: tuple[str, ...]
    unit: Codes
    agency: Codes
    kind: Codes
    tier: Codes
    level: Codes
    seats: Codes
    family: Codes
    job_class: Codes
    min_rank: Codes
    max_rank: Codes
    min_education: Codes
    fields: tuple[frozenset[int], ...]
    licensed: Flags
    retirement_age: Codes
    replaces: Codes


@dataclass(frozen=True)
class Stays:
    """Definitive stays by person and start; `continued` is the start that tenure counts from."""

    person: Codes
    position: Codes
    start: Days
    end: Days
    continued: Days


@dataclass(frozen=True)
class Graduations:
    """Degrees by person and day; `level` and `field` are the highest so far, by ledger value."""

    ledger: Ledger
    level: Codes
    field: Codes


class History:
    """The coded form of one snapshot; every attribute is computed once, when first asked."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.recorded = snapshot.tables
        self.entered = NOTHING_ENTERED
        self.day = to_day(snapshot.as_of)

    @cached_property
    def families(self) -> Vocabulary:
        """Job families of positions."""
        return Vocabulary(read_texts(self.snapshot, "positions", "job_family"))

    @cached_property
    def fields(self) -> Vocabulary:
        """Fields of study, of people and asked by positions."""
        asked = read_texts(self.snapshot, "positions", "education_fields")
        return Vocabulary(
            read_texts(self.snapshot, "employees", "education_field"),
            read_texts(self.snapshot, "educations", "field"),
            [field for cell in asked for field in (cell or "").split(";")],
        )

    @cached_property
    def units(self) -> Units:
        """Units and agencies."""
        snapshot = self.snapshot
        ids = tuple(str(unit) for unit in read_texts(snapshot, "units", "unit_id"))
        return Units(
            unit_id=ids,
            name=tuple(str(name) for name in read_texts(snapshot, "units", "name")),
            agency=read_rows(snapshot, "units", "agency_id", ids),
            parent=read_rows(snapshot, "units", "parent_id", ids),
            latitude=read_numbers(snapshot, "units", "latitude"),
            longitude=read_numbers(snapshot, "units", "longitude"),
        )

    @cached_property
    def positions(self) -> Positions:
        """Positions with their unit, agency and requirements other than competencies."""
        snapshot = self.snapshot
        ids = tuple(str(text) for text in read_texts(snapshot, "positions", "position_id"))
        unit = read_rows(snapshot, "positions", "unit_id", self.units.unit_id)
        kinds = [str(kind) for kind in read_texts(snapshot, "positions", "kind")]
        ranked = list(zip(kinds, read_texts(snapshot, "positions", "tier"), strict=True))
        asked = read_texts(snapshot, "positions", "education_fields")
        return Positions(
            position_id=ids,
            title=tuple(str(title) for title in read_texts(snapshot, "positions", "title")),
            unit=unit,
            agency=self.units.agency[unit],
            kind=self._choices("positions", "kind"),
            tier=np.array(
                [_index(ladders.TIERS, ladders.tier_of(*one)) for one in ranked], np.int32
            ),
            level=np.array([ladders.level_of(*one) for one in ranked], np.int32),
            seats=read_integers(snapshot, "positions", "seats"),
            family=self.families.encode(read_texts(snapshot, "positions", "job_family")),
            job_class=read_integers(snapshot, "positions", "job_class"),
            min_rank=read_codes(snapshot, "positions", "min_rank", ladders.RANK_CODES),
            max_rank=read_codes(snapshot, "positions", "max_rank", ladders.RANK_CODES),
            min_education=read_codes(
                snapshot, "positions", "min_education", ladders.EDUCATION_CODES
            ),
            fields=tuple(self._field_set(cell) for cell in asked),
            licensed=read_flags(snapshot, "positions", "licensed"),
            retirement_age=read_integers(snapshot, "positions", "retirement_age"),
            replaces=read_rows(snapshot, "positions", "replaces", ids),
        )

    @cached_property
    def people(self) -> People:
        """Everybody in the tables, in service or not."""
        snapshot = self.snapshot
        return People(
            name=tuple(str(name) for name in read_texts(snapshot, "employees", "name")),
            appointed=read_days(snapshot, "employees", "appointed_on"),
            left=read_days(snapshot, "employees", "left_on", OPEN_END),
            left_reason=self._choices("employees", "left_reason"),
            born=read_days(snapshot, "employees", "birth_date"),
            status=self._choices("employees", "status"),
            legal_status=self._choices("employees", "legal_status"),
            fte=read_numbers(snapshot, "employees", "fte", 1.0),
            position=self.rows_of_positions("employees", "position_id"),
            position_since=read_days(snapshot, "employees", "position_since"),
            rank=read_codes(snapshot, "employees", "rank", ladders.RANK_CODES),
            rank_since=read_days(snapshot, "employees", "rank_since"),
            education=read_codes(snapshot, "employees", "education_level", ladders.EDUCATION_CODES),
            field=self.fields.encode(read_texts(snapshot, "employees", "education_field")),
        )

    @cached_property
    def stays(self) -> Stays:
        """Definitive stays; acting ones count for nothing, additional ones fill seats only."""
        snapshot = self.snapshot
        definitive = np.flatnonzero(self._choices("assignments", "appointment") == 0)
        person = self.rows_of_people("assignments")[definitive]
        start = read_days(snapshot, "assignments", "started_on")[definitive]
        position = self.rows_of_positions("assignments", "position_id")[definitive]
        order = np.lexsort((position, start, person))
        person, position, start = person[order], position[order], start[order]
        end = read_days(snapshot, "assignments", "ended_on", OPEN_END)[definitive][order]
        return Stays(person, position, start, end, self._continue(person, position, start))

    @cached_property
    def stay_starts(self) -> Ledger:
        """Starts of definitive stays by person; values are rows of `stays`."""
        return Ledger(self.stays.person, self.stays.start, np.arange(len(self.stays.person)))

    @cached_property
    def level_spans(self) -> Spans:
        """Definitive service by (person, level), overlaps counted once."""
        level = self.positions.level[self.stays.position]
        key = pair_key(self.stays.person, level, len(ladders.LEVELS))
        return Spans(key, self.stays.start, self.stays.end)

    @cached_property
    def rank_changes(self) -> Ledger:
        """Ranks by person and the day they were reached: the ranks table and the employees row."""
        snapshot, people = self.snapshot, self.people
        codes = read_codes(snapshot, "ranks", "rank", ladders.RANK_CODES)
        dated = np.flatnonzero((people.rank >= 0) & (people.rank_since != UNKNOWN_DAY))
        return Ledger(
            np.concatenate([self.rows_of_people("ranks"), dated]),
            np.concatenate([read_days(snapshot, "ranks", "since"), people.rank_since[dated]]),
            np.concatenate([codes, people.rank[dated]]),
        )

    @cached_property
    def graduations(self) -> Graduations:
        """The highest education that each person had reached by a day."""
        level = read_codes(self.snapshot, "educations", "level", ladders.EDUCATION_CODES)
        field = self.fields.encode(read_texts(self.snapshot, "educations", "field"))
        person = self.rows_of_people("educations")
        day = read_days(self.snapshot, "educations", "graduated_on")
        order = np.lexsort((level, day, person))
        # The running maximum of (level, place) within a person: a later equal degree wins.
        ranked = (person[order].astype(np.int64) << 36) + (level[order].astype(np.int64) << 32)
        best = np.maximum.accumulate(ranked + np.arange(len(order))) & (2**32 - 1)
        ledger = Ledger(person[order], day[order], np.arange(len(order)))
        return Graduations(ledger, level[order][best], field[order][best])

    @cached_property
    def predicates(self) -> Ledger:
        """Yearly predicates (1–5) by `year_key` of person and year, dated when they were known."""
        year = read_integers(self.snapshot, "performance", "year")
        given = read_days(self.snapshot, "performance", "known_on")
        known = np.where(given == UNKNOWN_DAY, due_day(year), given)
        value = read_codes(self.snapshot, "performance", "predicate", ladders.PREDICATE_CODES)
        return Ledger(year_key(self.rows_of_people("performance"), year), known, value)

    @cached_property
    def consents(self) -> Consents:
        """Letters that lift rules, in the order of the table."""
        return read_consents(self.snapshot, self.person_of, self.position_of)

    @cached_property
    def wishes(self) -> Wishes:
        """What people said of moving, in the order of the table."""
        person, units = self.rows_of_people("preferences"), self.units.unit_id
        return read_wishes(self.snapshot, person, self._position_ids, units, self.families)

    def rows_of_people(self, table: str) -> Codes:
        """Return the person index of each row of `table` by its nip."""
        return read_rows(self.snapshot, table, "nip", self._nips)

    def rows_of_positions(self, table: str, column: str) -> Codes:
        """Return the position index that each cell of a column names."""
        return read_rows(self.snapshot, table, column, self._position_ids)

    @cached_property
    def people_ids(self) -> tuple[str, ...]:
        """NIPs in the order of people's indexes."""
        return tuple(str(nip) for nip in read_texts(self.snapshot, "employees", "nip"))

    @cached_property
    def _nips(self) -> pa.StringArray:
        return pa.array(self.people_ids, pa.string())

    @cached_property
    def _position_ids(self) -> pa.StringArray:
        return pa.array(self.positions.position_id, pa.string())

    @cached_property
    def person_of(self) -> dict[str, int]:
        """Index of a person by NIP."""
        return {nip: index for index, nip in enumerate(self.people_ids)}

    @cached_property
    def unit_of(self) -> dict[str, int]:
        """Index of a unit by id."""
        return {text: index for index, text in enumerate(self.units.unit_id)}

    def agency_of(self, unit_id: str | None) -> int | None:
        """Return the index of an agency; None for any other unit, and for what is none."""
        unit = self.unit_of.get(unit_id or "")
        return unit if unit is not None and self.units.agency[unit] == unit else None

    @cached_property
    def position_of(self) -> dict[str, int]:
        """Index of a position by id."""
        return {text: index for index, text in enumerate(self.positions.position_id)}

    def _choices(self, table: str, column: str) -> Codes:
        spec = TABLES[table].column(column)
        codes = {choice: code for code, choice in enumerate(spec.choices)}
        default = codes[str(spec.default)] if spec.default is not None else UNKNOWN
        return read_codes(self.snapshot, table, column, codes, default)

    def _field_set(self, cell: str | None) -> frozenset[int]:
        parts = [part for part in (cell or "").split(";") if part.strip()]
        return frozenset(self.fields.code(part) for part in parts)

    def _continue(self, person: Codes, position: Codes, start: Days) -> Days:
        """Carry the start of a stay over to the next one where its post replaces the one before."""
        carries = np.zeros(len(person), np.bool_)
        carries[1:] = (person[1:] == person[:-1]) & (
            self.positions.replaces[position[1:]] == position[:-1]
        )
        first = np.maximum.accumulate(np.where(carries, 0, np.arange(len(person))))
        return start[first]


def year_key(person: npt.ArrayLike, year: npt.ArrayLike) -> Ints:
    """Return the key of (person, calendar year) in `History.predicates`."""
    return pair_key(person, np.asarray(year, np.int64) - FIRST_YEAR, YEARS)


def _index(choices: tuple[str, ...], value: str | None) -> int:
    return choices.index(value) if value in choices else UNKNOWN
