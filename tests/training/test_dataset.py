"""Openings are as of their own day: who was eligible then, and what was known then."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from features.catalog import NAMES
from features.matrix import build_matrix
from features.source import FeatureSource
from rules.gates import FAIL, GATES, UNKNOWN, check_gates
from snapshots.days import to_date
from snapshots.history import History
from snapshots.moves import derive_moves
from snapshots.snapshot import Snapshot
from snapshots.view import view_rows
from training.dataset import build_training_set
from training.recipe import load_recipe

RECIPE = load_recipe().openings.model_copy(update={"candidates": 12, "searched": 150})
SEED = 7


def build(source, policy, as_of=None, seed=SEED, recipe=RECIPE):
    as_of = source.history.day if as_of is None else as_of
    return build_training_set(source, policy, recipe, as_of, seed)


@pytest.fixture(scope="module")
def data(city_source, policy):
    return build(city_source, policy)


def test_every_past_choice_is_an_opening_and_nothing_else_is(data, city_source):
    moves = city_source.moves
    assert len(data.openings) == moves.trains.sum()
    assert (np.diff(data.openings.day) >= 0).all()


def test_each_opening_has_its_mover_first_and_then_a_few_others(data):
    assert (np.diff(data.opening) >= 0).all()
    assert (
        np.flatnonzero(np.diff(data.opening, prepend=-1)) == np.flatnonzero(data.is_mover)
    ).all()
    assert (data.person[data.is_mover] == data.openings.person).all()
    others = np.bincount(data.opening) - 1
    assert others.max() == RECIPE.candidates
    assert (others > 0).mean() > 0.8


def test_nobody_stands_twice_in_an_opening(data):
    pairs = set(zip(data.opening.tolist(), data.person.tolist(), strict=True))
    assert len(pairs) == len(data.opening)


def test_all_others_were_eligible_as_of_the_day(data, city_history, policy):
    others = np.flatnonzero(~data.is_mover)
    day = data.openings.day[data.opening[others]]
    view = view_rows(city_history, data.person[others], day)
    position = data.openings.position[data.opening[others]]
    assert check_gates(view, position, policy, day).eligible.all()


def test_movers_whom_a_gate_would_exclude_are_kept_and_counted_by_gate(data, city_history, policy):
    openings = data.openings
    view = view_rows(city_history, openings.person, openings.day)
    results = check_gates(view, openings.position, policy, openings.day).results
    share = np.isin(results, (FAIL, UNKNOWN)).mean(axis=0)
    assert openings.excluded_share == {
        gate: float(value) for gate, value in zip(GATES, share, strict=True) if value > 0
    }


def test_rows_have_the_bits_that_serving_computes(data, city_source, city_history):
    for row in (0, 5, len(data.opening) - 1):
        opening = data.opening[row]
        view = view_rows(city_history, data.person[row], [data.openings.day[opening]])
        alone = build_matrix(city_source, view, int(data.openings.position[opening]))
        assert np.array_equal(alone[0], data.matrix[row], equal_nan=True)


def test_an_outcome_known_on_the_day_of_training_or_later_is_not_known(city_source, policy):
    moves = city_source.moves
    known_on = np.sort(moves.known_on[moves.trains & (moves.outcome >= 0)])[50]
    on_that_day = build(city_source, policy, int(known_on)).openings
    a_day_later = build(city_source, policy, int(known_on) + 1).openings
    assert (on_that_day.known_on[on_that_day.ripe] < known_on).all()
    assert a_day_later.ripe.sum() > on_that_day.ripe.sum()
    assert (on_that_day.day < known_on).all()


def test_the_same_seed_draws_the_same_people_and_another_seed_others(data, city_source, policy):
    again, other = build(city_source, policy), build(city_source, policy, seed=8)
    assert (again.person == data.person).all()
    assert np.array_equal(again.matrix, data.matrix, equal_nan=True)
    assert other.person.tolist() != data.person.tolist()


def test_parts_are_taken_by_opening(data):
    chosen = np.array([3, 8])
    rows = data.rows_of(chosen)
    assert set(data.opening[rows]) == {3, 8}
    assert data.person[data.movers_of(chosen)].tolist() == data.openings.person[chosen].tolist()
    few = data.first_rows_of(chosen, others=2)
    assert data.is_mover[few].tolist() == [True, False, False] * 2


def change_later(snapshot, as_of):
    """Return the records without whoever came after `as_of`, and with all later predicates bad."""
    employees = snapshot.tables["employees"]
    came = employees.filter(pc.less(employees["appointed_on"], pa.scalar(as_of)))
    tables = {"employees": came}
    for name, table in snapshot.tables.items():
        if name != "employees" and "nip" in table.column_names:
            table = table.filter(pc.is_in(table["nip"], value_set=came["nip"].combine_chunks()))
        tables.setdefault(name, table)
    performance = tables["performance"]
    later = pc.greater_equal(performance["year"], as_of.year)
    worse = pc.if_else(later, "sangat_kurang", performance["predicate"])
    column = performance.column_names.index("predicate")
    tables["performance"] = performance.set_column(column, "predicate", worse)
    return Snapshot("changed", snapshot.as_of, tables, snapshot.made_up)


def test_whatever_became_known_later_changes_neither_draw_nor_matrix(
    city_source, city_history, policy
):
    day = city_history.day - 3 * 365
    changed = History(change_later(city_history.snapshot, to_date(day)))
    source = FeatureSource(changed, derive_moves(changed, policy.outcome))
    before, after = build(city_source, policy, day), build(source, policy, day)
    assert len(changed.people_ids) < len(city_history.people_ids)
    assert [city_history.people_ids[person] for person in before.person] == [
        changed.people_ids[person] for person in after.person
    ]
    assert np.array_equal(before.matrix, after.matrix, equal_nan=True)
    assert (before.openings.outcome == after.openings.outcome).all()


def test_records_without_moves_make_an_empty_set(city_source, policy):
    nothing = replace(city_source.moves, trains=np.zeros(len(city_source.moves), np.bool_))
    empty = build(FeatureSource(city_source.history, nothing), policy)
    assert empty.matrix.shape == (0, len(NAMES))
    assert len(empty.openings) == 0
    assert empty.openings.excluded_share == {}
