"""Records of a small city made up at random, and changes to what became known after a day."""

from datetime import date, timedelta

import numpy as np

from snapshots.ladders import FUNCTIONAL_TIERS, PREDICATES
from snapshots.tables import TABLES

FIRST, LAST = date(2017, 1, 1), date(2025, 6, 1)
FAMILIES = ["Keuangan", "Kesehatan", "Umum", None]
FIELDS = ["Akuntansi", "Hukum", "Keperawatan"]
RANKS = ["III/a", "III/b", "III/c", "III/d", "IV/a", "IX"]
REASONS = TABLES["transfers"].column("reason").choices
COMPETENCIES = ["Integritas", "Kerja sama", "Perekat bangsa", "Anggaran", "Rekam medis"]
KINDS = ["managerial", "managerial", "sociocultural", "technical", "technical"]
TITLES = ["Kepala Seksi Anggaran", "Kepala Seksi Umum", "Analis Anggaran", "Perawat", "Pranata"]


class SmallCity:
    """Rows by table; every choice comes from `seed`."""

    def __init__(self, seed, people=14, positions=10):
        self.rng = np.random.default_rng(seed)
        self.places = [f"P{number:02}" for number in range(positions)]
        self.nips = [f"N{number:02}" for number in range(people)]
        self.tables = {
            "units": self._units(),
            "positions": [self._position(place) for place in self.places],
            "competencies": [
                {"competency_id": name, "name": name, "kind": kind}
                for name, kind in zip(COMPETENCIES, KINDS, strict=True)
            ],
            "requirements": self._some(self.places, COMPETENCIES, "position_id", self._asked),
            "assignments": [row for nip in self.nips for row in self._stays(nip)],
        }
        self.tables["employees"] = [self._employee(nip) for nip in self.nips]
        for table in EVENTS:
            self.tables[table] = [row for nip in self.nips for row in self.events(table, nip)]
        # One outcome known from the start: whether outcomes are given at all never hangs on others.
        self.tables["transfers"].append(
            self._transfer(self.nips[0], FIRST) | {"outcome": "success", "outcome_on": FIRST}
        )

    def pick(self, choices):
        return choices[self.rng.integers(len(choices))]

    def day(self, after=FIRST):
        return after + timedelta(days=int(self.rng.integers((LAST - after).days + 1)))

    def maybe(self, value, share=0.8):
        return value if self.rng.random() < share else None

    def events(self, table, nip, after=FIRST):
        """Return up to four rows of a table about a person, on days from `after` on."""
        days = {self.day(after) for _ in range(self.rng.integers(5))}
        rows = [getattr(self, f"_{table}")(nip, on) for on in sorted(days)]
        return _without_twins(table, rows)

    def _units(self):
        places = {"A1": "A", "A2": "A1", "B1": "B", "A": None, "B": None}
        return [
            {
                "unit_id": unit,
                "name": f"{self.pick(['Bidang', 'Dinas'])} {self.pick(FIELDS)}",
                "agency_id": unit[0],
                "parent_id": parent,
                "latitude": self.maybe(-6 - self.rng.random(), 0.8),
                "longitude": 106 + self.rng.random(),
            }
            for unit, parent in places.items()
        ]

    def _position(self, place):
        functional = self.rng.random() < 0.5
        return {
            "position_id": place,
            "title": self.pick(TITLES),
            "unit_id": self.pick(["A", "A1", "A2", "B", "B1"]),
            "kind": "fungsional" if functional else self.pick(["pelaksana", "pengawas"]),
            "tier": self.pick(FUNCTIONAL_TIERS) if functional else None,
            "job_family": self.pick(FAMILIES),
            "job_class": self.maybe(int(self.rng.integers(5, 10))),
            "min_rank": self.maybe(self.pick(RANKS[:3])),
            "min_education": self.maybe(self.pick(["d3", "s1"])),
            "education_fields": self.maybe(";".join({self.pick(FIELDS), self.pick(FIELDS)})),
            "replaces": self.maybe(self.pick(self.places), 0.2),
        }

    def _asked(self):
        return {"level": int(self.rng.integers(1, 6))}

    def _some(self, ones, others, name, more):
        return [
            {name: one, "competency_id": other} | more()
            for one in ones
            for other in others
            if self.rng.random() < 0.6
        ]

    def _stays(self, nip):
        starts = sorted({self.day() for _ in range(1 + self.rng.integers(4))})
        ends = [*starts[1:], self.maybe(LAST + timedelta(days=90), 0.2)]
        return [
            {
                "nip": nip,
                "position_id": self.pick(self.places),
                "started_on": start,
                "ended_on": end,
                "appointment": "acting" if self.rng.random() < 0.1 else "definitive",
            }
            for start, end in zip(starts, ends, strict=True)
        ]

    def _employee(self, nip):
        return {
            "nip": nip,
            "name": nip,
            "appointed_on": FIRST,
            "position_id": self.pick(self.places),
            "position_since": self.day(),
            "birth_date": date(1980, 1, 1) + timedelta(days=int(self.rng.integers(5000))),
            "sex": self.pick(["m", "f"]),
            "rank": self.pick(RANKS),
            "rank_since": self.day(),
            "education_level": self.pick(["d3", "s1", "s2"]),
            "education_field": self.pick(FIELDS),
            "left_on": self.maybe(self.day(), 0.2),
        }

    def _assessments(self, nip, on):
        level = int(self.rng.integers(6))
        return {
            "nip": nip,
            "competency_id": self.pick(COMPETENCIES),
            "level": level,
            "assessed_on": on,
        }

    def _performance(self, nip, on):
        known = date(on.year + 1, 1, 31) if self.rng.random() < 0.5 else None
        predicate = self.pick(PREDICATES[1:])
        return {"nip": nip, "year": on.year, "predicate": predicate, "known_on": known}

    def _transfers(self, nip, on):
        return self._transfer(nip, on)

    def _transfer(self, nip, on):
        return {
            "nip": nip,
            "to_position_id": self.pick(self.places),
            "effective_on": on,
            "from_position_id": self.maybe(self.pick(self.places)),
            "reason": self.pick(REASONS),
            "outcome": self.maybe(self.pick(["success", "failure"])),
            "outcome_on": on + timedelta(days=365),
        }

    def _ranks(self, nip, on):
        return {"nip": nip, "rank": self.pick(RANKS), "since": on}

    def _educations(self, nip, on):
        level = self.pick(["d3", "s1", "s2"])
        return {"nip": nip, "level": level, "graduated_on": on, "field": self.pick(FIELDS)}

    def _trainings(self, nip, on):
        return {
            "nip": nip,
            "name": f"Pelatihan {on}",
            "completed_on": on,
            "hours": self.maybe(float(self.rng.integers(8, 80))),
            "job_family": self.pick(FAMILIES),
            "competency_id": self.maybe(self.pick(COMPETENCIES)),
        }

    def _discipline(self, nip, on):
        return {"nip": nip, "severity": "sedang", "started_on": on, "ended_on": None}

    def _talents(self, nip, on):
        return {"nip": nip, "year": on.year, "box": int(self.rng.integers(1, 10)), "known_on": on}


