"""Sums of curves: what they tell, exactly, alone and by kind of position."""

import numpy as np

from features import catalog
from models.by_kind import KINDS, ByKind
from models.curves import Curve, Curves
from tests.models.made_models import column, make_by_kind, make_curves, make_matrix

BENT = Curve(np.array([0.0, 2.0, 4.0]), np.array([-1.0, 1.0, 1.5]), 0.25)


def tell(value):
    return float(BENT.read(np.array([value]))[0])


def test_a_curve_is_straight_between_its_knots():
    assert [tell(value) for value in (0.0, 1.0, 2.0, 3.0)] == [-1.0, 0.0, 1.0, 1.25]


def test_a_curve_is_level_beyond_its_ends():
    assert [tell(value) for value in (-9.0, 99.0)] == [-1.0, 1.5]


def test_an_unknown_value_adds_what_missing_adds():
    assert tell(np.nan) == 0.25


def test_the_score_is_the_intercept_and_what_each_curve_adds():
    part = Curves(0.5, 3, {0: BENT, 2: BENT})
    matrix = np.array([[1.0, 77.0, 3.0], [np.nan, 0.0, 2.0]])
    assert part.score(matrix).tolist() == [0.5 + 0.0 + 1.25, 0.5 + 0.25 + 1.0]
    assert part.contributions(matrix)[0].tolist() == [0.0, 0.0, 1.25, 0.5]


def test_members_tell_how_sure_a_sum_is_and_do_not_move_its_score():
    part, matrix = make_curves(members=4), make_matrix(30)
    alone = Curves(part.intercept, part.width, part.curves)
    assert np.array_equal(part.score(matrix), alone.score(matrix))
    assert part.score_members(matrix).shape == (30, 4)
    assert (part.score_members(matrix).std(axis=1) > 0).all()
    assert np.array_equal(alone.score_members(matrix)[:, 0], alone.score(matrix))


def test_a_score_does_not_depend_on_who_else_is_scored():
    part, matrix = make_by_kind(), make_matrix(50)
    alone = np.concatenate([part.score(matrix[[row]]) for row in range(50)])
    assert np.array_equal(part.score(matrix), alone)


def test_a_sum_knows_the_columns_it_uses():
    flat = Curve(BENT.knots, np.zeros(3), 0.0)
    part = Curves(0.0, 4, {1: BENT, 3: flat})
    assert part.used_columns.tolist() == [False, True, False, False]


def test_each_row_is_told_by_the_sum_of_its_kind_of_position():
    part, matrix = make_by_kind(), make_matrix(6)
    matrix[:, column("position_functional")] = [0, 0, 1, 1, 0, np.nan]
    matrix[:, column("position_level")] = [0, 1, 0, 2, np.nan, 3]
    kinds = ["staff", "managing", "functional", "functional", "staff", "managing"]
    for row, kind in enumerate(kinds):
        alone = part.sums[KINDS.index(kind)]
        assert part.score(matrix)[row] == alone.score(matrix[[row]])[0]
        assert (part.contributions(matrix)[row] == alone.contributions(matrix[[row]])[0]).all()
        assert (part.score_members(matrix)[row] == alone.score_members(matrix[[row]])[0]).all()


def test_curves_by_kind_read_back_with_the_same_bits():
    part, matrix = make_by_kind(), make_matrix(30)
    read = ByKind.from_json(part.to_json(), catalog.NAMES)
    assert np.array_equal(read.score(matrix), part.score(matrix))
    assert (read.used_columns == part.used_columns).all()


def test_nobody_gets_no_score():
    assert make_by_kind().score(make_matrix(0)).shape == (0,)
    assert make_by_kind().score_members(make_matrix(0)).shape == (0, 2)
