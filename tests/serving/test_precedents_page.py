"""Past transfers on the pages, and lists on which some, or all, are told no chance."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from models.registry import ModelRegistry
from snapshots.store import SnapshotStore
from tests.matching.explaining.test_precedents import LEARNED, MOVED, make_moved
from tests.matching.office import AS_OF, TABLES
from tests.records import make_snapshot
from tests.serving.conftest import open_client
from tests.serving.office import EMPTY_RECORD, settings_of
from wording import say


@pytest.fixture(params=[8, 4], ids=["enough", "few"])
def moved(request, bare_home) -> Iterator[tuple[TestClient, int]]:
    """Return a client over an office where eight, or only four, people were moved before."""
    settings = settings_of(bare_home)
    made = make_snapshot({**TABLES, **make_moved(MOVED[: request.param])}, AS_OF)
    SnapshotStore(settings.snapshots).save(made.tables, made.as_of, made_up=True)
    registry = ModelRegistry(settings.tracking_uri, bare_home)
    registry.promote(registry.register(LEARNED, EMPTY_RECORD), "a test")
    with open_client(bare_home) as opened:
        yield opened, request.param


def test_pages_and_api_tell_past_transfers_and_who_is_told_no_chance(moved):
    client, count = moved
    made = client.post("/v1/shortlists", json={"position_id": "OPEN"}).json()
    first = made["candidates"][0]
    assert (first["fit"] is None) == (count < 5)
    listed = client.get(f"/shortlists/{made['id']}?lang=en").text
    few = say("precedents.few_precedents", "en")
    assert (few in listed) == (count < 5)
    address = f"/positions/OPEN/candidates/{first['person_id']}"
    found = client.get(f"/v1{address}", headers={"Accept-Language": "en"}).json()["precedents"]
    page = client.get(f"{address}?lang=en").text
    assert found["near"] == count
    assert found["text"] in page
    assert page.count("Kepala Subbagian") >= min(count, 5)
    assert (few in page) == (count < 5)


def test_a_page_of_a_rule_says_that_it_knows_no_similar_transfers(shared):
    made = shared.post("/v1/shortlists", json={"position_id": "KASI/1"}).json()
    person = made["candidates"][0]["person_id"]
    page = shared.get(f"/positions/KASI/1/candidates/{person}?lang=id").text
    assert say("precedents.rule", "id") in page
