"""A process that is killed, or that finds the disk full, leaves nothing half done."""

import errno
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import zipfile
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from commands.application import run
from serving.access.rights import Role
from serving.database.tables import AuditRow
from serving.uploads.folders import UploadFolders
from serving.uploads.storing import list_uploads
from snapshots.store import NoSnapshotError, SnapshotStore
from tests.serving.accounts import sign_in
from tests.serving.conftest import open_client
from tests.serving.office import furnish

SECONDS = 60.0


def start(home, *arguments, **changes):
    """Start the real command in a process group of its own."""
    environment = {**os.environ, "PADAN_HOME": str(home), "OMP_NUM_THREADS": "1"}
    return subprocess.Popen(
        [sys.executable, "-m", "padan", *map(str, arguments)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **changes,
    )


def wait_until(holds):
    deadline = time.monotonic() + SECONDS
    while not (found := holds()):
        assert time.monotonic() < deadline
        time.sleep(0.002)
    return found


def kill(process):
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert process.returncode in (-signal.SIGKILL, 0)


def list_ids(home):
    return [info.snapshot_id for info in SnapshotStore(home / "snapshots").list()]


def is_begun(home):
    return list((home / "snapshots").glob(".unfinished-*"))


def is_written(home):
    return [folder for folder in is_begun(home) if len(list(folder.iterdir())) > 4]


def is_renamed(home):
    return list_ids(home) if (home / "snapshots").is_dir() else None


@pytest.mark.parametrize("moment", [is_begun, is_written, is_renamed])
def test_an_import_killed_at_any_moment_stores_all_or_nothing(tmp_path, city, moment):
    home = tmp_path / "home"
    process = start(home, "import", city)
    wait_until(lambda: moment(home) or process.poll() is not None)
    kill(process)
    left = list_ids(home)
    store = SnapshotStore(home / "snapshots")
    for snapshot_id in left:
        assert store.load(snapshot_id).tables["employees"].num_rows > 300
    if not left:
        with pytest.raises(NoSnapshotError):
            store.load()
    again = start(home, "import", city)
    _, told = again.communicate(timeout=SECONDS)
    assert again.returncode == 0, told
    assert store.load().snapshot_id in list_ids(home)
    assert len(list_ids(home)) == 1
    assert not is_begun(home)


@pytest.fixture
def upload(tmp_path, city):
    """Return an archive of the city's CSV files."""
    path = tmp_path / "city.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in city.iterdir():
            archive.write(file, f"kota/{file.name}")
    return path


class Server:
    """A real server over a home, and an administrator's session there."""

    def __init__(self, home: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.process = start(home, "serve", "--port", self.port)
        self.token = sign_in(f"sqlite:///{home.resolve()}/padan.db", [Role.ADMINISTRATOR])
        wait_until(self.is_up)

    def is_up(self):
        try:
            return self.get("/health/live")
        except OSError:
            return False

    def get(self, address, body=None, kind="application/json"):
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{address}", body)
        request.add_header("Cookie", f"padan_session={self.token}")
        request.add_header("Content-Type", kind)
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:
            return answer.read().decode()

    def send(self, path):
        """Upload a file and return the id of the upload."""
        edge = "edge-of-the-form"
        head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="a.zip"\r\n\r\n'
        body = head.encode() + path.read_bytes() + f"\r\n--{edge}--\r\n".encode()
        answer = self.get("/v1/imports", body, f"multipart/form-data; boundary={edge}")
        return answer.split('"id": "')[-1].split('"id":"')[-1].split('"')[0]


def files_of(home, upload_id):
    return list((home / "uploads" / upload_id / "files").glob("*"))


@pytest.fixture
def home(tmp_path, served_home):
    return Path(shutil.copytree(served_home, tmp_path / "home"))


def test_a_server_killed_while_an_upload_waits_says_so_when_it_is_back(home, upload):
    before = SnapshotStore(home / "snapshots").load().snapshot_id
    server = Server(home)
    with UploadFolders(home / "uploads").turn():
        upload_id = server.send(upload)
        assert files_of(home, upload_id)
        kill(server.process)
    assert files_of(home, upload_id)
    back = Server(home)
    try:
        assert not files_of(home, upload_id)
        assert '"interrupted"' in back.get(f"/v1/imports/{upload_id}")
        assert SnapshotStore(home / "snapshots").load().snapshot_id == before
        second = back.send(upload)
        wait_until(lambda: '"stored"' in back.get(f"/v1/imports/{second}"))
        assert not files_of(home, second)
    finally:
        kill(back.process)


def test_a_server_killed_while_it_stores_an_upload_leaves_old_or_new_records(home, upload):
    before = list_ids(home)
    server = Server(home)
    turn = UploadFolders(home / "uploads").turn()
    with turn:
        upload_id = server.send(upload)
    wait_until(lambda: is_begun(home) or not files_of(home, upload_id))
    kill(server.process)
    assert SnapshotStore(home / "snapshots").load().snapshot_id in list_ids(home)
    assert set(before) <= set(list_ids(home))
    with open_client(home, roles=(Role.ADMINISTRATOR,)) as back:
        assert not files_of(home, upload_id)
        status = back.get(f"/v1/imports/{upload_id}").json()["status"]
    assert status in ("interrupted", "stored")


IMPORT = """
import os, signal, sys
import serving.uploads.storing as storing
from commands.application import run

storing.record_import = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
run(["import", sys.argv[1]])
"""
UPLOAD = """
import os, signal, sys, time
from pathlib import Path
import serving.uploads.service as service
from serving.access.rights import Role
from tests.serving.conftest import open_client

service.record_import = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
with open_client(Path(os.environ["PADAN_HOME"]), roles=(Role.ADMINISTRATOR,)) as client:
    with open(sys.argv[1], "rb") as file:
        client.post("/v1/imports", files={"file": ("a.zip", file)})
    time.sleep(60)
"""


def list_told(client):
    with client.app.state.database.read() as session:
        rows = session.scalars(select(AuditRow).order_by(AuditRow.number)).all()
        return [row for row in rows if row.event.startswith("records_")]


@pytest.mark.parametrize(("script", "via"), [(IMPORT, "terminal"), (UPLOAD, "api")])
def test_records_of_an_import_killed_before_the_audit_knew_are_told_at_the_next_start(
    home, city, tmp_path, script, via
):
    before = SnapshotStore(home / "snapshots").read_current()
    source = Path(shutil.copytree(city, tmp_path / "other"))
    (source / "consents.csv").unlink()
    if via == "api":
        source = Path(shutil.make_archive(str(source), "zip", source))
    died = subprocess.run(
        [sys.executable, "-c", script, str(source)],
        env={**os.environ, "PADAN_HOME": str(home), "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert died.returncode == -signal.SIGKILL, died.stderr
    current = SnapshotStore(home / "snapshots").read_current()
    assert current != before
    for _ in range(2):  # the second start has nothing left to tell
        with open_client(home, roles=(Role.ADMINISTRATOR,)) as client:
            _, told = list_told(client)
            assert (told.event, told.subject, told.actor) == ("records_imported", current, via)
            app: Any = client.app
            with app.state.database.read() as session:
                ended = list_uploads(session, 9)
            assert [(one.status, one.snapshot_id) for one in ended] == [
                ("stored", current) for _ in ended
            ]
            assert len(ended) == (via == "api")
            for one in ended:
                page = client.get(f"/data/uploads/{one.id}")
                assert current in page.text


def test_what_a_killed_import_left_half_written_goes_at_the_next_start(home):
    (home / "snapshots" / ".unfinished-1").mkdir()
    with open_client(home):
        assert not is_begun(home)


DECIDE = """
import os, signal, sys
from pathlib import Path
import serving.shortlists.service as service
from tests.serving.conftest import open_client
from tests.serving.office import POSITION

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

with open_client(Path(sys.argv[1])) as client:
    made = client.post("/v1/shortlists", json={"position_id": POSITION}).json()
    print(made["id"], flush=True)
    service.record_event = die
    body = {"person_id": made["candidates"][0]["person_id"], "reason_code": "x", "reason": "y"}
    client.post(f"/v1/shortlists/{made['id']}/decision", json=body)
"""


def test_a_decision_killed_before_the_audit_knows_of_it_was_never_made(tmp_path, empty_model_store):
    home = tmp_path / "home"
    home.mkdir()
    shutil.copy(empty_model_store, home / "mlflow.db")
    furnish(home)
    died = subprocess.run(
        [sys.executable, "-c", DECIDE, str(home)], capture_output=True, text=True, check=False
    )
    assert died.returncode == -signal.SIGKILL, died.stderr
    shortlist_id = next(line for line in died.stdout.split() if len(line) == 32)
    body = {
        "person_id": None,
        "reason_code": "other",
        "reason": "Seleksi akan dibuka lagi bulan depan.",
    }
    with open_client(home) as client:
        stored = client.get(f"/v1/shortlists/{shortlist_id}")
        assert stored.status_code == 200
        address = f"/v1/shortlists/{shortlist_id}/decision"
        assert client.post(address, json=body).status_code == 201


@pytest.fixture
def padan_home(home, monkeypatch):
    monkeypatch.setenv("PADAN_HOME", str(home))
    return home


def refuse(*_):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_an_import_on_a_full_disk_is_one_clear_line(
    padan_home, city, tmp_path, monkeypatch, capsys
):
    before = list_ids(padan_home)
    source = Path(shutil.copytree(city, tmp_path / "other"))
    (source / "consents.csv").unlink()
    monkeypatch.setattr("snapshots.store._write_file", refuse)
    assert run(["import", str(source)]) == 1
    last = capsys.readouterr().err.strip().splitlines()[-1]
    assert last.startswith("Ruang penyimpanan penuh.")
    assert list_ids(padan_home) == before
    assert not is_begun(padan_home)
