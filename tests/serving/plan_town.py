"""A small made-up town whose plan moves several people, one into a seat that another leaves."""

from pathlib import Path

from models.registry import ModelRegistry
from snapshots.store import SnapshotStore
from snapshots.surrogate import load_secret
from tests.records import make_snapshot
from tests.serving.office import promote, settings_of

HEAD, NEXT = "KASI/1", "KASI-2"
"""A vacant head of section, and the post of whoever takes it."""
STAFF_1, STAFF_2 = "STAF-1", "STAF-2"
CHIEF = "197801012003011000"
KIN = "197901012004012000"
NIPS = [f"19{80 + n}0101{2006 + n // 2}011000" for n in range(8)]
"""Staff: the first two in the short agency, the others in the full one."""
UNITS = [
    {"unit_id": "D1", "name": "Dinas Contoh Satu", "agency_id": "D1"},
    {"unit_id": "D2", "name": "Dinas Contoh Dua", "agency_id": "D2"},
]
POSITIONS = [
    {"position_id": HEAD, "title": "Kepala Seksi Contoh", "unit_id": "D1", "kind": "pengawas"},
    {"position_id": NEXT, "title": "Kepala Subbagian Contoh", "unit_id": "D2", "kind": "pengawas"},
    {"position_id": STAFF_1, "title": "Pengelola Contoh", "unit_id": "D1", "seats": 9},
    {"position_id": STAFF_2, "title": "Analis Contoh", "unit_id": "D2", "seats": 6},
]
PLAN = {
    "pin": [{"nip": CHIEF, "position_id": HEAD}],
    "chains": True,
    "stance": "evenness",
    "max_share_leaving": 0.5,
    "min_fill_ratio": 0.5,
    "weights": {
        "fit": 1.0,
        "evenness": 10.0,
        "preference": 0.0,
        "distance": 0.0,
        "move": 0.01,
        "empty_post": 1.0,
    },
}
"""What the tests ask: the chief moves to the short agency, somebody follows, staff even out."""


def town(**changes):
    """Return the tables of the town; `changes` put other tables in their place."""
    everybody = [CHIEF, KIN, *NIPS]
    return {
        "units": UNITS,
        "positions": POSITIONS,
        "employees": [_employ(CHIEF, NEXT), _employ(KIN, STAFF_1)]
        + [_employ(nip, STAFF_1 if n < 2 else STAFF_2) for n, nip in enumerate(NIPS)],
        "performance": [
            {"nip": nip, "year": year, "predicate": "baik"}
            for nip in everybody
            for year in (2023, 2024)
        ],
        "competencies": [{"competency_id": "K1", "name": "Integritas", "kind": "managerial"}],
        "requirements": [{"position_id": HEAD, "competency_id": "K1", "level": 3}],
        "assessments": [
            {"nip": nip, "competency_id": "K1", "level": 2 + n % 3, "assessed_on": "2024-05-01"}
            for n, nip in enumerate(everybody)
        ],
        "relations": [{"nip": KIN, "other_nip": CHIEF, "kind": "sibling"}],
        **changes,
    }


def settle(home: Path, as_of: str = "2025-06-01", **changes) -> str:
    """Import the town into `home`; returns the id of the records."""
    made = make_snapshot(town(**changes), as_of)
    return SnapshotStore(home / "snapshots").save(made.tables, made.as_of, made_up=True).snapshot_id


def furnish(home: Path) -> None:
    """Give `home` the town, a secret and a champion."""
    settle(home)
    load_secret(home)
    promote(ModelRegistry(settings_of(home).tracking_uri, home), "competency_match")


def _employ(nip, position):
    return {
        "nip": nip,
        "name": f"Contoh {nip[2:4]}",
        "appointed_on": f"{nip[8:12]}-01-01",
        "birth_date": f"{nip[:4]}-01-01",
        "position_id": position,
        "position_since": "2015-01-01",
        "rank": "III/c",
        "rank_since": "2021-01-01",
        "education_level": "s1",
    }
