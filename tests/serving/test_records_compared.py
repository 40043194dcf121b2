"""Two imports held against each other while one of them may be removed."""

import shutil
from typing import Any

import pytest

from serving.access.rights import Role
from serving.comparing.service import Comparisons
from serving.database.tables import AuditRow
from serving.errors import UnknownRecordsError
from snapshots.store import SnapshotStore
from tests.serving import office
from tests.serving.conftest import open_client
from tests.serving.office import settle
from tests.serving.test_refusals import check


@pytest.fixture
def two(home):
    """Return the store of two imports, and their ids, the older first."""
    store = SnapshotStore(home / "snapshots")
    return store, store.read_current(), settle(home, "2025-07-01")


def test_what_was_compared_is_not_compared_again(two):
    store, *ids = two
    comparisons = Comparisons(store)
    assert comparisons.read(*ids) is comparisons.read(*ids)
    assert comparisons.read(*reversed(ids)).found.before.snapshot_id == ids[1]


def test_records_removed_between_list_and_load_are_told_as_unknown(two, monkeypatch):
    store, *ids = two
    listed = store.list()
    monkeypatch.setattr(type(store), "list", lambda _: listed)
    shutil.rmtree(store.folder / ids[0])
    with pytest.raises(UnknownRecordsError) as refused:
        Comparisons(store).read(*ids)
    assert refused.value.field == "a"


def test_people_of_removed_records_are_shown_no_more(client, home, two):
    store, *ids = two
    address = f"/v1/snapshots/compare?a={ids[0]}&b={ids[1]}"
    assert client.get(address).status_code == 200
    shutil.rmtree(store.folder / ids[0])
    check(client.get(address), 422, "unknown_records")
    assert client.app.state.comparisons._kept is None


@pytest.mark.parametrize(("role", "looks"), [(Role.DATA_SCIENTIST, 0), (Role.ADMINISTRATOR, 1)])
def test_the_audit_is_told_of_whoever_is_shown_people_alone(home, monkeypatch, role, looks):
    made = office.office()
    made["employees"][0] |= {"name": "Contoh Baru"}
    store, before = SnapshotStore(home / "snapshots"), SnapshotStore(home / "snapshots").load()
    monkeypatch.setattr(office, "office", lambda: made)
    after = settle(home, before.as_of.isoformat())
    assert store.read_current() == after != before.snapshot_id
    with open_client(home, roles=(role,)) as client:
        page = client.get(f"/data/compare?a={before.snapshot_id}&b={after}").text
        assert ("Contoh Baru" in page) == bool(looks)
        app: Any = client.app
        with app.state.database.read() as session:
            assert session.query(AuditRow).filter_by(event="quality_seen").count() == looks
