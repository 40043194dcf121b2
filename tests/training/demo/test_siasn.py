"""The made-up city as SIASN gives people out: the same bytes for a seed, and importable."""

import re
import shutil

import pytest

from snapshots.importing import import_source
from snapshots.store import SnapshotStore
from training.demo import make_city
from training.demo.siasn_dirt import JUNK_CLASS, NAMESAKE


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("siasn") / "city"
    make_city(folder, employees=150, seed=3, siasn=True)
    return folder


def files(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.*")}


def test_the_same_seed_writes_the_same_bytes(written, tmp_path):
    make_city(tmp_path / "again", employees=150, seed=3, siasn=True)
    assert files(tmp_path / "again") == files(written)


def test_a_city_may_be_written_over_itself(written, tmp_path):
    for _ in range(2):
        make_city(tmp_path / "city", employees=150, seed=3, siasn=True)
    assert files(tmp_path / "city") == files(written)


@pytest.fixture(scope="module")
def sheet_alone(written, tmp_path_factory):
    store = SnapshotStore(tmp_path_factory.mktemp("sheet"))
    return import_source(str(written / "data_asn.csv"), store, form="siasn")


def test_the_sheet_alone_imports_in_spite_of_its_dirt_and_is_marked_made_up(sheet_alone):
    assert not sheet_alone.errors
    assert sheet_alone.snapshot.made_up
    assert sheet_alone.snapshot.deduced


def test_the_sheet_says_that_it_is_made_up_wherever_it_is_taken(written, tmp_path):
    (tmp_path / "sheet.csv").write_bytes((written / "data_asn.csv").read_bytes())
    store = SnapshotStore(tmp_path / "store")
    result = import_source(str(tmp_path / "sheet.csv"), store, form="siasn")
    assert result.snapshot is not None
    assert result.snapshot.made_up


def test_nobody_in_the_sheet_is_left_out(sheet_alone, written):
    left_out = [one for one in sheet_alone.warnings if one.code == "siasn.row_left_out"]
    repeated = [one for one in sheet_alone.warnings if one.code == "siasn.repeated_row"]
    rows = (written / "data_asn.csv").read_text(encoding="utf-8-sig").count("\n") - 1
    assert not left_out
    assert sheet_alone.snapshot.tables["employees"].num_rows == rows - len(repeated)


def test_the_histories_beside_it_tell_of_past_moves(written, tmp_path):
    result = import_source(str(written), SnapshotStore(tmp_path), form="siasn")
    assert result.snapshot is not None, result.errors
    stays = result.snapshot.tables["assignments"].num_rows
    assert stays > 2 * result.snapshot.tables["employees"].num_rows
    assert result.snapshot.tables["performance"].num_rows


@pytest.fixture(scope="module")
def whole(written, tmp_path_factory):
    return import_source(
        str(written), SnapshotStore(tmp_path_factory.mktemp("whole")), form="siasn"
    )


@pytest.fixture(scope="module")
def truth(tmp_path_factory):
    """Return the tables of the same city as it is, by name."""
    folder = tmp_path_factory.mktemp("clean") / "city"
    make_city(folder, employees=150, seed=3)
    snapshot = import_source(str(folder), SnapshotStore(folder.parent / "store")).snapshot
    assert snapshot is not None
    return {name: table.to_pylist() for name, table in snapshot.tables.items()}


def rows(result, table):
    return result.snapshot.tables[table].to_pylist()


def told(result, code):
    return [one for one in result.warnings if one.code == f"siasn.{code}"]


def test_a_nip_written_in_parts_is_the_person_s_own(whole, written, truth):
    assert re.search(r"\d{8} \d{6} \d \d{3};", (written / "data_asn.csv").read_text("utf-8-sig"))
    assert {row["nip"] for row in rows(whole, "employees")} <= {
        row["nip"] for row in truth["employees"]
    }
    assert not told(whole, "person_unknown")


def test_a_unit_named_alike_in_two_agencies_is_one_in_each(whole):
    alike = [row for row in rows(whole, "units") if row["name"].casefold() == NAMESAKE.casefold()]
    assert len({row["agency_id"] for row in alike}) == len(alike) == 2
    assert not told(whole, "unit_name_ambiguous")


def test_no_agency_is_made_of_a_unit(whole, truth):
    found, known = (
        {row["name"].casefold() for row in units if row["agency_id"] == row["unit_id"]}
        for units in (rows(whole, "units"), truth["units"])
    )
    assert found <= known
    assert not told(whole, "agency_alone")


def test_ranks_are_the_people_s_own_whatever_ids_contract_staff_have(whole, truth):
    own = {row["nip"]: row["rank"] for row in truth["employees"]}
    found = {row["nip"]: row["rank"] for row in rows(whole, "employees")}
    assert {nip: rank for nip, rank in found.items() if rank not in (None, own[nip])} == {}
    assert {"XI", "IX", "X", "VII"} & {*found.values()}
    assert not told(whole, "contradiction")


def test_a_class_that_is_no_number_is_told_and_refuses_nothing(whole):
    assert not whole.errors
    assert JUNK_CLASS in " ".join(one.message("en") for one in told(whole, "unknown_number"))


def test_echelons_are_those_of_the_posts(sheet_alone, whole, truth):
    own = {(row["title"].casefold(), row["echelon"]) for row in truth["positions"]}
    for result in (sheet_alone, whole):
        posts = [row for row in rows(result, "positions") if row.get("echelon")]
        assert posts
        assert {(row["title"].casefold(), row["echelon"]) for row in posts} <= own


def test_a_head_that_ref_unor_names_and_nobody_is_is_vacant(whole, truth):
    held = {row["position_id"] for row in truth["employees"] if row.get("left_on") is None}
    empty = {
        row["title"].casefold() for row in truth["positions"] if row["position_id"] not in held
    }
    (note,) = told(whole, "head_unheld")
    shown = note.facts["examples"].split("; ")
    assert {one.split(" (rekaan)")[0].casefold() + " (rekaan)" for one in shown} <= empty


def test_the_severest_of_the_sanctions_of_one_day_holds(whole, truth):
    own = {(row["nip"], row["started_on"]): row["severity"] for row in truth["discipline"]}
    found = {(row["nip"], row["started_on"]): row["severity"] for row in rows(whole, "discipline")}
    assert found == {key: own[key] for key in found}
    assert told(whole, "sanction_beside")


def test_an_old_copy_beneath_is_told_and_not_read(whole, sheet_alone):
    assert [one.value for one in told(whole, "data_asn_beneath")] == ["riwayat/lama/data_asn.csv"]
    assert len(rows(whole, "employees")) == len(rows(sheet_alone, "employees"))


def test_an_answer_that_reports_an_error_refuses_the_whole(whole, written, tmp_path):
    folder = shutil.copytree(written, tmp_path / "city")
    nip = rows(whole, "employees")[0]["nip"]
    (folder / "riwayat" / f"rw_hukdis_{nip}.json").write_text(
        '{"code": 0, "data": "Galat (rekaan)"}'
    )
    result = import_source(str(folder), SnapshotStore(tmp_path / "store"), form="siasn")
    assert [one.code for one in result.errors] == ["siasn.answer_failed"]
