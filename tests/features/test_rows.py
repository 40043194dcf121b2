"""A row has the same bits alone, in a batch, in a shortlist and in a training set."""

from datetime import date

import numpy as np
import pytest

from features import matrix
from features.catalog import CATALOG, NAMES
from features.matrix import build_matrix
from features.source import FeatureSource
from snapshots.days import to_day
from snapshots.history import History
from snapshots.moves import derive_moves
from snapshots.outcomes import OutcomeDefinition
from snapshots.snapshot import Snapshot
from snapshots.view import view_day, view_rows
from tests.features.asking import make_source, same_bits
from tests.features.small_city import SmallCity
from tests.records import make_snapshot

DAY = to_day(date(2023, 5, 1))


@pytest.fixture(scope="module")
def city():
    return SmallCity(11, people=30, positions=12)


@pytest.fixture(scope="module")
def source(city):
    return make_source(city.tables)


@pytest.fixture(scope="module")
def mixed(source):
    """Return (person, position, day) of 400 pairs on different days, and their matrix."""
    rng = np.random.default_rng(5)
    history = source.history
    person = rng.integers(0, len(history.people_ids), 400).astype(np.int32)
    position = rng.integers(0, len(history.positions.position_id), 400).astype(np.int32)
    day = rng.integers(to_day(date(2018, 1, 1)), history.day + 1, 400).astype(np.int32)
    return person, position, day, build_matrix(source, view_rows(history, person, day), position)


def test_every_feature_is_known_of_somebody_and_tells_people_or_positions_apart(mixed):
    values = mixed[3]
    dull = [NAMES[i] for i, column in enumerate(values.T) if len(np.unique(column)) < 3]
    flags = {name for name in NAMES if name.startswith(("same_", "promotion", "field_asked"))}
    assert set(dull) <= flags | {"position_functional"}
    assert not [NAMES[i] for i, column in enumerate(values.T) if np.isnan(column).all()]


def test_a_pair_has_the_same_bits_alone_and_in_a_batch(source, mixed):
    person, position, day, together = mixed
    for row in range(0, 400, 8):
        view = view_rows(source.history, person[row], day[row]).take(np.array([0]))
        alone = build_matrix(source, view, position[row : row + 1])
        assert same_bits(alone[0], together[row]).all()


def test_the_order_of_pairs_changes_no_bit(source, mixed):
    person, position, day, together = mixed
    order = np.random.default_rng(1).permutation(len(person))
    view = view_rows(source.history, person[order], day[order])
    assert same_bits(build_matrix(source, view, position[order]), together[order]).all()


def test_one_position_for_all_rows_equals_the_same_position_in_every_row(source):
    everybody = view_day(source.history, DAY)
    for position in range(len(source.history.positions.position_id)):
        once = build_matrix(source, everybody, position)
        each = build_matrix(source, everybody, np.full(len(everybody), position, np.int32))
        assert same_bits(once, each).all()


def test_a_shortlist_of_some_equals_the_rows_of_a_training_set(source):
    chosen = np.arange(0, len(source.history.people_ids), 3)
    part = view_day(source.history, DAY).take(chosen)
    rows = view_rows(source.history, chosen, DAY)
    served = build_matrix(source, part, 4)
    trained = build_matrix(source, rows, np.full(len(chosen), 4, np.int32))
    assert same_bits(served, trained).all()


def test_a_matrix_built_in_blocks_equals_one_built_at_once(source, mixed, monkeypatch):
    person, position, day, together = mixed
    monkeypatch.setattr(matrix, "_BLOCK", 7)
    blocks = build_matrix(source, view_rows(source.history, person, day), position)
    assert same_bits(blocks, together).all()


def test_a_matrix_about_nobody_has_every_column(source):
    nobody = view_day(source.history, DAY).take(np.array([], np.int64))
    assert build_matrix(source, nobody, 0).shape == (0, len(CATALOG))


def test_the_order_of_the_records_changes_no_bit(city, source, mixed):
    person, position, day, together = mixed
    snapshot = make_snapshot(city.tables)
    fixed = {"employees", "positions", "units"}  # a snapshot keeps these sorted: rows are indexes
    rng = np.random.default_rng(2)
    tables = {
        name: table if name in fixed else table.take(rng.permutation(table.num_rows))
        for name, table in snapshot.tables.items()
    }
    history = History(Snapshot("shuffled", snapshot.as_of, tables))
    shuffled = FeatureSource(history, derive_moves(history, OutcomeDefinition()))
    again = build_matrix(shuffled, view_rows(history, person, day), position)
    assert same_bits(again, together).all()


def test_people_are_judged_without_the_optional_tables():
    tables = SmallCity(11).tables
    required = {name: tables[name] for name in ("units", "positions", "employees", "assignments")}
    source = make_source(required)
    values = build_matrix(source, view_day(source.history, DAY), 1)
    named = dict(zip(NAMES, values.T, strict=True))
    assert np.isnan(named["competency_match"]).all()
    assert np.isnan(named["performance_mean_3"]).all()
    assert np.isnan(named["trainings_five_years"]).all()
    assert not np.isnan(named["kind_recent"]).any()
