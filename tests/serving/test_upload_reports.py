"""The report of an upload is that of `padan import --report`, in every form of source."""

import json

import pytest

from serving.access.rights import Role
from serving.uploads.report import read_findings, read_groups, read_report, write_report
from tests.serving.conftest import open_client
from tests.serving.uploading import finish, send
from tests.snapshots.siasn.flat import Office
from wording import LANGUAGES


@pytest.fixture
def office(tmp_path):
    """Return an office whose sheet holds a date that is none."""
    return Office(tmp_path).change(tanggal_lahir="30-02-1985")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_keeps_table_row_and_column_beside_the_place_in_the_source(
    office, tmp_path, language
):
    result = office.load().result
    write_report(tmp_path, result)
    told = json.loads(read_report(tmp_path, None, language))
    assert told == result.report(language) | {"snapshot_id": None}
    assert any("source_file" in one for one in (*told["errors"], *told["warnings"]))


def test_a_page_shows_the_place_in_the_source_alone(office, tmp_path):
    result = office.load().result
    write_report(tmp_path, result)
    shown = {(one.place, one.row) for one in read_findings(tmp_path, "id")}
    located = [one for one in (*result.errors, *result.warnings) if one.place]
    assert located
    assert {(one.place.file, one.place.row) for one in located} <= shown
    groups = read_groups(tmp_path, "id")
    assert sum(group.count for group in groups) == len(result.errors) + len(result.warnings)


def test_a_sheet_of_siasn_is_uploaded_and_told_by_its_own_headings(home, office):
    content = office.write().read_bytes()
    with open_client(home, roles=(Role.ADMINISTRATOR,)) as admin:
        ended = finish(admin, send(admin, content, "data_asn.csv", form="siasn"))
        report = admin.get(f"/v1/imports/{ended['id']}/report").json()
        places = {one.get("source_column") for one in report["errors"] + report["warnings"]}
        assert "tanggal_lahir" in {str(place).lower() for place in places}
