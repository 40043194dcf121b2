"""An upload that fails is told as what became of it: records in use are stored, whatever failed."""

import pydoc
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from commands.application import run
from serving.access.rights import Role
from serving.audit.service import Actor
from serving.database.tables import AuditRow
from serving.uploads.begun import Begun, noting
from serving.uploads.service import MOST_OPEN
from snapshots.store import SnapshotStore
from tests.serving.conftest import open_client
from tests.serving.office import settings_of
from tests.serving.uploading import finish, let_go, list_told, packed, send
from tests.snapshots.small_source import Source


@pytest.fixture
def admin(home):
    with open_client(home, roles=(Role.ADMINISTRATOR,)) as client:
        yield client


def test_a_full_disk_is_one_clear_message_and_the_old_records_serve(admin, home, monkeypatch):
    before = SnapshotStore(home / "snapshots").load().snapshot_id

    def write(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("snapshots.store._write_file", write)
    ended = finish(admin, send(admin, packed()))
    assert (ended["status"], ended["failure"]) == ("failed", "disk_full")
    monkeypatch.undo()
    assert "Ruang penyimpanan server penuh" in admin.get(f"/data/uploads/{ended['id']}").text
    assert SnapshotStore(home / "snapshots").load().snapshot_id == before
    assert not list((home / "snapshots").glob(".unfinished-*"))
    monkeypatch.setattr("shutil.copyfileobj", write)
    assert send(admin, packed()).status_code == 507
    monkeypatch.undo()
    assert finish(admin, send(admin, packed()))["status"] == "stored"


STEPS = (
    "serving.uploads.service.write_report",
    "serving.uploads.service.end_upload",
    "snapshots.store._sync",
)


@pytest.mark.parametrize("step", STEPS)
def test_records_in_use_are_told_as_stored_whatever_fails_afterwards(
    admin, home, monkeypatch, step
):
    store = SnapshotStore(home / "snapshots")
    before, failed = store.read_current(), list[str]()
    whole: Any = pydoc.locate(step)

    def fail_once(*asked, **named):
        if store.read_current() != before and not failed:
            failed.append(step)
            raise OSError(28, "No space left on device")
        return whole(*asked, **named)

    monkeypatch.setattr(step, fail_once)
    ended = finish(admin, send(admin, packed()))
    assert failed == [step]
    assert store.read_current() != before
    found = (ended["status"], ended["failure"], ended["snapshot_id"])
    assert found == ("stored", "disk_full", store.read_current())
    page = admin.get(f"/data/uploads/{ended['id']}").text
    assert "Data tersimpan dan sudah dipakai" in page
    assert "Ruang penyimpanan server penuh ketika hasil impor ini dicatat" in page
    assert [event for event, _, _ in list_told(admin)] == ["records_imported"]


def test_an_import_on_a_terminal_is_stored_though_the_audit_cannot_be_told_of_it_yet(
    home, tmp_path, monkeypatch, capsys
):
    def fail(*_):
        raise OSError(28, "No space left on device")

    settings = settings_of(home)
    monkeypatch.setenv("PADAN_HOME", str(home))
    monkeypatch.setenv("PADAN_DATABASE_URL", settings.database_url)
    monkeypatch.setattr("serving.uploads.storing.record_import", fail)
    monkeypatch.setattr("serving.uploads.service.Uploads._fail", fail)
    before = SnapshotStore(home / "snapshots").read_current()
    assert run(["import", str(Source(tmp_path).write())]) == 0
    said = capsys.readouterr()
    current = SnapshotStore(home / "snapshots").read_current()
    assert before != current
    assert current in said.out
    assert "jejak audit belum dapat ditulisi" in said.err
    monkeypatch.undo()
    with open_client(home, roles=(Role.ADMINISTRATOR,)) as client:
        ((event, _, facts),) = list_told(client)
        assert (event, facts["failure"]) == ("records_imported", "interrupted")


def test_an_import_that_died_untold_is_told_before_the_next_one_comes_into_use(admin, home):
    store, uploads = SnapshotStore(home / "snapshots"), admin.app.state.uploads
    before = store.load()
    with uploads.folders.turn():
        waiting = send(admin, packed())
        begun = Begun("-", Actor("terminal"), before.snapshot_id)
        with suppress(KeyboardInterrupt), noting(uploads.folders, begun):
            store.save(before.tables, before.as_of + timedelta(days=1))
            raise KeyboardInterrupt
        died = store.read_current()
    ended = finish(admin, waiting)
    with admin.app.state.database.read() as session:
        asked = select(AuditRow).where(AuditRow.event == "records_imported")
        told = [row.subject for row in session.scalars(asked.order_by(AuditRow.number))]
    assert told == [died, ended["snapshot_id"]]
    assert len({before.snapshot_id, *told}) == 3


def test_an_upload_whose_process_died_is_told_as_interrupted_and_its_files_go(admin, home):
    with admin.app.state.uploads.folders.turn():
        sent = send(admin, packed()).json()
        let_go(home, sent)
        assert admin.get(f"/v1/imports/{sent['id']}").json()["status"] == "interrupted"
        assert "Impor terputus" in admin.get(f"/data/uploads/{sent['id']}").text
        assert list_told(admin) == []  # who looks writes nothing
        admin.app.state.uploads.end_left_behind(admin.app.state.database)
        assert not (home / "uploads" / sent["id"] / "files").exists()
        assert list_told(admin) == [("records_refused", "", {"failure": "interrupted"})]


def test_uploads_whose_processes_died_keep_nobody_from_sending(admin, home):
    with admin.app.state.uploads.folders.turn():
        for _ in range(MOST_OPEN):
            let_go(home, send(admin, packed()).json())
        assert send(admin, packed()).status_code == 202