EVENTS = {
    "assessments": "assessed_on",
    "performance": "known_on",
    "transfers": "effective_on",
    "ranks": "since",
    "educations": "graduated_on",
    "trainings": "completed_on",
    "discipline": "started_on",
    "talents": "known_on",
}
"""Tables of dated events, and the column that tells when a row became known."""


def known_on(table, row):
    """Return the day on which a row of EVENTS became known."""
    given = row[EVENTS[table]]
    return date(row["year"] + 1, 1, 31) if given is None else given


def change_later(city, day):
    """Return the city's tables with what became known on `day` or later changed at random."""
    changed = dict(city.tables)
    newcomer = "N05b"  # stands between others, so that every later index moves
    changed["assignments"] = _change_stays(city, newcomer, day)
    changed["employees"] = [
        *(_change_employee(city, row, day) for row in city.tables["employees"]),
        city._employee(newcomer),
    ]
    for table in [name for name in EVENTS if name in city.tables]:
        kept = [
            r for r in city.tables[table] if known_on(table, r) < day or city.rng.random() < 0.5
        ]
        new = [r for nip in [*city.nips, newcomer] for r in city.events(table, nip, day)]
        fresh = [row for row in new if known_on(table, row) >= day]
        changed[table] = _without_twins(
            table, [_change_outcome(city, r, day) for r in kept] + fresh
        )
    return changed


def _change_stays(city, newcomer, day):
    past = [row for row in city.tables["assignments"] if row["started_on"] < day]
    ended = [
        row | {"ended_on": city.maybe(city.day(day))}
        if row["ended_on"] is None or row["ended_on"] >= day
        else row
        for row in past
    ]
    fresh = [city._stays(nip)[0] for nip in [*city.nips, newcomer]]
    new = [row | {"started_on": city.day(day), "ended_on": None} for row in fresh]
    return _without_twins("assignments", [*ended, *new])


def _change_employee(city, row, day):
    fresh = city._employee(row["nip"])
    undated = {"position_id": fresh["position_id"], "position_since": fresh["position_since"]}
    if row["rank_since"] >= day:
        undated |= {"rank": fresh["rank"], "rank_since": city.day(day)}
    if row["left_on"] is None or row["left_on"] >= day:
        undated |= {"left_on": city.maybe(city.day(day))}
    return row | undated


def _change_outcome(city, row, day):
    if row.get("outcome_on") is None or row["outcome_on"] < day:
        return row
    return row | {"outcome": city.maybe(city.pick(["success", "failure"]))}


def _without_twins(table, rows):
    """Keep the first row of each key."""
    found: dict[tuple[object, ...], dict[str, object]] = {}
    for row in rows:
        found.setdefault(tuple(row[name] for name in TABLES[table].key), row)
    return list(found.values())
