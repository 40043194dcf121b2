"""Every remedy that prints lines for mapping.toml prints what a mapping accepts."""

import re
import tomllib
from importlib.resources import files

import pytest

from snapshots.mapping import load_mapping, name_own_columns
from snapshots.siasn.codes import check_meaning, find_list, read_codes_file
from snapshots.siasn.findings import tell_line
from snapshots.siasn.sheets import name_columns
from tests.snapshots.siasn.flat import ANI

LINE = re.compile(r"(\[[\w.]+\])(?:: (.+?))?(?:\.$|, atau |, or |, dengan |, with | atau | or |,)")
FACTS = {"name": "nip_baru", "table": "data_asn"}


def list_remedies():
    for language in ("id", "en"):
        told = tomllib.loads(files("wording").joinpath(language, "siasn.toml").read_text("utf-8"))
        for name, text in told.items():
            if name.endswith("_remedy") and "mapping.toml, [" in text:
                yield f"{language}.{name}", text


def read_line(remedy):
    found = LINE.search(remedy.split("mapping.toml, ")[1])
    assert found is not None, remedy
    return found.groups()


def accept(folder, remedy):
    section, line = read_line(remedy)
    (folder / "mapping.toml").write_text(f"{section}\n{line or ''}\n", encoding="utf-8")
    return load_mapping(folder, name_columns() | name_own_columns(), check_meaning)


@pytest.mark.parametrize(("name", "text"), [*list_remedies()], ids=lambda told: told[:40])
def test_the_lines_of_every_remedy_are_accepted(tmp_path, name, text):
    columns = read_codes_file()["columns"].items()
    told = [(column, find_list(codes).choices) for codes, own in columns for column in own]
    for column, choices in told if "{meant}" in text else [("nilai", ())]:
        line = tell_line(column, 'Entah "apa"', choices)
        assert not accept(tmp_path, text.format(**FACTS, **line)).is_empty


@pytest.mark.parametrize(
    ("heading", "column"), [("Gol", "gol_akhir_nama"), ("Kedudukan Hukum", "kedudukan_hukum_nama")]
)
def test_the_remedy_of_a_heading_of_ones_own_is_accepted_as_printed(office, heading, column):
    for row in office.rows:
        row[heading] = "Entah apa"
        row.pop("gol_akhir_nama"), row.pop("kedudukan_hukum_id")
    columns = f"[columns.data_asn]\n{column} = '{heading}'\n"
    found = office.keep("mapping.toml", columns).load().result.warnings
    (told,) = [one for one in found if one.code == "siasn.unknown_value"]
    section, line = read_line(told.remedy("id"))
    assert section == f"[values.{column}]"
    cured = office.keep("mapping.toml", f"{columns}{section}\n{line}\n").load()
    assert not cured.told("unknown_value")
    assert cured.person(ANI)
