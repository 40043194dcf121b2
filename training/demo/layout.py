"""Draws up the made-up city's units and posts, before they are numbered and given their seats."""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from training.demo.vocabulary import (
    CENTRE,
    CITY,
    CLERKS,
    D3,
    DISTRICT,
    FAMILIES,
    FAMILY,
    OFFICES,
    S1,
    SMA,
    Family,
    Office,
)

FILL = 0.80
"""Share of the seats that are filled at the end: cities are short of staff."""

SHARES = {"guru": 0.34, "health": 0.19, "expert": 0.11, "clerk": 0.30}
"""Share of the seats by group; single structural posts make up the rest."""


class Unit(NamedTuple):
    """A unit with its agency and parent (numbers of units, -1 for none) and its place."""

    name: str
    agency: int
    parent: int
    place: tuple[float, float]


class Post(NamedTuple):
    """A post in a unit; `weight` becomes seats, shared out within its `group`."""

    title: str
    unit: int
    tier: str
    family: str
    group: str = "structural"
    weight: float = 1.0
    echelon: str = ""
    education: int = -1
    fields: tuple[str, ...] = ()
    by_task: bool = False


@dataclass(frozen=True)
class Scale:
    """How many of everything a city of this size has."""

    seats: int
    offices: int
    districts: int
    divisions: int
    villages: int
    schools: int
    clinics: int


def scale_city(employees: int) -> Scale:
    """Return the sizes for a city of so many people: 38 agencies for 5,000, at most 60."""
    seats = round(employees / FILL)
    agencies = int(np.clip(round(4 + 0.48 * employees**0.5), 10, 60))
    districts = max(agencies - len(OFFICES), round(agencies * 0.18))
    office_seats = seats * (SHARES["expert"] + SHARES["clerk"]) / agencies
    return Scale(
        seats=seats,
        offices=agencies - districts,
        districts=districts,
        divisions=int(np.clip(round(office_seats / 20), 1, 10)),
        villages=int(np.clip(round(employees / 800), 2, 15)),
        schools=max(3, round(seats * SHARES["guru"] / 22)),
        clinics=max(1, round(seats * SHARES["health"] / 42)),
    )


@dataclass
class Draft:
    """Units and posts as they are added, in order."""

    scale: Scale
    rng: np.random.Generator
    units: list[Unit] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)

    def add_unit(self, name: str, parent: int, radius: float) -> int:
        """Add a unit near its parent (degrees) or, without one, an agency near the centre."""
        number = len(self.units)
        latitude, longitude = CENTRE if parent < 0 else self.units[parent].place
        north, east = self.rng.normal(0.0, radius, 2)
        agency = number if parent < 0 else self.units[parent].agency
        self.units.append(Unit(name, agency, parent, (latitude + north, longitude + east)))
        return number

    def add_head(self, unit: int, title: str, tier: str, echelon: str, family: str) -> None:
        """Add a single structural post."""
        self.posts.append(Post(title, unit, tier, family, echelon=echelon))

    def add_clerks(self, unit: int, family: str, weight: float) -> None:
        """Add pelaksana posts: analysts and data officers of the family, general clerks."""
        for education, share in ((S1, 0.8), (D3, 1.0), (SMA, 1.4)):
            of = "administrasi" if education == SMA else family
            title = f"{CLERKS[education][0]} {FAMILIES[FAMILY[of]].name}"
            self.posts.append(
                Post(title, unit, "pelaksana", of, "clerk", weight * share, education=education)
            )

    def add_experts(self, unit: int, family: Family, group: str, weight: float) -> None:
        """Add the functional rungs of a family, the skilled ones only where it has any."""
        rungs = [("ahli_pertama", 4.0), ("ahli_muda", 1.6), ("ahli_madya", 0.7)]
        if family.skilled:
            rungs += [("terampil", 2.2), ("mahir", 1.6), ("penyelia", 0.6)]
        for tier, share in rungs:
            title = f"{family.expert} {tier.replace('_', ' ').title()}"
            self.posts.append(
                Post(title, unit, tier, family.code, group, weight * share, fields=family.fields)
            )


def draft_city(employees: int, rng: np.random.Generator) -> Draft:
    """Draw up all agencies with their units and posts."""
    draft = Draft(scale_city(employees), rng)
    for office in OFFICES[: draft.scale.offices]:
        agency = _add_office(draft, office)
        if office.name == "Dinas Pendidikan":
            _add_schools(draft, agency)
        if office.name == "Dinas Kesehatan":
            _add_clinics(draft, agency)
    for number in range(1, draft.scale.districts + 1):
        _add_district(draft, number)
    return draft


def _add_office(draft: Draft, office: Office) -> int:
    agency = draft.add_unit(f"{office.name} {CITY}", -1, 0.015)
    main = office.families[0]
    echelon = "II.a" if office.name == "Sekretariat Daerah" else "II.b"
    draft.add_head(agency, office.head, "jpt_pratama", echelon, main)
    _add_secretariat(draft, agency, office.name)
    divisions = max(1, draft.scale.divisions + int(draft.rng.integers(-1, 2)))
    for number in range(divisions):
        family = FAMILIES[FAMILY[office.families[number % len(office.families)]]]
        _add_division(draft, agency, family, f"{family.name} {number + 1}")
    return agency


