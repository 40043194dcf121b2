"""A small office: two agencies, a vacant head of section, and four people who might fill it."""

from pathlib import Path

from models.baselines import make_baseline
from models.registry import DatasetFacts, ModelRegistry, RunRecord
from serving.settings import Settings
from snapshots.store import SnapshotStore
from snapshots.surrogate import load_secret
from tests import postgres
from tests.records import make_snapshot

POSITION = "KASI/1"
"""An id with a slash, as some agencies have them."""
ELIGIBLE = "198001012005011000"
BEST = "198201012006012000"
SANCTIONED = "198301012007011000"
UNJUDGED = "198501012009012000"
NAMES = {
    ELIGIBLE: "Contoh Arif",
    BEST: "Contoh Bunga",
    SANCTIONED: "Contoh Candra",
    UNJUDGED: "Contoh Dian",
}


UNITS = [
    {"unit_id": "D1", "name": "Dinas Contoh Satu", "agency_id": "D1"},
    {"unit_id": "D2", "name": "Dinas Contoh Dua", "agency_id": "D2"},
]
POSITIONS = [
    {
        "position_id": POSITION,
        "title": "Kepala Seksi Contoh",
        "unit_id": "D1",
        "kind": "pengawas",
        "seats": 1,
        "min_rank": "III/b",
        "job_class": 9,
    },
    {"position_id": "STAF-1", "title": "Pengelola Contoh", "unit_id": "D1", "seats": 3},
    {"position_id": "STAF-2", "title": "Analis Contoh", "unit_id": "D2", "seats": 1},
]
EMPTY_RECORD = RunRecord(DatasetFacts("office", "0" * 20, {}), {}, {}, {})
"""The story of a model that learned nothing here."""
SANCTION = {
    "nip": SANCTIONED,
    "severity": "sedang",
    "started_on": "2025-01-01",
    "ended_on": "2026-01-01",
}


def office():
    """Return the tables of the office; the best of the four sits in the other agency."""
    return {
        "units": UNITS,
        "positions": POSITIONS,
        "employees": [_employ(nip, name) for nip, name in NAMES.items()],
        "competencies": [{"competency_id": "K1", "name": "Integritas", "kind": "managerial"}],
        "requirements": [{"position_id": POSITION, "competency_id": "K1", "level": 3}],
        "assessments": [
            {"nip": nip, "competency_id": "K1", "level": level, "assessed_on": "2024-05-01"}
            for nip, level in ((ELIGIBLE, 2), (BEST, 4))
        ],
        "performance": [
            {"nip": nip, "year": year, "predicate": "baik"}
            for nip in NAMES
            for year in (2023, 2024)
            if (nip, year) != (UNJUDGED, 2024)
        ],
        "discipline": [SANCTION],
    }


def _employ(nip, name):
    return {
        "nip": nip,
        "name": name,
        "appointed_on": "2007-01-01",
        "birth_date": f"{nip[:4]}-01-01",
        "position_id": "STAF-2" if nip == BEST else "STAF-1",
        "position_since": "2015-01-01",
        "rank": "III/c",
        "rank_since": "2021-01-01",
        "education_level": "s1",
    }


def settle(home: Path, as_of: str = "2025-06-01") -> str:
    """Import the office into `home`; returns the id of the records."""
    made = make_snapshot(office(), as_of)
    store = SnapshotStore(home / "snapshots")
    return store.save(made.tables, made.as_of, made_up=True).snapshot_id


def settings_of(home: Path, **others: str) -> Settings:
    """Return the settings of an installation in `home`, whatever the environment says."""
    files = {"database_url": "padan.db", "tracking_uri": "mlflow.db"}
    urls = {name: f"sqlite:///{home}/{file}" for name, file in files.items()}
    if postgres.chosen is not None:
        urls["database_url"] = postgres.chosen.url_of(home)
    return Settings(home=home, **(urls | others))  # type: ignore[arg-type]


def promote(registry: ModelRegistry, rule: str) -> None:
    """Register a rule and make it the champion."""
    registry.promote(registry.register(make_baseline(rule), EMPTY_RECORD), "a test")


def furnish(home: Path) -> None:
    """Give `home` records, a secret and a champion."""
    settle(home)
    load_secret(home)
    promote(ModelRegistry(settings_of(home).tracking_uri, home), "competency_match")
