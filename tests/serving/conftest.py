"""A small office on disk: records, a rule as champion, and the application over them."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from models.baselines import make_baseline
from models.registry import DatasetFacts, ModelRegistry, RunRecord
from serving.app import create_app
from serving.settings import Settings
from snapshots.store import SnapshotStore
from snapshots.surrogate import load_secret
from tests.records import make_snapshot

HERE = "http://127.0.0.1:8000"
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


def office():
    """Return the tables: a vacant head of section, and four people who might fill it."""
    people = [
        {
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
        for nip, name in NAMES.items()
    ]
    return {
        "units": [
            {"unit_id": "D1", "name": "Dinas Contoh Satu", "agency_id": "D1"},
            {"unit_id": "D2", "name": "Dinas Contoh Dua", "agency_id": "D2"},
        ],
        "positions": [
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
        ],
        "employees": people,
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
        "discipline": [
            {
                "nip": SANCTIONED,
                "severity": "sedang",
                "started_on": "2025-01-01",
                "ended_on": "2026-01-01",
            }
        ],
    }


def settle(home: Path, as_of: str = "2025-06-01") -> str:
    """Import the office into `home`; returns the id of the records."""
    made = make_snapshot(office(), as_of)
    store = SnapshotStore(home / "snapshots")
    return store.save(made.tables, made.as_of, made_up=True).snapshot_id


def settings_of(home: Path, **others: str) -> Settings:
    """Return the settings of an installation in `home`, whatever the environment says."""
    urls = {name: f"sqlite:///{home}/{name}.db" for name in ("database_url", "tracking_uri")}
    return Settings(home=home, **(urls | others))  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def furnished(tmp_path_factory) -> Path:
    """Return a home with records and a champion, to be copied: a fresh model store takes long."""
    home: Path = tmp_path_factory.mktemp("furnished")
    settle(home)
    load_secret(home)
    registry = ModelRegistry(settings_of(home).tracking_uri, home)
    record = RunRecord(DatasetFacts("office", "0" * 20, {}), {}, {}, {})
    registry.promote(registry.register(make_baseline("competency_match"), record), "a test")
    return home


@pytest.fixture
def home(furnished, tmp_path) -> Path:
    """Return a home of one's own with records and a champion."""
    return Path(shutil.copytree(furnished, tmp_path / "home"))


def open_client(home: Path, **others: str) -> TestClient:
    """Return a client of an application over `home`, as a program on this machine uses it."""
    app = create_app(settings_of(home, **others))
    return TestClient(app, base_url=HERE, raise_server_exceptions=False, follow_redirects=False)


@pytest.fixture
def client(home) -> Iterator[TestClient]:
    with open_client(home) as opened:
        yield opened


@pytest.fixture(scope="session")
def shared(furnished, tmp_path_factory) -> Iterator[TestClient]:
    """Return a client that many tests share, for those who only look."""
    home = Path(shutil.copytree(furnished, tmp_path_factory.mktemp("shared") / "home"))
    with open_client(home) as opened:
        yield opened


@pytest.fixture(scope="session")
def ids(shared) -> dict[str, str]:
    """Return the person_id of everybody in the office by NIP."""
    found = shared.post("/v1/people/search", json={}).json()["items"]
    return {row["nip"]: row["person_id"] for row in found}
