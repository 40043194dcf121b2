"""A unit's agency is found by ref-unor, its own columns, its name, or custom, in this order."""

from tests.snapshots.siasn.flat import BIDANG, BUDI, CITRA, DINAS


def test_the_path_of_a_unit_names_its_agency_and_is_then_shortened(office):
    loaded = office.load()
    assert (loaded.unit()["name"], loaded.agency()) == ("Bidang A", "Dinas B")
    assert loaded.unit()["parent_id"] == DINAS
    assert loaded.unit(BUDI)["agency_id"] == DINAS


def test_an_agency_inside_a_name_is_found_where_it_is_known(office):
    loaded = office.change(2, unor_id="c" * 32, unor_nama="Subbagian Umum Dinas B").load()
    assert loaded.agency(CITRA) == "Dinas B"
    assert loaded.told("agency_by_name")


def test_words_that_only_look_like_an_agency_make_none(office):
    name = "Seksi Pembinaan Badan Usaha"
    loaded = office.change(2, unor_id="c" * 32, unor_nama=name).load()
    assert loaded.agency(CITRA) == name
    assert name in loaded.told("agency_alone")[0]


def test_the_working_unit_names_the_agency_unless_it_is_the_whole_city(office):
    office.change(2, unor_id="c" * 32, unor_nama="Seksi C", satuan_kerja_kerja_nama="Badan C")
    office.change(1, satuan_kerja_kerja_nama="Pemerintah Kota Contoh")
    loaded = office.load()
    assert (loaded.agency(CITRA), loaded.agency(BUDI)) == ("Badan C", "Dinas B")


def test_a_column_of_the_agency_goes_before_the_name(office):
    loaded = office.change(unor_induk_nama="Dinas Induk").change(2, unor_induk_nama="Dinas Induk")
    assert loaded.load().agency() == "Dinas Induk"


def test_schools_belong_to_the_agency_of_education_where_there_is_one(office):
    office.change(1, unor_nama="Dinas Pendidikan Kota Contoh")
    loaded = office.change(2, unor_id="c" * 32, unor_nama="SDN Contoh 1").load()
    assert loaded.agency(CITRA) == "Dinas Pendidikan Kota Contoh"
    assert loaded.told("agency_by_custom")


def test_a_unit_without_id_is_known_by_its_name(office):
    loaded = office.change(unor_id="").load()
    assert loaded.unit()["unit_id"] == BIDANG
    loaded = office.change(2, unor_id="").load()
    assert loaded.unit()["unit_id"] == loaded.unit(CITRA)["unit_id"]


REFERENCE: list[dict[str, str | None]] = [
    {"Id": "0" * 32, "NamaUnor": "PEMERINTAH KOTA CONTOH", "DiatasanId": None},
    {"Id": "d" * 32, "NamaUnor": "DINAS INDUK", "DiatasanId": "0" * 32},
    {"Id": "e" * 32, "NamaUnor": "SEKRETARIAT", "DiatasanId": "d" * 32},
    {"Id": BIDANG, "NamaUnor": "BIDANG RESMI", "DiatasanId": "e" * 32},
]


def test_ref_unor_names_the_agency_and_the_units_between(office):
    office.keep("ref_unor.json", {"code": 1, "data": REFERENCE})
    loaded = office.load(whole=True)
    assert (loaded.unit()["name"], loaded.agency()) == ("BIDANG RESMI", "DINAS INDUK")
    assert loaded.unit()["parent_id"] == "e" * 32
    assert "PEMERINTAH KOTA CONTOH" not in {row["name"] for row in loaded.rows("units")}


def test_the_agency_that_ref_unor_states_goes_before_what_names_tell(office):
    told = [one | {"IndukUnorId": "e" * 32} if one["Id"] == BIDANG else one for one in REFERENCE]
    assert office.keep("ref_unor.json", told).load(whole=True).agency() == "SEKRETARIAT"


def test_a_circle_in_ref_unor_does_not_hang_and_is_no_agency(office):
    told = [{"Id": BIDANG, "NamaUnor": "A", "DiatasanId": BIDANG}]
    assert office.keep("ref_unor.json", told).load(whole=True).agency() == "A"


def test_an_abbreviated_agency_is_the_top_of_its_units_and_has_a_head(office):
    office.change(1, unor_id="c" * 32, unor_nama="Satpol PP", jabatan_nama="Kepala Satpol PP")
    office.change(2, unor_id="d" * 32, unor_nama="Seksi C", satuan_kerja_nama="Satpol PP")
    loaded = office.load()
    assert (loaded.agency(BUDI), loaded.agency(CITRA)) == ("Satpol PP", "Satpol PP")
    assert loaded.post(BUDI)["kind"] == "jpt_pratama"


def test_a_mapping_gives_an_agency_to_all_units_of_a_working_unit(office):
    office.change(2, unor_id="d" * 32, unor_nama="Seksi C", satuan_kerja_nama="Satpol PP")
    office.keep("mapping.toml", "[agencies]\n'Dinas Lain' = ['Satpol PP']\n")
    assert office.load().agency(CITRA) == "Dinas Lain"
