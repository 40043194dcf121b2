"""What is wrong with a table or a cell is named where it stands, in both languages."""

import pytest

from tests.snapshots.small_source import ANI, SOUND


def refused(source):
    """Import, make sure that nothing was stored, and return the errors."""
    result = source.load()
    assert result.snapshot is None
    assert source.store.list() == []
    return result.errors


def test_the_sound_source_is_stored(source):
    result = source.load()
    assert result.errors == ()
    assert [info.snapshot_id for info in source.store.list()] == [result.snapshot.snapshot_id]


CELLS = {
    "empty_value": (
        ("units", 2, "name", " "),
        "Baris 2: name kosong, padahal wajib diisi.",
        "Row 2: name is empty and must be filled.",
    ),
    "value_not_allowed": (
        ("positions", 1, "kind", "staf"),
        "Baris 1: kind berisi “staf”, yang bukan salah satu pilihan.",
        "Row 1: kind holds “staf”, which is none of the choices.",
    ),
    "not_boolean": (
        ("positions", 1, "licensed", "mungkin"),
        "Baris 1: licensed berisi “mungkin”, bukan ya atau tidak.",
        "Row 1: licensed holds “mungkin”, neither yes nor no.",
    ),
    "not_a_number": (
        ("positions", 1, "seats", "dua"),
        "Baris 1: seats berisi “dua”, bukan bilangan.",
        "Row 1: seats holds “dua”, which is no number.",
    ),
    "not_whole": (
        ("positions", 2, "seats", "1.5"),
        "Baris 2: seats berisi “1.5”, bukan bilangan bulat.",
        "Row 2: seats holds “1.5”, which is no whole number.",
    ),
    "out_of_range": (
        ("employees", 1, "fte", "1.2"),
        "Baris 1: fte berisi 1.2, di luar batas 0 sampai 1.",
        "Row 1: fte holds 1.2, outside 0 to 1.",
    ),
    "not_finite": (
        ("employees", 1, "fte", "inf"),
        "Baris 1: fte berisi “inf”, bukan bilangan berhingga.",
        "Row 1: fte holds “inf”, which is no finite number.",
    ),
    "not_a_date": (
        ("employees", 1, "appointed_on", "04/01/2010"),
        "Baris 1: appointed_on berisi “04/01/2010”, bukan tanggal yang dikenal.",
        "Row 1: appointed_on holds “04/01/2010”, which is no date.",
    ),
    "date_not_in_calendar": (
        ("employees", 1, "birth_date", "30-02-1985"),
        (
            "Baris 1: birth_date berisi 30-02-1985; tanggal itu tidak ada di kalender "
            "atau sebelum tahun 1900."
        ),
        "Row 1: birth_date holds 30-02-1985, a day that is not in the calendar or before 1900.",
    ),
    "tier_not_of_kind": (
        ("positions", 1, "tier", "ahli_muda"),
        "Baris 1: jenjang “ahli_muda” bukan jenjang untuk jabatan jenis pelaksana.",
        "Row 1: “ahli_muda” is no tier of a position of kind pelaksana.",
    ),
    "broken_reference": (
        ("positions", 1, "unit_id", "D9"),
        "Baris 1: unit_id menyebut “D9”, yang tidak ada di tabel units.",
        "Row 1: unit_id names “D9”, which is not in table units.",
    ),
    "circular_reference": (
        ("units", 1, "parent_id", "D1-B"),
        "Baris 1: rujukan parent_id kembali ke baris itu sendiri.",
        "Row 1: the reference parent_id leads back to the row itself.",
    ),
}


@pytest.mark.parametrize("code", CELLS)
def test_a_wrong_cell_is_named_with_its_place_and_remedy(source, code):
    (table, row, column, value), indonesian, english = CELLS[code]
    problem = refused(source.change(table, row, **{column: value}))[0]
    assert (problem.code, problem.table, problem.row, problem.column) == (code, table, row, column)
    assert (problem.value or "") in {value.strip(), "D1-B"}
    assert problem.message("id") == indonesian
    assert problem.message("en") == english
    assert problem.remedy("id") != problem.remedy("en")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("nan", "not_finite"),
        ("1e999", "not_finite"),
        ("1.000.000", "not_a_number"),
        ("1,5", "not_a_number"),
        ("0x1", "not_a_number"),
        ("-1", "out_of_range"),
        ("3000000000", "out_of_range"),
    ],
)
def test_no_odd_number_is_guessed_at(source, text, code):
    assert [p.code for p in refused(source.change("positions", 1, seats=text))] == [code]


