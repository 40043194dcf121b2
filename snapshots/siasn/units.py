"""Deduces units and their agencies (OPD) from where people serve and, if given, from ref-unor."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from snapshots.mapping import LocalMapping
from snapshots.phrases import Phrases, fold_words
from snapshots.siasn.codes import read_codes_file, write_out
from snapshots.siasn.findings import Findings, most_common

_SEGMENTS = re.compile(r"\s+[-–|/]\s+|\s*[;|]\s*|,\s+")
_PLACE = re.compile(r"(?<!kecamatan)(?<!\bkec) (kota|kabupaten|kab|provinsi) .*$")


def make_id(letter: str, *parts: str) -> str:
    """Return an id that stays the same as long as what it is made of does."""
    told = "\x1f".join(parts)
    return letter + hashlib.sha256(told.encode()).hexdigest()[:10].upper()


@dataclass(frozen=True)
class Reference:
    """A row of ref-unor: the unit directly above, and the agency (OPD), each by unit id.

    `head` is the title of the post that heads the unit, `echelon` that post's.
    """

    row: int
    name: str
    above: str | None
    agency_id: str | None
    head: str | None = None
    echelon: str | None = None

    @property
    def is_agency(self) -> bool:
        """Whether the unit is called as agencies are."""
        return _begins_as_agency(self.name)


References = Mapping[str, Reference]


def read_references(told: pd.DataFrame, findings: Findings) -> dict[str, Reference]:
    """Return ref-unor by unit id; the first of several rows with one id holds."""
    told = told.assign(echelon=findings.translate("eselon", told["eselon_id"]))
    known = told.dropna(subset=["id"]).drop_duplicates("id")
    columns = ["id", "nama", "atasan_id", "induk_id", "jabatan_nama", "echelon"]
    return {
        unit_id: Reference(row, name or unit_id, *rest)
        for row, unit_id, name, *rest in known[columns].itertuples(index=True, name=None)
    }


@dataclass
class Unit:
    """A unit as it is put together: names it was given, agency and parent by unit id."""

    unit_id: str
    row: int
    name: str
    agency_id: str | None = None
    parent_id: str | None = None


@dataclass
class Organisation:
    """Finds each unit's agency, by the surest of several ways, and counts which one it was."""

    units: dict[str, Unit]
    reference: References
    told: pd.DataFrame
    mapping: LocalMapping
    findings: Findings
    notes: dict[str, list[str]] = field(default_factory=dict)

    def settle(self) -> None:
        """Give every unit its agency and its parent."""
        for unit in list(self.units.values()):
            unit.agency_id = self._find_agency(unit)
        for agency in {unit.agency_id for unit in self.units.values() if unit.agency_id}:
            self.units[agency].agency_id = agency
        for unit in list(self.units.values()):
            if unit.agency_id == unit.unit_id:
                continue
            parent = self._find_parent(unit)
            known = self.units.get(parent or "")
            fits = known is not None and known.agency_id == unit.agency_id
            unit.parent_id = parent if fits and parent != unit.unit_id else unit.agency_id
        for code, examples in self.notes.items():
            self.findings.deduce(code, examples)
        self._shorten()

    def _shorten(self) -> None:
        """Take out of a path what the units above say: "Seksi A - Dinas C" is Seksi A."""
        whole = {unit_id: fold_words(unit.name) for unit_id, unit in self.units.items()}
        for unit in self.units.values():
            first, *rest = _SEGMENTS.split(unit.name, maxsplit=1)
            above = {whole.get(one or "") for one in (unit.parent_id, unit.agency_id)}
            if rest and fold_words(rest[0]) in above:
                unit.name = first

    def _find_agency(self, unit: Unit) -> str:
        phrases = self.mapping.phrases("agencies")
        working = self._usual["satuan_kerja_nama"].get(unit.unit_id, "")
        mapped = phrases.find_exact(unit.unit_id) or phrases.find_within(unit.name)
        mapped = mapped or phrases.find_within(working)
        if mapped is not None:
            return self._agency_named(mapped, unit.row)
        told = self._by_reference(unit) or self._by_cell(unit)
        if told is not None:
            return told
        for code, name in self._by_name(unit):
            if name is not None:
                own = self._agency_named(name, unit.row)
                if own != unit.unit_id:
                    self.notes.setdefault(code, []).append(f"{unit.name} → {self.units[own].name}")
                return own
        self.notes.setdefault("agency_alone", []).append(unit.name)
        return unit.unit_id

    def _by_reference(self, unit: Unit) -> str | None:
        """Follow ref-unor: the OPD that it names, else the nearest above that is called one."""
        seen: list[str] = []
        at: str | None = unit.unit_id
        while at is not None and at in self.reference and at not in seen:
            seen.append(at)
            told = self.reference[at]
            if told.agency_id is not None and told.agency_id in self.reference:
                return self._adopt(told.agency_id)
            if told.is_agency:
                return self._adopt(at)
            at = told.above
        return None

    def _adopt(self, unit_id: str) -> str:
        """Take a unit of ref-unor into the units."""
        if unit_id not in self.units:
            told = self.reference[unit_id]
            self.units[unit_id] = Unit(unit_id, told.row, told.name)
        self.units[unit_id].agency_id = unit_id
        return unit_id

    def _by_cell(self, unit: Unit) -> str | None:
        """Take the agency that the rows of this unit name."""
        induk_id = self._usual["unor_induk_id"].get(unit.unit_id)
        name = self._usual["unor_induk_nama"].get(unit.unit_id)
        if induk_id is not None:
            made = Unit(induk_id, unit.row, name or induk_id, agency_id=induk_id)
            return self.units.setdefault(induk_id, made).unit_id
        return self._agency_named(name, unit.row) if name is not None else None

    @cached_property
    def _usual(self) -> dict[str, dict[str, str]]:
        """What is told most often of each unit's agency, by column and unit id."""
        columns = ("unor_induk_id", "unor_induk_nama", "satuan_kerja_nama")
        return {
            column: {
                str(unit_id): most_common([*cells])
                for unit_id, cells in self.told.dropna(subset=[column]).groupby("unit_id")[column]
            }
            for column in columns
        }

    def _by_name(self, unit: Unit) -> Iterator[tuple[str, str | None]]:
        """Give the agency that name, working unit and custom tell, with the code of each way."""
        yield "agency_by_name", name_agency(unit.name)
        yield "agency_by_name", self._within_known(unit.name)
        working = self._usual["satuan_kerja_nama"].get(unit.unit_id, "")
        yield "agency_by_working_unit", name_agency(working)
        customs = Phrases(read_codes_file()["agencies"])
        custom = customs.find_within(unit.name) or customs.find_within(working)
        known = [one for one in sorted(self._named) if custom and one.startswith(custom)]
        yield "agency_by_custom", known[0] if len(known) == 1 else None
        yield "agency_by_working_unit", working if not is_government(working) else None

    def _within_known(self, name: str) -> str | None:
        """Find a known agency inside a name: "Seksi Umum Dinas Contoh" belongs to Dinas Contoh."""
        folded = f" {fold_words(name)} "
        found = [one for one in self._named if f" {one} " in folded]
        return max(found, key=len) if found else None

    @cached_property
    def _named(self) -> dict[str, str]:
        """Unit ids of the agencies that names tell, by the name without the city's."""
        found: dict[str, str] = {}
        names = [(unit.unit_id, unit.name) for unit in self.units.values()]
        for unit_id, name in sorted(names, key=_by_clearness):
            agency = name_agency(name)
            if agency is not None:
                whole = fold_agency(agency) == fold_agency(name)
                made = unit_id if whole else make_id("U", fold_agency(agency))
                found.setdefault(fold_agency(agency), made)
                if found[fold_agency(agency)] not in self.units:
                    self.units[made] = Unit(made, self.units[unit_id].row, agency, agency_id=made)
        return found

    def _agency_named(self, name: str, row: int) -> str:
        """Return the id of the agency of that name, made where no unit has it."""
        if name in self.units:
            return name
        folded = fold_agency(name)
        known = self._named.get(folded)
        if known is None:
            known = next(
                (one.unit_id for one in self.units.values() if fold_agency(one.name) == folded),
                make_id("U", folded),
            )
            self._named[folded] = known
        return self.units.setdefault(known, Unit(known, row, name, agency_id=known)).unit_id

    def _find_parent(self, unit: Unit) -> str | None:
        if unit.unit_id in self.reference:
            return self.reference[unit.unit_id].above
        _, *above = _SEGMENTS.split(unit.name, maxsplit=1)
        whole = (unit.agency_id, fold_words(above[0])) if above else None
        return self._by_whole_name.get(whole) if whole else None

    @cached_property
    def _by_whole_name(self) -> dict[tuple[str | None, str], str]:
        """Unit ids by agency and whole name, for names repeat between agencies."""
        units = self.units.values()
        return {(unit.agency_id, fold_words(unit.name)): unit.unit_id for unit in units}


