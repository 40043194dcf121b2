"""What a post is follows from echelon, kind, title or, at the very last, its holders' rank."""

import pytest

from tests.snapshots.siasn.flat import BUDI


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Kepala Dinas B", "jpt_pratama"),
        ("Sekretaris Daerah", "jpt_pratama"),
        ("Asisten Pemerintahan dan Kesejahteraan Rakyat", "jpt_pratama"),
        ("Inspektur", "jpt_pratama"),
        ("Inspektur Pembantu II", "administrator"),
        ("Camat", "administrator"),
        ("Sekretaris Dinas B", "administrator"),
        ("KEPALA BIDANG A", "administrator"),
        ("Kepala Sub Bagian Umum", "pengawas"),
        ("Lurah Contoh", "pengawas"),
    ],
)
def test_a_structural_title_tells_its_kind(office, title, kind):
    loaded = office.change(1, jabatan_nama=title).load()
    assert loaded.post(BUDI)["kind"] == kind
    assert f"→ {kind}" in loaded.told("kind_by_title")[0]


@pytest.mark.parametrize(
    ("title", "tier"),
    [
        ("Asisten Apoteker Terampil", "terampil"),
        ("Asisten Penata Anestesi Mahir", "mahir"),
        ("Inspektur Ketenagalistrikan Ahli Muda", "ahli_muda"),
        ("Analis Kebijakan Ahli Muda selaku Sub Koordinator Data", "ahli_muda"),
        ("Guru Madya", "ahli_madya"),
        ("Dokter Hewan", None),
    ],
)
@pytest.mark.parametrize("jenis", ["", "1"])
def test_a_jenjang_or_a_licensed_family_goes_before_how_official_titles_begin(
    office, title, tier, jenis
):
    office.change(1, kode_jenjang_jabatan="MA")  # so that there is a column of tiers at all
    loaded = office.change(jabatan_nama=title, jenis_jabatan_id=jenis).load()
    assert (loaded.post()["kind"], loaded.post().get("tier")) == ("fungsional", tier)
    assert f"{title} → fungsional" in loaded.told("kind_by_title")[0]


@pytest.mark.parametrize("title", ["Asisten Lapangan", "Inspektur Ketenagalistrikan", "Pelaksana"])
def test_a_title_that_may_be_anybodys_is_the_lowest_and_it_is_told(office, title):
    loaded = office.change(jabatan_nama=title, jenis_jabatan_id="").load()
    assert loaded.post()["kind"] == "pelaksana"
    assert title in loaded.told("kind_assumed")[0]


@pytest.mark.parametrize("title", ["Direktur RSUD Contoh", "Kepala Pelaksana BPBD", "Sekretaris"])
@pytest.mark.parametrize("jenis", ["", "1"])
def test_the_head_of_an_office_of_either_echelon_is_never_high_by_the_title(office, title, jenis):
    loaded = office.change(1, jabatan_nama=title, jenis_jabatan_id=jenis).load()
    assert loaded.post(BUDI)["kind"] == "administrator"
    assert title in loaded.told("kind_by_rank")[0]


def test_a_head_whose_title_ends_like_a_jenjang_stays_what_the_title_says(office):
    loaded = office.change(1, jabatan_nama="Kepala Seksi Pemilih Pemula").load()
    assert loaded.post(BUDI)["kind"] == "pengawas"


@pytest.mark.parametrize(
    ("rank", "kind"), [("III/d", "pengawas"), ("IV/b", "administrator"), ("IV/c", "jpt_pratama")]
)
def test_a_structural_title_that_nobody_knows_is_placed_by_rank_at_the_very_last(
    office, rank, kind
):
    loaded = office.change(1, jabatan_nama="Pemimpin Bundar", gol_akhir_nama=rank).load()
    assert loaded.post(BUDI)["kind"] == kind
    assert "Pemimpin Bundar" in loaded.told("kind_by_rank")[0]


def test_a_structural_post_without_anything_is_the_lowest_and_it_is_told(office):
    loaded = office.change(1, jabatan_nama="Pemimpin Bundar", gol_akhir_nama="").load()
    assert loaded.post(BUDI)["kind"] == "pengawas"
    assert loaded.told("kind_assumed")


def test_an_echelon_goes_before_the_title_and_gives_the_ranks(office):
    post = office.change(1, eselon_id="32").load().post(BUDI)
    assert (post["kind"], post["echelon"]) == ("administrator", "III.b")
    assert (post["min_rank"], post["max_rank"], post["min_education"]) == ("III/d", "IV/a", "s1")


def test_without_any_echelon_the_ranks_of_posts_stay_unknown(office):
    loaded = office.load()
    assert not loaded.has("positions", "min_rank")
    assert not loaded.has("positions", "echelon")


@pytest.mark.parametrize(
    ("title", "tier"),
    [
        ("Analis Kebijakan Ahli Muda", "ahli_muda"),
        ("Guru Madya", "ahli_madya"),
        ("Perawat Penyelia", "penyelia"),
        ("Arsiparis Pelaksana Lanjutan", "mahir"),
        ("Pranata Komputer Terampil (penyetaraan)", "terampil"),
    ],
)
def test_a_functional_title_tells_its_jenjang(office, title, tier):
    post = office.change(jabatan_nama=title).load().post()
    assert (post["kind"], post["tier"]) == ("fungsional", tier)


