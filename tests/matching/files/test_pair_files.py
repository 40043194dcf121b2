"""Files of pairs: headings and cells come back as they were, whatever kind of file it is."""

import csv
import io
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from matching.errors import MalformedDateError, UnknownFileKindError, UnreadableTableFileError
from matching.explaining.replay import ORIGINS
from matching.files.pair_files import read_pair_file
from matching.files.scored_files import (
    ANSWERS,
    choose_writer,
    find_replaced,
    sign_scores,
    tabulate_scores,
    write_csv,
)
from matching.pairs import name_origins, score_pairs
from tests.matching.office import make_matcher


def write(path, text):
    path.write_text(text, encoding="utf-8")
    return path


def score(path):
    asked = read_pair_file(path)
    found = score_pairs(make_matcher(), asked.position_ids, asked.nips, asked.as_of)
    return tabulate_scores(asked, found)


def lines(table):
    file = io.StringIO()
    write_csv(file, table)
    return list(csv.reader(io.StringIO(file.getvalue())))


def test_only_the_columns_with_a_meaning_are_known_in_any_case(tmp_path):
    text = " NIP ,Position_ID,AS_OF,Nama\n 1 ,OPEN,01-06-2025,Asri\n"
    found = read_pair_file(write(tmp_path / "pairs.csv", text))
    assert (found.nips, found.position_ids) == (("1",), ("OPEN",))
    assert found.as_of == (date(2025, 6, 1),)
    assert found.kept.column_names == [" NIP ", "Position_ID", "AS_OF", "Nama"]


@pytest.mark.parametrize("cell", ["20250601", "2025-W01-1", "1-6-2025", "2025-02-30", "besok"])
def test_a_date_that_records_could_not_bear_is_refused_with_its_row(tmp_path, cell):
    text = f"nip,position_id,as_of\n1,OPEN,\n1,OPEN,{cell}\n"
    with pytest.raises(MalformedDateError) as refused:
        read_pair_file(write(tmp_path / "pairs.csv", text))
    assert (refused.value.row, refused.value.value) == (2, cell)


def test_headings_and_cells_come_back_untouched(tmp_path):
    text = 'Kode Unit,nip,position_id, Catatan ,nama,Nama\n007,1,OPEN,"  a,\n b ",x,y\n,4,NONE,,,\n'
    head, first, second = lines(score(write(tmp_path / "pairs.csv", text)))
    assert head == ["Kode Unit", "nip", "position_id", " Catatan ", "nama", "Nama", *ANSWERS]
    assert first[:7] == ["007", "1", "OPEN", "  a,\n b ", "x", "y", "eligible"]
    assert second == ["", "4", "NONE", "", "", "", "", "", "", "", ""]


def test_rules_are_joined_and_scores_keep_all_their_digits(tmp_path):
    text = "nip,position_id\n4,OPEN\n3,OPEN\n"
    table = score(write(tmp_path / "pairs.csv", text))
    _, first, second = lines(table)
    assert first[2:5] == ["ineligible", "time_in_position", ""]
    assert second[2:5] == ["undetermined", "", "performance_floor"]
    assert float(first[5]) == table["score"][0].as_py()


def test_a_scored_file_can_be_scored_again(tmp_path):
    path = write(
        tmp_path / "pairs.csv", "nip,verdict,position_id,score,Score\n4,eligible,OPEN,9,7\n"
    )
    assert find_replaced(read_pair_file(path)) == ("verdict", "score")
    head, line = lines(score(path))
    assert head == ["nip", "position_id", "Score", *ANSWERS]
    assert line[:4] == ["4", "OPEN", "7", "ineligible"]


def test_a_parquet_file_comes_back_with_its_types(tmp_path):
    columns = {
        "nip": ["1", "4"],
        "position_id": ["OPEN", "NONE"],
        "Bobot": pa.array([5, None], pa.int16()),
        "pada": pa.array([date(2025, 1, 1), None]),
    }
    pq.write_table(pa.table(columns), tmp_path / "pairs.parquet")
    choose_writer(tmp_path / "out.parquet")(score(tmp_path / "pairs.parquet"))
    found = pq.read_table(tmp_path / "out.parquet")
    assert found.select(list(columns)) == pa.table(columns)
    assert found["verdict"].to_pylist() == ["eligible", ""]
    assert found["score"].null_count == 1


def test_a_parquet_file_bears_what_decided_it_beside_what_it_bore(tmp_path):
    pairs = pa.table({"nip": ["1"], "position_id": ["OPEN"]})
    pq.write_table(pairs.replace_schema_metadata({"own": "x"}), tmp_path / "pairs.parquet")
    matcher, asked = make_matcher(), read_pair_file(tmp_path / "pairs.parquet")
    found = score_pairs(matcher, asked.position_ids, asked.nips)
    origins = name_origins(matcher, found)
    assert set(origins) == set(ORIGINS)
    signed = sign_scores(tabulate_scores(asked, found), origins)
    choose_writer(tmp_path / "out.parquet")(signed)
    told = pq.read_table(tmp_path / "out.parquet").schema.metadata
    assert told[b"own"] == b"x"
    assert told[b"padan.state_id"].decode() == found.state_id


def test_a_workbook_is_read_too(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "pairs.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["nip", "position_id", "Nilai", 2024])
        sheet.write_row(1, 0, ["1", "OPEN", 2.5, 7])
    head, line = lines(score(tmp_path / "pairs.xlsx"))
    assert head[:4] == ["nip", "position_id", "Nilai", "2024"]
    assert line[:4] == ["1", "OPEN", "2.5", "7"]


def test_the_ending_says_what_is_written(tmp_path):
    table = pa.table({"a": ["x"]})
    choose_writer(tmp_path / "a.CSV")(table)
    assert (tmp_path / "a.CSV").read_text() == "a\nx\n"
    with pytest.raises(UnknownFileKindError):
        choose_writer(tmp_path / "a.xlsx")


@pytest.mark.parametrize("head", ["nip,NIP,position_id", "nip,position_id,x,x"])
def test_a_heading_that_stands_twice_is_refused(tmp_path, head):
    path = write(tmp_path / "pairs.csv", f"{head}\n{'1,' * head.count(',')}1\n")
    with pytest.raises(UnreadableTableFileError):
        read_pair_file(path)


def test_a_file_without_rows_gives_headings_alone(tmp_path):
    path = write(tmp_path / "pairs.csv", "nip,position_id,x\n")
    assert lines(score(path)) == [["nip", "position_id", "x", *ANSWERS]]


@pytest.mark.parametrize("name", ["pairs.csv", "pairs.parquet", "pairs.xlsx"])
def test_a_file_that_is_not_there_is_not_called_damaged(tmp_path, name):
    with pytest.raises(FileNotFoundError):
        read_pair_file(tmp_path / name)