def deduce_units(
    told: pd.DataFrame, reference: References, mapping: LocalMapping, findings: Findings
) -> pd.DataFrame:
    """Return the `units` table: every unit that rows of people name, and its agency.

    `told` has a row each time somebody serves: unit_id, and the names and ids of unit and agency as
    they stand; `reference` is empty where there is no ref-unor.
    """
    units: dict[str, Unit] = {}
    for unit_id, rows in told.dropna(subset=["unit_id"]).groupby("unit_id", sort=True):
        names = [*rows["unor_nama"].dropna(), *rows["unor_induk_nama"].dropna()]
        own = [*rows["unor_nama"].dropna()] or names or [str(unit_id)]
        units[str(unit_id)] = Unit(str(unit_id), int(rows.index.min()), most_common(own))
    for unit_id in list(units):
        if unit_id in reference and reference[unit_id].name != unit_id:
            units[unit_id].name = reference[unit_id].name
        _add_above(units, reference, unit_id)
    Organisation(units, reference, told, mapping, findings).settle()
    return _as_frame(sorted(units.values(), key=lambda unit: unit.unit_id))


def _add_above(units: dict[str, Unit], reference: References, unit_id: str) -> None:
    """Take in the units above one, as ref-unor tells them, up to its agency."""
    at = unit_id
    while at in reference and not reference[at].is_agency:
        above = reference[at].above
        if above is None or above in units or above not in reference:
            return
        units[above] = Unit(above, reference[above].row, reference[above].name)
        at = above


