"""What anybody may expect of a made-up city's folder."""

from datetime import date

import numpy as np
import pytest

from snapshots.importing import import_source
from snapshots.store import SnapshotStore
from snapshots.tables import TABLES
from training.demo import (
    CityTooSmall,
    DirectoryInUse,
    NotInCity,
    UnknownMechanism,
    make_city,
)


def test_the_same_seed_writes_the_same_bytes(tmp_path):
    first, second = (make_city(tmp_path / name, employees=300) for name in ("a", "b"))
    files = sorted(path.name for path in first.directory.iterdir())
    assert "MADE_UP.md" in files
    for name in files:
        assert (first.directory / name).read_bytes() == (second.directory / name).read_bytes()


def test_another_seed_makes_another_city(tmp_path):
    first = make_city(tmp_path / "a", employees=300, seed=1)
    second = make_city(tmp_path / "b", employees=300, seed=2)
    assert (first.directory / "employees.csv").read_bytes() != (
        second.directory / "employees.csv"
    ).read_bytes()


def test_a_city_may_be_written_again_over_itself(tmp_path):
    make_city(tmp_path, employees=300, seed=1)
    make_city(tmp_path, employees=300, seed=2)


def test_a_folder_with_other_files_is_left_alone(tmp_path):
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(DirectoryInUse) as refusal:
        make_city(tmp_path, employees=300)
    assert refusal.value.files == ("letter.txt",)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_real_records_are_never_written_over(tmp_path):
    (tmp_path / "employees.csv").write_text("nip\n")
    with pytest.raises(DirectoryInUse):
        make_city(tmp_path, employees=300)
    assert (tmp_path / "employees.csv").read_text() == "nip\n"


def test_too_few_people_are_refused(tmp_path):
    with pytest.raises(CityTooSmall):
        make_city(tmp_path, employees=20)


def test_an_unknown_mechanism_is_refused_with_the_known_ones(tmp_path):
    with pytest.raises(UnknownMechanism, match="balanced"):
        make_city(tmp_path, employees=300, mechanism="luck")


def test_every_column_is_one_of_the_record_format(tables):
    assert set(tables) <= set(TABLES)
    for name, table in tables.items():
        known = {column.name for column in TABLES[name].columns}
        assert set(table.columns) <= known, name


def test_a_clean_city_imports_without_a_word(city, tmp_path):
    result = import_source(str(city.directory), SnapshotStore(tmp_path))
    assert result.errors == ()
    assert result.warnings == ()
    assert result.as_of == date(2026, 11, 1)
    assert result.snapshot is not None
    assert result.snapshot.made_up


def test_a_dirty_city_imports_with_warnings(tmp_path):
    dirty = make_city(tmp_path / "dirty", employees=300, dirt=True)
    result = import_source(str(dirty.directory), SnapshotStore(tmp_path / "store"))
    assert result.errors == ()
    assert {
        "nip_birth_date_differs",
        "nip_sex_differs",
        "overlapping_stays",
        "gap_between_stays",
        "date_after_snapshot",
        "unknown_column",
    } <= {problem.code for problem in result.warnings}
    assert ";" in (dirty.directory / "trainings.csv").read_text().splitlines()[0]


def test_dirt_changes_no_life(tmp_path):
    clean = make_city(tmp_path / "clean", employees=300)
    dirty = make_city(tmp_path / "dirty", employees=300, dirt=True)
    assert clean.moves.equals(dirty.moves)


def test_the_truth_of_a_past_move_is_what_it_was_drawn_from(city):
    for on, moves in city.moves.groupby("effective_on"):
        asked = city.true_success(
            list(moves["nip"]), list(moves["position_id"]), date.fromisoformat(str(on))
        )
        np.testing.assert_array_equal(asked, moves["probability"])


def test_truth_is_not_told_of_strangers(city):
    with pytest.raises(NotInCity):
        city.true_success(["198001012005011001"], ["P000001"], date(2026, 11, 1))