def test_a_bound_that_the_column_lacks_is_that_of_its_numbers(source):
    (problem,) = refused(source.change("positions", 1, seats="-1"))
    assert problem.message("id").endswith("seats berisi -1, di luar batas 0 sampai 2147483647.")


@pytest.mark.parametrize("text", ["2023-02-29", "2024-13-01", "00-01-2024", "1899-12-31"])
def test_dates_outside_the_calendar_are_refused(source, text):
    problems = refused(source.change("employees", 1, birth_date=text))
    assert [problem.code for problem in problems] == ["date_not_in_calendar"]


@pytest.mark.parametrize("text", ["1.98E+17", "1,98501E+17", "2E+17"])
def test_a_nip_that_a_spreadsheet_turned_into_a_number_is_refused_with_the_remedy(source, text):
    source.change("employees", 1, nip=text)
    problem = refused(source)[0]
    assert (problem.code, problem.value) == ("number_instead_of_text", text)
    assert problem.message("id").startswith("Baris 1: nip tersimpan sebagai angka atau tanggal")
    assert problem.message("en").startswith("Row 1: nip is stored as a number or date")
    assert "Teks" in problem.remedy("id")
    assert "Text" in problem.remedy("en")


def test_a_missing_required_table_is_named(source):
    problems = refused(source.drop("units"))
    assert ("missing_table", "units") in [(p.code, p.table) for p in problems]
    assert problems[0].message("id") == "Tabel wajib units tidak ada."
    assert problems[0].message("en") == "The required table units is missing."


def test_a_missing_required_column_is_named(source):
    (problem,) = refused(source.drop("positions", "seats"))
    assert (problem.code, problem.column, problem.row) == ("missing_column", "seats", None)
    assert problem.message("id") == "Kolom wajib seats tidak ada di tabel positions."
    assert problem.message("en") == "The required column seats is missing from table positions."


def test_a_required_table_without_rows_is_refused(source):
    source.write()
    (source.folder / "assignments.csv").write_text("nip,position_id,started_on\n")
    del source.tables["assignments"]
    (problem,) = refused(source)
    assert problem.message("id") == "Tabel wajib assignments tidak berisi satu baris pun."
    assert problem.message("en") == "The required table assignments has not a single row."


def test_a_reference_to_a_table_that_is_absent_is_one_error(source):
    source.add("requirements", position_id="P1", competency_id="K1", level="3")
    source.add("requirements", position_id="P2", competency_id="K2", level="3")
    (problem,) = refused(source)
    assert problem.code == "missing_referenced_table"
    assert problem.message("id") == (
        "Kolom competency_id menunjuk ke tabel competencies, tetapi tabel itu tidak ada."
    )
    assert problem.message("en") == (
        "Column competency_id points to table competencies, which is missing."
    )


def test_every_problem_is_listed_and_not_only_the_first(source):
    source.change("units", 2, name="").change("positions", 1, seats="dua", kind="staf")
    source.change("employees", 2, nip=ANI).change("assignments", 1, ended_on="2009-01-01")
    codes = {problem.code for problem in refused(source)}
    assert codes >= {
        *("empty_value", "not_a_number", "value_not_allowed", "duplicate_key"),
        *("broken_reference", "end_before_start"),
    }


def test_ranks_are_taken_as_the_ladder_writes_them_and_no_other_way(source):
    source.change("employees", 1, rank="III/d").change("employees", 2, rank="XVII")
    source.change("employees", 3, rank="iii/d")
    (problem,) = refused(source)
    assert (problem.code, problem.row, problem.value) == ("value_not_allowed", 3, "iii/d")


def test_booleans_are_understood_in_both_languages_and_any_case(source):
    texts = ["TRUE", "Ya", "1", "false", "TIDAK", "0", ""]
    for nth, text in enumerate(texts):
        source.add("positions", **SOUND["positions"][0] | {"position_id": f"Q{nth}"})
        source.change("positions", nth + 3, licensed=text)
    positions = source.load().snapshot.tables["positions"]
    assert positions.column("licensed").to_pylist()[2:] == [True] * 3 + [False] * 3 + [None]