def _as_frame(units: Sequence[Unit]) -> pd.DataFrame:
    columns = {
        name: [getattr(unit, name) for unit in units]
        for name in ("unit_id", "name", "agency_id", "parent_id")
    }
    return pd.DataFrame(columns, index=[unit.row for unit in units], dtype=object)


def _begins_as_agency(name: str) -> bool:
    words = read_codes_file()["agency_words"]["begin"]
    return any(f"{write_out(name)} ".startswith(f"{word} ") for word in words)


def is_government(name: str) -> bool:
    """Tell whether a name says nothing of an agency: it is empty or the whole government's."""
    words = fold_words(name).split()
    return not words or words[0] in read_codes_file()["agency_words"]["government"]


def split_path(name: str) -> list[str]:
    """Return the parts of a path: "Seksi A - Bidang B - Dinas C" has three."""
    return _SEGMENTS.split(name)


def name_agency(name: str) -> str | None:
    """Return the agency in a path ("Seksi A - Bidang B - Dinas C"): its last part called one."""
    parts = [part for part in split_path(name) if _begins_as_agency(part)]
    return parts[-1].strip() if parts else None


def _by_clearness(named: tuple[str, str]) -> tuple[int, bool, str]:
    """Order (unit id, name): short names first, of two alike one not in capitals."""
    unit_id, name = named
    return len(name), name.isupper(), unit_id


def fold_agency(name: str) -> str:
    """Return an agency's name as it is compared: without the city's; other names as they are."""
    folded = fold_words(name)
    return _PLACE.sub("", folded) if _begins_as_agency(name) else folded
