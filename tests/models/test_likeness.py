"""How alike two rows are in a model's own terms, and how many past ones are near."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features import catalog
from models import likeness
from models.baselines import make_baseline
from models.bundle import Bundle, Term
from models.by_kind import ByKind
from models.curves import Curve, Curves
from models.likeness import find_courses, lay_cases
from tests.models.made_models import WIDTH, column, make_bundle, make_by_kind, make_trees

WIDE = Curve(np.array([0.0, 1.0, 2.0]), np.array([0.0, 1.0, 3.0]), 1.0)
NARROW = Curve(np.array([0.0, 1.0]), np.array([0.0, 1.0]), 0.5)
FIRST, SECOND = column("family_years"), column("distance_km")
DAY = 1000


def make_plain():
    """Return a model of two curves, one of which reaches three times as far as the other."""
    curves = Curves(0.0, WIDTH, {FIRST: WIDE, SECOND: NARROW})
    part = ByKind(catalog.NAMES, (curves, curves, curves))
    return make_bundle(terms=(Term("curves", 1.0, part),))


def make_rows(*values, step=0.0, same_family=1.0, functional=0.0):
    """Return one row a pair of values, everything else alike."""
    rows = np.zeros((len(values), WIDTH))
    rows[:, [FIRST, SECOND]] = np.reshape(values, (-1, 2))
    rows[:, column("level_step")] = step
    rows[:, column("same_family")] = same_family
    rows[:, column("position_functional")] = functional
    return rows


def lay(past, bundle=None, known_on=None):
    days = np.zeros(len(past), np.int32) if known_on is None else np.array(known_on, np.int32)
    return lay_cases(bundle or make_plain(), past, days)


def measure(one, other):
    """Return how alike two rows are, None where they are on different courses."""
    _, found = lay(other).measure(one, DAY)
    return float(found[0]) if len(found) else None


def count(cases, rows, least=0.5, day=DAY, enough=10**6):
    return cases.count_near(rows, np.full(len(rows), day, np.int32), least, enough).tolist()


def mix(rows=60, seed=0):
    """Return random rows on several courses, some values unknown."""
    rng = np.random.default_rng(seed)
    matrix = rng.normal(size=(rows, WIDTH))
    matrix[rng.random(matrix.shape) < 0.1] = np.nan
    matrix[:, column("level_step")] = rng.choice([-2.0, -1.0, 0.0, 1.0, 3.0, np.nan], rows)
    matrix[:, column("same_family")] = rng.choice([0.0, 1.0, np.nan], rows)
    return matrix


def test_a_row_is_wholly_alike_to_itself():
    matrix = mix()
    cases = lay(matrix, make_bundle())
    for place in range(len(matrix)):
        rows, found = cases.measure(matrix[[place]], DAY)
        assert found[rows == place] == 1.0


def test_a_piece_weighs_by_how_far_it_can_move_the_score():
    base = make_rows((0.5, 0.5))
    assert measure(base, make_rows((0.9, 5.0))) == pytest.approx(0.75, abs=1e-6)
    assert measure(base, make_rows((1.5, 0.1))) == pytest.approx(0.25, abs=1e-6)
    assert measure(base, make_rows((1.5, 5.0))) == 0.0


def test_values_between_the_same_knots_are_one_cell_and_so_are_unknown_ones():
    assert measure(make_rows((np.nan, 0.0)), make_rows((np.nan, 0.9))) == 1.0
    assert measure(make_rows((np.nan, 0.0)), make_rows((0.5, 0.0))) == pytest.approx(0.25, abs=1e-6)
    assert measure(make_rows((2.0, 0.0)), make_rows((50.0, 0.0))) == 1.0


@pytest.mark.parametrize(
    "other", [{"step": 1.0}, {"same_family": 0.0}, {"functional": 1.0}, {"same_family": np.nan}]
)
def test_a_move_on_another_course_is_like_none(other):
    assert measure(make_rows((0.0, 0.0)), make_rows((0.0, 0.0), **other)) is None


def test_a_jump_over_levels_is_no_step_though_every_step_down_is_one():
    steps = [make_rows((0.0, 0.0), step=step) for step in (2.0, 3.0, 1.0, -1.0, -2.0)]
    far, farther, up, down, further_down = find_courses(make_plain(), np.concatenate(steps))
    assert far == farther != up
    assert down == further_down


def test_only_outcomes_known_before_the_day_count():
    past = make_rows(*[(0.0, 0.0)] * 3)
    cases = lay(past, known_on=[998, 999, 1000])
    row = make_rows((0.0, 0.0))
    assert count(cases, row) == [2]
    assert count(cases, row, day=1001) == [3]
    assert cases.measure(row, DAY)[0].tolist() == [1, 0]


def test_a_count_agrees_with_the_likeness_of_each():
    matrix, bundle = mix(), make_bundle()
    cases, rows = lay(matrix, bundle), mix(20, 1)
    each = [int((cases.measure(rows[[place]], DAY)[1] >= 0.3).sum()) for place in range(20)]
    assert count(cases, rows, 0.3) == each
    assert max(each) > min(each)


def test_a_pair_counts_alike_alone_and_among_many():
    cases, rows = lay(mix(), make_bundle()), mix(40, 2)
    alone = [count(cases, rows[[place]], 0.3)[0] for place in range(40)]
    assert count(cases, rows, 0.3) == alone


def test_blocks_change_no_count(monkeypatch):
    cases, rows = lay(mix(), make_bundle()), mix(40, 2)
    whole = count(cases, rows, 0.3)
    for name, size in (("ROWS", 7), ("BLOCK", 50), ("FIRST", 1), ("NEXT", 2)):
        monkeypatch.setattr(likeness, name, size)
    assert count(cases, rows, 0.3) == whole
    assert count(cases, rows[:0]) == []


def test_the_order_of_the_past_changes_no_count():
    past, rows = mix(), mix(20, 3)
    bundle = make_bundle()
    assert count(lay(past, bundle), rows, 0.3) == count(lay(past[::-1].copy(), bundle), rows, 0.3)


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 99), st.integers(1, 30), st.floats(0, 1))
def test_counting_that_stops_early_knows_whether_there_are_enough(seed, enough, least):
    past = np.repeat(make_rows((0.5, 0.5), (1.5, 0.5), (0.5, 2.0), (9.0, 9.0)), 40, axis=0)
    cases = lay(past[np.random.default_rng(seed).permutation(len(past))])
    rows = make_rows((0.5, 0.5), (1.5, 2.0), (np.nan, 0.5))
    whole, early = count(cases, rows, least), count(cases, rows, least, enough=enough)
    assert [one >= enough for one in whole] == [one >= enough for one in early]


def test_a_value_that_no_past_row_had_is_a_cell_of_its_own():
    cases = lay(make_rows((0.5, 0.5)))
    assert count(cases, make_rows((9.0, 9.0)), least=0.01) == [0]


def test_curves_of_another_kind_of_post_speak_of_no_row():
    part = make_by_kind()
    rows = mix(12)
    rows[:, column("position_functional")] = 1.0
    cells, sizes = part.cells(rows), [len(one.curves) for one in part.sums]
    assert (cells[:, : sizes[0]] == -1).all()
    assert (cells[:, sizes[0] : sizes[0] + sizes[1]] >= 0).all()


def test_a_trees_reach_is_what_it_can_move_the_score_by():
    bag, matrix = make_trees(members=2, rounds=3), mix(300)
    assert bag.cells(matrix).shape == (300, 6)
    first = bag.booster.predict(matrix, raw_score=True, start_iteration=0, num_iteration=1)
    assert bag.reaches[0] == pytest.approx(np.ptp(first) / 2)


def test_rows_of_the_same_leaf_are_told_the_same_by_the_tree():
    bag, matrix = make_trees(members=1, rounds=1), mix(200)
    leaves, told = bag.cells(matrix)[:, 0], bag.score(matrix)
    assert all(np.ptp(told[leaves == leaf]) == 0 for leaf in np.unique(leaves))


def test_a_rule_has_no_cells():
    rule = make_baseline("competency_match")
    assert rule.cells(np.zeros((2, len(catalog.NAMES)))).shape == (2, 0)
    assert not rule.reaches.any()


def test_a_stored_model_has_the_same_cells_and_reaches(tmp_path):
    made, matrix = make_bundle(), mix(30)
    made.save(tmp_path)
    read = Bundle.load(tmp_path)
    assert np.array_equal(read.cells(matrix), made.cells(matrix))
    assert np.array_equal(read.reaches, made.reaches)


def test_no_rows_have_no_cells_and_no_counts():
    none = np.zeros((0, WIDTH))
    assert len(make_bundle().cells(none)) == 0
    assert count(lay(mix(), make_bundle()), none) == []
    assert count(lay(none), make_rows((0.0, 0.0))) == [0]