def test_a_code_of_jenjang_goes_before_the_title(office):
    assert office.change(kode_jenjang_jabatan="MA").load().post()["tier"] == "ahli_madya"


def test_a_functional_title_without_jenjang_leaves_it_unknown_and_tells(office):
    loaded = office.change(jabatan_nama="Analis Kebijakan").load()
    assert loaded.post()["tier"] is None if loaded.has("positions", "tier") else True
    assert "Analis Kebijakan" in loaded.told("tier_unknown")[0]


def test_the_family_of_a_functional_post_is_its_name_without_jenjang(office):
    post = office.load().post()
    assert (post["job_family"], post["licensed"]) == ("analis kebijakan", False)


@pytest.mark.parametrize(
    ("title", "family", "fields"),
    [
        ("Guru Kelas Ahli Muda", "guru_kelas", "Pendidikan"),
        ("Guru Agama Islam Ahli Madya", "guru_agama_islam", "Pendidikan Agama Islam"),
        ("Guru BK Ahli Muda", "guru_bk", "Bimbingan dan Konseling"),
        ("Guru Mapel Matematika Ahli Muda", "guru_matematika", "Pendidikan Matematika"),
        ("Guru Mapel Prakarya", "guru_mata_pelajaran", "Pendidikan Mata Pelajaran"),
        ("Dokter Gigi Ahli Muda", "dokter_gigi", "Kedokteran Gigi"),
        ("Perawat Mahir", "perawat", "Keperawatan"),
        ("Bidan Terampil", "bidan", "Kebidanan"),
        ("Asisten Apoteker Mahir", "asisten_apoteker", "Farmasi;Apoteker"),
        ("Dokter Hewan Ahli Muda", "dokter_hewan", "Kedokteran Hewan"),
        ("Medik Veteriner Ahli Pertama", "dokter_hewan", "Kedokteran Hewan"),
        ("Penata Anestesi Ahli Muda", "penata_anestesi", "Keperawatan Anestesi"),
        ("Psikolog Klinis Ahli Pertama", "psikolog_klinis", "Profesi Psikolog"),
        ("Terapis Wicara Terampil", "terapis_wicara", "Terapi Wicara"),
    ],
)
def test_licensed_families_ask_for_their_fields_of_study(office, title, family, fields):
    post = office.change(jabatan_nama=title).load().post()
    assert (post["job_family"], post["licensed"]) == (family, True)
    assert post["education_fields"] == fields


def test_a_teachers_post_without_a_subject_is_open_to_every_teacher(office):
    post = office.change(jabatan_nama="Guru Ahli Muda").load().post()
    assert post["job_family"] == "guru"
    assert {"Pendidikan", "Pendidikan Agama Islam"} < {*post["education_fields"].split(";")}


def test_a_family_ends_where_its_jenjang_stands(office):
    office.change(jabatan_nama="Analis Kebijakan Ahli Muda selaku Sub Koordinator Data")
    assert office.load().post()["job_family"] == "analis kebijakan"


def test_a_veterinarian_retires_like_others(office):
    loaded = office.change(jabatan_nama="Dokter Hewan Ahli Muda").load()
    assert not loaded.has("positions", "retirement_age")


def test_teachers_retire_later_than_others(office):
    assert office.change(jabatan_nama="Guru Ahli Muda").load().post()["retirement_age"] == 60


@pytest.mark.parametrize(
    ("study", "field"),
    [
        ("S-1 KEPERAWATAN", "Keperawatan"),
        ("PROFESI NERS", "Keperawatan"),
        ("D-III KEBIDANAN", "Kebidanan"),
        ("S-1 PENDIDIKAN GURU SEKOLAH DASAR", "Pendidikan"),
        ("S-1 PENDIDIKAN MATEMATIKA", "Pendidikan Matematika"),
        ("S-1 PENDIDIKAN AGAMA ISLAM", "Pendidikan Agama Islam"),
        ("PENDIDIKAN DOKTER GIGI", "Kedokteran Gigi"),
        ("S1 KEDOKTERAN HEWAN", "Kedokteran Hewan"),
        ("PROFESI DOKTER HEWAN", "Kedokteran Hewan"),
        ("PENDIDIKAN PROFESI DOKTER HEWAN", "Kedokteran Hewan"),
        ("PENDIDIKAN PROFESI DOKTER", "Kedokteran"),
        ("D-IV KEPERAWATAN ANESTESIOLOGI", "Keperawatan Anestesi"),
        ("PROFESI PSIKOLOG", "Profesi Psikolog"),
        ("ILMU NUTRISI DAN MAKANAN TERNAK", "Peternakan"),
    ],
)
def test_a_field_of_study_is_read_from_the_name_of_the_programme(office, study, field):
    assert office.change(pendidikan_nama=study).load().person()["education_field"] == field


@pytest.mark.parametrize(
    "study", ["#DELETE#", "S-1 FILSAFAT", "S-1 PSIKOLOGI", "S-1 PENDIDIKAN KEBIDANAN GIZI"]
)
def test_a_field_that_nobody_knows_or_that_is_two_is_unknown(office, study):
    office.change(1, pendidikan_nama="S-1 KEPERAWATAN")
    loaded = office.change(pendidikan_nama=study).load()
    assert loaded.person()["education_field"] is None
    assert study in loaded.told("field_unknown")[0]
