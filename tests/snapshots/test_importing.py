"""An import tells its date, its snapshot and every problem, as JSON and as lines."""

import json
from datetime import date

from snapshots.problems import EXAMPLES, Problem, describe_problems, group_problems
from tests.snapshots.small_source import ANI, AS_OF, SOUND


def test_the_date_is_one_day_after_the_latest_stay(source):
    assert source.load().as_of == AS_OF


def test_ranks_transfers_and_assessments_count_for_the_date_as_stays_do(source):
    source.add("ranks", nip=ANI, rank="III/c", since="2020-04-01")
    assert source.load().as_of == date(2020, 4, 2)
    source.add("transfers", nip=ANI, to_position_id="P2", effective_on="2020-05-01")
    assert source.load().as_of == date(2020, 5, 2)
    source.add("competencies", competency_id="K", name="K", kind="technical")
    source.add("assessments", nip=ANI, competency_id="K", level="0", assessed_on="2020-06-01")
    assert source.load().as_of == date(2020, 6, 2)
    source.add("trainings", nip=ANI, name="T", completed_on="2020-07-01")
    assert source.load().as_of == date(2020, 6, 2)


def test_the_last_date_of_the_calendar_has_no_day_after_it(source):
    source.add("ranks", nip=ANI, rank="III/c", since="9999-12-31")
    assert source.load().as_of == date.max


def test_a_date_may_be_given(source):
    assert source.load(as_of=date(2021, 1, 1)).snapshot.as_of == date(2021, 1, 1)


def test_the_report_is_json_with_every_problem_where_it_stands(source):
    result = source.change("units", 2, name="").load()
    report = json.loads(json.dumps(result.report("id")))
    assert report["snapshot_id"] is None
    assert report["errors"] == [
        {
            "table": "units",
            "row": 2,
            "column": "name",
            "value": None,
            "code": "empty_value",
            "message": "Baris 2: name kosong, padahal wajib diisi.",
            "remedy": "Isi name, atau hapus barisnya.",
        }
    ]
    assert {problem["code"] for problem in report["warnings"]} == {"absent_table", "absent_column"}


def test_the_report_of_stored_records_names_their_snapshot(source):
    result = source.load()
    assert result.report("en")["snapshot_id"] == result.snapshot.snapshot_id


def succession(result):
    return [p.code for p in result.warnings if p.code in ("older_than_before", "far_fewer_people")]


def test_records_older_than_those_they_replace_are_stored_with_a_warning(source):
    assert succession(source.load(as_of=date(2021, 1, 1))) == []
    result = source.load()
    assert result.snapshot is not None
    assert succession(result) == ["older_than_before"]
    assert "older_than_before" in [row["code"] for row in result.report("en")["warnings"]]
    (told,) = (p for p in result.warnings if p.code == "older_than_before")
    assert "1 January 2021" in told.message("en")
    assert succession(source.load()) == []


def test_records_with_less_than_half_of_the_people_are_stored_with_a_warning(source):
    for number in range(3):
        nip = f"19900101201001100{number}"
        cells = {"appointed_on": "2010-01-04", "position_since": "2010-01-04"}
        source.add("employees", nip=nip, name="Contoh", position_id="P1", **cells)
        source.add("assignments", nip=nip, position_id="P1", started_on="2010-01-04")
    assert succession(source.load()) == []
    for table in ("employees", "assignments"):
        del source.tables[table][-3:]
    assert succession(source.load()) == ["far_fewer_people"]  # two of five; who left is not counted


def test_each_kind_of_problem_is_shown_once_with_its_count_and_three_examples():
    problems = [Problem("empty_value", "units", row, "name") for row in range(1, 1201)]
    problems.append(Problem("empty_value", "units", 7, "agency_id"))
    many, one = group_problems(problems)
    assert (many.count, len(many.examples), one.count) == (1200, EXAMPLES, 1)
    assert describe_problems(problems, "id") == [
        "units.name: 1.200×",
        "    Baris 1: name kosong, padahal wajib diisi.",
        "    Baris 2: name kosong, padahal wajib diisi.",
        "    Baris 3: name kosong, padahal wajib diisi.",
        "  → Isi name, atau hapus barisnya.",
        "units.agency_id: 1×",
        "    Baris 7: agency_id kosong, padahal wajib diisi.",
        "  → Isi agency_id, atau hapus barisnya.",
        "Baris 1 adalah baris pertama di bawah judul kolom; nomornya di Excel 2.",
    ]


def test_the_same_records_imported_again_become_current_again(source):
    first = source.load().snapshot.snapshot_id
    second = source.change("units", 1, name="Lain").load().snapshot.snapshot_id
    source.tables["units"][0]["name"] = SOUND["units"][0]["name"]
    assert source.load().snapshot.snapshot_id == first
    assert source.store.load().snapshot_id == first
    assert {info.snapshot_id for info in source.store.list()} == {first, second}


def test_a_problem_of_the_whole_source_is_shown_without_a_place():
    assert describe_problems([Problem("source_missing", "", value="arsip")], "id") == [
        "    Sumber arsip tidak ditemukan.",
        "  → Periksa penulisan nama folder, berkas, atau alamat basis data.",
    ]
