"""What would bring somebody onto the list: the page and the API tell the same."""

from collections.abc import Iterator
from html import unescape

import pytest
from starlette.testclient import TestClient

from models.baselines import make_baseline
from models.registry import ModelRegistry
from snapshots.store import SnapshotStore
from tests.matching.explaining.remedies.test_remedies import PARTLY
from tests.matching.office import AS_OF, EMPLOYEES, TABLES
from tests.records import make_snapshot
from tests.serving.conftest import open_client
from tests.serving.office import EMPTY_RECORD, settings_of


@pytest.fixture
def client(bare_home) -> Iterator[TestClient]:
    settings = settings_of(bare_home)
    tables = {**TABLES, "employees": EMPLOYEES, "assessments": PARTLY}
    made = make_snapshot(tables, AS_OF)
    SnapshotStore(settings.snapshots).save(made.tables, made.as_of, made_up=True)
    registry = ModelRegistry(settings.tracking_uri, bare_home)
    registry.promote(registry.register(make_baseline("competency_match"), EMPTY_RECORD), "a test")
    with open_client(bare_home) as opened:
        yield opened


@pytest.mark.parametrize("language", ["id", "en"])
def test_page_and_api_tell_the_same_change_and_the_same_advice(client, language):
    found = client.post("/v1/people/search", json={"nip": "2"}).json()["items"][0]
    address = f"/positions/OPEN/candidates/{found['person_id']}"
    told = client.get(f"/v1{address}?size=2", headers={"Accept-Language": language}).json()
    assert told["remedy"]["state"] == "found"
    assert told["remedy"]["ready_on"] == "2026-06-01"
    page = unescape(client.get(f"{address}?lang={language}&size=2").text)
    said = [told["remedy"]["text"], *(one["text"] for one in told["remedy"]["changes"])]
    for text in (*said, *(one["text"] for one in told["advice"])):
        assert text in page


def test_a_page_names_all_that_was_never_assessed_in_one_line(client):
    found = client.post("/v1/people/search", json={"nip": "4"}).json()["items"][0]
    page = unescape(client.get(f"/positions/OPEN/candidates/{found['person_id']}").text)
    assert page.count("Jadwalkan asesmen untuk 2 kompetensi yang belum dinilai: Kerja Sama") == 1
    assert "belum dinilai, standar level" not in page
