"""Units of one name in several agencies are several units, with or without their ids."""

import pytest

from tests.snapshots.siasn.flat import ANI, BUDI, CITRA

UMUM, HEAD = "Sub Bagian Umum", "Kepala Sub Bagian Umum"
AGENCIES = {ANI: "Dinas Kesehatan", BUDI: "Dinas Perhubungan", CITRA: "Dinas Sosial"}


@pytest.fixture
def namesakes(office):
    """Return a sheet of three heads of a "Sub Bagian Umum", each of another agency, without ids."""
    for nth, agency in enumerate(AGENCIES.values()):
        told = {"unor_id": "", "unor_nama": UMUM, "unor_induk_nama": agency}
        office.change(nth, jabatan_nama=HEAD, jenis_jabatan_id="1", **told)
    return office


def test_namesakes_without_ids_are_units_and_posts_of_their_own_agencies(namesakes):
    loaded = namesakes.load()
    assert {nip: loaded.agency(nip) for nip in AGENCIES} == AGENCIES
    assert [loaded.post(nip)["seats"] for nip in AGENCIES] == [1, 1, 1]
    assert not loaded.told("unit_name_ambiguous")


def test_the_working_unit_tells_namesakes_apart_where_the_agency_has_no_column(namesakes):
    for nth, agency in enumerate(AGENCIES.values()):
        namesakes.change(nth, unor_induk_nama="", satuan_kerja_nama=agency)
    loaded = namesakes.load()
    assert {nip: loaded.agency(nip) for nip in AGENCIES} == AGENCIES


def test_the_id_of_a_namesake_is_taken_within_its_agency_alone(namesakes):
    namesakes.change(0, unor_id="7" * 32)
    namesakes.add(nip_baru="198606062011012000", pns_id="4", unor_id="", jabatan_nama="Arsiparis")
    loaded = namesakes.load()
    assert loaded.post("198606062011012000")["unit_id"] == loaded.post()["unit_id"] == "7" * 32
    assert len({loaded.post(nip)["unit_id"] for nip in AGENCIES}) == 3


def test_two_ids_of_one_name_in_one_agency_leave_a_row_without_id_alone_and_told(namesakes):
    namesakes.change(0, unor_id="7" * 32)
    namesakes.add(nip_baru="198606062011012000", pns_id="4", unor_id="8" * 32)
    namesakes.add(nip_baru="198707072012012000", pns_id="5", unor_id="")
    loaded = namesakes.load()
    assert loaded.post("198707072012012000")["unit_id"] not in {"7" * 32, "8" * 32}
    assert loaded.agency("198707072012012000") == "Dinas Kesehatan"
    assert UMUM in loaded.told("unit_name_ambiguous")[0]


def test_a_row_that_names_neither_id_nor_agency_is_none_of_the_namesakes_and_told(namesakes):
    loaded = namesakes.change(2, unor_induk_nama="").load()
    units = {nip: loaded.post(nip)["unit_id"] for nip in AGENCIES}
    assert len({*units.values()}) == 3
    assert loaded.agency(CITRA) == UMUM
    assert UMUM in loaded.told("unit_name_ambiguous")[0]


def test_a_name_that_one_unit_alone_has_needs_no_agency(namesakes):
    namesakes.change(1, unor_nama="Bidang Jalan").change(2, unor_nama="Bidang Jalan")
    loaded = namesakes.change(2, unor_induk_nama="").load()
    assert loaded.post(CITRA)["unit_id"] == loaded.post(BUDI)["unit_id"]


OFFICES = (
    "Satpol PP",
    "BPBD",
    "Bappeda",
    "Kec. Rekamulya",
    "Kec. Rekasari",
    "UPTD Pasar",
    "Kecamatan Kota Baru",
    "Kecamatan Kota Lama",
    "Unit Kota Baru",
    "Unit Kota Lama",
)


def test_no_two_offices_that_are_written_differently_hold_one_unit(office):
    office.rows = [
        office.rows[0]
        | {"nip_baru": f"1985010120100120{nth:02d}", "pns_id": str(nth), "unor_id": ""}
        | {"unor_nama": UMUM, "satuan_kerja_nama": name}
        for nth, name in enumerate(OFFICES)
    ]
    loaded = office.load()
    nips = [row["nip_baru"] for row in office.rows]
    assert [loaded.agency(nip) for nip in nips] == [*OFFICES]
    assert [loaded.post(nip)["seats"] for nip in nips] == [1] * len(OFFICES)
