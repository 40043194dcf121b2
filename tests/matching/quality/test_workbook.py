"""The workbook of corrections: marked, filled in, imported, and the finding is gone."""

import io
import zipfile
from datetime import date

import pytest

from matching.quality.answers import QualityRequest
from matching.quality.survey import survey_records
from matching.quality.words import tell_quality
from matching.quality.workbook import write_corrections
from snapshots.corrections import ADDED, HEADING
from snapshots.importing import import_source
from tests.matching.quality.filled import Filled, open_stored, store_records
from tests.matching.quality.town import ANI, AS_OF, BUDI, change, tables


class Office:
    """Stored records, their findings, and the workbook made of them."""

    def __init__(self, folder, records):
        self.folder, self.store = folder, store_records(folder, records)

    def make(self, **asked):
        return write_corrections(self.survey(), "id", **asked)

    def findings(self):
        return {one.code for one in tell_quality(self.survey(), QualityRequest(), "id").findings}

    def survey(self):
        return survey_records(open_stored(self.store), AS_OF)

    def bring_in(self, filled):
        return import_source(filled.save(self.folder / "filled.xlsx"), self.store)


@pytest.fixture
def office(tmp_path):
    return lambda records: Office(tmp_path, records)


def test_a_cell_that_is_filled_in_ends_its_finding_and_changes_nothing_else(office):
    town = office(change(tables(), "employees", {"nip": ANI}, rank=None))
    filled = Filled(town.make().content)
    (row,) = filled.rows("employees")
    assert (row["nip"], row["name"], row["rank"]) == (ANI, "Ani Contoh", "")
    filled.write("employees", 0, rank="III/c")
    result = town.bring_in(filled)
    assert (result.errors, result.as_of) == ((), date(2025, 6, 1))
    assert "empty_rank" not in town.findings()
    sound = store_records(town.folder / "sound", tables()).load()
    before = {name: table.to_pylist() for name, table in sound.tables.items()}
    assert {name: table.to_pylist() for name, table in result.snapshot.tables.items()} == before


def test_a_prepared_predicate_is_added_once_it_is_filled_in(office):
    records = tables()
    lacking = [row for row in records["performance"] if (row["nip"], row["year"]) == (ANI, 2024)]
    records["performance"].remove(lacking[0])
    town = office(records)
    filled = Filled(town.make().content)
    (row,) = filled.rows("performance")
    assert (row["row"], row["nip"], row["year"], row["predicate"]) == (ADDED, ANI, 2024, "")
    filled.write("performance", 0, predicate="baik")
    assert not town.bring_in(filled).errors
    assert "predicate_missing" not in town.findings()


def test_left_as_it_is_the_workbook_makes_the_same_records(office):
    records = change(tables(), "employees", {"nip": ANI}, rank=None, birth_date="1986-01-01")
    del records["performance"][0]
    town = office(records)
    before = town.bring_in(Filled(town.make().content)).snapshot.snapshot_id
    assert town.bring_in(Filled(town.make().content)).snapshot.snapshot_id == before


@pytest.mark.parametrize("spoilt", ["assessments", "requirements"])
def test_rows_are_prepared_for_assessments_and_standards(office, spoilt):
    records = tables()
    del records[spoilt][0]
    town = office(records)
    filled = Filled(town.make().content)
    cells = {"level": 2} | (
        {"assessed_on": date(2025, 5, 1)} if spoilt == "assessments" else {"competency_id": "K1"}
    )
    filled.write(spoilt, 0, **cells)
    assert not town.bring_in(filled).errors
    assert not town.findings()


def test_a_stay_is_proposed_for_whoever_has_none(office):
    records = tables()
    records["assignments"] = [
        {"nip": ANI, "position_id": "P1", "started_on": "2010-01-04", "ended_on": "2018-01-01"}
    ]
    town = office(records)
    filled = Filled(town.make().content)
    places = [one["nip"] for one in filled.rows("assignments")]
    line = places.index(ANI)
    assert filled.rows("assignments")[line]["position_id"] == "P1"
    filled.write("assignments", line, started_on=date(2018, 1, 1))
    assert not town.bring_in(filled).errors
    assert "no_open_stay" not in town.findings()


def test_a_corrected_nip_is_followed_through_all_tables(office):
    right = "198501012010011001"
    records = change(tables(), "employees", {"nip": ANI}, birth_date="1985-01-02")
    town = office(records)
    filled = Filled(town.make().content)
    filled.write("employees", 0, nip=right, birth_date=date(1985, 1, 1))
    result = town.bring_in(filled)
    assert not result.errors
    for name in ("employees", "assignments", "assessments", "performance"):
        nips = result.snapshot.tables[name].column("nip").to_pylist()
        assert right in nips
        assert ANI not in nips


def test_a_row_emptied_but_for_its_number_is_taken_out(office):
    records = tables()
    records["positions"].append(records["positions"][1] | {"position_id": "P9"})
    town = office(records)
    filled = Filled(town.make().content)
    line = [one["position_id"] for one in filled.rows("positions")].index("P9")
    filled.write("positions", line, **dict.fromkeys(filled.sheets["positions"][0][1:], ""))
    result = town.bring_in(filled)
    assert not result.errors
    assert "P9" not in result.snapshot.tables["positions"].column("position_id").to_pylist()
    assert "same_post_twice" not in town.findings()


def test_doubtful_cells_are_coloured_and_say_why_and_offer_what_may_stand_there(office):
    town = office(change(tables(), "employees", {"nip": ANI}, rank=None))
    with zipfile.ZipFile(io.BytesIO(town.make().content)) as parts:
        text = {name: parts.read(name).decode() for name in parts.namelist()}
    notes = "".join(part for name, part in text.items() if "comments" in name)
    assert "1 pegawai tanpa golongan." in notes
    assert "FFE699" in text["xl/styles.xml"]
    sheets = "".join(part for name, part in text.items() if "worksheets/sheet" in name)
    assert "I/a,I/b" in sheets
    assert "<f>" not in sheets


def test_a_name_that_looks_like_a_formula_stays_a_text(office):
    name = '=cmd|"/c calc"!A1'
    town = office(change(tables(), "employees", {"nip": ANI}, rank=None, name=name))
    content = town.make().content
    assert Filled(content).rows("employees")[0]["name"] == name
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert not [one for one in parts.namelist() if b"<f>" in parts.read(one)]


def test_one_finding_or_one_agency_may_be_asked_for(office):
    records = change(tables(), "employees", {"nip": ANI}, rank=None)
    change(records, "employees", {"nip": BUDI}, education_level=None)
    town = office(records)
    alone = Filled(town.make(finding="empty_rank.employees.rank").content)
    assert [one["nip"] for one in alone.rows("employees")] == [ANI]
    assert set(Filled(town.make(agency_id="U2").content).sheets) == {"BACA DAHULU"}


def test_the_same_records_give_the_same_bytes(office):
    town = office(change(tables(), "employees", {"nip": ANI}, rank=None))
    first = town.make()
    assert first.content == town.make().content
    assert Filled(first.content).sheets["employees"][0][0].startswith(HEADING)
    assert (first.rows, first.left) == (1, 0)


def test_what_no_workbook_has_room_for_is_counted(office, monkeypatch):
    monkeypatch.setattr("matching.quality.workbook.MOST_ROWS", 1)
    made = office(change(tables(), "employees", {}, rank=None)).make()
    assert (made.rows, made.left) == (1, 2)
