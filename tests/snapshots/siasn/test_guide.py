"""The guide for agencies names every key that a mapping may have, and its example works."""

import re
from pathlib import Path

import pytest

from snapshots.mapping import SECTIONS
from snapshots.siasn.sheets import known_columns
from tests.snapshots.siasn.flat import ANI

GUIDE = Path(__file__).parents[3] / "docs" / "panduan-data-asn.md"


@pytest.fixture(scope="module")
def guide():
    return GUIDE.read_text(encoding="utf-8")


def test_every_section_and_kind_of_file_is_named(guide):
    assert not [name for name in SECTIONS if f"[{name}" not in guide]
    assert not [kind for kind in known_columns() if f"`{kind}`" not in guide]


def test_every_column_that_a_mapping_may_name_is_named(guide):
    for kind, columns in known_columns().items():
        (row,) = re.findall(rf"^\| `{kind}` \| (.+) \|$", guide, re.MULTILINE)
        assert re.findall(r"`(\w+)`", row) == list(columns)


def test_the_example_of_a_mapping_is_read(guide, office):
    (example,) = re.findall(r"```toml\n(.*?)```", guide, re.DOTALL)
    loaded = office.change(kedudukan_hukum_id="", jenis_kelamin="Pr")
    office.change(kedudukan_hukum_nama="tugas belajar mandiri")
    person = office.keep("mapping.toml", example).load().person(ANI)
    assert loaded.rows[0]["jenis_kelamin"] == "Pr"
    assert (person["sex"], person["legal_status"]) == ("f", "study_leave")
    assert person["education_field"] == "Hukum"
