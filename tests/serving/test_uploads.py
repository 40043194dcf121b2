"""Records sent through the browser: checked, imported whole or not at all, told as they go."""

import io
import json
import re
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from serving.access.rights import Role
from serving.database.tables import AuditRow
from serving.uploads.limit import MOST_BYTES, MOST_UPLOADED
from serving.uploads.service import MOST_OPEN
from snapshots.store import SnapshotStore
from tests.serving.accounts import sign_in
from tests.serving.conftest import open_client
from tests.serving.office import settings_of
from tests.serving.uploading import finish, list_told, packed, send, to_csv
from tests.snapshots.siasn.flat import SHEET
from tests.snapshots.small_source import SOUND

PAGE = {"Accept": "text/html"}


@pytest.fixture
def admin(home):
    with open_client(home, roles=(Role.ADMINISTRATOR,)) as client:
        yield client


def test_an_archive_of_csv_files_becomes_the_records_in_use(admin, home):
    ended = finish(admin, send(admin, packed()))
    assert ended["status"] == "stored"
    assert ended["share"] == 1.0
    assert SnapshotStore(home / "snapshots").load().snapshot_id == ended["snapshot_id"]
    assert ended["previous_id"] not in (None, ended["snapshot_id"])
    ((event, name, facts),) = list_told(admin)
    assert (event, facts["employees"], facts["errors"]) == ("records_imported", 3, 0)
    assert "uji-" in name


def test_what_was_sent_is_gone_when_the_import_is_over(admin, home):
    contents = (packed(), packed({"units": SOUND["units"]}), b"no archive")
    for content, status in zip(contents, ("stored", "refused", "refused"), strict=True):
        ended = finish(admin, send(admin, content))
        assert not (home / "uploads" / ended["id"] / "files").exists()
        assert ended["status"] == status


def test_errors_are_told_where_they_stand_and_nothing_is_stored(admin, home):
    before = SnapshotStore(home / "snapshots").load().snapshot_id
    spoilt = {**SOUND, "employees": [{**SOUND["employees"][0], "birth_date": "30-02-1985"}]}
    ended = finish(admin, send(admin, packed(spoilt)))
    assert ended["status"] == "refused"
    assert SnapshotStore(home / "snapshots").load().snapshot_id == before
    page = admin.get(f"/data/uploads/{ended['id']}").text
    assert "Data ditolak; tidak ada yang disimpan" in page
    assert "30-02-1985" in page
    assert "employees.birth_date" in page.replace("</code>", "").replace("<code>", "")
    assert list_told(admin)[0][0] == "records_refused"
    report = admin.get(f"/v1/imports/{ended['id']}/report").json()
    wrong = [one for one in report["errors"] if one["column"] == "birth_date"]
    assert (wrong[0]["table"], wrong[0]["row"], wrong[0]["value"]) == ("employees", 1, "30-02-1985")


def test_all_findings_can_be_downloaded_as_a_workbook_without_formulas(admin):
    spoilt = {**SOUND, "units": [{**row, "agency_id": "=1+1"} for row in SOUND["units"]]}
    ended = finish(admin, send(admin, packed(spoilt)))
    answer = admin.get(f"/data/uploads/{ended['id']}/report")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    cells = [str(cell) for row in book.get_sheet_by_index(0).to_python() for cell in row]
    assert "=1+1" in cells
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_the_form_leads_to_a_page_that_tells_what_became_of_it(admin):
    page = admin.get("/data", headers=PAGE).text
    assert 'enctype="multipart/form-data"' in page
    data = {"form_token": admin.cookies["padan_form"], "as_of": "", "form": "padan"}
    sent = admin.post("/data/uploads", data=data, files={"file": ("kota.zip", packed())})
    assert sent.status_code == 303
    deadline = time.monotonic() + 20
    while 'http-equiv="refresh"' in (page := admin.get(sent.headers["location"]).text):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert "Data tersimpan dan sudah dipakai" in page
    assert "Tersimpan" in admin.get("/data", headers=PAGE).text


def test_only_the_page_that_shows_findings_is_told_to_the_audit(admin):
    def count_looks():
        with admin.app.state.database.read() as session:
            return session.query(AuditRow).filter_by(event="quality_seen").count()

    with admin.app.state.uploads.folders.turn():
        sent = send(admin, packed())
        page = f"/data/uploads/{sent.json()['id']}"
        for _ in range(3):
            assert 'http-equiv="refresh"' in admin.get(page).text
    finish(admin, sent)
    assert count_looks() == 0
    assert "Data tersimpan" in admin.get(page).text
    assert count_looks() == 1


def test_a_form_needs_the_readers_token(admin):
    files = {"file": ("kota.zip", packed())}
    assert (
        admin.post("/data/uploads", data={"form_token": "guessed"}, files=files).status_code == 403
    )


def test_who_may_not_upload_sees_no_form_and_sends_nothing_large(home):
    with open_client(home, roles=(Role.PLANNER,)) as planner:
        assert "/data/uploads" not in planner.get("/data", headers=PAGE).text
        large = io.BytesIO(b"0" * (MOST_BYTES + 1))
        assert send(planner, large).status_code == 413
        assert send(planner, packed()).status_code == 403


def test_only_uploads_may_be_larger_than_other_requests(admin):
    assert send(admin, b"0" * (MOST_BYTES + 1)).status_code == 202
    assert admin.post("/v1/shortlists", content=b"0" * (MOST_BYTES + 1)).status_code == 413
    assert send(admin, b"0" * MOST_UPLOADED).status_code == 413


@pytest.mark.parametrize(
    ("name", "form"),
    [("data.csv", "padan"), ("data.exe", "siasn"), ("zip", "padan"), ("", "padan")],
)
def test_another_kind_of_file_is_not_taken(admin, name, form):
    refused = send(admin, b"x", name, form=form)
    assert refused.status_code == 422