def _add_secretariat(draft: Draft, agency: int, name: str) -> None:
    is_secretariat = name.startswith("Sekretariat")
    label, title = ("Bagian Umum", "Kepala") if is_secretariat else ("Sekretariat", "Sekretaris")
    unit = draft.add_unit(f"{label} {name}", agency, 0.0)
    title = f"{title} {label} {name}" if is_secretariat else f"{title} {name}"
    draft.add_head(unit, title, "administrator", "III.a", "administrasi")
    for family in ("keuangan", "kepegawaian"):
        label = FAMILIES[FAMILY[family]].name
        part = draft.add_unit(f"Subbagian {label} {name}", unit, 0.0)
        draft.add_head(part, f"Kepala Subbagian {label}", "pengawas", "IV.a", family)
        draft.add_clerks(part, family, 0.5)
    extra = ("perencanaan", "kearsipan", "informatika", "administrasi")
    chosen = FAMILIES[FAMILY[extra[int(draft.rng.integers(len(extra)))]]]
    draft.add_experts(unit, chosen, "expert", 0.5)


def _add_division(draft: Draft, agency: int, family: Family, label: str) -> None:
    unit = draft.add_unit(f"Bidang {label}", agency, 0.0)
    draft.add_head(unit, f"Kepala Bidang {label}", "administrator", "III.b", family.code)
    if draft.rng.random() < 0.4:
        section = draft.add_unit(f"Seksi {label}", unit, 0.0)
        draft.add_head(section, f"Kepala Seksi {label}", "pengawas", "IV.a", family.code)
    draft.add_clerks(unit, family.code, 1.0)
    if not family.licensed:
        draft.add_experts(unit, family, "expert", 1.0)


def _add_schools(draft: Draft, agency: int) -> None:
    guru = FAMILIES[FAMILY["guru"]]
    for number in range(1, draft.scale.schools + 1):
        primary = number % 3 > 0
        fields = guru.fields[:1] if primary else guru.fields[1:]
        unit = draft.add_unit(f"{'SDN' if primary else 'SMPN'} Rekaan {number}", agency, 0.06)
        draft.add_experts(unit, guru._replace(fields=fields), "guru", 1.0)
        draft.posts.append(_task("Kepala Sekolah", unit, "guru", fields))
        draft.add_clerks(unit, "administrasi", 0.35)


def _add_clinics(draft: Draft, agency: int) -> None:
    for number in range(1, draft.scale.clinics + 1):
        hospital = number == 1 and draft.scale.clinics > 4
        name = "RSUD Rekaan" if hospital else f"Puskesmas Rekaan {number}"
        size = draft.scale.clinics * 0.3 if hospital else 1.0
        unit = draft.add_unit(name, agency, 0.05)
        for code, share in (("medis", 0.9), ("keperawatan", 1.2), ("kebidanan", 0.8), ("gizi", 1)):
            draft.add_experts(unit, FAMILIES[FAMILY[code]], "health", size * share)
        fields = tuple(FAMILIES[FAMILY[code]].fields[0] for code in ("medis", "keperawatan"))
        draft.posts.append(_task(f"Kepala {name}", unit, "medis", fields))
        part = draft.add_unit(f"Tata Usaha {name}", unit, 0.0)
        draft.add_head(part, "Kepala Tata Usaha", "pengawas", "IV.b", "administrasi")
        draft.add_clerks(part, "administrasi", 0.6 * size**0.5)


def _task(title: str, unit: int, family: str, fields: tuple[str, ...]) -> Post:
    return Post(title, unit, "ahli_muda", family, "task", fields=fields, by_task=True)


def _add_district(draft: Draft, number: int) -> None:
    name = f"Kecamatan Rekaan {number}"
    agency = draft.add_unit(f"{name} {CITY}", -1, 0.08)
    draft.add_head(agency, DISTRICT.head, "administrator", "III.a", DISTRICT.families[0])
    unit = draft.add_unit(f"Sekretariat {name}", agency, 0.0)
    draft.add_head(unit, "Sekretaris Kecamatan", "administrator", "III.b", "administrasi")
    draft.add_clerks(unit, "administrasi", 1.0)
    for code in DISTRICT.families:
        family = FAMILIES[FAMILY[code]]
        section = draft.add_unit(f"Seksi {family.name} {name}", agency, 0.0)
        draft.add_head(section, f"Kepala Seksi {family.name}", "pengawas", "IV.a", code)
        draft.add_clerks(section, code, 0.4)
    for village in range(1, draft.scale.villages + 1):
        _add_village(draft, agency, f"Kelurahan Rekaan {number}.{village}")


def _add_village(draft: Draft, agency: int, name: str) -> None:
    unit = draft.add_unit(name, agency, 0.02)
    draft.add_head(unit, "Lurah", "pengawas", "IV.a", "pemerintahan")
    draft.add_head(unit, "Sekretaris Kelurahan", "pengawas", "IV.b", "administrasi")
    draft.add_head(unit, "Kepala Seksi Ketertiban Kelurahan", "pengawas", "IV.b", "ketertiban")
    draft.add_clerks(unit, "pemerintahan", 0.4)
