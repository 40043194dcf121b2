"""`padan dataset` at the command line: a file, what it was made of, and refusals."""

import json

import pyarrow.csv as pa_csv


def test_the_training_table_is_written_with_its_facts_beside_it(records_only_padan, tmp_path):
    file = tmp_path / "table.csv"
    code, out, err = records_only_padan("dataset", "--out", file)
    assert (code, "Data ini rekaan" in err) == (0, True)
    assert str(file) in out
    about = json.loads((tmp_path / "table.csv.json").read_text())
    assert about["rows"] == pa_csv.read_csv(file).num_rows
    code, out, _ = records_only_padan("dataset", "--out", tmp_path / "table.parquet", "--json")
    assert (code, json.loads(out)) == (0, about)


def test_what_cannot_be_written_or_made_is_one_line(records_only_padan, tmp_path):
    for asked, said in (
        (("--out", tmp_path / "table.xlsx"), ".parquet"),
        (("--out", tmp_path / "nowhere" / "table.csv"), "nowhere"),
        (("--out", tmp_path / "table.csv", "--as-of", "2099-01-01"), "tanggal"),
        (("--out", tmp_path / "table.csv", "--recipe", tmp_path / "none.toml"), "none.toml"),
    ):
        code, out, err = records_only_padan("dataset", *asked)
        assert (code, out, err.count("\n")) == (1, "", 1)
        assert said in err
    assert not list(tmp_path.glob("table.*"))


def test_without_records_the_remedy_is_named(empty_padan, tmp_path):
    code, _, err = empty_padan("dataset", "--out", tmp_path / "table.csv")
    assert (code, "padan import" in err) == (1, True)
