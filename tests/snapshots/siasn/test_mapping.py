"""An agency's mapping.toml renames columns, translates values and names what titles mean."""

import pytest

from snapshots.importing import import_source
from tests.snapshots.siasn.flat import BUDI, CITRA
from tests.snapshots.small_source import ANI, Source


def test_headings_and_values_of_a_local_simpeg_are_read(office):
    for row in office.rows:
        row["Nomor Induk"] = row.pop("nip_baru")
        row["KEL"] = {"F": "Pr", "M": "Lk"}[row.pop("jenis_kelamin")]
    office.keep(
        "mapping.toml",
        """
        [columns.data_asn]
        nip_baru = "Nomor Induk"
        jenis_kelamin = ["KEL"]
        [values.jenis_kelamin]
        Lk = "M"
        Pr = "F"
        """,
    )
    loaded = office.load()
    assert (loaded.person()["sex"], loaded.person(BUDI)["sex"]) == ("f", "m")


def test_groups_tell_kinds_families_fields_and_agencies(office):
    office.change(1, unor_nama="UPT Bundar").keep(
        "mapping.toml",
        """
        [kinds]
        "IV.b" = ["Pengelola Umum"]
        [job_families]
        hukum = ["Analis Kebijakan"]
        [fields_of_study]
        Hukum = ["ilmu hukum", "S-2 HUKUM"]
        [agencies]
        "Dinas Lain" = ["UPT"]
        """,
    )
    loaded = office.load()
    assert (loaded.post(CITRA)["kind"], loaded.post(CITRA)["echelon"]) == ("pengawas", "IV.b")
    assert loaded.post()["job_family"] == "hukum"
    assert {loaded.person(nip)["education_field"] for nip in (ANI, BUDI)} == {"Hukum"}
    assert loaded.person(CITRA)["education_field"] is None
    assert loaded.agency(BUDI) == "Dinas Lain"


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("[columns.data_asn\n", "mapping_not_toml", "1"),
        ("\n[colums]\n", "mapping_section", "2"),
        ("[columns.orang]\nnip = 'N'\n", "mapping_table", "1"),
        ("[columns.data_asn]\n\nnipp = 'N'\n", "mapping_column", "3"),
        ("[values.entah]\na = 'b'\n", "mapping_column", "1"),
        ("[kinds]\nkepala = ['Kepala']\n", "mapping_kind", "2"),
        ("[kinds]\npengawas = 3\n", "mapping_form", "2"),
        ("kinds = 3\n", "mapping_form", "1"),
        ("[values.jenis_kelamin]\nLk = ['M']\n", "mapping_form", "2"),
        ("[values.jenis_kelamin]\nLk = 'M'\nlk = 'F'\n", "mapping_meant_twice", "3"),
        ("[kinds]\npengawas = ['Kasi']\n\npelaksana = ['kasi']\n", "mapping_meant_twice", "4"),
        ("[agencies]\n'Dinas B' = ['']\n", "mapping_form", "2"),
    ],
)
def test_a_wrong_mapping_is_one_clear_message_with_its_line(office, text, code, line):
    errors = office.keep("mapping.toml", text).load().result.errors
    assert [problem.code for problem in errors] == [code]
    assert f"mapping.toml line {line}:" in errors[0].message("en")
    assert "{" not in errors[0].remedy("id")


def test_our_own_tables_are_read_through_a_mapping_too(tmp_path):
    source = Source(tmp_path)
    for row in source.tables["employees"]:
        row["NOMOR"] = row.pop("nip")
        row["sex"] = {"f": "Pr", "m": "Lk"}[row["sex"]]
        row["education_field"] = "S1 Hukum" if row["NOMOR"] == ANI else "Entah"
    for row in source.tables["positions"]:
        row["kind"] = row["tier"] = ""
    (source.folder / "mapping.toml").write_text(
        """
        [columns.employees]
        nip = "Nomor"
        [values.sex]
        Lk = "m"
        Pr = "f"
        [fields_of_study]
        Hukum = ["hukum"]
        [kinds]
        pelaksana = ["Staf"]
        ahli_muda = ["Analis"]
        """
    )
    result = import_source(str(source.write()), source.store)
    assert result.snapshot is not None, result.errors
    people = {row["nip"]: row for row in result.snapshot.tables["employees"].to_pylist()}
    assert (people[ANI]["sex"], people[ANI]["education_field"]) == ("f", "Hukum")
    assert {row["education_field"] for row in people.values()} == {"Hukum", None}
    posts = {row["title"]: row for row in result.snapshot.tables["positions"].to_pylist()}
    assert (posts["Analis"]["kind"], posts["Analis"]["tier"]) == ("fungsional", "ahli_muda")
    assert not result.snapshot.deduced


