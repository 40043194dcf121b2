"""Checking a draft on a page: read, judged, given back, and gone."""

import io
import random
import zipfile

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from serving.drafts.service import MOST_LINES, MOST_UNPACKED
from serving.uploads.limit import MOST_BYTES
from tests.serving.office import BEST, NAMES, POSITION, SANCTIONED

DRAFT = f"nip;position_id;catatan\n{BEST};{POSITION};usulan\n{SANCTIONED};{POSITION};=1+1\n"


@pytest.fixture(scope="module")
def token(shared):
    shared.get("/")
    return shared.cookies["padan_form"]


def send(client, token, content, name="usulan.csv", **others):
    files = {"file": (name, content)}
    headers = {"Accept": "text/html"}
    data = {"form_token": token} | others
    return client.post("/drafts", data=data, files=files, headers=headers)


def workbook(*rows):
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return content.getvalue()


def test_every_line_gets_its_verdict_with_the_article(shared, token):
    text = send(shared, token, DRAFT).text
    assert "2 baris: 1 memenuhi syarat, 0 belum dapat dipastikan, 1 tidak memenuhi" in text
    assert "Bebas hukuman disiplin" in text
    assert "PP 94/2021" in text


def test_a_seat_given_twice_is_found(shared, token):
    assert "Baris 1, 2" in send(shared, token, DRAFT).text


def test_a_workbook_is_read_too(shared, token):
    content = workbook(("nip", "position_id"), (BEST, POSITION))
    answer = send(shared, token, content, "usulan.xlsx")
    assert "1 baris: 1 memenuhi syarat" in answer.text
    assert NAMES[BEST] in answer.text


def test_the_result_can_be_downloaded_with_the_drafts_own_columns(shared, token):
    page = send(shared, token, DRAFT, effective_on="2025-07-01").text
    rows = page.split('name="rows" value="')[1].split('"')[0].replace("&#34;", '"')
    answer = shared.post("/drafts/download", data={"form_token": token, "rows": rows})
    assert answer.headers["content-disposition"] == 'attachment; filename="padan-periksa.xlsx"'
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    cells = [cell for row in book.get_sheet_by_index(0).to_python() for cell in row]
    assert {BEST, SANCTIONED, "usulan", "=1+1"} <= set(cells)


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"nip,jabatan\n1,2\n", "usulan.csv", "Kolom tidak lengkap"),
        (b"\x00\x01", "usulan.xlsx", "Berkas tidak terbaca"),
        (b"nip,position_id\n", "usulan.pdf", "Jenis berkas tidak dikenal"),
        (b"PAR1", "usulan.parquet", "Jenis berkas tidak dikenal"),
        (workbook(("nip", "position_id"), (198201012006012000, POSITION)), "a.xlsx", "bilangan"),
        (b"nip,position_id\n" + b"1,2\n" * (MOST_LINES + 1), "usulan.csv", "terlalu panjang"),
    ],
)
def test_a_draft_that_cannot_be_used_is_refused_with_the_remedy(shared, token, content, name, told):
    answer = send(shared, token, content, name)
    assert answer.status_code == 422
    assert told in answer.text
    assert "<h1>" in answer.text


def test_a_workbook_that_unpacks_to_too_much_is_refused(shared, token):
    content, drawn = (
        io.BytesIO(workbook(("nip", "position_id"), (BEST, POSITION))),
        random.Random(7),
    )
    padding = b"".join(drawn.randbytes(48) + bytes(2000) for _ in range(MOST_UNPACKED // 2000))
    with zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr("docProps/padding.bin", padding)
    assert len(content.getvalue()) < MOST_BYTES
    answer = send(shared, token, content.getvalue(), "usulan.xlsx")
    assert answer.status_code == 422
    assert "jauh lebih besar" in answer.text


def test_an_upload_without_a_file_is_refused_on_a_page(shared, token):
    data = {"form_token": token}
    answer = shared.post("/drafts", data=data, headers={"Accept": "text/html"})
    assert answer.status_code == 422
    assert "Wajib diisi" in answer.text


def test_a_draft_needs_the_readers_token(shared):
    assert send(shared, "guessed", DRAFT).status_code == 403


def test_rows_that_no_page_handed_on_are_refused(shared, token):
    answer = shared.post("/drafts/download", data={"form_token": token, "rows": "[1]"})
    assert answer.status_code == 422
