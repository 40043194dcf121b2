"""From one flat sheet as SIASN gives it out to a first list: three commands, and what is said."""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import xlsxwriter

DEDUCED = "deduced from the people who hold them"
RULE = "A rule is used instead of learning"


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    from commands.application import run

    folder = tmp_path_factory.mktemp("siasn") / "city"
    assert run(["demo", str(folder), "--employees", "300", "--seed", "5", "--siasn"]) == 0
    return folder


@pytest.fixture
def as_workbook(city, tmp_path):
    """Return the same sheet as a workbook, beside the mark that it is made up."""
    with (city / "data_asn.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    (tmp_path / "MADE_UP.md").write_text("rekaan")
    with xlsxwriter.Workbook(tmp_path / "Data ASN.xlsx") as book:
        sheet = book.add_worksheet("Sheet1")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return tmp_path / "Data ASN.xlsx"


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.setenv("PADAN_LANGUAGE", "en")


@pytest.fixture
def type_in(tmp_path, empty_model_store):
    """Return what types a command as one does, in a home of one's own, and returns what it says."""
    home = tmp_path / "home"
    home.mkdir()
    shutil.copy(empty_model_store, home / "mlflow.db")
    padan = Path(sys.executable).with_name("padan")

    def run(*arguments):
        done = subprocess.run(
            [padan, *map(str, arguments)],
            env=os.environ | {"PADAN_HOME": str(home)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout, done.stderr

    return run


def test_a_sheet_of_3000_people_leads_to_a_first_list_in_three_commands(type_in, tmp_path):
    folder = tmp_path / "city"
    type_in("demo", folder, "--employees", 3000, "--seed", 5, "--siasn")
    out, _ = type_in("import", folder / "data_asn.csv", "--format", "siasn")
    assert DEDUCED in out
    (people,) = re.findall(r"Stored: ([\d,]+) people", out)
    assert int(people.replace(",", "")) >= 3000
    assert RULE in type_in("train")[0]
    post = type_in("positions", "--limit", 1, "--ids")[0].strip()
    (answer,) = json.loads(type_in("shortlist", post, "--json")[0])
    assert answer["basis"] == "rule"
    assert {"made_up", "posts_deduced", "rule_basis"} <= {one["code"] for one in answer["notices"]}


def test_both_forms_of_the_sheet_are_the_same_records(city, as_workbook, empty_padan):
    ids = [
        json.loads(empty_padan("import", source, "--format", "siasn", "--json")[1])["snapshot_id"]
        for source in (city / "data_asn.csv", as_workbook)
    ]
    assert ids[0] == ids[1]


def test_who_asks_for_himself_is_told_too_that_posts_were_deduced(city, empty_padan):
    empty_padan("import", city / "data_asn.csv", "--format", "siasn")
    empty_padan("train")
    post = empty_padan("positions", "--limit", 1, "--ids")[1].strip()
    with (city / "data_asn.csv").open(encoding="utf-8-sig", newline="") as file:
        nip = next(csv.DictReader(file, delimiter=";"))["nip_baru"].lstrip("'")
    out = " ".join(empty_padan("standing", post, nip)[1].split())
    assert DEDUCED in out


def test_a_refused_sheet_names_the_cell_where_it_stands(city, tmp_path, empty_padan):
    text = (city / "data_asn.csv").read_text(encoding="utf-8-sig").splitlines()
    spoilt = tmp_path / "Data ASN Oktober.csv"
    place = text[0].split(";").index("tmt_jabatan")
    cells = text[2].split(";")
    cells[place] = "31-02-2020"
    spoilt.write_text("\n".join([*text[:2], ";".join(cells), *text[3:]]), encoding="utf-8")
    code, _, err = empty_padan("import", spoilt, "--format", "siasn")
    assert code == 1
    assert "Data ASN Oktober.csv · tmt_jabatan" in err
    assert "Row 2: tmt_jabatan holds 31-02-2020" in err