def test_problems_of_renamed_columns_tell_the_agencys_own_heading(tmp_path):
    source = Source(tmp_path)
    for row in source.tables["employees"]:
        row["LAHIR"] = "kemarin"
        del row["birth_date"]
    (source.folder / "mapping.toml").write_text("[columns.employees]\nbirth_date = 'Lahir'\n")
    result = import_source(str(source.write()), source.store)
    assert "Row 1: lahir holds “kemarin”" in result.errors[0].message("en")


@pytest.mark.parametrize("name", ["satuan_kerja_kerja_nama", "satuan_kerja_nama"])
def test_a_column_may_be_named_as_siasn_names_it(office, name):
    for row in office.rows:
        row |= {"unor_nama": "Bidang A", "SATKER": "Dinas Contoh"}
    office.keep(
        "mapping.toml", f"[columns.data_asn]\n{name} = 'SATKER'\n[values.{name}]\nA = 'B'\n"
    )
    assert office.load().agency() == "Dinas Contoh"


@pytest.mark.parametrize("heading", ["nip_baru", "NIP BARU"])
def test_one_heading_for_two_columns_is_refused(office, heading):
    errors = office.keep("mapping.toml", f"[columns.data_asn]\nnama = '{heading}'\n").load()
    assert errors.errors[0] == "mapping_twice"
    assert "nip_baru" in errors.result.errors[0].message("en")


def test_a_heading_taken_by_the_mapping_leaves_another_column_its_own(office):
    for row in office.rows:
        row |= {"Nama Pegawai": row["nama"], "nama": row.pop("unor_nama")}
    office.keep("mapping.toml", "[columns.data_asn]\nunor_nama = 'nama'\n")
    loaded = office.load()
    assert (loaded.person()["name"], loaded.unit()["name"]) == ("Ani Contoh", "Bidang A")


@pytest.mark.parametrize("meaning", ["5", '"Q"', '""'])
def test_a_meaning_that_the_column_does_not_take_is_refused_with_its_line(office, meaning):
    office.keep("mapping.toml", f"[values.jenis_kelamin]\nLk = {meaning}\n")
    (problem,) = office.load().result.errors
    assert problem.code == "mapping_value"
    assert "mapping.toml line 2: “Lk = " in problem.message("en")
    assert "m, f" in problem.remedy("en")


def test_a_meaning_of_our_own_tables_is_checked_too(tmp_path):
    source = Source(tmp_path)
    (source.folder / "mapping.toml").write_text("[values.sex]\nLk = 'Q'\n")
    result = import_source(str(source.write()), source.store)
    assert [one.code for one in result.errors] == ["mapping_value"]


def test_a_heading_of_ones_own_fills_what_the_column_leaves_empty_and_the_other_way_round(tmp_path):
    source = Source(tmp_path)
    first, *others = source.tables["employees"]
    first |= {"LAHIR": first["birth_date"], "birth_date": ""}
    expected = [row["birth_date"] or first["LAHIR"] for row in (first, *others)]
    (source.folder / "mapping.toml").write_text("[columns.employees]\nbirth_date = ['Lahir']\n")
    result = import_source(str(source.write()), source.store)
    assert result.snapshot is not None, result.errors
    people = result.snapshot.tables["employees"].to_pylist()
    assert sorted(row["birth_date"].isoformat() for row in people) == sorted(expected)


def test_one_heading_for_two_columns_of_our_own_is_refused(tmp_path):
    source = Source(tmp_path)
    for row in source.tables["employees"]:
        row["NOMOR"] = row.pop("nip")
    (source.folder / "mapping.toml").write_text(
        "[columns.employees]\nnip = 'Nomor'\nname = 'Nomor'\n"
    )
    (problem,) = import_source(str(source.write()), source.store).errors
    assert problem.code == "mapping_twice"
    assert "“nomor”" in problem.message("en")