@pytest.mark.parametrize("name", ["../../x.zip", "/etc/x.zip", "C:\\x.zip", "a\n=cmd.zip"])
def test_the_name_of_a_file_is_never_a_path(admin, home, name):
    ended = finish(admin, send(admin, b"no archive", name))
    assert ended["status"] == "refused"
    assert {path.name for path in (home / "uploads" / ended["id"]).iterdir()} == {
        *("lock", "groups.json", "report.jsonl.gz"),
    }
    assert not list(home.parent.glob("x.zip"))


def test_nobody_else_may_read_what_was_sent(admin, home, monkeypatch):
    seen: list[str] = []

    def look(source, *_):
        paths = [*(home / "uploads").rglob("*"), home / "uploads"]
        seen.extend(oct(path.stat().st_mode & 0o077) for path in paths if path.is_dir())
        seen.extend(oct(p.stat().st_mode & 0o077) for p in paths if p.name.startswith("data"))
        raise ValueError("enough")

    monkeypatch.setattr("serving.uploads.service.import_source", look)
    assert finish(admin, send(admin, packed()))["status"] == "failed"
    assert set(seen) == {"0o0"}


def test_uploads_wait_for_each_other_and_too_many_are_refused(admin, home):
    with admin.app.state.uploads.folders.turn():
        first = send(admin, packed())
        waiting = [first, send(admin, packed({"units": []})), send(admin, b"x")]
        assert admin.get(first.headers["location"]).json()["status"] == "waiting"
        refused = send(admin, packed())
        assert (refused.status_code, refused.json()["code"]) == (409, "too_many_uploads")
    assert [finish(admin, one)["status"] for one in waiting] == ["stored", "refused", "refused"]


def test_of_many_that_are_sent_at_once_no_more_are_taken_than_may_be(home, any_database_url):
    with open_client(home, (Role.ADMINISTRATOR,), database_url=any_database_url) as admin:
        app: Any = admin.app
        with app.state.uploads.folders.turn(), ThreadPoolExecutor(6) as many:
            sent = list(many.map(lambda _: send(admin, packed()), range(6)))
        assert sorted(one.status_code for one in sent) == [202] * MOST_OPEN + [409] * 3
        for one in sent:
            if one.status_code == 202:
                finish(admin, one)


def test_outcomes_of_the_portal_come_along_where_asked(admin, home):
    ended = finish(admin, send(admin, packed(), with_portal="true", as_of="2021-01-01"))
    assert (ended["status"], ended["with_portal"], ended["as_of"]) == ("stored", True, "2021-01-01")


def test_an_archive_of_siasn_files_is_imported_with_its_folders_and_tells_what_it_left(admin, home):
    case = {"jenisTingkatHukumanId": "B", "hukumanTanggal": "10-03-2019"}
    parts = {
        "Data ASN.csv": to_csv(SHEET),
        f"rw-hukdis/{SHEET[0]['nip_baru']}.json": json.dumps({"code": 1, "data": [case]}),
        "mapping.toml": '[job_families]\nhukum = ["Analis Kebijakan"]\n',
        "catatan.txt": "x",
    }
    content = packed({}, *((f"unduhan/{name}", text) for name, text in parts.items()))
    ended = finish(admin, send(admin, content, form="siasn"))
    assert ended["status"] == "stored"
    stored = SnapshotStore(home / "snapshots").load()
    assert stored.tables["discipline"].column("severity").to_pylist() == ["berat"]
    assert "hukum" in stored.tables["positions"].column("job_family").to_pylist()
    report = admin.get(f"/v1/imports/{ended['id']}/report").json()
    told = [one["message"] for one in report["warnings"]]
    assert any("unduhan/catatan.txt" in text for text in told)
    assert any(f"rw-hukdis/{SHEET[0]['nip_baru']}.json: 1" in text for text in told)


def test_a_single_sheet_of_data_asn_is_taken_as_it_is(admin):
    sent = send(admin, to_csv(SHEET).encode(), "Data ASN.csv", form="siasn")
    ended = finish(admin, sent)
    assert ended["status"] == "stored"
    page = admin.get(f"/data/uploads/{ended['id']}").text
    heads = re.findall(r"<summary>(.*?)</summary>", page, re.DOTALL)
    told = [re.sub(r"<[^>]*>|Peringatan|[0-9.]+ kali", "", head).strip() for head in heads]
    assert heads
    assert all(told), "each finding says what it is about before it is opened"


def test_made_up_records_stay_marked(admin, home):
    finish(admin, send(admin, packed(SOUND, ("MADE_UP.md", "Contoh."))))
    assert SnapshotStore(home / "snapshots").load().made_up


def test_an_upload_that_is_not_there_is_not_found(admin):
    for address in ("/v1/imports/x", "/v1/imports/x/report", "/data/uploads/x"):
        assert admin.get(address).status_code == 404


def test_no_key_of_a_portal_may_upload(home):
    from serving.access.rights import GRANTABLE, Right

    assert Right.UPLOAD not in GRANTABLE
    with open_client(home, roles=()) as client:
        assert send(client, packed()).status_code == 401
        client.cookies.set("padan_session", sign_in(settings_of(home).database_url, [Role.AUDITOR]))
        assert send(client, packed()).status_code == 403


def test_new_records_can_be_compared_with_those_before(admin):
    ended = finish(admin, send(admin, packed()))
    page = admin.get(f"/data/uploads/{ended['id']}").text
    address = f"/data/compare?a={ended['previous_id']}&amp;b={ended['snapshot_id']}"
    assert address in page
    assert admin.get(address.replace("&amp;", "&"), headers=PAGE).status_code == 200
